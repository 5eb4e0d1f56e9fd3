import { isAlias, isMap, isSeq, type Pair, type ParsedNode, parseDocument, type Scalar, type YAMLMap } from 'yaml'
import type { Report } from './report.ts'
import type { MapEntry, MapNode, RefusedNode, ScalarNode, SourceNode } from './source-node.ts'
import { lineAt, quotedLine, reportSyntax, reportWarning, tagHint } from './syntax-problems.ts'

/**
 * Reads YAML 1.2 (core schema) into a small tree in which every key and value knows its place. Reports and leaves out
 * anchors, aliases, tags, merge keys, `__proto__` and doubled keys. `brokenAt` is the line of the first syntax error:
 * what stands below it may have been misread. The text must have passed the size check.
 */
export function readSource(report: Report): { root: SourceNode | null; brokenAt: number | null } {
  const document = parseDocument(report.text, {
    version: '1.2',
    schema: 'core',
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    logLevel: 'error',
  })
  const brokenAt = reportSyntax(report, document.errors)
  for (const warning of document.warnings) reportWarning(report, warning)
  const root = document.contents === null ? null : convert(report, document.contents)
  return { root, brokenAt }
}

// A file may hold a key `toString`: its map must still be something that words can be made of.
const ANY_MAP = { [Symbol.toPrimitive]: () => '{…}' }

/** The value as plain data, for a schema; what is refused is null. */
export function plainValue(node: SourceNode): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(plainValue)
  if (node.kind === 'refused') return null
  const entries = node.entries.map(entry => [entry.key, plainValue(entry.value)])
  return Object.setPrototypeOf(Object.fromEntries(entries), ANY_MAP)
}

export function entryOf(map: MapNode, key: string): MapEntry | null {
  return map.entries.find(entry => entry.key === key) ?? null
}

/** The node as the map that its schema has found it to be. Throws a RangeError for another kind of node. */
export function asMap(node: SourceNode): MapNode {
  if (node.kind !== 'map') throw new RangeError(`expected a map, but it is a ${node.kind}`)
  return node
}

/** Where the value of a key stands; where the map does when the key is not there. */
export function valueStart(map: MapNode, key: string): number {
  return entryOf(map, key)?.value.start ?? map.start
}

/** True when something already reported stands in the value. */
export function holdsRefused(node: SourceNode): boolean {
  if (node.kind === 'list') return node.items.some(holdsRefused)
  if (node.kind === 'map') return node.entries.some(entry => holdsRefused(entry.value))
  return node.kind === 'refused'
}

function convert(report: Report, node: ParsedNode): SourceNode {
  const [start, end] = node.range
  const refused: RefusedNode = { kind: 'refused', start, end }
  if (isAlias(node)) {
    refuseExtra(report, start, `aliases (\`*${node.source.slice(0, 40)}\`)`)
    return refused
  }
  if ('anchor' in node && node.anchor) refuseExtra(report, start, `anchors (\`&${node.anchor.slice(0, 40)}\`)`)
  if (node.tag) {
    if (node.tag.startsWith('!')) reportLocalTag(report, node.tag, start)
    else refuseExtra(report, start, 'tags (`!!…`)')
    return refused
  }
  if (isMap(node) && report.text.startsWith('{{', start)) {
    report.add('needs-quotes', start, {
      message: 'to YAML `{{…}}` is a map in a map',
      hint: quotedLine(lineAt(report.text, start)) ?? 'Merge fields are for templates: write it in words.',
    })
    return refused
  }
  if (isMap(node)) return { kind: 'map', isFlow: node.flow === true, entries: convertEntries(report, node), start, end }
  if (isSeq(node)) return { kind: 'list', items: node.items.map(item => convertChild(report, item, start)), start, end }
  return convertScalar(node, start, end)
}

function refuseExtra(report: Report, offset: number, what: string): void {
  report.add('yaml-extra', offset, {
    message: `${what} are not allowed in a workflow`,
    hint: what.startsWith('aliases')
      ? 'Put a text that begins with `*` in quotes; else write the value out where it is used.'
      : what.startsWith('keys')
        ? 'Begin with a word: `weight: 50` in an arm of `split`, `note: …` elsewhere.'
        : 'Write the value out where it is used.',
  })
}

function reportLocalTag(report: Report, tag: string, start: number): void {
  const at = report.text.lastIndexOf(tag, start)
  const offset = at < 0 ? start : at
  report.add('needs-quotes', offset, {
    message: `\`${tag.slice(0, 40)}\` is a tag to YAML, because it starts with \`!\``,
    hint: tagHint(lineAt(report.text, offset), tag) ?? 'Put the whole text in quotes.',
  })
}

function convertChild(report: Report, child: ParsedNode | null, offset: number): SourceNode {
  return child !== null
    ? convert(report, child)
    : { kind: 'scalar', value: null, style: 'plain', comment: false, start: offset, end: offset }
}

function convertEntries(report: Report, map: YAMLMap.Parsed): MapEntry[] {
  const entries = new Map<string, MapEntry>()
  for (const pair of map.items) {
    const entry = convertPair(report, pair)
    if (entry === null) continue
    if (!entries.has(entry.key)) entries.set(entry.key, entry)
    else
      report.add('duplicate-key', entry.keyStart, {
        message: `\`${shorten(entry.key)}\` stands twice in this map`,
        hint: 'Keep one of them.',
      })
  }
  return [...entries.values()]
}

function convertPair(report: Report, pair: Pair<ParsedNode, ParsedNode | null>): MapEntry | null {
  const [keyStart, keyEnd] = pair.key.range
  const keyNode = convert(report, pair.key)
  const value = convertChild(report, pair.value, keyEnd)
  if (keyNode.kind === 'refused') return null
  if (keyNode.kind !== 'scalar' || typeof keyNode.value !== 'string' || keyNode.value === '<<') {
    refuseExtra(
      report,
      keyStart,
      keyNode.kind === 'scalar' && keyNode.value === '<<' ? 'merge keys (`<<`)' : 'keys that are not text',
    )
    return null
  }
  if (keyNode.value !== '__proto__') return { key: keyNode.value, keyStart, value }
  report.add('unknown-key', keyStart, { message: '`__proto__` is not a key', hint: 'Take it out.' })
  return null
}

function convertScalar(node: Scalar, start: number, end: number): ScalarNode {
  const { value } = node
  const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
  return {
    kind: 'scalar',
    value: known,
    style: STYLES[String(node.type)] ?? 'plain',
    comment: Boolean(node.comment),
    start,
    end,
  }
}

const STYLES: Record<string, ScalarNode['style']> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_FOLDED: 'block',
  BLOCK_LITERAL: 'block',
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
