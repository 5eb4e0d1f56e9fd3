import { type Expression, typeWith } from './condition-environment.ts'
import type { AttributeType, AttributeTypes } from './fields.ts'

export type AttributeDefault = string | bigint | boolean

/** Which type an attribute has that a lead does not have is tried out, within reason. */
const TRIES_MAX = 200

const DEFAULTS: Record<AttributeType, AttributeDefault> = { string: '', int: 0n, bool: false }
const TYPES = Object.keys(DEFAULTS) as AttributeType[]

/**
 * What attributes are worth that a lead does not have: `""`, 0 or false, whichever makes the expression come out as one of
 * the wanted types. A running enrollment knows its conditions only, not the files that set the attributes.
 */
export function attributeDefaults(
  { text, expression }: { text: string; expression: Expression },
  { missing, present, wanted }: { missing: readonly string[]; present: AttributeTypes; wanted: readonly string[] },
): Record<string, AttributeDefault> {
  const search: Search = { text, expression, wanted: [...wanted, 'dyn'], tries: 0 }
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
