import { foldText } from '../text/fold-text.ts'
import { isDoubtfulName, type NamePart } from './doubtful-name.ts'
import { foldCompany } from './identity.ts'
import type { Person } from './lead.ts'
import { isInternational } from './phone.ts'

export type FilledField = 'email' | 'firstName' | 'lastName' | 'company' | 'title' | 'phone' | 'country'

export interface FilledPerson {
  person: Person
  filled: FilledField[]
  /** Fields where the later inquiry says something else; the known value stays. */
  differs: FilledField[]
}

type Verdict = 'same' | 'better' | 'differs'

const FIELDS: readonly FilledField[] = ['email', 'firstName', 'lastName', 'company', 'title', 'phone', 'country']

/**
 * What is known of a person after a later inquiry: blanks are filled, a phone that could not be read and a name that
 * is none give way to a sound one, and nothing else is overwritten.
 */
export function fillBlanks(known: Person, came: Person): FilledPerson {
  const result: FilledPerson = { person: pick(known), filled: [], differs: [] }
  for (const field of FIELDS) {
    const verdict = compare(field, known, came)
    if (verdict === 'better') take(result, field, came)
    else if (verdict === 'differs') result.differs.push(field)
  }
  return result
}

function compare(field: FilledField, known: Person, came: Person): Verdict {
  if (field === 'phone') return comparePhones(known, came)
  if (field === 'country') return compareCountries(known, came)
  const before = known[field]
  const after = came[field]
  if (after === null) return 'same'
  if (before === null) return 'better'
  if (foldField(field, before) === foldField(field, after)) return 'same'
  return isRescue(field, before, after) ? 'better' : 'differs'
}

function comparePhones(known: Person, came: Person): Verdict {
  if (came.phone === null) return 'same'
  if (known.phone === null) return 'better'
  if (isSameNumber(known.phone, came.phone)) {
    return isInternational(came.phone) && !isInternational(known.phone) ? 'better' : 'same'
  }
  return isInternational(came.phone) && !isInternational(known.phone) ? 'better' : 'differs'
}

function compareCountries(known: Person, came: Person): Verdict {
  if (came.country === null) return came.countryRaw !== null && known.countryRaw === null ? 'better' : 'same'
  if (known.country === null) return 'better'
  return known.country === came.country ? 'same' : 'differs'
}

// The national way of writing a number is the end of the international one.
function isSameNumber(one: string, other: string): boolean {
  const [short = '', long = ''] = [one, other].map(digitsOf).sort((a, b) => a.length - b.length)
  return short === long || (short.length >= 7 && long.endsWith(short))
}

function digitsOf(phone: string): string {
  return phone.replace(/\D/g, '').replace(/^0+/, '')
}

function isRescue(field: FilledField, before: string, after: string): boolean {
  const part = partOf(field)
  return part !== null && isDoubtfulName(before, part) && !isDoubtfulName(after, part)
}

function partOf(field: FilledField): NamePart | null {
  if (field === 'firstName') return 'first'
  if (field === 'lastName') return 'last'
  return field === 'company' ? 'company' : null
}

function foldField(field: FilledField, text: string): string {
  if (field === 'email') return text.toLowerCase()
  const folded = field === 'company' ? foldCompany(text) : foldText(text)
  return folded === '' ? text : folded
}

function take(result: FilledPerson, field: FilledField, came: Person): void {
  result.person[field] = came[field]
  if (field === 'phone') result.person.phoneRaw = came.phoneRaw
  if (field === 'country') result.person.countryRaw = came.countryRaw
  result.filled.push(field)
}

function pick(person: Person): Person {
  const { email, firstName, lastName, company, title, phone, country, phoneRaw, countryRaw } = person
  return { email, firstName, lastName, company, title, phone, country, phoneRaw, countryRaw }
}
