import { KNOWN_ACTIONS, KNOWN_SOURCES } from '../../domain/inquiry/inquiry.ts'
import { readCountry } from '../../domain/people/country.ts'
import { hintFor } from '../language/nearest.ts'

interface Words {
  message: string
  hint: string
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
  if (OFFER_IDS.includes(field) && !written.includes('.'))
    return words(
      field,
      written,
      `Write \`publisher.offer\`: \`${field}.endsWith(".${written.slice(0, 60)}")\` fits every publisher.`,
    )
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

const OFFER_IDS = ['inquiry.offer', 'offer.id']
const LOWER_CASE = ['lead.email', ...OFFER_IDS]

function countryTrouble(written: string): Words | null {
  const code = readCountry(written)
  if (code === written) return null
  return words('lead.country', written, code === null ? 'Write an ISO code, for example `CZ`.' : `Write \`${code}\`.`)
}

function words(field: string, written: string, hint: string): Words {
  return { message: `\`${field}\` is never \`${written.slice(0, 60)}\``, hint }
}
