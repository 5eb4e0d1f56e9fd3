import { TendError } from '../../domain/errors.ts'
import { readEmailAddress } from '../../domain/people/email-address.ts'
import { rearm } from '../leads/csv-text.ts'
import { readMoment } from '../read-moment.ts'

export const SCOPES = ['address', 'domain', 'lead'] as const
export type Scope = (typeof SCOPES)[number]

/** Column index by what it holds. */
export type Columns = { who: number } & Partial<Record<'scope' | 'because' | 'until' | 'liftedAt' | 'offer', number>>

export interface SuppressionRow {
  scope: Extract<Scope, 'address' | 'domain'>
  /** Normalised. */
  value: string
  because: string | null
  until: number | null
}

export type RowReading =
  | { kind: 'row'; row: SuppressionRow }
  /** Not in force any more, so that nothing is to be done. */
  | { kind: 'over' }
  | { kind: 'refused'; reason: string }

const HEADERS = {
  who: ['label', 'email', 'emailaddress', 'address', 'mail', 'recipient', 'domain', 'value', 'who', 'contact'],
  scope: ['scope', 'kind', 'type'],
  because: ['because', 'reason', 'comment', 'note', 'notes', 'unsubreason'],
  until: ['until', 'expires', 'expiresat', 'end'],
  liftedAt: ['liftedat'],
  offer: ['offer'],
}

/** Which column holds what. Throws `wrong-use` where none says who. */
export function columnsOf(headers: string[]): Columns {
  const folded = headers.map(header => header.toLowerCase().replace(/[^a-z]/g, ''))
  const columns: Record<string, number> = {}
  for (const [what, names] of Object.entries(HEADERS)) {
    const column = names.map(name => folded.indexOf(name)).find(index => index >= 0)
    if (column !== undefined) columns[what] = column
  }
  if (columns.who !== undefined) return { ...columns, who: columns.who }
  throw new TendError({
    code: 'wrong-use',
    message: `Expected a column with addresses or domains; the columns are: ${headers.join(', ')}.`,
    nextAction: 'Name one of them `email`, or `domain`. `because` and `until` may stand beside it.',
  })
}

/** One line of the file, or what was expected of it. */
export function readRow(cells: string[], columns: Columns, now: number): RowReading {
  const text = (what: keyof Columns) => rearm(cells[columns[what] ?? -1]?.trim() ?? '')
  if (text('liftedAt') !== '') return { kind: 'over' }
  if (text('offer') !== '') return refused('is about one offer only, which an import cannot say')
  const until = text('until') === '' ? null : readMoment(isoDay(text('until')), 'UTC')
  if (until === null && text('until') !== '')
    return refused(`expected a day or a moment as \`until\`, such as 2027-01-31, came ${shown(text('until'))}`)
  if (until !== null && until <= now) return { kind: 'over' }
  const scope = scopeOf(text('scope').toLowerCase(), text('who'))
  if (scope !== 'address' && scope !== 'domain')
    return refused(`expected \`address\` or \`domain\` as scope, came ${shown(scope)}`)
  const value = normalised(scope, text('who'))
  if (value === null) return refused(`expected ${EXPECTED[scope]}, came ${shown(text('who'))}`)
  return { kind: 'row', row: { scope, value, because: text('because') || null, until } }
}

/** An id of a lead, an address, or the domain: bare, after the at sign, or with a star for everybody there. */
export function guessScope(who: string): Scope {
  if (/^lead_\w+$/.test(who)) return 'lead'
  return /^(?:\*?@)?[^@\s]+\.[^@\s]+$/.test(who) ? 'domain' : 'address'
}

/** A lead of another database is known here by its address, if at all. */
function scopeOf(written: string, who: string): string {
  if (written === 'lead') return 'address'
  return written === '' ? guessScope(who) : written
}

const EXPECTED = {
  address: 'an address such as jana@example.com',
  domain: 'a domain such as example.com',
}

function normalised(scope: 'address' | 'domain', who: string): string | null {
  if (scope === 'address') return readEmailAddress(who)?.normalised ?? null
  return readEmailAddress(`any@${who.replace(/^\*?@/, '')}`)?.domain ?? null
}

/** `31.12.2027`, as spreadsheets of much of Europe write a day, in ISO 8601; any other text as it is. */
function isoDay(text: string): string {
  const [, day = '', month = '', year] = /^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})$/.exec(text.trim()) ?? []
  return year === undefined ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

function refused(reason: string): RowReading {
  return { kind: 'refused', reason }
}

function shown(text: string): string {
  return text === '' ? 'an empty cell' : JSON.stringify(text.slice(0, 100))
}
