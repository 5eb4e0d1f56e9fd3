import { KNOWN_ACTIONS, KNOWN_SOURCES } from '../domain/inquiry.ts'
import { hintFor } from './nearest.ts'

interface Words {
  message: string
  hint: string | null
}

/** Why a field never has this value, with what to write instead; null when it may have it. */
export function neverEquals(field: string, written: string): Words | null {
  const known = Object.hasOwn(CLOSED, field) ? CLOSED[field] : undefined
  if (written === '') return null
  if (known) return known.includes(written) ? null : words(field, written, hintFor(written, known))
  const spelled = Object.hasOwn(SPELLED, field) ? SPELLED[field] : undefined
  const same = spelled?.find(word => word.toLowerCase() === written.toLowerCase())
  if (same !== undefined && same !== written) return words(field, written, `Write \`${same}\`.`)
  if (LOWER_CASE.includes(field) && written !== written.toLowerCase())
    return words(field, written, `Write \`${written.toLowerCase()}\`.`)
  return field === 'lead.country' ? countryTrouble(written) : null
}

/** Fields that have one of these values or none. */
const CLOSED: Record<string, readonly string[]> = {
  'lead.status': ['open', 'qualified', 'disqualified', 'do-not-contact', 'erased'],
  'inquiry.intent': ['initial', 'active', 'test drive', 'none'],
}

/** Fields that may have any value, but these in this spelling only. */
const SPELLED: Record<string, readonly string[]> = {
  'inquiry.action': KNOWN_ACTIONS,
  'inquiry.source': KNOWN_SOURCES,
}

const LOWER_CASE = ['lead.email', 'inquiry.offer', 'offer.id']

function countryTrouble(written: string): Words | null {
  if (/^[A-Z]{2}$/.test(written) && nameOf(written) !== written) return null
  const code = written.length === 2 ? written.toUpperCase() : (codes().get(written.toLowerCase()) ?? '')
  const better =
    /^[A-Z]{2}$/.test(code) && nameOf(code) !== code ? `Write \`${code}\`.` : 'Write the ISO code, for example `CZ`.'
  return words('lead.country', written, better)
}

const REGIONS = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' })

function nameOf(code: string): string {
  return REGIONS.of(code) ?? code
}

let known: Map<string, string> | null = null

/** Codes by English name. */
function codes(): Map<string, string> {
  if (known !== null) return known
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const all = letters.flatMap(first => letters.map(second => first + second))
  known = new Map(all.filter(code => nameOf(code) !== code).map(code => [nameOf(code).toLowerCase(), code]))
  return known
}

function words(field: string, written: string, hint: string | null): Words {
  return { message: `\`${field}\` is never \`${written.slice(0, 60)}\``, hint }
}
