import type { Inquiry } from '../../domain/inquiry/inquiry.ts'
import type { AttributeValue, Lead } from '../../domain/people/lead.ts'
import { attributeDefaults } from './attribute-defaults.ts'
import { compile, type Expression, failureOf, TIMESTAMP } from './condition-environment.ts'
import { walkCondition } from './condition-tree.ts'
import { ATTRIBUTES, type AttributeType } from './fields.ts'
import { readMoment } from './read-moment.ts'

type FieldValue = string | bigint | boolean | string[] | Date

/** What a condition is asked about: every declared field with a value. Made by `conditionContext` only. */
export type ConditionContext = Record<string, Record<string, FieldValue>> &
  Record<typeof ATTRIBUTES, Record<string, FieldValue>>

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
  /** When it began. */
  startedAt?: number
  signalKind?: string | null
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
  const found = evaluate(text, context, ['bool'])
  if ('trouble' in found) return { answer: false, trouble: found.trouble }
  const { value } = found
  return typeof value === 'boolean' ? { answer: value, trouble: null } : { answer: false, trouble: 'not true or false' }
}

/**
 * The moment, in epoch milliseconds, of an expression that gives a time or a text with an ISO date or date-time. What names
 * no offset is wall time in the zone, and a date alone is its 00:00. Null when no moment comes out; never throws.
 */
export function evaluateMoment(text: string, context: ConditionContext, zone: string): number | null {
  const found = evaluate(text, context, [TIMESTAMP, 'string'])
  if ('trouble' in found) return null
  const { value } = found
  if (typeof value === 'string') return readMoment(value, zone)
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value.getTime() : null
}

/** Fills every field: missing text is `""`, a missing number 0, a missing time 1970, and numbers are whole. */
export function conditionContext({
  lead,
  inquiry,
  offerTitle,
  mails,
  days,
  startedAt,
  signalKind,
}: ConditionFacts): ConditionContext {
  return {
    lead: { ...texts(lead, LEAD_TEXTS), score: whole64(lead.score), tags: lead.tags },
    inquiry: { ...texts(inquiry ?? {}, INQUIRY_TEXTS), at: new Date(inquiry?.at ?? 0) },
    offer: { id: inquiry?.offer ?? '', title: offerTitle ?? '' },
    enrollment: { mails: whole64(mails), days: whole64(days), startedAt: new Date(startedAt ?? 0) },
    signal: { kind: signalKind ?? '' },
    [ATTRIBUTES]: Object.fromEntries(Object.entries(lead.attributes).map(([name, value]) => [name, celValue(value)])),
  }
}

/** Fields that the condition reads (`inquiry.action`, `lead.score`), sorted; empty for a text that cannot be read. */
export function fieldsRead(text: string): string[] {
  const compiled = compile(text)
  return 'failure' in compiled ? [] : [...walkCondition(compiled.result.ast, 'anywhere').fields].sort()
}

const LEAD_TEXTS = [
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
] as const
const INQUIRY_TEXTS = ['action', 'source', 'offer', 'offerTitle', 'intent', 'note', 'campaign'] as const

type Found = { value: unknown } | { trouble: string }

function evaluate(text: string, context: ConditionContext, wanted: readonly string[]): Found {
  const compiled = compile(text)
  if ('failure' in compiled) return { trouble: compiled.failure.summary }
  try {
    return { value: compiled.result(withDefaults(text, compiled, { context, wanted })) }
  } catch (error) {
    return { trouble: failureOf(error).summary }
  }
}

function withDefaults(
  text: string,
  expression: Expression,
  { context, wanted }: { context: ConditionContext; wanted: readonly string[] },
): ConditionContext {
  const { attributes } = expression
  const values = context[ATTRIBUTES]
  const missing = attributes.filter(name => !Object.hasOwn(values, name))
  if (missing.length === 0) return context
  const present = new Map(
    attributes.flatMap(name => (Object.hasOwn(values, name) ? [[name, typeOf(values[name])] as const] : [])),
  )
  return {
    ...context,
    [ATTRIBUTES]: { ...values, ...attributeDefaults(text, expression, { missing, present, wanted }) },
  }
}

function typeOf(value: FieldValue | undefined): AttributeType {
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'bigint' ? 'int' : 'string'
}

function texts<Key extends string>(
  record: Partial<Record<Key, string | null>>,
  keys: readonly Key[],
): Record<string, string> {
  return Object.fromEntries(keys.map(key => [key, record[key] ?? '']))
}

function celValue(value: AttributeValue): string | bigint | boolean {
  return typeof value === 'number' ? whole64(value) : value
}

function whole64(value: number): bigint {
  return Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n
}
