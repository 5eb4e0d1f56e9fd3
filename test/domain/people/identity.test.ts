import { describe, expect, it } from 'vitest'
import { cleanPerson } from '../../../src/domain/inquiry/person.ts'
import { foldCompany, identityTexts } from '../../../src/domain/people/identity.ts'
import { leadIn } from '../lead-fixtures.ts'

const textsIn = (file: string) => identityTexts(cleanPerson(leadIn(file).fields).person)
const nobody = cleanPerson(leadIn('no-person.json').fields).person

describe('what a person is known by', () => {
  it('is the folded address, its domain, the phone, and name with company', () => {
    expect(textsIn('czech-person.json')).toEqual({
      address: 'jana@example.com',
      domain: 'example.com',
      phone: '+420777123456',
      pair: 'dvorak jiri|zlutoucky kun',
    })
  })

  it('is nothing for nobody', () => {
    expect(textsIn('no-person.json')).toEqual({ address: null, domain: null, phone: null, pair: null })
  })

  it('needs both a name and a company for a pair', () => {
    expect(identityTexts({ ...nobody, firstName: 'Jana', lastName: 'Nováková' }).pair).toBeNull()
    expect(identityTexts({ ...nobody, company: 'Example' }).pair).toBeNull()
    expect(identityTexts({ ...nobody, lastName: '!!!', company: 'Example' }).pair).toBeNull()
    expect(identityTexts({ ...nobody, lastName: 'Nováková', company: 'Example' }).pair).toBe('novakova|example')
  })

  it('does not depend on accents, case or the order of the names', () => {
    const one = identityTexts({ ...nobody, firstName: 'Jana', lastName: 'Nováková', company: 'Example s.r.o.' })
    const other = identityTexts({ ...nobody, firstName: 'NOVAKOVA', lastName: 'jana', company: 'EXAMPLE, SRO' })
    expect(other.pair).toBe(one.pair)
  })

  it('keeps dots and plus-tags of an address apart', () => {
    const texts = ['j.n@example.com', 'jn@example.com', 'jn+a@example.com'].map(
      email => identityTexts({ ...nobody, email }).address,
    )
    expect(new Set(texts).size).toBe(3)
  })
})

describe('folding a company', () => {
  it.each([
    [
      'example',
      'Example s.r.o.|EXAMPLE, spol. s r. o.|Example s. r. o.|Example a.s.|Éxample A/S|Example|Example Sp. z o.o.',
    ],
    [
      'example',
      'Example GmbH|Example GmbH & Co. KG|Example AG|Example S.p.A.|Example, Inc.|Example Ltd.|Example Co., Ltd.',
    ],
    ['example', 'Example LLC|Example Corporation|Example Pty Ltd|Example B.V.|Example Oy|Example AB|Example d.o.o.'],
    ['smith sons', 'Smith & Sons|Smith+Sons Limited'],
    ['inc', 'Inc.|INC'],
    ['株式会社サンプル', '株式会社サンプル'],
    ['강남', '강남|강남 Co., Ltd.'],
  ])('finds %s in %s', (folded, names) => {
    for (const name of names.split('|')) expect([name, foldCompany(name)]).toEqual([name, folded])
  })
})
