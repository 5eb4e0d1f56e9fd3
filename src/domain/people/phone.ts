import {
  type CountryCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min'
import { cleanLine } from '../text/clean-text.ts'

export interface ReadPhone {
  /** E.164 where certain, else as it came (at most 32 characters). */
  phone: string | null
  /** To know a person by: E.164, else country and at least seven digits; null when it says nothing. */
  key: string | null
}

const PHONE_MAX = 32
const RISING = '012345678901234567890'
const FALLING = '098765432109876543210'

/**
 * Reads a phone number: certain when it is in international form, or valid in the known country (ISO alpha-2). Numbers
 * that people type to get past a form (`1234567890`, one digit again and again) are shown but know nobody.
 */
export function readPhone(text: string | null, country: string | null): ReadPhone {
  const line = cleanLine(text, PHONE_MAX * 2)?.replace(/^tel:\s*/iu, '') ?? null
  if (line === null || line === '') return { phone: null, key: null }
  const number = parse(line, country)
  if (number) return { phone: number.number, key: isDummy(number.nationalNumber) ? null : number.number }
  const digits = line.normalize('NFKC').replace(/\D/g, '')
  const isKey = country !== null && digits.length >= 7 && !isDummy(digits)
  return { phone: cleanLine(line, PHONE_MAX), key: isKey ? `${country}:${digits}` : null }
}

/** True for a number in the form of ITU-T E.164. */
export function isInternational(phone: string | null): boolean {
  return phone !== null && /^\+[1-9]\d{6,14}$/.test(phone)
}

function parse(line: string, country: string | null): PhoneNumber | null {
  const inCountry = country !== null && isSupportedCountry(country) ? country : undefined
  return parseValid(line, inCountry) ?? (line.startsWith('00') ? parseValid(`+${line.slice(2)}`, undefined) : null)
}

function parseValid(line: string, country: CountryCode | undefined): PhoneNumber | null {
  const options = country === undefined ? { extract: false } : { extract: false, defaultCountry: country }
  const number = parsePhoneNumberFromString(line, options)
  return number?.isValid() ? number : null
}

function isDummy(digits: string): boolean {
  return /^(\d)\1*$/.test(digits) || RISING.includes(digits) || FALLING.includes(digits)
}
