import { describe, expect, it } from 'vitest'
import { KNOWN_ACTIONS, KNOWN_SOURCES } from '../../../src/domain/inquiry/inquiry.ts'
import { type Casing, readMarketplaceLead } from '../../../src/domain/inquiry/marketplace-lead.ts'
import { leadFixtures, leadIn, readFixture } from '../lead-fixtures.ts'

const offer = 'contoso.analytics'

/** Fixture: casing, action, source, offer in LeadSource, flags. */
const understood: [string, Casing, string, string, string | null, string?][] = [
  ['pascal-case-docs.json', 'pascal', 'INS', 'AzureMarketplace', null],
  ['form-of-2018.json', 'pascal', '', 'Test run through MS Flow', null, 'no-action unknown-source'],
  ['test-lead-mixed-case.json', 'mixed', 'INS', 'AzureMarketplace', null],
  ['camel-case-consumer.json', 'camel', 'INS', 'AzureMarketplace', null],
  ['upper-case-keys.json', 'other', 'INS', 'AzureMarketplace', null],
  ['snake-case-keys.json', 'other', 'Create', 'AzurePortal', null],
  ['flattened.json', 'other', 'INS', 'AzureMarketplace', null],
  ['azure-table-row.json', 'other', 'INS', 'AzureMarketplace', offer],
  ['details-as-text.json', 'camel', 'PLT', 'AzureMarketplace', null],
  ['encoded-twice.json', 'camel', 'INS', 'AzureMarketplace', null],
  ['bom.json', 'pascal', 'INS', 'AzureMarketplace', offer],
  ['utf-16-with-bom.txt', 'camel', 'INS', 'AzureMarketplace', null],
  ['utf-16-big-endian-without-bom.txt', 'camel', 'INS', 'AzureMarketplace', null],
  ['keys-twice.txt', 'pascal', 'INS', 'AzureMarketplace', null],
  ['keys-twice-in-two-casings.json', 'other', 'INS', 'AzureMarketplace', null],
  ['nulls.json', 'camel', '', 'AzureMarketplace', null, 'no-action'],
  ['blanks.json', 'camel', '', 'AzureMarketplace', null, 'no-action'],
  ['no-person.json', 'camel', 'INS', 'AzureMarketplace', offer],
  ['office-three-fields.json', 'camel', 'INS', 'AppSource', null],
  ['deep-unknown-field.txt', 'other', '', '', null, 'no-action unknown-source'],
  ['full-source.json', 'pascal', 'INS', 'AzureMarketplace', offer],
  ['full-source-with-spaces.json', 'pascal', 'INS', 'AzureMarketplace', 'bitnami.openedxcypress'],
  ['source-spza.json', 'pascal', 'PLT', 'AppSource', 'docusign.3701c77e-1cfa-4c56-91e6-3ed0b622145a'],
  ['source-appsource-spza-dnc.json', 'pascal', 'DNC', 'AppSource', offer],
  ['source-dnc-without-action-code.json', 'pascal', 'DNC', 'AppSource', offer],
  ['source-create-portal.json', 'pascal', 'Create', 'AzurePortal', 'checkpoint.check-point-r77-10sg-byol'],
  ['source-test-drive.json', 'pascal', 'StartTestDrive', 'TestDrive', offer],
  ['source-bare-spza.json', 'pascal', 'PLT', 'AppSource', null],
  ['source-unknown.json', 'pascal', 'INS', 'MicrosoftMarketplace', offer, 'unknown-source'],
  ['source-missing.json', 'pascal', 'INS', '', null, 'unknown-source'],
  ['source-lower-case.json', 'pascal', 'StartTestDrive', 'AzureMarketplace', 'CONTOSO.Analytics'],
  ['source-with-title-after-bar.json', 'pascal', 'INS', 'AzureMarketplace', null],
  ['action-only-in-source.json', 'pascal', 'INS', 'AzureMarketplace', offer],
  ['action-unknown.json', 'pascal', 'FreeTrial', 'AzureMarketplace', offer, 'unknown-action'],
  ['action-missing.json', 'pascal', '', 'AzureMarketplace', null, 'no-action'],
  ['conflict-code-ins-source-dnc.json', 'pascal', 'DNC', 'AppSource', offer, 'action-conflict'],
  ['conflict-code-dnc-source-ins.json', 'pascal', 'DNC', 'AzureMarketplace', offer, 'action-conflict'],
  ['conflict-code-plt-source-ins.json', 'pascal', 'PLT', 'AzureMarketplace', offer, 'action-conflict'],
  ['conflict-two-codes-one-dnc.json', 'other', 'DNC', 'AzureMarketplace', offer, 'action-conflict'],
  ['dnc-with-invisible-characters.json', 'pascal', 'DNC', 'AppSource', null],
  ['dnc-name-and-company-only.json', 'pascal', 'DNC', 'AppSource', offer],
  ['prototype-keys.json', 'camel', 'constructor', 'AzureMarketplace', null, 'unknown-action'],
]

/** Fixture: what the reason must say. */
const refused: [string, RegExp][] = [
  ['broken-missing-comma.txt', /line 14, column 3: expected "," or "}"/],
  ['broken-truncated.txt', /line 1, column 91: expected a field name/],
  ['broken-single-quotes.txt', /line 1, column 2: expected a field name in double quotes/],
  ['broken-trailing-comma.txt', /line 1, column 46: expected a field name/],
  ['broken-two-objects.txt', /line 2, column 1: expected nothing more/],
  ['broken-bare-line-break.txt', /line 1, column 67: .*line break/],
  ['broken-escape.txt', /line 1, column 22: expected a valid escape/],
  ['form-encoded.txt', /not valid JSON at line 1, column 1/],
  ['html-page.txt', /not valid JSON at line 1, column 1/],
  ['xml.txt', /not valid JSON at line 1, column 1/],
  ['empty.txt', /body is empty/],
  ['blank.txt', /body is empty/],
  ['invalid-utf-8.txt', /not valid UTF-8: byte 32 of 63/],
  ['invalid-utf-16.txt', /not valid UTF-16/],
  ['zero-bytes.txt', /not valid JSON/],
  ['deep-nesting.txt', /not valid JSON at line 1, column 100001/],
  ['list.json', /it is a list/],
  ['list-of-leads.json', /it is a list/],
  ['number.json', /it is a number/],
  ['null.json', /it is null/],
  ['text.json', /it is a text/],
  ['empty-object.json', /nothing of a lead/],
  ['foreign-object.json', /nothing of a lead/],
  ['only-blank-fields.json', /nothing of a lead/],
]

describe('reading a marketplace lead', () => {
  it.each(understood)('understands %s', (file, casing, action, source, fromSource, flags = '') => {
    const lead = leadIn(file)
    expect([lead.casing, lead.action, lead.source, lead.offerFromSource]).toEqual([casing, action, source, fromSource])
    expect([...lead.flags].sort().join(' ')).toBe(flags)
  })

  it.each(refused)('refuses %s and says where and why', (file, reason) => {
    const read = readFixture(file)
    expect(read).toMatchObject({ ok: false, reason: expect.stringMatching(reason) })
  })

  it('understands every other fixture with a documented action and source', () => {
    const others = leadFixtures().filter(file => ![...understood, ...refused].some(([known]) => known === file))
    expect(others.length).toBeGreaterThan(50)
    for (const file of others.filter(file => file !== 'test-lead-in-source.json')) {
      const lead = leadIn(file)
      expect([file, KNOWN_ACTIONS.some(action => action === lead.action)]).toEqual([file, true])
      expect([file, KNOWN_SOURCES.some(source => source === lead.source)]).toEqual([file, true])
    }
  })

  it('never quotes the body in a reason', () => {
    for (const [file] of refused) {
      expect(JSON.stringify(readFixture(file))).not.toMatch(/example\.com|MSFT_TEST|Jana/i)
    }
  })
})

describe('fields of a marketplace lead', () => {
  it('reads the same person in each casing', () => {
    const docs = leadIn('pascal-case-docs.json').fields
    expect(docs).toEqual({
      email: 'someone@contoso.com',
      firstName: 'Some',
      lastName: 'One',
      company: 'Contoso',
      title: 'Esquire',
      phone: '16175555555',
      country: 'USA',
    })
    expect(leadIn('upper-case-keys.json').fields).toEqual(docs)
    expect(leadIn('form-of-2018.json').fields).toEqual(docs)
    expect(leadIn('azure-table-row.json').fields).toEqual({ ...docs, country: 'US' })
  })

  it('takes null, absent, empty and a lone space as nothing', () => {
    const nobody = { firstName: null, lastName: null, company: null, title: null, phone: null, country: null }
    expect(leadIn('nulls.json').fields).toMatchObject({ ...nobody, email: 'jana@example.com' })
    expect(leadIn('blanks.json').fields).toMatchObject({ firstName: null, lastName: null, company: null })
    expect(leadIn('lone-space-description.json')).toMatchObject({ description: null, note: null, campaign: null })
  })

  it('takes numbers and booleans as text', () => {
    const lead = leadIn('numbers-and-booleans.json')
    expect(lead.fields).toMatchObject({ phone: '16175555555', company: '3', title: 'true' })
    expect(lead.offerTitle).toBe('365')
  })

  it('keeps what is no text and what it does not know', () => {
    expect(leadIn('objects-where-text-belongs.json').extra).toEqual({
      userDetails: { firstName: { given: 'Jana' }, lastName: ['Nováková'] },
      description: { text: 'hello' },
    })
    expect(leadIn('unknown-fields.json').extra).toEqual({
      userDetails: { industry: 'Retail' },
      leadId: '4711',
      utm: { source: 'blog', tags: ['a', 'b'] },
    })
  })

  it('keeps the first filled value of a key that comes in two casings, and the other one beside it', () => {
    const lead = leadIn('keys-twice-in-two-casings.json')
    expect(lead.fields).toMatchObject({ email: 'jana@example.com', firstName: 'Some' })
    expect(lead.extra).toEqual({ userDetails: { firstName: 'Jana' }, leadSource: 'AzurePortal' })
  })

  it('lets no key reach a prototype', () => {
    const { extra, fields } = leadIn('prototype-keys.json')
    expect(fields.email).toBe('jana@example.com')
    const merged: Record<string, unknown> = Object.assign({}, extra, extra.userDetails)
    expect(merged.polluted).toBeUndefined()
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype)
    expect(extra).toEqual({ constructor: { prototype: { polluted: true } }, userDetails: { constructor: 'x' } })
  })

  it('keeps unknown fields writable however deep they came', () => {
    expect(JSON.stringify(leadIn('deep-unknown-field.txt').extra).length).toBeLessThan(100)
  })

  it('replaces lone surrogates everywhere', () => {
    const lead = leadIn('lone-surrogates.json')
    expect(lead.fields.firstName).toBe('Ja\ufffdna')
    expect(lead.extra).toEqual({ 'extra\ufffd': '\ufffd' })
  })

  it('parts the campaign from the words of the customer', () => {
    expect(leadIn('campaign.json')).toMatchObject({ campaign: 'blogpost_12', note: null })
    expect(leadIn('campaign-empty.json')).toMatchObject({ campaign: null, note: null })
    expect(leadIn('campaign-with-note.json')).toMatchObject({
      campaign: 'blogpost_12, spring-26',
      note: 'Please call me after five.',
    })
    expect(leadIn('note-of-several-lines.json').note).toBe('Hello,\n\nwe need a demo.\nJana')
  })

  it('takes the title after the bar when no other came', () => {
    expect(leadIn('source-with-title-after-bar.json').offerTitle).toBe('Contoso Analytics, 2nd edition')
    expect(leadIn('office-three-fields.json').offerTitle).toBe('WA104381063')
    expect(leadIn('full-source.json').offerTitle).toBe('Contoso Analytics')
  })

  it('keeps what came beside what was understood', () => {
    expect(leadIn('conflict-code-ins-source-dnc.json')).toMatchObject({
      actionRaw: 'INS',
      sourceRaw: 'AppSource (SPZA)-DNC',
      leadSourceRaw: 'AppSource (SPZA)-DNC|contoso.analytics',
    })
  })
})

describe('a second code that says DNC', () => {
  it.each([
    '{"ActionCode":"INS","action_code":"DNC"}',
    '{"LeadSource":"AzureMarketplace-INS|a.b","leadSource":"SPZA-DNC|a.b"}',
    '{"ActionCode":"Do Not Contact","LeadSource":"SPZA"}',
    '{"ActionCode":"DNC (cross-listed)","LeadSource":"SPZA"}',
    '{"LeadSource":"Somewhere new dnc|a.b"}',
    '{"LeadSource":"SPZA - Do not contact"}',
    '{"LeadSource":"DNC|a.b"}',
  ])('wins in %s', body => {
    expect(readMarketplaceLead(new TextEncoder().encode(body))).toMatchObject({ ok: true, lead: { action: 'DNC' } })
  })
})
