import { Environment, type ParseResult } from '@marcbachmann/cel-js'
import type { Inquiry } from '../domain/inquiry.ts'
import type { Lead } from '../domain/lead.ts'
import { fromWall } from '../domain/zone-clock.ts'
import { type Failure, syntaxProblem, typeProblem } from './condition-messages.ts'
import { type ConditionProblem, walkCondition } from './condition-tree.ts'
import { CONDITION_FIELDS, type ConditionPlace } from './fields.ts'
import { PROBLEM_KINDS } from './problem-codes.ts'

export type { ConditionProblem }

/** What a condition is asked about: every declared field with a value. Made by `conditionContext` only. */
export type ConditionContext = Record<string, Record<string, string | bigint | string[]>>

export interface ConditionFacts {
  lead: Lead
  /** Null for a signal that belongs to no inquiry. */
  inquiry: Inquiry | null
  /** Title in the settings; null when the offer is not configured. */
  offerTitle: string | null
  /** Mails sent in this enrollment. */
  mails: number
  /** Whole days since it began. */
  days: number
  signalKind?: string | null
}

const LENGTH_MAX = 500

/**
 * Everything wrong with a condition, at once: syntax, unknown fields and functions, types; it must come out as a bool.
 * `place` says which fields have a value there. Warnings are among the problems: see `isConditionError`.
 */
export function checkCondition(text: string, place: ConditionPlace = 'anywhere'): ConditionProblem[] {
  if (text.trim() === '')
    return [whole(text, 'condition-syntax', 'the condition is empty', 'Leave `if` out, or write a condition.')]
  if (text.length > LENGTH_MAX) {
    return [
      whole(
        text,
        'condition-too-complex',
        `the condition has ${text.length} characters, more than ${LENGTH_MAX}`,
        'Split it over several steps.',
      ),
    ]
  }
  const parsed = compile(text)
  if ('failure' in parsed) return [syntaxProblem(text, parsed.failure)]
  const { problems } = walkCondition(parsed.result.ast, place)
  return problems.some(isConditionError) ? problems : [...problems, ...typeProblems(text, parsed.result)]
}

export function isConditionError(problem: ConditionProblem): boolean {
  return PROBLEM_KINDS[problem.name].severity === 'error'
}

/** The answer of a condition. See `askCondition` for what happens when there is none. */
export function evaluateCondition(text: string, context: ConditionContext): boolean {
  return askCondition(text, context).answer
}

/**
 * The answer, and why there is none. Never throws: what can still go wrong in a checked condition (a division by zero,
 * a number beyond 64 bits) and a text that was never checked answer false with the trouble, so that nothing is sent.
 */
export function askCondition(text: string, context: ConditionContext): { answer: boolean; trouble: string | null } {
  const parsed = compile(text)
  if ('failure' in parsed) return { answer: false, trouble: parsed.failure.summary }
  try {
    const answer: unknown = parsed.result(context)
    return typeof answer === 'boolean' ? { answer, trouble: null } : { answer: false, trouble: 'not true or false' }
  } catch (error) {
    return { answer: false, trouble: failureOf(error).summary }
  }
}

/** The moment that a date expression names, in epoch milliseconds; a date without a time is midnight in the zone. */
export function evaluateMoment(text: string, context: ConditionContext, zone: string): number | null {
  const parsed = compile(text)
  if ('failure' in parsed) return null
  try {
    const value: unknown = parsed.result(context)
    return value instanceof Date ? value.getTime() : readMoment(String(value), zone)
  } catch {
    return null
  }
}

function readMoment(text: string, zone: string): number | null {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const at = Date.parse(isDay ? `${text}T00:00:00Z` : text)
  if (Number.isNaN(at)) return null
  return isDay ? fromWall(at, zone) : at
}

/** Fills every field: missing text is `""`, a missing number 0, and numbers are whole. */
export function conditionContext({
  lead,
  inquiry,
  offerTitle,
  mails,
  days,
  signalKind,
}: ConditionFacts): ConditionContext {
  return {
    lead: {
      ...texts(lead, [
        'email',
        'firstName',
        'lastName',
        'company',
        'title',
        'phone',
        'country',
        'status',
        'language',
        'zone',
      ]),
      score: whole64(lead.score),
      tags: lead.tags,
    },
    inquiry: texts(inquiry ?? {}, ['action', 'source', 'offer', 'offerTitle', 'intent', 'note', 'campaign']),
    offer: { id: inquiry?.offer ?? '', title: offerTitle ?? '' },
    enrollment: { mails: whole64(mails), days: whole64(days) },
    signal: { kind: signalKind ?? '' },
  }
}

/** Fields that the condition reads (`inquiry.action`, `lead.score`), sorted; empty for a text that cannot be read. */
export function fieldsRead(text: string): string[] {
  const parsed = compile(text)
  return 'failure' in parsed ? [] : [...walkCondition(parsed.result.ast, 'anywhere').fields].sort()
}

type Compiled = { result: ParseResult } | { failure: Failure }

const environment = declareFields()
const cache = new Map<string, Compiled>()
const CACHE_MAX = 2000

function declareFields(): Environment {
  const declared = new Environment({ limits: { maxDepth: 24, maxAstNodes: 250 } })
  for (const [name, fields] of Object.entries(CONDITION_FIELDS)) {
    const schema = Object.fromEntries(Object.entries(fields).map(([field, { type }]) => [field, type]))
    declared.registerVariable({ name, schema })
  }
  return declared
}

function compile(text: string): Compiled {
  const known = cache.get(text)
  if (known) return known
  if (cache.size >= CACHE_MAX) cache.clear()
  const compiled = parse(text)
  cache.set(text, compiled)
  return compiled
}

function parse(text: string): Compiled {
  if (text.length > LENGTH_MAX)
    return { failure: { code: 'limit_exceeded', summary: 'the condition is too long', start: 0, end: text.length } }
  try {
    return { result: environment.parse(text) }
  } catch (error) {
    return { failure: failureOf(error) }
  }
}

function failureOf(error: unknown): Failure {
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

function whole(text: string, name: ConditionProblem['name'], message: string, hint: string | null): ConditionProblem {
  return { name, message, hint, start: 0, end: text.length }
}

function typeProblems(text: string, result: ParseResult): ConditionProblem[] {
  const { error, type } = result.check()
  const problem = typeProblem(text, error ? failureOf(error) : null, type ?? '')
  return problem ? [problem] : []
}

function texts<Key extends string>(
  record: Partial<Record<Key, string | null>>,
  keys: readonly Key[],
): Record<string, string> {
  return Object.fromEntries(keys.map(key => [key, record[key] ?? '']))
}

function whole64(value: number): bigint {
  return Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n
}
