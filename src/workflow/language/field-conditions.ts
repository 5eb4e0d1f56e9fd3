import { CONDITION_FIELDS } from '../conditions/fields.ts'
import { flowYaml } from './flow-yaml.ts'
import { plainValue } from './source.ts'
import type { SourceNode } from './source-node.ts'

/** `country: DE`, `score: 60`, `tags: [hot]` as the line that asks for it; null for a word that is no field. */
export function conditionLine(key: string, value: SourceNode): string | null {
  const condition = conditionFor(key, plainValue(value))
  return condition === null ? null : `if: ${flowYaml(condition)}`
}

/** The conditions of a map of fields, all of them; null when one is none. */
export function conditionOf(map: object): string | null {
  const parts = Object.entries(map).map(([key, value]) => conditionFor(key, value))
  return parts.length === 0 || parts.includes(null) ? null : parts.join(' && ')
}

const OPPOSITE = /^(?:not|except|exclude|excluding|unless)$/

function conditionFor(key: string, value: unknown): string | null {
  if (OPPOSITE.test(key)) return opposite(value)
  const named = key.replace(/^(?:lead|inquiry)\./, '').replace(/^tag$/, 'tags')
  const group = ['lead', 'inquiry'].find(one => Object.hasOwn(Object(CONDITION_FIELDS[one]), named))
  const type = group === undefined ? undefined : CONDITION_FIELDS[group]?.[named]?.type
  const field = `${group}.${named}`
  const values = [value].flat().filter(one => typeof one === 'string' || typeof one === 'number')
  if (type === 'int') return `${field} >= ${typeof values[0] === 'number' ? Math.trunc(values[0]) : 60}`
  const texts = values.map(one => `"${String(one).replaceAll('"', '')}"`)
  if (type === 'list<string>') return `${texts[0] ?? '"hot"'} in ${field}`
  if (type !== 'string') return null
  return texts.length > 1 ? `${field} in [${texts.join(', ')}]` : `${field} == ${texts[0] ?? '"…"'}`
}

function opposite(value: unknown): string | null {
  const condition = typeof value === 'object' && value !== null ? conditionOf(value) : null
  if (condition === null) return 'lead.country != "US"'
  return / && | in |>=/.test(condition) ? `!(${condition})` : condition.replace('==', '!=')
}
