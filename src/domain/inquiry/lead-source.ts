import { cleanLine } from '../text/clean-text.ts'
import { knownAction, spellAction } from './action.ts'
import { KNOWN_SOURCES } from './inquiry.ts'

/** `Source-Action|publisher.offer` taken apart; parts that are not there are empty or null. */
export interface LeadSource {
  /** Everything before the bar. */
  left: string
  /** One of KNOWN_SOURCES, else as it came. */
  source: string
  isKnownSource: boolean
  /** Documented spelling where known, else as it came; empty when none. */
  action: string
  /** `publisher.offer` as it came. */
  offer: string | null
  /** What stands after the bar when it is a title and no offer id. */
  offerText: string | null
}

const SOURCES = new Map<string, string>([
  ...KNOWN_SOURCES.map(source => [source.toLowerCase(), source] as const),
  ['spza', 'AppSource'],
  ['appsource(spza)', 'AppSource'],
])
const OFFER_ID = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/i
const TRAILING_DNC = /^(.*?)[^\p{L}\p{N})]*(?<![\p{L}\p{N}])(?:dnc|do[\s_-]*not[\s_-]*contact)$/iu

/**
 * Reads a LeadSource: the published form with or without blanks round the bar, a bare source, or free text. SPZA is
 * AppSource's name inside Microsoft. Source: "Customer leads from your commercial marketplace offer", Microsoft Learn.
 */
export function readLeadSource(text: string): LeadSource {
  const [left = '', right = ''] = splitOnce(cleanLine(text, 512) ?? '', /[|｜]/u)
  const { source, action } = splitSource(left)
  const known = SOURCES.get(source.replace(/\s/gu, '').toLowerCase())
  const isOffer = OFFER_ID.test(right)
  return {
    left,
    source: known ?? source.slice(0, 128).toWellFormed(),
    isKnownSource: known !== undefined,
    action: spellAction(action),
    offer: isOffer ? right : null,
    offerText: isOffer ? null : right || null,
  }
}

function splitOnce(text: string, bar: RegExp): string[] {
  const at = text.search(bar)
  return at < 0 ? [text.trim()] : [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}

function splitSource(left: string): { source: string; action: string } {
  const doNotContact = TRAILING_DNC.exec(left)
  if (doNotContact) return { source: doNotContact[1]?.trim() ?? '', action: 'DNC' }
  if (knownAction(left)) return { source: '', action: left }
  const parts = left.split(/\s*[-‐‑‒–—−]\s*/u)
  if (parts.length < 2) return { source: left, action: '' }
  const last = parts.at(-1) ?? ''
  if (knownAction(last))
    return { source: left.slice(0, left.lastIndexOf(last)).replace(/[\s\p{Pd}−]+$/u, ''), action: last }
  const first = parts[0] ?? ''
  if (SOURCES.has(first.replace(/\s/gu, '').toLowerCase())) return { source: first, action: parts.slice(1).join('-') }
  return { source: left, action: '' }
}
