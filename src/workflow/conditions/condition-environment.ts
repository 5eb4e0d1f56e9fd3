import { Environment, type ParseResult } from '@marcbachmann/cel-js'
import type { Failure } from './condition-messages.ts'
import { walkCondition } from './condition-tree.ts'
import { ATTRIBUTES, type AttributeTypes, CONDITION_FIELDS, type FieldType } from './fields.ts'

export const TIMESTAMP = 'google.protobuf.Timestamp'
export const LENGTH_MAX = 500

export interface Expression {
  result: ParseResult
  /** Names of the attributes that it reads. */
  attributes: readonly string[]
}

export type Compiled = Expression | { failure: Failure }

/** The expression, parsed once; attributes may be of any type. */
export function compile(text: string): Compiled {
  const known = cache.get(text)
  if (known) return known
  if (cache.size >= CACHE_MAX) cache.clear()
  const compiled = parse(text)
  cache.set(text, compiled)
  return compiled
}

/** What an expression comes out as when attributes have these types; those that are not named may be anything. */
export function typeWith(text: string, { result, attributes }: Expression, types: AttributeTypes): Typed {
  return typedBy(attributes.length === 0 || types.size === 0 ? result : parseWith(text, attributes, types))
}

export type Typed = { type: string } | { failure: Failure }

export function failureOf(error: unknown): Failure {
  const { code, summary, message, range } = error as Partial<{
    code: string
    summary: string
    message: string
    range: { start: number; end: number }
  }>
  return {
    code: code ?? 'error',
    summary: summary ?? message ?? 'the condition failed',
    start: range?.start ?? 0,
    end: range?.end ?? 0,
  }
}

const base = declareFields()
const environment = base.clone().registerVariable(ATTRIBUTES, 'map<string, dyn>')
const cache = new Map<string, Compiled>()
const CACHE_MAX = 2000

function declareFields(): Environment {
  const declared = new Environment({ limits: { maxDepth: 24, maxAstNodes: 250 } })
  for (const [name, fields] of Object.entries(CONDITION_FIELDS)) {
    const schema = Object.fromEntries(Object.entries(fields).map(([field, { type }]) => [field, celType(type)]))
    declared.registerVariable({ name, schema })
  }
  return declared
}

function celType(type: FieldType): string {
  return type === 'timestamp' ? TIMESTAMP : type
}

function parse(text: string): Compiled {
  if (text.length > LENGTH_MAX)
    return { failure: { code: 'limit_exceeded', summary: 'the condition is too long', start: 0, end: text.length } }
  try {
    const result = environment.parse(text)
    return { result, attributes: text.includes(ATTRIBUTES) ? attributesOf(result) : [] }
  } catch (error) {
    return { failure: failureOf(error) }
  }
}

function parseWith(text: string, names: readonly string[], types: AttributeTypes): ParseResult {
  const schema = Object.fromEntries(names.map(name => [name, types.get(name) ?? 'dyn']))
  return base.clone().registerVariable({ name: ATTRIBUTES, schema }).parse(text)
}

function typedBy(result: ParseResult): Typed {
  const { error, type } = result.check()
  return type === undefined ? { failure: failureOf(error) } : { type }
}

function attributesOf({ ast }: ParseResult): string[] {
  const prefix = `${ATTRIBUTES}.`
  return [...walkCondition(ast, 'anywhere').fields].flatMap(field =>
    field.startsWith(prefix) ? [field.slice(prefix.length)] : [],
  )
}
