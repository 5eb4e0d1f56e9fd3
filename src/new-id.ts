import { v7 } from 'uuid'
import type { IdKind, NewId } from './engine/ports.ts'

const PREFIXES: Record<IdKind, string> = {
  alert: 'alr',
  endpoint: 'ept',
  enrollment: 'enr',
  escalation: 'esc',
  event: 'evt',
  inquiry: 'inq',
  lead: 'lead',
  message: 'msg',
  receipt: 'rcp',
  score: 'scr',
  signal: 'sig',
  suppression: 'sup',
  task: 'tsk',
  token: 'tok',
}

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'
/** All pairs of digits: ten bits at a time halve the work. */
const PAIRS = Array.from({ length: 1024 }, (_, value) => `${DIGITS[value >> 5]}${DIGITS[value & 31]}`)

/** `lead_06b1…`: a prefix that tells the kind, then a UUIDv7 (RFC 9562) in Crockford's base 32, which sorts by time. */
export const newId: NewId = kind => `${PREFIXES[kind]}_${base32(v7(undefined, new Uint8Array(16)))}`

/** Sixteen bytes are 128 bits: twelve times ten, and eight that are filled up with two zeros. */
function base32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    if (bits < 10) continue
    bits -= 10
    text += PAIRS[(value >> bits) & 1023]
    value &= (1 << bits) - 1
  }
  return text + PAIRS[(value << (10 - bits)) & 1023]
}
