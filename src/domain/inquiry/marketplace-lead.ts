import { cleanLine } from '../text/clean-text.ts'
import { settleAction } from './action.ts'
import type { InquiryFlag } from './inquiry.ts'
import { readLeadSource } from './lead-source.ts'
import { readDescription } from './note.ts'
import { asObject, firstText, foldKey, type PayloadFields, readPayloadFields } from './payload-fields.ts'
import { PERSON_FIELDS, type PersonField, type RawPerson, rawPerson } from './raw-person.ts'
import { readBody } from './read-body.ts'

/** How the keys were spelled: the published schema, the FAQ's test lead, what consumers receive, or none of these. */
export type Casing = 'pascal' | 'mixed' | 'camel' | 'other'

/** What one delivery says, understood but not yet cleaned: texts are trimmed, blank ones are null. */
export interface MarketplaceLead {
  actionRaw: string | null
  /** LeadSource before its bar. */
  sourceRaw: string | null
  leadSourceRaw: string | null
  /** Documented spelling where known, else as it came; empty when none came. */
  action: string
  /** One of KNOWN_SOURCES, else as it came; empty when none came. */
  source: string
  /** `publisher.offer` out of LeadSource. */
  offerFromSource: string | null
  offerTitle: string | null
  description: string | null
  campaign: string | null
  /** The customer's own words, cleaned. */
  note: string | null
  fields: RawPerson
  extra: Record<string, unknown>
  flags: InquiryFlag[]
  casing: Casing
}

export type ReadLead = { ok: true; lead: MarketplaceLead } | { ok: false; reason: string }

type TopField = 'actionCode' | 'offerTitle' | 'leadSource' | 'description'
type Field = TopField | PersonField

const TOP_FIELDS: readonly TopField[] = ['actionCode', 'offerTitle', 'leadSource', 'description']
const SHAPE = {
  fields: new Map<string, Field>([
    ...[...TOP_FIELDS, ...PERSON_FIELDS].map(name => [foldKey(name), name] as const),
    ['offerdisplayname', 'offerTitle'],
  ]),
  details: new Set(['userdetails', 'customerinfo']),
}

/** Words such as `title` stand in any object; one of these makes it a lead. */
const TELLING: readonly Field[] = [
  'actionCode',
  'leadSource',
  'offerTitle',
  'email',
  'firstName',
  'lastName',
  'company',
  'phone',
]

/**
 * Reads the body that the marketplace posts to an HTTPS endpoint, in each casing seen, with fields missing, null or
 * blank, and also a row of the Azure Table destination. Refuses, with the reason in words, what is no JSON object or
 * holds nothing of a lead. Never throws. Source: "Use an HTTPS endpoint to manage leads", Microsoft Learn.
 */
export function readMarketplaceLead(bytes: Uint8Array): ReadLead {
  const body = readBody(bytes)
  if (!body.ok) return body
  const payload = asObject(body.value)
  if (payload === null) return { ok: false, reason: `Expected a JSON object, but it is ${kindOf(body.value)}.` }
  const found = readPayloadFields<Field>(payload, SHAPE)
  if (!isLead(found)) {
    return { ok: false, reason: 'The JSON object holds nothing of a lead: no person, action, source or offer.' }
  }
  return { ok: true, lead: toLead(found, casingOf(payload, found)) }
}

function isLead(found: PayloadFields<Field>): boolean {
  const inDetails = found.spellings.some(one => one.level === 'details' && found.texts.has(one.name))
  return inDetails || TELLING.some(name => found.texts.has(name))
}

function toLead(found: PayloadFields<Field>, casing: Casing): MarketplaceLead {
  const first = (name: Field) => firstText(found, name)
  const source = readLeadSource(first('leadSource') ?? '')
  const { action, flags } = settleAction(codesOf(found), source.action)
  return {
    actionRaw: first('actionCode'),
    sourceRaw: source.left || null,
    leadSourceRaw: first('leadSource'),
    action,
    source: source.source,
    offerFromSource: source.offer,
    offerTitle: cleanLine(first('offerTitle') ?? source.offerText, 256),
    description: first('description'),
    ...readDescription(first('description')),
    fields: rawPerson(first),
    extra: found.extra,
    flags: source.isKnownSource ? flags : [...flags, 'unknown-source'],
    casing,
  }
}

// A DNC counts even in a second LeadSource that is otherwise only kept.
function codesOf(found: PayloadFields<Field>): string[] {
  const sources = [...(found.texts.get('leadSource') ?? [])].slice(1)
  const doNotContact = sources.map(text => readLeadSource(text).action).filter(action => action === 'DNC')
  return [...(found.texts.get('actionCode') ?? []), ...doNotContact]
}

function casingOf(payload: object, found: PayloadFields<Field>): Casing {
  const isPersonOnTop = found.spellings.some(one => one.level === 'top' && isPersonField(one.name))
  if (isPersonOnTop) return 'other'
  const details = Object.keys(payload).filter(key => SHAPE.details.has(foldKey(key)))
  const isCamel = found.spellings.every(one => one.key === one.name)
  const isPascal = found.spellings.every(one => one.key === pascal(one.name))
  if (isPascal && details.every(key => key === 'UserDetails')) return 'pascal'
  if (isCamel && details.every(key => key === 'userDetails')) return 'camel'
  return isPascal && details.every(key => key === 'userDetails') ? 'mixed' : 'other'
}

function isPersonField(name: Field): boolean {
  return PERSON_FIELDS.some(field => field === name)
}

function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`
}
