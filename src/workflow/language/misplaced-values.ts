import type { z } from 'zod'
import { betterValue } from './better-value.ts'
import { flowYaml } from './flow-yaml.ts'

const VERBS_WITH_ONE = /^(?:send|wait-for|escalate|task|notify|score|tag|start)$/
const BESIDE_VERBS = /^(?:because|remove|up-to|then|otherwise|expires|hours|team|accept-within|due-within|if|id|note)$/

/** `{points: 10, because: asked}` behind a verb: what stands in the map and belongs below the verb; null without such. */
export function besideHint(
  { key, schema }: { key: string; schema: z.core.$ZodType },
  issue: z.core.$ZodIssue,
  written: unknown,
): string | null {
  if (!VERBS_WITH_ONE.test(key) || typeof written !== 'object' || written === null || Array.isArray(written))
    return null
  const isBeside = (name: string) => BESIDE_VERBS.test(name) && !(name === 'team' && /^(?:escalate|notify)$/.test(key))
  const beside = Object.entries(written).filter(([name]) => isBeside(name))
  const own = Object.fromEntries(Object.entries(written).filter(([name]) => !isBeside(name)))
  const better = beside.length === 0 ? undefined : betterValue(schema, own, issue)
  const below = beside.map(([name, value]) => `\`${name}: ${flowYaml(value).slice(0, 100)}\``)
  return better === undefined
    ? null
    : `Write \`${key}: ${flowYaml(better)}\`, and below it ${below.join(', and below it ')}.`
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
    name: name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 40),
    do: [],
  }))
  return `Write \`split: ${flowYaml(arms)}\`, with the steps of each in its \`do\`.`
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
