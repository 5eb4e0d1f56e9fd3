import { describe, expect, it } from 'vitest'
import { readApiLead } from '../../../src/domain/inquiry/api-lead.ts'

describe('a lead of our own form', () => {
  it('takes the shape of a marketplace lead', () => {
    const body = {
      email: 'jana@example.com',
      firstName: 'Jana',
      lastName: 'Nováková',
      company: 'Example s.r.o.',
      phone: '777 123 456',
      country: 'CZ',
      title: 'CTO',
      action: 'plt',
      source: 'Spring fair',
      offer: 'contoso.analytics',
      note: 'Call me\r\nafter five',
      booth: 12,
    }
    expect(readApiLead(body)).toEqual({
      ok: true,
      lead: {
        actionRaw: 'plt',
        sourceRaw: 'Spring fair',
        leadSourceRaw: 'Spring fair',
        action: 'PLT',
        source: 'Spring fair',
        offerFromSource: 'contoso.analytics',
        offerTitle: null,
        description: null,
        campaign: null,
        note: 'Call me\nafter five',
        fields: {
          email: 'jana@example.com',
          firstName: 'Jana',
          lastName: 'Nováková',
          company: 'Example s.r.o.',
          title: 'CTO',
          phone: '777 123 456',
          country: 'CZ',
        },
        extra: { booth: 12 },
        flags: [],
        casing: 'camel',
      },
    })
  })

  it('needs no more than an address', () => {
    expect(readApiLead({ email: 'jana@example.com' })).toMatchObject({
      ok: true,
      lead: { action: '', source: '', offerFromSource: null, note: null, flags: ['no-action'], extra: {} },
    })
  })

  it('understands a whole LeadSource, and a DNC in it', () => {
    expect(readApiLead({ email: 'a@b.cz', action: 'INS', source: 'SPZA-DNC|contoso.analytics' })).toMatchObject({
      lead: { action: 'DNC', source: 'AppSource', offerFromSource: 'contoso.analytics', flags: ['action-conflict'] },
    })
  })

  it.each([[{}], [{ email: ' ', firstName: null }], [{ country: 'CZ', action: 'INS' }], [{ email: {} }]])(
    'is refused when %j says nothing of a person',
    body => {
      expect(readApiLead(body as Record<string, unknown>)).toMatchObject({ ok: false })
    },
  )
})
