import { domainToASCII, domainToUnicode } from 'node:url'

export interface EmailAddress {
  /** To write to: the local part as it came, the domain in lower-case ASCII. */
  address: string
  /** To compare by: all in lower case. */
  normalised: string
  domain: string
}

const ADDRESS_MAX = 254
const LOCAL_MAX = 64
const EDGE = /^[\s\p{Cf}]+|[\s\p{Cf};,]+$/gu
const ATOMS = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i
const DOMAIN_TEXT = /^[\p{L}\p{M}\p{N}.。．｡-]+$/u
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/
const LOOKS_LIKE_TWO = /[^\s@<>,;|]@[^\s@<>,;|]+[\s,;|/<>]+(?:[^@]*[\s,;|/<>])?[^\s@<>,;|]+@[^\s@]/u

/**
 * The one mailbox a text names, in the plain form of RFC 5321 (dot-atom and domain, no quoting, comment or literal);
 * also inside `<>` or behind `mailto:`. Null for everything else, a display name and a second address included. Dots
 * and plus-tags stay as they are; an international domain becomes its A-labels, an international local part is refused.
 */
export function readEmailAddress(text: string | null): EmailAddress | null {
  if (text === null || text.length > ADDRESS_MAX * 4) return null
  const bare = unwrap(text)
  const at = bare.indexOf('@')
  if (at < 1 || at !== bare.lastIndexOf('@')) return null
  const local = bare.slice(0, at)
  const domain = readDomain(bare.slice(at + 1))
  if (domain === null || local.length > LOCAL_MAX || !ATOMS.test(local)) return null
  const address = `${local}@${domain}`
  return address.length > ADDRESS_MAX ? null : { address, normalised: address.toLowerCase(), domain }
}

/** True when a text names two mailboxes, however they are divided: nobody can say which one was meant. */
export function holdsTwoAddresses(text: string): boolean {
  const start = text.slice(0, ADDRESS_MAX * 4)
  return LOOKS_LIKE_TWO.test(start.replace(/mailto:/giu, ''))
}

function unwrap(text: string): string {
  const trimmed = text.normalize('NFC').replace(EDGE, '')
  const inner = /^<([^<>]*)>$/u.exec(trimmed)?.[1]?.trim() ?? trimmed
  const mailto = /^mailto:([^?]*)/iu.exec(inner)?.[1] ?? inner
  return mailto.trim()
}

function readDomain(text: string): string | null {
  if (!DOMAIN_TEXT.test(text)) return null
  const ascii = domainToASCII(text).toLowerCase().replace(/\.$/, '')
  const labels = ascii.split('.')
  // A name of digits at the end is an IP address to every resolver.
  if (labels.length < 2 || /^(?:\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '')) return null
  if (ascii.length > 253 || !labels.every(label => LABEL.test(label))) return null
  return labels.every(isSoundLabel) ? ascii : null
}

// An A-label that does not come back from its own decoding is made up to look like another one.
function isSoundLabel(label: string): boolean {
  if (!label.startsWith('xn--')) return true
  const unicode = domainToUnicode(label)
  return unicode !== label && unicode !== '' && domainToASCII(unicode) === label
}
