import { compile, type Expression, typeWith } from './condition-environment.ts'
import { walkCondition } from './condition-tree.ts'
import { FIELD_GROUPS } from './fields.ts'

/** What a text that somebody wanted worked out would have come out as. */
export interface WorkedOut {
  /** The expression, without the marks of other tools round it. */
  expression: string
  /** True when it would be true or false. */
  isQuestion: boolean
}

/**
 * Whether a text that is written as it stands was meant to be worked out; null for ordinary text. Certain signs only: it is
 * an expression over fields of a lead (`lead.score + 1`, `attribute.plan`), a function of conditions, the attribute itself
 * with a number (`seats + 1`), a sum behind `=`, or it stands in the braces of other tools (`{{…}}`, `${…}`). `A + B`,
 * `plan-b`, `24/7` and `offer.pdf` are ordinary text.
 */
export function looksWorkedOut(text: string, attribute: string): WorkedOut | null {
  const [, braced] = /[{$]\{([^{}]+)\}/.exec(text) ?? []
  const isSum = text.trimStart().startsWith('=')
  const expression = (braced ?? (isSum ? text.trimStart().slice(1) : text)).trim()
  const isDate = /^(?:now|today)(?:\(\))?\s*[-+]\s*\d/i.test(expression)
  if (braced !== undefined || isDate || isOwnSum(expression, attribute))
    return { expression, isQuestion: isQuestion(expression) }
  const compiled = compile(expression)
  if ('failure' in compiled || !(isSum || readsFields(compiled) || isFunction(compiled))) return null
  return { expression, isQuestion: isQuestion(expression) }
}

function isQuestion(expression: string): boolean {
  const compiled = compile(expression)
  if ('failure' in compiled) return false
  const judged = typeWith(expression, compiled, new Map())
  return 'type' in judged && judged.type === 'bool'
}

/** `seats + 1`, with spaces: `plan-2` is a name. */
function isOwnSum(expression: string, attribute: string): boolean {
  const [, name] = /^(\w+)(?:\s+[-+*/%]=?\s+\d+|\+\+|--)$/.exec(expression) ?? []
  return name === attribute
}

/** A declared field, or a calculation with what is meant for one. */
function readsFields({ result: { ast } }: Expression): boolean {
  if (walkCondition(ast, 'anywhere').fields.size > 0) return true
  return ast.op !== '.' && ast.op !== 'id' && namesGroup(ast)
}

function namesGroup(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(namesGroup)
  if (typeof node !== 'object' || node === null || !('op' in node) || !('args' in node)) return false
  if (node.op !== '.') return namesGroup(node.args)
  const [group] = node.args as [{ op: string; args: unknown }]
  return group.op === 'id' ? FIELD_GROUPS.includes(String(group.args)) : namesGroup(group)
}

function isFunction({ result: { ast } }: Expression): boolean {
  return ast.op === 'call' && ['size', 'has', 'timestamp', 'duration', 'now', 'today'].includes(ast.args[0])
}
