import { describe, expect, it } from 'vitest'
import { correctMapping, guessMapping, unusedHeaders } from '../../../src/cli/leads/csv-mapping.ts'
import { rowLead } from '../../../src/cli/leads/row-lead.ts'

const NONE = { offersByTitle: new Map<string, string>() }

function fields(headers: string[], mapping = guessMapping(headers)): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(mapping).map(([field, column]) => [field, headers[column]]))
}

describe('the columns of a lead list', () => {
  it('are recognised in their English variants, whatever the case and the signs', () => {
    const headers = [
      'First Name',
      'LAST_NAME',
      'E-mail address',
      'Phone number',
      'Country/Region',
      'Company name',
      'Job Title',
      'Lead source',
      'Action code',
      'Offer ID',
      'Comments',
      'Created on',
      'Stage',
    ]
    expect(fields(headers)).toEqual({
      firstName: 'First Name',
      lastName: 'LAST_NAME',
      email: 'E-mail address',
      phone: 'Phone number',
      country: 'Country/Region',
      company: 'Company name',
      title: 'Job Title',
      source: 'Lead source',
      action: 'Action code',
      offer: 'Offer ID',
      note: 'Comments',
      created: 'Created on',
    })
    expect(unusedHeaders(guessMapping(headers), headers)).toEqual(['Stage'])
  })

  it('are used once: the surer of two wins', () => {
    expect(fields(['Mail', 'Email', 'Source', 'Lead source'])).toEqual({ email: 'Email', source: 'Lead source' })
  })

  it('are corrected by what the user says, which takes the column from the guess', () => {
    const headers = ['Email', 'Work mail', 'Given', 'Name']
    const mapping = correctMapping(guessMapping(headers), 'email=Work mail,first=given,last=Name', headers)
    expect(fields(headers, mapping)).toEqual({ email: 'Work mail', firstName: 'Given', lastName: 'Name' })
  })

  it('are refused with the nearest name when there is no such field or column', () => {
    const headers = ['Email', 'Company']
    expect(() => correctMapping({}, 'emial=Email', headers)).toThrow('`emial` in --map is no field of a lead')
    expect(() => correctMapping({}, 'email=Emial', headers)).toThrow('no column `Emial`')
    expect(() => correctMapping({}, 'email', headers)).toThrow('Expected --map as field=header')
  })
})

describe('a row', () => {
  const mapping = { name: 0, email: 1, action: 2, offer: 3, created: 4 }

  it('becomes the body of POST /leads, without its empty cells', () => {
    const { lead, at } = rowLead(['Jana  Maria Nováková', ' jana@example.com ', '', '', '2026-11-01'], mapping, NONE)
    expect(lead).toEqual({ email: 'jana@example.com', firstName: 'Jana', lastName: 'Maria Nováková' })
    expect(at).toBe(Date.UTC(2026, 10, 1))
  })

  it('takes the defaults where its own cell is empty, and knows offers by their titles', () => {
    const defaults = {
      action: 'PLT',
      offer: 'contoso.other',
      offersByTitle: new Map([['contoso analytics', 'contoso.analytics']]),
    }
    expect(rowLead(['', 'a@b.example', '', 'Contoso Analytics', ''], mapping, defaults).lead).toMatchObject({
      action: 'PLT',
      offer: 'contoso.analytics',
    })
    expect(rowLead(['', 'a@b.example', 'INS', '', ''], mapping, defaults).lead).toMatchObject({
      action: 'INS',
      offer: 'contoso.other',
    })
  })

  it('has a key that only what it says decides', () => {
    const key = (cells: string[]) => rowLead(cells, mapping, NONE).key
    expect(key(['J', 'a@b.example', 'INS', 'x.y', '2026-11-01'])).toBe(key(['J', 'a@b.example ', 'INS', 'x.y', '']))
    expect(key(['J', 'a@b.example', 'INS', 'x.y', ''])).not.toBe(key(['J', 'a@b.example', 'PLT', 'x.y', '']))
  })
})
