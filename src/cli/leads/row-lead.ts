import { createHash } from 'node:crypto'
import type { ApiLead } from '../../engine/engine-api.ts'
import { readMoment } from '../read-moment.ts'
import { IMPORT_FIELDS, type ImportField, type Mapping } from './csv-mapping.ts'
import { rearm } from './csv-text.ts'

export interface RowLead {
  lead: ApiLead
  /** When it came to Partner Center; null where the row does not say. */
  at: number | null
  /** The same row gives the same key, in this file and in the next. */
  key: string
}

export interface RowDefaults {
  /** For rows whose own cell is empty. */
  action?: string | undefined
  offer?: string | undefined
  /** Offer id by its title in lower case: a list names offers as people do. */
  offersByTitle: Map<string, string>
}

const LEAD_FIELDS = [
  'email',
  'firstName',
  'lastName',
  'company',
  'title',
  'phone',
  'country',
  'action',
  'source',
  'offer',
  'note',
] as const

/** One row as the body of `POST /leads`; empty cells are left out. */
export function rowLead(cells: string[], mapping: Mapping, defaults: RowDefaults): RowLead {
  const values = new Map<ImportField, string>()
  for (const field of IMPORT_FIELDS) {
    const text = rearm(cells[mapping[field] ?? -1]?.trim() ?? '')
    if (text !== '') values.set(field, text)
  }
  splitName(values)
  if (!values.has('action') && defaults.action) values.set('action', defaults.action)
  if (!values.has('offer') && defaults.offer) values.set('offer', defaults.offer)
  const offer = values.get('offer')
  if (offer !== undefined) values.set('offer', defaults.offersByTitle.get(offer.toLowerCase()) ?? offer)
  const lead = Object.fromEntries(LEAD_FIELDS.flatMap(field => (values.has(field) ? [[field, values.get(field)]] : [])))
  return { lead, at: momentOf(values.get('created')), key: keyOf(lead) }
}

function splitName(values: Map<ImportField, string>): void {
  const name = values.get('name')
  if (name === undefined) return
  const [first = '', ...rest] = name.split(/\s+/)
  if (!values.has('firstName')) values.set('firstName', first)
  if (!values.has('lastName') && rest.length > 0) values.set('lastName', rest.join(' '))
}

function momentOf(text: string | undefined): number | null {
  return text === undefined ? null : readMoment(text, 'UTC')
}

function keyOf(lead: ApiLead): string {
  return `import ${createHash('sha256').update(JSON.stringify(lead)).digest('hex')}`
}
