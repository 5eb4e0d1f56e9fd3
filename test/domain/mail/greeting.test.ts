import { describe, expect, it } from 'vitest'
import { cleanPerson } from '../../../src/domain/inquiry/person.ts'
import { greetingName, mergeableName } from '../../../src/domain/mail/greeting.ts'
import { isDoubtfulName } from '../../../src/domain/people/doubtful-name.ts'
import { leadFixtures, readFixture } from '../lead-fixtures.ts'

describe('a name to greet with', () => {
  it.each([
    'Jana',
    'Jiří',
    'Anne-Marie',
    "D'Arcy",
    'J. R.',
    '太郎',
    'محمد',
    'Nguyễn Thị',
    'Jana 🎉',
    'Robert (Bob)',
    'José María',
  ])('is %j as it stands', name => {
    expect(greetingName(name)).toBe(name)
  })

  it('is cleaned first', () => {
    expect(greetingName('  Ja\u200bna \n')).toBe('Jana')
  })

  it.each([
    null,
    '',
    ' ',
    '!!!',
    '🎉',
    '🎉🎉 Jana',
    '🇨🇿🇨🇿 Jana',
    'Jana1',
    '+420777123456',
    'https://spam.example',
    'http:spam',
    'www.spam',
    'ｗｗｗ．spam',
    'spam.com',
    'spam。com',
    'bit.ly',
    'jana@example',
    '<b>Jana</b>',
    '{{name}}',
    'Jana$',
    'Jana=1',
    'Buy our cheap pills today only',
    'Congratulations you have won money',
    'null',
    'Undefined',
    'Unknown',
    'MSFT_TEST_636573304831318844',
  ])('is never %j', name => {
    expect(greetingName(name)).toBe('')
  })

  it('holds nothing but name characters, whatever the fixtures bring', () => {
    for (const file of leadFixtures()) {
      const read = readFixture(file)
      if (!read.ok) continue
      const greeting = greetingName(cleanPerson(read.lead.fields).person.firstName)
      expect(greeting).toMatch(/^[\p{L}\p{M} .'-]*$/u)
    }
  })
})

describe('a name that is doubtful', () => {
  it.each(['3M', 'Example s.r.o.', 'Example, a.s.', 'Sp. z o.o.', '4711 GmbH', 'AT&T', 'Café №1', 'Example (CZ) 🎉'])(
    'is not the company %j',
    name => {
      expect(isDoubtfulName(name, 'company')).toBe(false)
      expect(mergeableName(name, 'company')).toBe(name)
    },
  )

  it.each(['Visit spam.example', 'www.pills', 'a@b', '420777123456', '***', 'https://x', '=1+1', 'x'.repeat(101)])(
    'is the company %j',
    name => {
      expect(isDoubtfulName(name, 'company')).toBe(true)
      expect(mergeableName(name, 'company')).toBe('')
    },
  )

  it('may be longer as a last name', () => {
    const name = 'García-Márquez de la Concordia y Sandoval'
    expect([isDoubtfulName(name, 'last'), isDoubtfulName(name, 'first')]).toEqual([false, true])
  })
})
