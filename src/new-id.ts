import { randomFillSync, randomInt } from 'node:crypto'
import { v7 } from 'uuid'
import type { IdKind, NewId } from './engine/ports.ts'
import { systemClock } from './system-clock.ts'

const PREFIXES: Record<IdKind, string> = {
  alert: 'alr',
  endpoint: 'ept',
  enrollment: 'enr',
  escalation: 'esc',
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

const ID_BYTES = 16
/** Asking the system for chance costs more than the rest of an id: it is asked once for many. */
const pool = new Uint8Array(ID_BYTES * 256)
let used = pool.length
const state = { msecs: 0, seq: 0 }

/** `lead_06b1…`: a prefix that tells the kind, then a UUIDv7 (RFC 9562) in Crockford's base 32, which sorts by time. */
export const newId: NewId = kind => `${PREFIXES[kind]}_${base32(nextUuid(systemClock.now()))}`

/** Ids of one millisecond, and those of a clock that goes back, count on from the one before. */
function nextUuid(now: number): Uint8Array {
  if (now > state.msecs) {
    state.msecs = now
    state.seq = randomInt(2 ** 30)
  } else state.seq += 1
  return v7({ random: someChance(), ...state }, new Uint8Array(ID_BYTES))
}

function someChance(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += ID_BYTES
  return pool.slice(used - ID_BYTES, used)
}

/** Sixteen bytes are 128 bits: twelve times ten, and eight that two zeros fill up. */
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
