import { foldText } from '../text/fold-text.ts'
import { readEmailAddress } from './email-address.ts'
import type { Person } from './lead.ts'
import { readPhone } from './phone.ts'

/** What a person is known by, in plain text: the engine hashes these into LeadKeys. */
export interface IdentityTexts {
  address: string | null
  domain: string | null
  phone: string | null
  /** Folded name with folded company. */
  pair: string | null
}

/** Longest first, so that `spol s r o` goes as one. */
const LEGAL_FORMS = [
  'spol ?s? ?r ?o',
  's ?r ?o',
  'sp z ?o ?o',
  's ?p ?a',
  'gmbh(?: and co kg)?',
  'incorporated|inc',
  'corporation|corp',
  'company|co',
  'limited|ltd',
  'pty|pvt|pte|plc|llc|llp|lp|sa|a ?s|aps|ag|kg|ohg|ug|mbh|se|sas|sarl|srl|bv|nv|oy|oyj|ab|kft|zrt|doo|dd|eood|ood',
].join('|')
const LEGAL_FORM = new RegExp(` (?:${LEGAL_FORMS})$`, 'u')

/** The texts by which a person is recognised; null where a part is missing or says nothing about who it is. */
export function identityTexts(
  person: Pick<Person, 'email' | 'firstName' | 'lastName' | 'company' | 'phone' | 'phoneRaw' | 'country'>,
): IdentityTexts {
  const email = readEmailAddress(person.email)
  return {
    address: email?.normalised ?? null,
    domain: email?.domain ?? null,
    phone: readPhone(person.phone ?? person.phoneRaw, person.country).key,
    pair: pairOf(person),
  }
}

/** A company without case, accents, punctuation and legal form: `Example, s.r.o.` and `EXAMPLE SRO` are one. */
export function foldCompany(company: string): string {
  let folded = foldText(company)
  for (let shorter = ''; shorter !== folded; ) {
    shorter = folded
    folded = folded.replace(LEGAL_FORM, '')
  }
  return folded
}

function pairOf({ firstName, lastName, company }: Pick<Person, 'firstName' | 'lastName' | 'company'>): string | null {
  // In some countries the family name comes first, in some forms the two are swapped: the order says nothing.
  const name = foldText(`${firstName ?? ''} ${lastName ?? ''}`)
    .split(' ')
    .sort()
    .join(' ')
  const folded = foldCompany(company ?? '')
  return name === '' || folded === '' ? null : `${name}|${folded}`
}
