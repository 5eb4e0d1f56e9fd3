import { z } from 'zod'
import { SIGNAL_KINDS } from '../../domain/signal.ts'
import { nominalMs, parseDuration, type WaitTime } from '../../domain/time/duration.ts'
import { DURATION_FORMS } from '../../domain/time/duration-hints.ts'
import { checkCondition, checkMoment, isConditionError } from '../conditions/check-condition.ts'
import type { ConditionPlace } from '../conditions/fields.ts'
import { anyStep } from './any-step.ts'
import { betterMoment } from './better-moment.ts'
import { betterClockTimes, CLOCK_TIME } from './clock-times.ts'
import { nearest } from './nearest.ts'
import { twoLines } from './one-line.ts'
import { remarkPlaceholder } from './placeholder-words.ts'
import { proposeSnippets, sayExpected } from './proposals.ts'
import { withRemarks } from './reading.ts'
import type { Remark } from './refusals.ts'
import { refuse } from './refusals.ts'

/** Words of a person: one or more lines, no control characters. */
export function text(expected: string, longest = 200) {
  return z
    .string({ error: expected })
    .trim()
    .min(1, expected)
    .max(longest, `at most ${longest} characters`)
    .regex(/^[^\u0000-\u0008\u000b-\u001f\u007f]*$/, 'text without control characters')
}

/** The same, with a warning of a merge field in it. */
export function words(expected: string, longest?: number) {
  return withRemarks(text(expected, longest), remarkPlaceholder)
}

/** The name of a team. */
export const team = text('the name of a team', 100)
  .refine(name => twoLines('team', name) === null, 'the name of a team')
  .meta({ description: 'Team of `tend.yaml`.', examples: ['sales'] })

/** `contact-request`. */
export const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/
const STEP_ID = /^[a-z0-9][a-z0-9.-]{0,119}$/

const DAY_MS = 86_400_000
/** For editors; what a duration is, `parseDuration` decides. */
const DURATION = {
  pattern: '^\\s*\\d+([smh]| (business )?days?| weeks?)\\s*$',
  examples: ['3 days', '24h', '1 week', '2 business days'],
  ...sayExpected(DURATION_FORMS),
}
const ELAPSED = {
  pattern: '^\\s*\\d+([smh]| days?| weeks?)\\s*$',
  examples: ['4h', '24h', '3 days'],
  ...sayExpected('`30s`, `15m`, `24h`, `3 days` or `2 weeks`; business days do not count here'),
}

interface DurationLimits {
  expected: string
  /** Longest, in days. */
  days: number
}

/** A duration of more than nothing; business days are allowed. */
export function duration({ expected, days }: DurationLimits, form: typeof DURATION = DURATION) {
  const schema = z.string({ error: `${expected} such as \`24h\` or \`3 days\`` }).meta(form)
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
        hint: 'Write `24h` or another length, or take it out.',
      })
    if (ms > days * DAY_MS)
      refuse(ctx, {
        problem: 'long-duration',
        message: `\`${written}\` is longer than ${days} days`,
        hint: `Write \`${days} days\`, or less.`,
      })
    return read.time
  })
}

/** A duration of a fixed number of milliseconds; a day is 24 hours, business days are refused. */
export function elapsed(limits: DurationLimits) {
  return duration(limits, ELAPSED).transform((time, ctx): number => {
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

/** `-2 days`, `+3 days`, `24h`: a duration with a direction. */
export function offset(limits: DurationLimits) {
  const schema = z.string({ error: 'a duration such as `-2 days`' }).meta({
    pattern: DURATION.pattern.replace('^', '^\\s*[+-]?'),
    examples: ['-2 days', '1 week', '-2 business days'],
    ...sayExpected('a duration such as `-2 days`'),
  })
  return schema.transform((written, ctx) => {
    const sign = written.trim().startsWith('-') ? -1 : 1
    const read = duration(limits).safeParse(written.replace(/^\s*[+-]?/, ''))
    for (const issue of read.error?.issues ?? []) ctx.addIssue({ ...issue, code: 'custom', input: written })
    return read.success ? ({ sign, time: read.data } as const) : z.NEVER
  })
}

const MOMENT = 'a time such as `"09:00"`, a date such as `2026-12-01`, or an expression such as `inquiry.at`'

/** A time of the day, a date, or CEL that gives one. */
export function moment(place: ConditionPlace) {
  return z
    .string({ error: MOMENT })
    .trim()
    .min(1, MOMENT)
    .meta(
      proposeSnippets([
        { label: '09:00', description: 'The next such moment on the clock of the lead.', example: '09:00' },
        { label: '2026-12-01', description: '00:00 of that day for the lead.', example: '2026-12-01' },
        {
          label: 'inquiry.at',
          description: 'When the inquiry came; with `offset`, so long after it.',
          example: 'inquiry.at',
        },
      ]),
    )
    .superRefine((written, ctx) => {
      if (written === '' || CLOCK_TIME.test(written)) return
      if (/^\d{1,2}:\d\d$/.test(written)) {
        const message = `\`${written}\` is not a time from \`"00:00"\` to \`"23:59"\``
        return refuse(ctx, {
          problem: 'bad-moment',
          message,
          hint: `Write \`"${betterClockTimes(written)[0] ?? '09:00'}"\`.`,
        })
      }
      const better = betterMoment(written)
      if (better !== null) {
        const message = `\`${written}\` is not a date or a time`
        return refuse(ctx, { problem: 'bad-moment', message, hint: `Write \`${better}\`.` })
      }
      const text = dateExpression(written)
      const moved = text.length > written.length ? 1 : 0
      for (const { name, message, hint, start } of checkMoment(text, place).filter(isConditionError)) {
        refuse(ctx, { problem: name, message, hint, at: Math.max(0, start - moved) })
      }
    })
}

/** As CEL: a date may stand without the quotes that CEL wants. */
export function dateExpression(written: string): string {
  return /^\d{4}-\d\d-\d\d(T[0-9:.]+(Z|[+-]\d\d:\d\d)?)?$/.test(written) ? `"${written}"` : written
}

const ANY_SIGNAL = /^(?:all|any|every|everything|anything|true|yes)$/
const NO_SIGNAL = /^(?:none|no|never|nothing|off|false)$/
const NAME_SIGNALS =
  'Name the signals: `stop-on: [reply, qualified, purchase]`; a step waits for one of them: `wait-for: reply`.'
/** They end every workflow, whatever a file says. */
const ENDS_ALL = /^(?:dnc|do-not-contact|disqualified|erased|erasure|deleted)$/

/** Kind of a signal: one of Tend's, or a word of the publisher's own. */
export const signal = z
  .string({ error: 'the kind of a signal' })
  .trim()
  .regex(/^[a-z][a-z0-9-]{0,59}$/, 'the kind of a signal such as `reply`')
  .superRefine((word, ctx) => {
    const hint = ANY_SIGNAL.test(word) ? NAME_SIGNALS : NO_SIGNAL.test(word) ? 'Take the key out.' : null
    if (hint !== null) refuse(ctx, { problem: 'wrong-value', message: `\`${word}\` is not a signal`, hint })
  })
  .meta(sayExpected('the kind of a signal such as `reply`: small letters, digits and hyphens'))

/** A word that is close to a signal of Tend and is none. */
export function remarkSignal(value: unknown): Remark[] {
  const word = String(value).trim()
  if (ENDS_ALL.test(word))
    return [
      {
        problem: 'unusual-signal',
        message: `\`${word}\` is not a signal of Tend`,
        hint: 'Take it out: that ends every workflow by itself.',
      },
    ]
  const close = SIGNAL_KINDS.some(kind => kind === word) ? null : nearest(word, SIGNAL_KINDS)
  if (close === null) return []
  return [
    {
      problem: 'unusual-signal',
      message: `\`${word}\` is not a signal of Tend`,
      hint: `Did you mean \`${close}\`?`,
    },
  ]
}

const CONDITIONS: Record<ConditionPlace, string[]> = {
  entry: ['lead.country != "US"', 'inquiry.note != ""', '"customer" in lead.tags'],
  step: ['lead.score >= 60', 'lead.company != ""', '"hot" in lead.tags', 'inquiry.source == "AppSource"'],
  scoring: ['inquiry.action == "PLT"', 'inquiry.note != ""', 'lead.company != ""'],
  anywhere: [],
}

/** CEL that is type-checked for its place. */
export function condition(place: ConditionPlace) {
  const schema = z.string({ error: 'a condition such as `lead.score >= 60`, as text' }).superRefine((written, ctx) => {
    for (const { name, message, hint, start } of checkCondition(written, place).filter(isConditionError)) {
      refuse(ctx, { problem: name, message, hint, at: start })
    }
  })
  return withRemarks(
    schema.meta({
      description: `CEL condition, for example lead.score >= 60 && lead.company != "".`,
      ...proposeSnippets(CONDITIONS[place].map(example => ({ label: example, example }))),
    }),
    value => {
      const problems = checkCondition(String(value), place)
      return problems.map(({ name, message, hint, start }) => ({ problem: name, message, hint, at: start }))
    },
  )
}

export function stepList(description: string) {
  return z
    .array(anyStep, { error: 'a list of steps' })
    .meta({ description, examples: [[{ task: 'call the customer' }]] })
}

/** Keys that every step may have. */
export const COMMON_KEYS = {
  id: z
    .string({ error: 'an id of small letters, digits, dots and hyphens' })
    .regex(STEP_ID, 'an id of small letters, digits, dots and hyphens, at most 120')
    .optional()
    .meta({
      description: 'Id of the step in the history of leads; by default made of the verb and what follows it.',
      examples: ['long-wait'],
    }),
  if: condition('step').optional(),
  note: words('a note for the reader of the file', 2000)
    .optional()
    .meta({ description: 'A note for whoever reads the file.', examples: ['why this step is here'] }),
}
