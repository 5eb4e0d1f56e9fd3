import { entryOf, type MapNode } from '../workflow/language/source.ts'
import type { SettingsReport } from './settings-report.ts'

/**
 * The map under a key; an absent or empty one is a map without entries. Null when something else stands there, which
 * is reported.
 */
export function sectionOf(
  report: SettingsReport,
  root: MapNode,
  { key, example }: { key: string; example: string },
): MapNode | null {
  const entry = entryOf(root, key)
  const value = entry?.value
  if (value?.kind === 'map') return value
  if (value?.kind === 'refused') return null
  const start = entry?.keyStart ?? root.start
  if (value === undefined || (value.kind === 'scalar' && value.value === null)) {
    return { kind: 'map', entries: [], start, end: start }
  }
  report.tell('wrong-value', value.start, {
    message: `\`${key}\` must be a map such as \`${example}\`, but is ${value.kind === 'list' ? 'a list' : 'a text'}`,
    hint: `Write \`${key}: ${example}\`.`,
  })
  return null
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
