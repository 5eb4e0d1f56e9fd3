import { PROBLEM_KINDS } from '../language/problem-codes.ts'
import { compile, type Expression, LENGTH_MAX, TIMESTAMP, typeWith } from './condition-environment.ts'
import { momentProblem, momentSyntaxProblem, syntaxProblem, typeProblem } from './condition-messages.ts'
import { type ConditionProblem, walkCondition } from './condition-tree.ts'
import type { AttributeTypes, ConditionPlace } from './fields.ts'
import { readMoment } from './read-moment.ts'

export type { ConditionProblem }

/**
 * Everything wrong with a condition, at once: syntax, unknown fields and functions, types; it must come out as a bool.
 * `place` says which fields have a value there, `attributes` which ones the workflows set: without them any name will do.
 * Warnings are among the problems: see `isConditionError`.
 */
export function checkCondition(
  text: string,
  place: ConditionPlace = 'anywhere',
  attributes: AttributeTypes | null = null,
): ConditionProblem[] {
  return checkExpression(text, { place, attributes }, judgeCondition)
}

/** The same for an expression that must come out as a time, or as a text with an ISO date. */
export function checkMoment(
  text: string,
  place: ConditionPlace = 'anywhere',
  attributes: AttributeTypes | null = null,
): ConditionProblem[] {
  return checkExpression(text, { place, attributes }, judgeMoment)
}

export function isConditionError(problem: ConditionProblem): boolean {
  return PROBLEM_KINDS[problem.name].severity === 'error'
}

/** What is wrong with an expression that comes out as this type; null when nothing is. */
type Judge = (text: string, type: string, expression: Expression) => ConditionProblem | null

interface CheckPlace {
  place: ConditionPlace
  attributes: AttributeTypes | null
}

function checkExpression(text: string, { place, attributes }: CheckPlace, judge: Judge): ConditionProblem[] {
  const refused = refuseSize(text)
  if (refused !== null) return [refused]
  const compiled = compile(text)
  if ('failure' in compiled)
    return [(judge === judgeMoment ? momentSyntaxProblem : syntaxProblem)(text, compiled.failure)]
  const { problems } = walkCondition(compiled.result.ast, place, attributes)
  if (problems.some(isConditionError)) return problems
  const judged = typeWith(text, compiled, attributes ?? new Map())
  const wrong = 'failure' in judged ? typeProblem(text, judged.failure) : judge(text, judged.type, compiled)
  return wrong === null ? problems : [...problems, wrong]
}

function refuseSize(text: string): ConditionProblem | null {
  if (text.trim() === '')
    return whole(text, 'condition-syntax', 'the condition is empty', 'Leave `if` out, or write a condition.')
  if (text.length <= LENGTH_MAX) return null
  const message = `the condition has ${text.length} characters, more than ${LENGTH_MAX}`
  return whole(text, 'condition-too-complex', message, 'Split it over several steps.')
}

function judgeCondition(text: string, type: string): ConditionProblem | null {
  return type === 'bool' || type === 'dyn' ? null : typeProblem(text, type)
}

function judgeMoment(text: string, type: string, { result }: Expression): ConditionProblem | null {
  if (type !== TIMESTAMP && type !== 'string' && type !== 'dyn') return momentProblem(text, type)
  const { ast } = result
  const written = ast.op === 'value' && typeof ast.args === 'string' ? ast.args : null
  return written === null || readMoment(written, 'UTC') !== null ? null : momentProblem(text, null)
}

function whole(text: string, name: ConditionProblem['name'], message: string, hint: string): ConditionProblem {
  return { name, message, hint, start: 0, end: text.length }
}
