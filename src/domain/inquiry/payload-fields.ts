/** Texts and leftovers of an object whose keys come in any spelling. */
export interface PayloadFields<Name extends string> {
  /** Different texts by field, in the order they came; blank ones are not there. */
  texts: Map<Name, Set<string>>
  /** Known keys as they were spelled, with the level they stood on. */
  spellings: { name: Name; key: string; level: 'top' | 'details' }[]
  /** What is not known or not text, safe to merge, store and send; never a `__proto__` key. */
  extra: Record<string, unknown>
}

export interface PayloadShape<Name extends string> {
  /** Field by folded key: lower case without `_`, `-` and blanks. */
  fields: ReadonlyMap<string, Name>
  /** Folded keys of the object that holds the person; it may also come as JSON text, as in an Azure table row. */
  details: ReadonlySet<string>
}

const DEPTH_MAX = 8

/** Sorts the keys of an object, and of the person's object inside it, into known texts and extra. Never throws. */
export function readPayloadFields<Name extends string>(
  payload: object,
  shape: PayloadShape<Name>,
): PayloadFields<Name> {
  const found: PayloadFields<Name> = { texts: new Map(), spellings: [], extra: {} }
  const top: [string, unknown][] = []
  // The person's own object counts before fields of the same name beside it.
  for (const [key, value] of Object.entries(payload)) {
    const details = shape.details.has(foldKey(key)) ? asObject(value) : null
    if (details) takeDetails(found, shape, { key, details })
    else top.push([key, value])
  }
  takeEntries(found, shape, { level: 'top', entries: top, extra: found.extra })
  return found
}

/** The object a value is, or that it is the JSON text of; null for arrays and everything else. */
export function asObject(value: unknown): object | null {
  if (typeof value === 'object') return Array.isArray(value) ? null : value
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return null
  try {
    return asObject(JSON.parse(value))
  } catch {
    return null
  }
}

/** The first text of a field, or null. */
export function firstText<Name extends string>(found: PayloadFields<Name>, name: Name): string | null {
  for (const text of found.texts.get(name) ?? []) return text
  return null
}

/** A field name without the differences of case, `_`, `-` and blanks. */
export function foldKey(key: string): string {
  return key.replace(/[\s_-]/gu, '').toLowerCase()
}

interface Level {
  level: 'top' | 'details'
  entries: [string, unknown][]
  extra: Record<string, unknown>
}

function takeDetails<Name extends string>(
  found: PayloadFields<Name>,
  shape: PayloadShape<Name>,
  { key, details }: { key: string; details: object },
): void {
  const extra: Record<string, unknown> = {}
  takeEntries(found, shape, { level: 'details', entries: Object.entries(details), extra })
  if (Object.keys(extra).length > 0) keep(found.extra, key, extra)
}

function takeEntries<Name extends string>(
  found: PayloadFields<Name>,
  shape: PayloadShape<Name>,
  { level, entries, extra }: Level,
): void {
  for (const [key, value] of entries) {
    const name = shape.fields.get(foldKey(key))
    const text = asText(value)
    if (name === undefined) {
      if (!shape.details.has(foldKey(key)) || text !== '') keep(extra, key, tidy(value, 1))
      continue
    }
    found.spellings.push({ name, key, level })
    if (text === null) keep(extra, key, tidy(value, 1))
    else if (text !== '') takeText(found, name, { key, text, extra })
  }
}

function takeText<Name extends string>(
  found: PayloadFields<Name>,
  name: Name,
  { key, text, extra }: { key: string; text: string; extra: Record<string, unknown> },
): void {
  const before = found.texts.get(name)
  if (before === undefined) found.texts.set(name, new Set([text]))
  else if (!before.has(text)) {
    before.add(text)
    keep(extra, key, text)
  }
}

/** Text of a scalar, trimmed: numbers and booleans in words, nothing as `''`; null for what is no scalar. */
function asText(value: unknown): string | null {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return storable(value).trim()
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return null
}

function keep(extra: Record<string, unknown>, key: string, value: unknown): void {
  const name = storable(key)
  if (name !== '__proto__') extra[name] = value
}

// Deeper values would overflow whoever writes them out again; the receipt has the bytes.
function tidy(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return storable(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEPTH_MAX) return 'nested too deeply to keep here'
  if (Array.isArray(value)) return value.map(one => tidy(one, depth + 1))
  const tidied: Record<string, unknown> = {}
  for (const [key, one] of Object.entries(value)) keep(tidied, key, tidy(one, depth + 1))
  return tidied
}

// Databases refuse lone surrogates and NUL inside JSON.
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '')
}
