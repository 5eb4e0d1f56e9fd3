import { z } from 'zod'
import { knownAction } from '../domain/inquiry/action.ts'
import type { ScoringRule, Settings } from '../domain/settings.ts'
import { SIGNAL_KINDS } from '../domain/signal.ts'
import { flowYaml } from '../workflow/language/flow-yaml.ts'
import { condition } from '../workflow/language/keys.ts'
import { readKeys } from '../workflow/language/reading.ts'
import { entryOf } from '../workflow/language/source.ts'
import type { MapEntry, MapNode, SourceNode } from '../workflow/language/source-node.ts'
import { sectionOf } from './section.ts'
import type { SettingsReport } from './settings-report.ts'
import { line, VARIABLE, whole } from './values.ts'

const THRESHOLD = 'a number of points from 1, such as `60`, or `never`'

export const RULE_KEYS = {
  if: condition('scoring'),
  points: whole({ least: -1000, most: 1000, expected: 'a whole number of points from -1000 to 1000' }).meta({
    description: 'Points; negative ones take away.',
    examples: [20],
  }),
  because: line('the reason for the points', 200).meta({
    description: 'Why, for the history of the lead; each rule has its own.',
    examples: ['asked to be contacted'],
  }),
}

const QUALIFIED_KEYS = {
  'qualified-at': z
    .union([z.literal('never').transform(() => null), whole({ least: 1, most: 1_000_000, expected: THRESHOLD })], {
      error: THRESHOLD,
    })
    .optional()
    .meta({
      description: 'Points at which a lead qualifies and goes to the first team; `never` by default.',
      anyOf: [{ const: 'never' }, { type: 'integer', minimum: 1, examples: [60] }, VARIABLE],
    }),
}

/** Form of the section, for editors. */
export const scoring = z.strictObject({
  ...QUALIFIED_KEYS,
  rules: z
    .array(z.strictObject(RULE_KEYS))
    .optional()
    .meta({ description: 'Each gives its points once for its reason.' }),
})

/** When a lead qualifies, and for what it gets points; null when anything is wrong. */
export function readScoring(report: SettingsReport, root: MapNode): Settings['scoring'] | null {
  const map = sectionOf(report, root, {
    key: 'scoring',
    example: '{qualified-at: 60}',
    meant: written => (Array.isArray(written) ? { rules: written } : null),
  })
  if (map === null) return null
  const values = readKeys(map, QUALIFIED_KEYS, { report, elsewhere: ['rules', ...reportPoints(report, map)] })
  const rules = readRules(report, entryOf(map, 'rules')?.value)
  return values && rules && { qualifiedAt: values['qualified-at'] ?? null, rules }
}

/** `PLT: 40` beside `rules`: reports all such keys as rules, and gives them back. */
function reportPoints(report: SettingsReport, map: MapNode): string[] {
  const points = map.entries.filter(({ key }) => conditionOf(key) !== null)
  const hint = rulesHint(points)
  const [first] = points
  if (first !== undefined && hint !== null)
    report.tell('unknown-key', first.keyStart, { message: `\`${first.key}\` is not a key here`, hint })
  return points.map(({ key }) => key)
}

/** Points by what they are for, as rules; null when one is for nothing that is known. */
function rulesHint(entries: MapEntry[]): string | null {
  const rules = entries.map(({ key, value }) => {
    const points = value.kind === 'scalar' && typeof value.value === 'number' ? Math.trunc(value.value) : 20
    return { if: conditionOf(key), points, because: key === 'PLT' ? 'asked to be contacted' : key }
  })
  return rules.length === 0 || rules.some(rule => rule.if === null) ? null : `Write \`rules: ${flowYaml(rules)}\`.`
}

function conditionOf(key: string): string | null {
  if (knownAction(key) !== null) return `inquiry.action == "${knownAction(key)}"`
  return SIGNAL_KINDS.some(kind => kind === key) ? `signal.kind == "${key}"` : null
}

function readRules(report: SettingsReport, list: SourceNode | undefined): ScoringRule[] | null {
  if (list === undefined || (list.kind === 'scalar' && list.value === null)) return []
  if (list.kind === 'refused') return null
  if (list.kind !== 'list') {
    report.tell('wrong-value', list.start, {
      message: `\`rules\` must be a list of rules, but is ${list.kind === 'map' ? 'a map' : 'a text'}`,
      hint: (list.kind === 'map' ? rulesHint(list.entries) : null) ?? 'Put `- ` before each rule.',
    })
    return null
  }
  const rules = list.items.map(item => readRule(report, item))
  reportSameReasons(report, list.items, rules)
  const complete = rules.filter(rule => rule !== null)
  return complete.length === rules.length ? complete : null
}

function readRule(report: SettingsReport, item: SourceNode): ScoringRule | null {
  if (item.kind === 'map') return readKeys(item, RULE_KEYS, { report })
  if (item.kind === 'refused') return null
  report.tell('wrong-value', item.start, {
    message: 'a rule must be a map with `if`, `points` and `because`',
    hint: 'For example `- {if: inquiry.note != "", points: 20, because: wrote a note}`.',
  })
  return null
}

/** The points of a rule are given once for its reason, so a second rule of that reason would never count. */
function reportSameReasons(report: SettingsReport, items: SourceNode[], rules: (ScoringRule | null)[]): void {
  const lines = new Map<string, number>()
  for (const [index, item] of items.entries()) {
    const reason = rules[index]?.because
    const node = item.kind === 'map' ? entryOf(item, 'because')?.value : undefined
    if (reason === undefined || node === undefined) continue
    const line = lines.get(reason)
    if (line === undefined) lines.set(reason, report.lineOf(node.start))
    else reportSameReason(report, node.start, line)
  }
}

function reportSameReason(report: SettingsReport, offset: number, line: number): void {
  report.tell('same-reason', offset, {
    message: `this reason stands in the rule on line ${line} too, so only one of the two would give points`,
    hint: 'Give each rule a `because` of its own, or join the two with `||`.',
  })
}
