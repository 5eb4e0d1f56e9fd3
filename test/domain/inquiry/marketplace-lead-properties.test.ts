import { assert, constantFrom, json, jsonValue, oneof, property, record, string, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ApiLead, readApiLead } from '../../../src/domain/inquiry/api-lead.ts'
import { findJsonFault } from '../../../src/domain/inquiry/json-fault.ts'
import { readMarketplaceLead } from '../../../src/domain/inquiry/marketplace-lead.ts'
import { cleanPerson } from '../../../src/domain/inquiry/person.ts'
import { rawPerson } from '../../../src/domain/inquiry/raw-person.ts'
import { greetingName } from '../../../src/domain/mail/greeting.ts'
import { readEmailAddress } from '../../../src/domain/people/email-address.ts'
import { foldCompany, identityTexts } from '../../../src/domain/people/identity.ts'
import { cleanLine, cleanParagraphs } from '../../../src/domain/text/clean-text.ts'
import { leadBody, leadFixtures } from '../lead-fixtures.ts'

const runs = { numRuns: 400 }
const nasty = string({
  unit: constantFrom(
    ...'aZé1 .@<>,;:/-_|{}"\'\\',
    ...['\u0301', '\u0316', '\u200b', '\u202e', '\ufe0f', '\u{e0041}', '\ud800', '\udc00', '\n', '\r', '\u0000'],
    ...['\u0085', '\u2028', '\u00a0', '\u3000', '\u0344', '\u1100', '\u1161', '\u212b', '\ufb01', '🎉', '株', 'www.'],
  ),
  maxLength: 90,
})
const text = oneof(nasty, string({ unit: 'binary', maxLength: 90 }))
const encode = (value: string) => new TextEncoder().encode(value)

describe('whatever comes', () => {
  it('reading bytes never throws', () => {
    assert(
      property(uint8Array({ maxLength: 200 }), bytes => typeof readMarketplaceLead(bytes).ok === 'boolean'),
      runs,
    )
  })

  it('reading any JSON never throws, and what is understood can be cleaned', () => {
    assert(
      property(json(), body => {
        const read = readMarketplaceLead(encode(body))
        if (read.ok) cleanPerson(read.lead.fields)
      }),
      runs,
    )
  })

  it('reading a damaged delivery never throws', () => {
    const bodies = leadFixtures()
      .map(leadBody)
      .filter(body => body.length < 4000)
    for (const body of bodies) {
      for (let at = 0; at < body.length; at += 7) {
        const damaged = Uint8Array.from(body)
        damaged[at] = (damaged[at] ?? 0) ^ 0x21
        expect(typeof readMarketplaceLead(damaged).ok).toBe('boolean')
        expect(typeof readMarketplaceLead(body.subarray(0, at)).ok).toBe('boolean')
      }
    }
  })

  it('a person is cleaned without throwing, and cleaning the clean person changes nothing', () => {
    const fields = record({ email: text, firstName: text, lastName: text, company: text, title: text, phone: text })
    assert(
      property(fields, came => {
        const { person } = cleanPerson({ ...came, country: 'CZ' })
        const again = cleanPerson(rawPerson(name => person[name])).person
        expect({ ...again, phoneRaw: null, countryRaw: null }).toEqual({ ...person, phoneRaw: null, countryRaw: null })
        expect(identityTexts(again)).toEqual(identityTexts(person))
      }),
      runs,
    )
  })

  it('a form body of any kind is read without throwing', () => {
    const field = oneof(text, jsonValue())
    assert(
      property(record({ email: field, firstName: field, action: field, source: field, note: field }), body => {
        readApiLead({ ...body } as ApiLead)
      }),
      runs,
    )
  })
})

describe('normalising twice is normalising once', () => {
  it('for a line', () => {
    assert(
      property(text, came => {
        const line = cleanLine(came, 40)
        expect(cleanLine(line, 40)).toBe(line)
        expect(line ?? 'x').toMatch(/^[^\p{Cc}\u200b\u202e\u{e0041}\u2028]{1,80}$/u)
        expect((line ?? '').isWellFormed()).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('for paragraphs', () => {
    assert(
      property(text, came => {
        const note = cleanParagraphs(came, 50)
        expect(cleanParagraphs(note, 50)).toBe(note)
      }),
      { numRuns: 2000 },
    )
  })

  it('for an e-mail address', () => {
    const mailbox = record({ local: text, host: text }).map(({ local, host }) => `${local}@${host}.com`)
    assert(
      property(oneof(mailbox, text), came => {
        const address = readEmailAddress(came)
        if (address) expect(readEmailAddress(address.address)).toEqual(address)
        expect(address?.address ?? 'a@b.c').toMatch(/^[\x21-\x7e]+@[a-z0-9.-]+$/)
      }),
      { numRuns: 2000 },
    )
  })

  it('for a company', () => {
    assert(
      property(text, came => foldCompany(foldCompany(came)) === foldCompany(came)),
      runs,
    )
  })

  it('for a greeting', () => {
    assert(
      property(text, came => greetingName(greetingName(came)) === greetingName(came)),
      runs,
    )
  })
})

describe('the place of a JSON fault', () => {
  it('is found exactly when the text is not JSON', () => {
    const almost = record({
      body: json(),
      at: constantFrom(0, 1, 3, 7),
      by: constantFrom('', ',', '"', '}', '\\', '1'),
    })
    const broken = almost.map(({ body, at, by }) => body.slice(0, at) + by + body.slice(at + 1))
    assert(
      property(oneof(json(), broken, text), body => {
        expect(findJsonFault(body) === null).toBe(isJson(body))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('hostile size', () => {
  const million = 1_000_000
  const fields = ['x', ' ', '@', 'a@', 'a@b ', '-', '\u0301\u0316', '\n', 'Campaigns: a,', '.a', '|', '\u200b', '"']

  it.each(fields)('a megabyte of %j in every field is read within a second', unit => {
    const value = unit.repeat(million / unit.length / 8)
    const person = Object.fromEntries(['Email', 'FirstName', 'Company', 'Phone', 'Country'].map(key => [key, value]))
    const body = encode(
      JSON.stringify({ UserDetails: person, LeadSource: value, ActionCode: value, Description: value }),
    )
    const started = performance.now()
    const read = readMarketplaceLead(body)
    if (read.ok) cleanPerson(read.lead.fields)
    expect(performance.now() - started).toBeLessThan(1000)
  })

  it.each([
    ['open brackets', '['.repeat(million)],
    ['nested objects', '{"a":'.repeat(million / 5)],
    ['nested unknown lists', `{"email":"a@b.cz","x":${'['.repeat(million / 2)}${']'.repeat(million / 2)}}`],
    [
      'spellings of one key',
      `{${Array.from({ length: 15_000 }, (_, n) => `"e${'_'.repeat(n % 90)}mail${'-'.repeat(n / 90)}":${n}`).join()}}`,
    ],
    ['one long text', `"${'\\"'.repeat(million / 2)}`],
  ])('%s are answered within two seconds', (_, body) => {
    const started = performance.now()
    expect(typeof readMarketplaceLead(encode(body)).ok).toBe('boolean')
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

function isJson(body: string): boolean {
  try {
    JSON.parse(body)
    return true
  } catch {
    return false
  }
}
