import { z } from 'zod'
import { DURATION_FORMS, nominalMs, parseDuration, type WaitTime } from '../domain/duration.ts'
import { checkCondition, isConditionError } from './conditions.ts'
import type { ConditionPlace } from './fields.ts'
import { refuse, withRemarks } from './reading.ts'

/** Words of a person: one or more lines, no control characters. */
export function text(expected: string, longest = 200) {
  return z
    .string({ error: expected })
    .trim()
    .min(1, expected)
    .max(longest, `at most ${longest} characters`)
    .regex(/^[^\u0000-\u0008\u000b-\u001f\u007f]*$/, 'text without control characters')
}

/** `contact-request`. */
export const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/
const STEP_ID = /^[a-z0-9][a-z0-9.-]{0,119}$/

const DAY_MS = 86_400_000
/** For editors; what a duration is, `parseDuration` decides. */
const DURATION_PATTERN = '^\\s*\\d+([smh]| (business )?days?| weeks?)\\s*$'

interface DurationLimits {
  expected: string
  /** Longest, in days. */
  days: number
}

/** A duration of more than nothing; business days are allowed. */
export function duration({ expected, days }: DurationLimits) {
  const schema = z.string({ error: `${expected} such as \`24h\` or \`3 days\`` }).meta({ pattern: DURATION_PATTERN })
  return schema.transform((written, ctx): WaitTime => {
    const read = parseDuration(written)
    if (!read.ok) {
      refuse(ctx, { problem: 'bad-duration', message: read.message, hint: read.hint })
      return z.NEVER
    }
    const ms = nominalMs(read.time)
    if (ms === 0)
      refuse(ctx, {
        problem: 'zero-duration',
        message: `\`${written}\` is no time at all`,
        hint: `Write ${DURATION_FORMS}, or take it out.`,
      })
    if (ms > days * DAY_MS)
      refuse(ctx, { problem: 'long-duration', message: `\`${written}\` is longer than ${days} days`, hint: null })
    return read.time
  })
}

/** A duration of a fixed number of milliseconds; a day is 24 hours, business days are refused. */
export function elapsed(limits: DurationLimits) {
  return duration(limits).transform((time, ctx): number => {
    if (time.kind === 'business days') {
      refuse(ctx, {
        problem: 'bad-duration',
        message: 'business days do not count here',
        hint: `Write it in hours or days: \`${time.days * 24}h\`.`,
      })
    }
    return nominalMs(time)
  })
}

/** CEL that is type-checked for its place. */
export function condition(place: ConditionPlace) {
  const schema = z.string({ error: 'a condition such as `lead.score >= 60`, as text' }).superRefine((written, ctx) => {
    for (const { name, message, hint, start } of checkCondition(written, place).filter(isConditionError)) {
      refuse(ctx, { problem: name, message, hint, at: start })
    }
  })
  return withRemarks(
    schema.meta({ description: `CEL condition, for example lead.score >= 60 && lead.company != "".` }),
    value => {
      const problems = typeof value === 'string' ? checkCondition(value, place) : []
      return problems.map(({ name, message, hint, start }) => ({ problem: name, message, hint, at: start }))
    },
  )
}

/** A step inside a list. Steps are read verb first, so this schema takes anything; editors get the schema of steps. */
export const anyStep = z.unknown()

export function stepList(description: string) {
  return z.array(anyStep, { error: 'a list of steps' }).meta({ description })
}

/** Keys that every step may have. */
export const COMMON_KEYS = {
  id: z
    .string({ error: 'an id of small letters, digits, dots and hyphens' })
    .regex(STEP_ID, 'an id of small letters, digits, dots and hyphens, at most 120')
    .optional()
    .meta({ description: 'Id of the step in the history of leads; by default made of the verb and what follows it.' }),
  if: condition('step').optional(),
  note: text('a note for the reader of the file', 2000)
    .optional()
    .meta({ description: 'A note for whoever reads the file.' }),
}
