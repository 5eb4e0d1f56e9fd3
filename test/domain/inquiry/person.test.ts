import { describe, expect, it } from 'vitest'
import { cleanPerson } from '../../../src/domain/inquiry/person.ts'
import { cleanLine } from '../../../src/domain/text/clean-text.ts'
import { leadIn } from '../lead-fixtures.ts'

const personIn = (file: string) => cleanPerson(leadIn(file).fields)

describe('cleaning a person', () => {
  it('keeps an ordinary Czech person whole', () => {
    expect(personIn('czech-person.json')).toEqual({
      person: {
        email: 'jana@example.com',
        firstName: 'Jiří',
        lastName: 'Dvořák',
        company: 'Žluťoučký kůň, spol. s r.o.',
        title: 'Jednatel',
        phone: '+420777123456',
        country: 'CZ',
        phoneRaw: '777 123 456',
        countryRaw: 'Česká republika',
      },
      flags: [],
    })
  })

  it('keeps a Japanese person whole', () => {
    expect(personIn('japanese-person.json')).toMatchObject({
      person: {
        firstName: '太郎',
        lastName: '山田',
        company: '株式会社サンプル',
        country: 'JP',
        phone: '+81312345678',
      },
      flags: [],
    })
  })

  it('composes decomposed accents', () => {
    expect(personIn('decomposed-accents.json').person).toMatchObject({ firstName: 'Jiří', lastName: 'Dvořák' })
  })

  it('strips what cannot be seen', () => {
    expect(personIn('bidi-and-zero-width-in-name.json').person).toMatchObject({
      firstName: 'anaJ',
      lastName: 'Nováková',
      company: 'Example',
    })
  })

  it('makes one line of several', () => {
    const { person } = personIn('line-breaks-in-name.json')
    expect(person).toMatchObject({ lastName: 'Nováková', company: 'Example s.r.o.' })
    expect(person.firstName).not.toMatch(/[\r\n]/)
  })

  it('holds every field to its length', () => {
    const { person } = personIn('long-fields.json')
    const lengths = [person.firstName, person.lastName, person.company, person.title, person.phone, person.phoneRaw]
    expect(lengths.map(text => text?.length)).toEqual([64, 64, 128, 128, 32, 32])
    expect(leadIn('long-fields.json').note?.length).toBe(2000)
  })

  it('cuts between characters, never through one', () => {
    expect(cleanLine('🎉'.repeat(100), 64)).toBe('🎉'.repeat(64))
    expect(cleanLine(`a${'🎉'.repeat(100)}`, 64)?.isWellFormed()).toBe(true)
  })

  it('unpiles combining marks', () => {
    expect(personIn('piled-marks-in-name.json').person.firstName?.length).toBeLessThan(20)
  })

  it('takes a placeholder for nothing', () => {
    expect(personIn('placeholders.json')).toMatchObject({
      person: { firstName: null, lastName: null, company: null, title: null, phone: null },
      flags: [],
    })
  })

  it('keeps what came beside what could be read', () => {
    expect(personIn('country-unknown.json').person).toMatchObject({ country: null, countryRaw: 'Freedonia' })
    expect(personIn('phone-words.json').person).toMatchObject({ phone: 'call me', phoneRaw: 'call me' })
  })

  it.each([
    'html-in-name.json',
    'mustache-in-name.json',
    'advertisement-in-first-name.json',
    'link-in-first-name.json',
    'link-in-company.json',
    'emoji-in-name.json',
    'line-breaks-in-name.json',
    'lone-surrogates.json',
    'formula-in-company.json',
    'long-fields.json',
  ])('flags the name in %s and keeps it', file => {
    const { person, flags } = personIn(file)
    expect(flags).toEqual(['doubtful-name'])
    expect(person.firstName).not.toBeNull()
  })

  it.each([
    ['email-upper-case.json', 'Jana.Novakova+Azure@example.com', ''],
    ['email-mailto.json', 'jana@example.com', ''],
    ['email-in-brackets.json', 'jana@example.com', ''],
    ['email-international-domain.json', 'jana@xn--pklad-zsa96e.cz', ''],
    ['email-trailing-dot.json', 'jana@example.com', ''],
    ['email-line-break.json', null, 'doubtful-email two-addresses'],
    ['email-two-by-comma.json', null, 'doubtful-email two-addresses'],
    ['email-two-by-blank.json', null, 'doubtful-email two-addresses'],
    ['email-display-name.json', null, 'doubtful-email'],
    ['email-quoted.json', null, 'doubtful-email'],
    ['email-comment.json', null, 'doubtful-email'],
    ['email-several-at.json', null, 'doubtful-email'],
    ['email-no-domain.json', null, 'doubtful-email'],
    ['email-no-top-level.json', null, 'doubtful-email'],
    ['email-address-literal.json', null, 'doubtful-email'],
    ['email-too-long.json', null, 'doubtful-email'],
    ['email-zero-width-inside.json', null, 'doubtful-email'],
    ['email-international-local-part.json', null, 'doubtful-email'],
    ['no-email.json', null, ''],
  ])('reads the address of %s', (file, email, flags) => {
    const read = personIn(file)
    expect(read.person.email).toBe(email)
    expect(read.flags.join(' ')).toBe(flags)
  })
})
