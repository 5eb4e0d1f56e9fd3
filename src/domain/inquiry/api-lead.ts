import { cleanLine } from '../text/clean-text.ts'
import { settleAction } from './action.ts'
import { readLeadSource } from './lead-source.ts'
import type { MarketplaceLead, ReadLead } from './marketplace-lead.ts'
import { cleanNote } from './note.ts'
import { firstText, foldKey, type PayloadFields, readPayloadFields } from './payload-fields.ts'
import { PERSON_FIELDS, type PersonField, rawPerson } from './raw-person.ts'

type Text = string | null | undefined

/** Body of `POST /leads` and of `simulate --lead`: everything is optional, unknown keys are kept. */
export interface ApiLead {
  email?: Text
  firstName?: Text
  lastName?: Text
  company?: Text
  phone?: Text
  country?: Text
  title?: Text
  action?: Text
  source?: Text
  offer?: Text
  note?: Text
  [key: string]: unknown
}

type Field = PersonField | 'action' | 'source' | 'offer' | 'note'

const FIELDS: readonly Field[] = [...PERSON_FIELDS, 'action', 'source', 'offer', 'note']
const SHAPE = { fields: new Map(FIELDS.map(name => [foldKey(name), name] as const)), details: new Set<string>() }

/**
 * Turns a lead of our own forms into the shape of a marketplace lead. `source` may be any word, or a whole LeadSource.
 * Refuses a body that says nothing of a person. Never throws.
 */
export function readApiLead(input: ApiLead): ReadLead {
  const found = readPayloadFields<Field>(input, SHAPE)
  if (!PERSON_FIELDS.some(name => name !== 'country' && found.texts.has(name))) {
    return { ok: false, reason: 'Expected at least one of email, firstName, lastName, company, phone; none came.' }
  }
  return { ok: true, lead: toLead(found) }
}

function toLead(found: PayloadFields<Field>): MarketplaceLead {
  const first = (name: Field) => firstText(found, name)
  const source = readLeadSource(first('source') ?? '')
  const { action, flags } = settleAction([...(found.texts.get('action') ?? [])], source.action)
  return {
    actionRaw: first('action'),
    sourceRaw: source.left || null,
    leadSourceRaw: first('source'),
    action,
    source: source.source,
    offerFromSource: cleanLine(first('offer'), 256) ?? source.offer,
    offerTitle: source.offerText,
    description: null,
    campaign: null,
    note: cleanNote(first('note')),
    fields: rawPerson(first),
    extra: found.extra,
    flags,
    casing: 'camel',
  }
}
