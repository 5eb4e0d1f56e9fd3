import { type Expression, typeWith } from './condition-environment.ts'
import type { AttributeType, AttributeTypes } from './fields.ts'

type AttributeDefault = string | bigint | boolean

/** Which type an attribute has that a lead does not have is tried out, within reason. */
const TRIES_MAX = 200

const DEFAULTS: Record<AttributeType, AttributeDefault> = { string: '', int: 0n, bool: false }
const TYPES = Object.keys(DEFAULTS) as AttributeType[]

/** What one lead lacks, and the types of what it has. */
export interface Lacking {
  missing: readonly string[]
  present: AttributeTypes
  /** Types that the expression may come out as. */
  wanted: readonly string[]
}

export type AttributeDefaults = Record<string, AttributeDefault>

/**
 * What attributes are worth that a lead does not have: `""`, 0 or false, whichever makes the expression come out as one of
 * the wanted types. A running enrollment knows its conditions only, not the files that set the attributes.
 */
export function attributeDefaults(text: string, expression: Expression, lacking: Lacking): AttributeDefaults {
  const key = JSON.stringify([text, lacking.wanted, lacking.missing, ...lacking.present])
  const known = cache.get(key)
  if (known !== undefined) return known
  if (cache.size >= CACHE_MAX) cache.clear()
  const defaults = findDefaults({ text, expression, wanted: [...lacking.wanted, 'dyn'], tries: 0 }, lacking)
  cache.set(key, defaults)
  return defaults
}

const cache = new Map<string, AttributeDefaults>()
const CACHE_MAX = 2000

function findDefaults(search: Search, { missing, present }: Lacking): AttributeDefaults {
  const types = complete(search, missing, present) ?? new Map<string, AttributeType>()
  return Object.fromEntries(missing.map(name => [name, DEFAULTS[types.get(name) ?? 'string']]))
}

interface Search {
  text: string
  expression: Expression
  wanted: readonly string[]
  tries: number
}

/** Types for all that is missing with which the expression fits together; null when there are none. */
function complete(search: Search, missing: readonly string[], known: AttributeTypes): AttributeTypes | null {
  const [name, ...others] = missing
  if (name === undefined) return known
  for (const type of TYPES) {
    const tried = new Map(known).set(name, type)
    const found = fits(search, tried) ? complete(search, others, tried) : null
    if (found !== null) return found
  }
  return null
}

function fits(search: Search, types: AttributeTypes): boolean {
  search.tries += 1
  if (search.tries > TRIES_MAX) return false
  const judged = typeWith(search.text, search.expression, types)
  return 'type' in judged && search.wanted.includes(judged.type)
}
