import { describePlace, findJsonFault } from './json-fault.ts'

export type ReadBody = { ok: true; value: unknown } | { ok: false; reason: string }

/**
 * The JSON value in a request body, whatever its content type says: UTF-8, or UTF-16 when a byte order mark or the
 * zero bytes say so. Never throws; the reason names the place of the fault and never quotes the body.
 */
export function readBody(bytes: Uint8Array): ReadBody {
  const encoding = encodingOf(bytes)
  const text = decode(bytes, encoding)
  if (text === null) return { ok: false, reason: undecodable(bytes, encoding) }
  if (text.trim() === '') return { ok: false, reason: 'Expected a JSON object, but the body is empty.' }
  return parse(text)
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

function encodingOf(bytes: Uint8Array): Encoding {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0x7b && second === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x7b)) return 'utf-16be'
  return 'utf-8'
}

function decode(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function parse(text: string): ReadBody {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    const fault = findJsonFault(text)
    const where = fault ? ` at ${describePlace(text, fault.at)}: expected ${fault.expected}` : ''
    return { ok: false, reason: `The body is not valid JSON${where}.` }
  }
}

function undecodable(bytes: Uint8Array, encoding: Encoding): string {
  const name = encoding === 'utf-8' ? 'UTF-8' : 'UTF-16'
  if (encoding !== 'utf-8') return `The body is not valid ${name}, although it begins like it.`
  return `The body is not valid ${name}: byte ${faultyByte(bytes) + 1} of ${bytes.length} cannot be read.`
}

// The longest prefix that decodes: halving keeps this quick on large bodies.
function faultyByte(bytes: Uint8Array): number {
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (isPrefixOfText(bytes.subarray(0, middle))) good = middle
    else bad = middle
  }
  return good
}

function isPrefixOfText(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
