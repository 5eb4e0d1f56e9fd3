import type { z } from 'zod'
import { lookUp } from '../../domain/text/look-up.ts'
import { betterValue } from './better-value.ts'
import { flowYaml } from './flow-yaml.ts'
import { meantWord } from './other-words.ts'

const VERBS_WITH_ONE = /^(?:send|wait-for|escalate|task|notify|score|tag|start)$/
/** What stands below a verb, beside it. */
const BELOW: Record<string, string[]> = {
  send: ['expires', 'hours'],
  'wait-for': ['up-to', 'then', 'otherwise'],
  escalate: ['because', 'accept-within'],
  task: ['team', 'due-within'],
  notify: ['because'],
  score: ['because'],
  tag: ['remove'],
}

/** `{points: 10, because: asked}` behind a verb: what stands in the map and belongs below the verb; null without such. */
export function besideHint(
  { key, schema }: { key: string; schema: z.core.$ZodType },
  issue: z.core.$ZodIssue,
  written: unknown,
): string | null {
  const known = lookUp(BELOW, key)
  if (known === undefined || typeof written !== 'object' || written === null || Array.isArray(written)) return null
  const parts = Object.entries(written).map(([name, value]) => ({ name, value, below: nameBelow(name, known) }))
  const own = parts.flatMap(({ name, value, below }) => (below === null ? [[name, value]] : []))
  const beside = parts.flatMap(({ value, below }) => (below === null ? [] : [{ below, value }]))
  const better = beside.length === 0 ? undefined : betterValue(schema, Object.fromEntries(own), issue)
  const lines = beside.map(({ below, value }) => `\`${below}: ${flowYaml(value).slice(0, 100)}\``)
  return better === undefined
    ? null
    : `Write \`${key}: ${flowYaml(better)}\`, and below it ${lines.join(', and below it ')}.`
}

function nameBelow(name: string, known: readonly string[]): string | null {
  return /^(?:if|id|note)$/.test(name) || known.includes(name) ? name : meantWord(name, known)
}

/** Several values where a step takes one: what becomes of the others. Null where there is nothing to say of them. */
export function otherValues(key: string, values: readonly unknown[]): string | null {
  const [first, ...others] = values
  if (others.length === 0) return null
  const lines = others.map(other => `\`- ${key}: ${flowYaml(other).slice(0, 60)}\``).join(', ')
  if (key === 'wait-for')
    return `A step waits for one signal. Write \`wait-for: ${first}\`. For ${others.map(one => `\`${one}\``).join(', ')} write ${lines} below its \`otherwise:\`.`
  return VERBS_WITH_ONE.test(key) ? ` For each other one write a step below: ${lines}.` : null
}

/** `{short: 50, long: 50}`: the arms of a split by their names. Null for less than two. */
export function namedArms(written: unknown): string | null {
  const entries = Object.entries(written as object)
  if (entries.length < 2) return null
  const arms = entries.map(([name, share], index) => ({
    weight: shareOf(share) ?? evenShare(index, entries.length),
    name: nameOf(name) || String(index + 1),
    do: [],
  }))
  return `Write \`split: ${flowYaml(arms)}\`, with the steps of each in its \`do\`.`
}

function nameOf(written: string): string {
  const words = written.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return words.replace(/^-/, '').slice(0, 40).replace(/-$/, '')
}

function shareOf(written: unknown): number | null {
  const [, count] = /^(\d+(?:\.\d+)?) ?%?$/.exec(String(written)) ?? []
  if (count === undefined) return null
  return Number(count) < 1 ? Math.round(Number(count) * 100) : Math.trunc(Number(count))
}

/** The last one has what is left. */
function evenShare(index: number, arms: number): number {
  const even = Math.floor(100 / arms)
  return index === arms - 1 ? 100 - even * index : even
}
