import { describe, expect, it } from 'vitest'
import { fillBlanks } from '../../../src/domain/people/fill-blanks.ts'
import type { Person } from '../../../src/domain/people/lead.ts'

const blank: Person = {
  email: null,
  firstName: null,
  lastName: null,
  company: null,
  title: null,
  phone: null,
  country: null,
  phoneRaw: null,
  countryRaw: null,
}
const jana: Person = {
  email: 'jana@example.com',
  firstName: 'Jana',
  lastName: 'Nováková',
  company: 'Example s.r.o.',
  title: 'CTO',
  phone: '+420777123456',
  country: 'CZ',
  phoneRaw: '777 123 456',
  countryRaw: 'Česko',
}

describe('a later inquiry', () => {
  it('fills every blank', () => {
    expect(fillBlanks(blank, jana)).toEqual({
      person: jana,
      filled: ['email', 'firstName', 'lastName', 'company', 'title', 'phone', 'country'],
      differs: [],
    })
  })

  it('takes nothing away and changes nothing when it says the same or nothing', () => {
    expect(fillBlanks(jana, blank)).toEqual({ person: jana, filled: [], differs: [] })
    const same = { ...jana, email: 'JANA@example.com', lastName: 'Novakova', company: 'EXAMPLE', phone: '777123456' }
    expect(fillBlanks(jana, same)).toEqual({ person: jana, filled: [], differs: [] })
  })

  it('overwrites nothing that it contradicts and names it', () => {
    const other = { ...jana, firstName: 'Petr', company: 'Contoso', title: 'CEO', phone: '+16175555555', country: 'US' }
    expect(fillBlanks(jana, { ...other, email: 'petr@example.com' })).toEqual({
      person: jana,
      filled: [],
      differs: ['email', 'firstName', 'company', 'title', 'phone', 'country'],
    })
  })

  it('replaces a phone that could not be read by one that can, with what came', () => {
    const known = { ...jana, phone: 'ask Petr', phoneRaw: 'ask Petr' }
    expect(fillBlanks(known, jana)).toEqual({ person: jana, filled: ['phone'], differs: [] })
    expect(fillBlanks(jana, known)).toEqual({ person: jana, filled: [], differs: ['phone'] })
  })

  it('replaces a country that could not be read by one that can', () => {
    const known = { ...jana, country: null, countryRaw: 'Freedonia' }
    expect(fillBlanks(known, jana)).toEqual({ person: jana, filled: ['country'], differs: [] })
    expect(fillBlanks(blank, known).person.countryRaw).toBe('Freedonia')
  })

  it('replaces a name that is none', () => {
    const known = { ...jana, firstName: 'www.spam.example', company: 'http://spam' }
    expect(fillBlanks(known, jana)).toEqual({ person: jana, filled: ['firstName', 'company'], differs: [] })
  })

  it('leaves what it was given untouched', () => {
    const known = Object.freeze({ ...blank })
    expect(fillBlanks(known, Object.freeze({ ...jana })).person).not.toBe(known)
    expect(known).toEqual(blank)
  })
})
