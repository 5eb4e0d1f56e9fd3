import { readCountry } from '../people/country.ts'
import { isDoubtfulName, type NamePart } from '../people/doubtful-name.ts'
import { holdsTwoAddresses, readEmailAddress } from '../people/email-address.ts'
import type { Person } from '../people/lead.ts'
import { readPhone } from '../people/phone.ts'
import { cleanLine } from '../text/clean-text.ts'
import type { InquiryFlag } from './inquiry.ts'
import type { RawPerson } from './raw-person.ts'

const NAME_MAX = 64
const COMPANY_MAX = 128
const TITLE_MAX = 128
const PHONE_MAX = 32
const COUNTRY_MAX = 64
const PLACEHOLDER = /^(?:[\p{Pd}_./\\*?,'"\s]+|n\/a)$/iu

/** A person cleaned for storing and showing, with what is doubtful about it; nothing is refused. Never throws. */
export function cleanPerson(raw: RawPerson): { person: Person; flags: InquiryFlag[] } {
  const country = readCountry(raw.country)
  const person: Person = {
    email: readEmailAddress(raw.email)?.address ?? null,
    firstName: cleanField(raw.firstName, NAME_MAX),
    lastName: cleanField(raw.lastName, NAME_MAX),
    company: cleanField(raw.company, COMPANY_MAX),
    title: cleanField(raw.title, TITLE_MAX),
    phone: readPhone(cleanField(raw.phone, PHONE_MAX * 2), country).phone,
    country,
    phoneRaw: cleanLine(raw.phone, PHONE_MAX),
    countryRaw: cleanLine(raw.country, COUNTRY_MAX),
  }
  return { person, flags: [...emailFlags(raw.email, person.email), ...nameFlags(person)] }
}

function cleanField(text: string | null, limit: number): string | null {
  const line = cleanLine(text, limit)
  return line === null || PLACEHOLDER.test(line) ? null : line
}

function emailFlags(raw: string | null, email: string | null): InquiryFlag[] {
  if (email !== null || cleanField(raw, 254) === null) return []
  return holdsTwoAddresses(raw ?? '') ? ['doubtful-email', 'two-addresses'] : ['doubtful-email']
}

function nameFlags({ firstName, lastName, company }: Person): InquiryFlag[] {
  const names: [string | null, NamePart][] = [
    [firstName, 'first'],
    [lastName, 'last'],
    [company, 'company'],
  ]
  return names.some(([text, part]) => text !== null && isDoubtfulName(text, part)) ? ['doubtful-name'] : []
}
