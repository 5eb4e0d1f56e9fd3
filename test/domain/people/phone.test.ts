import { describe, expect, it } from 'vitest'
import { cleanPerson } from '../../../src/domain/inquiry/person.ts'
import { isInternational, readPhone } from '../../../src/domain/people/phone.ts'
import { leadIn } from '../lead-fixtures.ts'

describe('reading a phone number', () => {
  it.each([
    ['phone-national.json', '+16175555555'],
    ['phone-international.json', '+420777123456'],
    ['phone-double-zero.json', '+420777123456'],
    ['phone-without-country.json', '777123456'],
    ['phone-dummy.json', '1234567890'],
    ['phone-one-digit.json', '+1 1111111111'],
    ['phone-words.json', 'call me'],
    ['pascal-case-docs.json', '+16175555555'],
  ])('reads %s as %s', (file, phone) => {
    expect(cleanPerson(leadIn(file).fields).person.phone).toBe(phone)
  })

  it.each([
    ['777 123 456', 'CZ', '+420777123456', '+420777123456'],
    ['420777123456', 'CZ', '+420777123456', '+420777123456'],
    ['tel:+420-777-123-456', null, '+420777123456', '+420777123456'],
    ['+1 (617) 555-5555 ext. 12', 'CZ', '+16175555555', '+16175555555'],
    ['٧٧٧١٢٣٤٥٦', 'CZ', '+420777123456', '+420777123456'],
    ['12 34 56 7', 'CZ', '12 34 56 7', null],
    ['5551234', 'US', '5551234', 'US:5551234'],
    ['16175555555', null, '16175555555', null],
    ['555123', 'US', '555123', null],
    ['1234567890', 'US', '1234567890', null],
    ['1234567890', 'CZ', '1234567890', null],
    ['0000000000', 'US', '0000000000', null],
    ['9999999', 'CZ', '9999999', null],
    ['+49 1111111', null, '+491111111', null],
    ['5551234', 'AQ', '5551234', 'AQ:5551234'],
    ['tel:', 'US', null, null],
    ['', 'US', null, null],
    [null, null, null, null],
  ])('reads %j of %j as %j, known by %j', (text, country, phone, key) => {
    expect(readPhone(text, country)).toEqual({ phone, key })
  })

  it('tells the international form from every other', () => {
    expect(['+16175555555', '+0123456789', '16175555555', '+123', null].map(isInternational)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ])
  })
})
