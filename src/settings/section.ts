import { linesHint } from '../workflow/language/lines-hint.ts'
import { entryOf, plainValue } from '../workflow/language/source.ts'
import type { MapNode } from '../workflow/language/source-node.ts'
import type { SettingsReport } from './settings-report.ts'

/**
 * The map under a key; an absent or empty one is a map without entries. Null when something else stands there, which
 * is reported.
 */
export function sectionOf(
  report: SettingsReport,
  root: MapNode,
  { key, example, meant }: { key: string; example: string; meant?: Meant },
): MapNode | null {
  const entry = entryOf(root, key)
  const value = entry?.value
  if (value?.kind === 'map') return value
  if (value?.kind === 'refused') return null
  const start = entry?.keyStart ?? root.start
  if (value === undefined || (value.kind === 'scalar' && value.value === null)) {
    return { kind: 'map', entries: [], start, end: start }
  }
  const better = meant?.(plainValue(value)) ?? null
  report.tell('wrong-value', value.start, {
    message: `\`${key}\` must be a map such as \`${example}\`, but is ${value.kind === 'list' ? 'a list' : 'a text'}`,
    hint: better === null ? `Write \`${key}: ${example}\`.` : linesHint(key, better),
  })
  return null
}

/** The map that somebody meant by something else; null when that is not plain. */
type Meant = (written: unknown) => Record<string, unknown> | null

/** A list, or one text, as a map by the names in it: `[sales]`, `[{name: sales, members: […]}]`. */
export function byName(isName: (word: string) => boolean, example: unknown): Meant {
  return written => {
    const entries = [written].flat().flatMap((item): [unknown, unknown][] => {
      if (typeof item !== 'object' || item === null) return [[item, example]]
      const { id = undefined, name = id, ...rest } = item as Record<string, unknown>
      if (name === undefined) return Object.entries(rest)
      return [[id ?? name, Object.keys(rest).length === 0 ? example : rest]]
    })
    const sound = entries.length > 0 && entries.every(([name]) => typeof name === 'string' && isName(name))
    return sound ? Object.fromEntries(entries) : null
  }
}

/** Warns of keys that a later release will read. */
export function reportUnused(report: SettingsReport, map: MapNode, keys: readonly string[]): void {
  for (const { key, keyStart } of map.entries) {
    if (!keys.includes(key)) continue
    report.tell('not-used-yet', keyStart, {
      message: `\`${key}\` is not used yet`,
      hint: 'It does nothing in this release; you may leave it or take it out.',
    })
  }
}
