import { z } from 'zod'
import { present } from '../../domain/text/present.ts'
import { betterLength } from './lengths-of-time.ts'
import { type Refusal, type Remark, refusalOf } from './refusals.ts'
import type { Report } from './report.ts'
import { offsetInScalar } from './scalar-place.ts'
import { schemaInside } from './schema-places.ts'
import { asMap, entryOf, holdsRefused, plainValue } from './source.ts'
import type { MapEntry, MapNode, SourceNode } from './source-node.ts'
import { type StrayKey, strayKeyHint } from './stray-keys.ts'
import { missingHint, type Place, valueHint } from './value-hints.ts'

/** Values of a map's keys after their schemas. */
export type Values<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>

type Remarker = (value: unknown, key: string) => Remark[]

/** Of a schema and of what `meta` and checks make of it. */
const remarks = z.registry<{ remark: Remarker }>()

/** Gives a schema warnings to make about values that it takes. */
export function withRemarks<Schema extends z.ZodType>(schema: Schema, remark: Remarker): Schema {
  remarks.add(schema, { remark })
  return schema
}

/** A map inside a value: strict, and its issue for unknown keys carries the known ones, for the nearest name. */
export function innerMap<Shape extends z.ZodRawShape>(shape: Shape, expected: string) {
  return z.strictObject(shape, {
    error: issue => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : expected),
  })
}

/**
 * Reads the keys of one map, each by its own schema, and reports everything wrong with them at its place: unknown,
 * missing and wrong ones. Null when anything was; keys named in `elsewhere` are somebody else's.
 */
export function readKeys<Shape extends z.ZodRawShape>(
  map: MapNode,
  shape: Shape,
  to: { report: Report; elsewhere?: readonly string[] },
): Values<Shape> | null {
  const values: Record<string, unknown> = {}
  const { meant, isClean } = reportUnknown(map, [...Object.keys(shape), ...(to.elsewhere ?? [])], to.report)
  let complete = isClean
  for (const [key, schema] of Object.entries(shape)) {
    if (meant.includes(key) && entryOf(map, key) === null) continue
    const read = readKey(map, key, { schema, report: to.report, meant })
    if (read === null) complete = false
    else values[key] = read.value
  }
  return complete ? asValues<Shape>(values) : null
}

/** Every key of the shape went through its own schema, which is what the object type says. */
function asValues<Shape extends z.ZodRawShape>(values: Record<string, unknown>): Values<Shape> {
  return values as Values<Shape>
}

/** Reports the keys that the place does not know; `meant` are those that were written so, which then are not missing. */
function reportUnknown(
  map: MapNode,
  known: readonly string[],
  report: Report,
): { meant: (string | undefined)[]; isClean: boolean } {
  const unknown = map.entries.filter(entry => !known.includes(entry.key))
  const meant = unknown.map(entry => reportUnknownKey(report, { entry, before: entryBefore(map, entry) }, known))
  return { meant, isClean: unknown.length === 0 }
}

function reportUnknownKey(report: Report, stray: StrayKey, known: readonly string[]): string | undefined {
  const hint = strayKeyHint(report, stray, known)
  report.add('unknown-key', stray.entry.keyStart, {
    message: `\`${stray.entry.key.slice(0, 60)}\` is not a key here`,
    hint,
  })
  return INSTEAD_OF_UNTIL.test(hint) ? 'until' : MEANT.exec(hint)?.[1]
}

const INSTEAD_OF_UNTIL = /^A (?:length of time stands|step that waits)/

const MEANT = /^(?:Did you mean|Put it below|Ask it in|Write) `([\w-]+)[`:]/

function entryBefore(map: MapNode, entry: MapEntry): MapEntry | null {
  return map.entries[map.entries.indexOf(entry) - 1] ?? null
}

interface KeyReading {
  schema: z.core.$ZodType
  report: Report
  /** Keys that stand under another name, or in the value of another key; a wrong value adds to them. */
  meant: (string | undefined)[]
}

function readKey(map: MapNode, key: string, { schema, report, meant }: KeyReading): { value: unknown } | null {
  const entry = entryOf(map, key)
  if (entry && holdsRefused(entry.value)) return null
  const plain = entry ? plainValue(entry.value) : undefined
  const read = z.safeParse(schema, plain)
  if (!read.success) {
    if (entry) meant.push(...reportIssues(report, placeOf({ key, schema, node: entry.value }), read.error))
    else reportMissing(report, map, { key, schema, expected: present(read.error.issues[0], 'an issue').message })
    return null
  }
  if (entry)
    for (const remark of remarksOn(schema, plain, key))
      reportRefusal(report, descend(placeOf({ key, schema, node: entry.value }), remark.path ?? []).node, remark)
  return { value: read.data }
}

/** What there is to say of a value that its schema takes, and of all inside it. */
function remarksOn(schema: z.core.$ZodType, value: unknown, key: string): Remark[] {
  const own = remarks.get(unwrapped(schema))?.remark(value, key) ?? []
  const parts = typeof value === 'object' && value !== null ? Object.entries(value) : []
  const inside = parts.flatMap(([part, inner]) => {
    const schemaOfPart = schemaInside(schema, part)
    const found = schemaOfPart === undefined ? [] : remarksOn(schemaOfPart, inner, Array.isArray(value) ? key : part)
    return found.map(remark => ({ ...remark, path: [part, ...(remark.path ?? [])] }))
  })
  return [...own, ...inside]
}

function placeOf(value: Pick<Place, 'key' | 'node' | 'schema'>): Place {
  return { ...value, inList: false, missing: false }
}

function reportMissing(
  report: Report,
  map: SourceNode,
  { key, schema, expected }: Pick<Place, 'key' | 'schema'> & { expected: string },
): void {
  report.add('missing-key', map.start, {
    message: `\`${key}\` is missing: expected ${expected}`,
    hint: missingHint({ key, schema }, map),
  })
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? schema.unwrap() : schema
}

/**
 * A union says only that nothing fits. A map or a list is meant for its last form, which says what is wrong inside; a
 * text may be meant for its first, if that one says more than that it is another kind of value.
 */
function issuesOf(schema: z.core.$ZodType, node: SourceNode, error: z.core.$ZodError): z.core.$ZodIssue[] {
  const inner = unwrapped(schema)
  const form = inner instanceof z.ZodUnion ? inner.options.at(node.kind === 'scalar' ? 0 : -1) : undefined
  const closer = form === undefined ? undefined : z.safeParse(form, plainValue(node))
  if (closer === undefined || closer.success || isLength(schema, plainValue(node))) return error.issues
  const saysMore = node.kind !== 'scalar' || closer.error.issues.some(issue => refusalOf(issue) !== null)
  return saysMore ? closer.error.issues : error.issues
}

/** A map that was meant for a text: all of it is wrong, and not what stands inside. */
function isLength(schema: z.core.$ZodType, written: unknown): boolean {
  const length = typeof written === 'object' && written !== null ? (betterLength(written) ?? bareKey(written)) : null
  return length !== null && z.safeParse(schema, length).success
}

/** `{3 days}`, in braces for no reason. */
function bareKey(written: object): string | null {
  const [[key, value] = ['', true], ...more] = Object.entries(written) as [string, unknown][]
  return more.length === 0 && value === null ? key : null
}

/** Says what is wrong; the keys of the map that a hint wants below this one. */
function reportIssues(report: Report, top: Place, error: z.core.$ZodError): string[] {
  const issues = issuesOf(top.schema, top.node, error)
  const meant = issues.flatMap(issue =>
    issue.code === 'unrecognized_keys' ? reportInnerKeys(report, descend(top, issue.path).node, issue) : [],
  )
  const hints: string[] = []
  for (const issue of issues) {
    const place = descend(top, issue.path)
    const refusal = refusalOf(issue)
    if (refusal) hints.push(reportRefusal(report, place.node, refusal))
    else if (!place.missing && issue.code !== 'unrecognized_keys') hints.push(reportWrongValue(report, place, issue))
    else if (place.missing && !meant.includes(place.key))
      reportMissing(report, place.node, { key: place.key, schema: place.schema, expected: issue.message })
  }
  return hints.flatMap(hint => [...hint.matchAll(/below it `([\w-]+):/g)].map(([, key]) => String(key)))
}

function reportWrongValue(report: Report, place: Place, issue: z.core.$ZodIssue): string {
  const hint = valueHint(place, issue)
  const message = `\`${place.key}\` must be ${issue.message}, but is ${shown(place.node)}`
  report.add('wrong-value', place.node.start, { message, hint })
  return hint
}

function descend(top: Place, path: readonly PropertyKey[]): Place {
  return path.reduce<Place>(stepInto, top)
}

function stepInto({ key, node, schema: outer }: Place, part: PropertyKey): Place {
  const schema = present(schemaInside(outer, part), `a schema of ${String(part)}`)
  if (node.kind === 'list') {
    return { key, schema, node: present(node.items[Number(part)], 'an item'), inList: true, missing: false }
  }
  const entry = entryOf(asMap(node), String(part))
  return { key: String(part), schema, node: entry?.value ?? node, inList: false, missing: entry === null }
}

function reportRefusal(report: Report, node: SourceNode, refusal: Refusal): string {
  const { at } = refusal
  const offset = at !== undefined && node.kind === 'scalar' ? offsetInScalar(report.text, node, at) : node.start
  const hint = cutOffHint(report, node, refusal) ?? refusal.hint
  report.add(refusal.problem, offset, { message: refusal.message, hint })
  return hint
}

/** A condition that does not parse and is followed by ` #`: YAML took the rest for a comment. */
function cutOffHint(report: Report, node: SourceNode, refusal: Refusal): string | null {
  if (refusal.problem !== 'condition-syntax' || node.kind !== 'scalar' || !node.comment) return null
  const line = report.text.slice(node.start).replace(/\n.*/s, '')
  return `YAML takes \` #\` and what follows for a comment. Put the whole text in quotes: \`'${line.trimEnd().replaceAll("'", "''")}'\`.`
}

type UnknownKeys = Extract<z.core.$ZodIssue, { code: 'unrecognized_keys' }>

function reportInnerKeys(report: Report, node: SourceNode, issue: UnknownKeys): (string | undefined)[] {
  const unknown = asMap(node).entries.filter(entry => issue.keys.includes(entry.key))
  return unknown.map(entry =>
    reportUnknownKey(report, { entry, before: entryBefore(asMap(node), entry) }, issue.message.split(' ')),
  )
}

function shown(node: SourceNode): string {
  if (node.kind === 'list') return node.items.length === 0 ? 'an empty list' : 'a list'
  if (node.kind === 'map') return 'a map'
  if (node.kind === 'refused' || node.value === null || node.value === '') return 'empty'
  const text = String(node.value)
  const quoted = `\`${text.length > 40 ? `${text.slice(0, 39)}…` : text}\``
  if (typeof node.value === 'string') return quoted
  return typeof node.value === 'number' ? `the number ${quoted}` : quoted
}
