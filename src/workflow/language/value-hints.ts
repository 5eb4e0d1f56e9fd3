import { parse } from 'yaml'
import { z } from 'zod'
import { SIGNAL_KINDS } from '../../domain/signal.ts'
import { present } from '../../domain/text/present.ts'
import { parseDuration } from '../../domain/time/duration.ts'
import { durationHint } from '../../domain/time/duration-hints.ts'
import { betterValue, partsOf } from './better-value.ts'
import { conditionOf } from './field-conditions.ts'
import { flowYaml } from './flow-yaml.ts'
import { linesHint } from './lines-hint.ts'
import { besideHint, namedArms, otherValues } from './misplaced-values.ts'
import { nearest } from './nearest.ts'
import { twoLines } from './one-line.ts'
import { refusalOf } from './refusals.ts'
import { exampleOf, exampleOfMap, formOf, isOptional, schemaInside } from './schema-places.ts'
import { entryOf, plainValue } from './source.ts'
import type { SourceNode } from './source-node.ts'

/** A value in a file, and what it should be. */
export interface Place {
  key: string
  node: SourceNode
  schema: z.core.$ZodType
  /** It is one entry of the list that the key has. */
  inList: boolean
  /** The key is not there: `node` is the map in which it should be. */
  missing: boolean
}

/** What to write in place of a value that its schema does not take: the line that was most likely meant, else one to go by. */
export function valueHint(place: Place, issue: z.core.$ZodIssue): string {
  const { key, node, schema } = place
  const written = plainValue(node)
  const noSpace = written === null ? noSpaceHint(key) : null
  if (noSpace !== null) return noSpace
  if (written === null && !place.inList && isOptional(schema)) {
    return `Write a value after \`${key}:\`${exampleWords(place, issue, ', for example ')}, or take the key out.`
  }
  const form = besideHint(place, issue, written) ?? formHint(place, issue, written) ?? severalHint(place, written)
  if (form !== null) return form
  // A number in quotes would be the name of nothing.
  const isNoWord = typeof written === 'boolean' && EXPECTS_WORDS.test(issue.message)
  const isNoName =
    typeof written !== 'object' && typeof written !== 'string' && /^the (?:name|id) of/.test(issue.message)
  const better = isNoName || isNoWord ? undefined : betterValue(schema, written, issue)
  const line = better === undefined ? null : shortLine(place, better)
  if (line !== null) return `${openingWords(place, better)} \`${line}\`.`
  if (issue.code === 'too_big' && issue.origin === 'string') return `Shorten it to ${issue.maximum} characters or less.`
  return exampleLine(place, issue) ?? `Write ${issue.message}.`
}

/** `plan:trial` is one word to YAML, and so a key without a value. */
export function noSpaceHint(key: string): string | null {
  const [, word, rest] = /^([\w-]+):(\S.*)$/.exec(key) ?? []
  return word === undefined ? null : `Put a space after the colon: \`${word}: ${String(rest).slice(0, 60)}\`.`
}

/** The line to add for a key that is not there. */
export function missingHint({ key, schema }: Pick<Place, 'key' | 'schema'>, map: SourceNode): string {
  const offset = key === 'until' && map.kind === 'map' ? entryOf(map, 'offset') : null
  if (offset !== null) return `Write \`${flowYaml({ until: '2026-12-01', offset: plainValue(offset.value) })}\`.`
  const example = exampleOf(schema)
  return `Add \`${key}: ${example === undefined ? '…' : flowYaml(example)}\`.`
}

/** What a step or an arm begins with. */
const KEYS_OF_ENTRIES = new Set(
  'send wait wait-for choose split escalate task notify score set tag start finish if do otherwise weight'.split(' '),
)

/** `true` in quotes would be no such words. */
const EXPECTS_WORDS = /reason|in words|a note|a title/

const LONGEST_LINE = 120

/** The line with this value; null when it would be too long to show. */
function shortLine({ key, inList }: Place, value: unknown): string | null {
  const line = inList ? flowYaml(value) : `${key}: ${flowYaml(value)}`
  return line.length > LONGEST_LINE || line.includes('`') ? null : line
}

function openingWords({ node }: Place, better: unknown): string {
  if (Array.isArray(better) && node.kind !== 'list') return 'Write a list:'
  const sameText = node.kind === 'scalar' && typeof node.value !== 'string' && String(node.value) === better
  return sameText ? 'Put it in quotes:' : 'Write'
}

function exampleLine(place: Place, issue: z.core.$ZodIssue): string | null {
  const words = exampleWords(place, issue, 'Write, for example, ')
  return words === '' ? longExample(place) : `${words}.`
}

/** A map that is too long for one line, with the text that stands there for its first key. */
function longExample({ key, node, schema, inList }: Place): string | null {
  const form = formOf(schema)
  const example = form instanceof z.ZodObject && !inList ? exampleOfMap(form.shape) : undefined
  if (example === undefined) return null
  const filled = { ...example, [String(Object.keys(example)[0])]: plainValue(node) }
  return linesHint(key, z.safeParse(schema, filled).success ? filled : example)
}

function exampleWords(place: Place, issue: z.core.$ZodIssue, before: string): string {
  const example = exampleFor(place, issue)
  const line = example === undefined ? null : shortLine(place, example)
  return line === null ? '' : `${before}\`${line}\``
}

/** A value that the schema takes: its own example, or one that stands in the words of what was expected. */
function exampleFor({ schema, node }: Place, issue: z.core.$ZodIssue): unknown {
  const pieces = [...issue.message.matchAll(/`([^`]+)`/g)].map(([, piece = '']) => piece)
  const close = node.kind === 'scalar' ? nearest(String(node.value), pieces) : null
  const named = pieces
    .toSorted((a, b) => Number(b === close) - Number(a === close))
    .map(piece => parse(piece) as unknown)
  const examples = close === null ? [exampleOf(schema), ...named] : [...named, exampleOf(schema)]
  return examples.find(example => example !== undefined && z.safeParse(schema, example).success)
}

/** For a value of another form, what is to change about the form. */
function formHint(place: Place, issue: z.core.$ZodIssue, written: unknown): string | null {
  const { key, node, schema } = place
  if (issue.message.startsWith('a duration') && /^\d+$/.test(String(written))) return durationHint(String(written))
  if (issue.message.startsWith('the kind') && typeof written === 'string') {
    const waited = waitedHint(written) ?? (place.inList ? null : otherValues(key, partsOf(written)))
    if (waited !== null) return waited
  }
  const isOneValue = issue.code === 'custom' || (issue.code === 'invalid_type' && issue.expected !== 'array')
  const split = typeof written === 'string' && isOneValue ? twoLines(key, written) : null
  if (split !== null) return split
  if (issue.code !== 'invalid_type') return null
  if (key === 'if' && node.kind === 'map') {
    const condition = conditionOf(written as object)
    if (condition !== null) return `Write \`if: ${flowYaml(condition)}\`.`
  }
  if (issue.expected === 'array' && node.kind === 'map') return mapForList(place, issue)
  if (issue.expected === 'array' && node.kind === 'scalar' && betterValue(schema, written, issue) === undefined)
    return itemHint(place, schema, written)
  if (issue.expected !== 'string' || node.kind !== 'list' || !Array.isArray(written)) return null
  if (key === 'if' && written.every(one => typeof one === 'string')) {
    return `Write one text, with \`&&\` between the conditions: \`if: ${written.join(' && ').slice(0, LONGEST_LINE)}\`.`
  }
  const better = betterValue(schema, written, issue)
  const line = better === undefined ? null : shortLine(place, better)
  if (key === 'wait-for' && written.length > 1) return otherValues(key, written)
  if (line !== null)
    return `Write one value, not a list: \`${line}\`.${(better === written[0] && otherValues(key, written)) || ''}`
  return `Write one value, not a list${exampleWords(place, issue, ', for example ')}.`
}

/** One entry that its list would not take either: what is wrong with the entry itself. */
function itemHint({ key }: Place, schema: z.core.$ZodType, written: unknown): string | null {
  const entry = present(schemaInside(schema, 0), 'a schema of entries')
  const [issue] = z.safeParse(entry, written).error?.issues ?? []
  const refusal = issue === undefined ? null : refusalOf(issue)
  return refusal === null ? null : `\`${key}\` is a list. ${refusal.hint}`
}

/** A map of steps or arms may be one of them, or name several. */
function mapForList(place: Place, issue: z.core.$ZodIssue): string {
  const { key, node, schema } = place
  const better = betterValue(schema, plainValue(node), issue)
  const isOwn = better !== undefined && !(Array.isArray(better) && typeof better[0] === 'object')
  if (isOwn) return `Write \`${key}: ${flowYaml(better)}\`.`
  const takesAny = schemaInside(schema, 0) instanceof z.ZodUnknown
  const line = node.kind === 'map' && node.isFlow ? shortLine(place, [plainValue(node)]) : null
  const isEntry = node.kind === 'map' && node.entries.some(({ key }) => KEYS_OF_ENTRIES.has(key))
  const arms = key === 'split' && !isEntry ? namedArms(plainValue(node)) : null
  const example = arms ?? (takesAny && !isEntry ? exampleLine(place, issue) : null)
  return example ?? (line === null ? 'Put `- ` before each entry.' : `Write \`${line}\`.`)
}

/** Entries of a list that stand in one text. */
function severalHint({ inList, schema }: Place, written: unknown): string | null {
  const parts = inList && typeof written === 'string' ? partsOf(written) : []
  const fits = parts.length > 1 && parts.every(part => z.safeParse(schema, part).success)
  return fits ? `Write \`${parts.join(', ')}\`.` : null
}

/** `3 days`, `reply within 3 days`, `no reply`: more than the kind of a signal. */
function waitedHint(written: string): string | null {
  if (parseDuration(written).ok)
    return `Write \`wait: ${written}\`; or \`wait-for: reply\`, and below it \`up-to: ${written}\`.`
  const [, signal, length = ''] = /^([a-z-]+)\s+(?:within|for|up to|in|or)\s+(.+)$/.exec(written) ?? []
  if (signal !== undefined && parseDuration(length).ok)
    return `Write \`wait-for: ${signal}\`, and below it \`up-to: ${length}\`.`
  if (/[<>=]/.test(written))
    return 'A condition is asked by an `if` or by `- choose:`; the signal of enough points is `qualified`.'
  const [, first] = /^([a-z]+)\s+(?:on|of|from|to|in|by)\s/.exec(written) ?? []
  if (SIGNAL_KINDS.some(kind => kind === first)) return `Write \`wait-for: ${first}\`.`
  const [, missed] = /^(?:no|not|without)\s+([a-z-]+)$/.exec(written) ?? []
  return missed === undefined
    ? null
    : `Write \`wait-for: ${missed}\` with \`up-to: 3 days\`, and below it \`otherwise:\` for when none came.`
}
