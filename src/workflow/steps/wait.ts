import { z } from 'zod'
import { describeDuration } from '../../domain/time/duration.ts'
import { CLOCK_TIME } from '../language/clock-times.ts'
import { ALL_DAYS, weekdays } from '../language/hours.ts'
import { dateExpression, duration, moment, offset } from '../language/keys.ts'
import { proposeSnippets } from '../language/proposals.ts'
import { innerMap } from '../language/reading.ts'
import { refuse } from '../language/refusals.ts'
import type { WaitStep, WaitUntil } from '../program.ts'
import { stepKind } from './step-kind.ts'

const EXPECTED = 'a duration such as `24h`, or a moment such as `{until: "09:00", days: mon-fri}`'

const UNTIL = proposeSnippets([
  {
    label: 'until a time of the day',
    description: 'The next such moment on the clock of the lead.',
    example: { until: '09:00', days: 'mon-fri' },
  },
  {
    label: 'until a date',
    description: 'A date, or a time that is known of the lead or the inquiry, moved by `offset`.',
    example: { until: 'inquiry.at', offset: '14 days' },
  },
])

const until = innerMap(
  {
    until: moment('step').meta({
      description: 'A time of the day such as "09:00", a date such as 2026-12-01, or CEL that gives one: inquiry.at.',
    }),
    days: weekdays.optional().meta({ description: 'Days for a time of the day, for example mon-fri.' }),
    offset: offset({ expected: 'a duration', days: 365 })
      .optional()
      .meta({ description: 'Moves a date: -2 days is two days before it.' }),
  },
  EXPECTED,
)
  .meta(UNTIL)
  .transform((written, ctx): WaitUntil => {
    const { until: text, days, offset: moved } = written
    if (CLOCK_TIME.test(text)) {
      if (moved !== undefined)
        refuse(
          ctx,
          refusal('offset', 'a date', `Take it out, and write the time that you mean: \`{until: "${text}"}\`.`),
          ['offset'],
        )
      return { kind: 'clock', time: text, days: days ?? ALL_DAYS }
    }
    if (days !== undefined)
      refuse(
        ctx,
        refusal('days', 'a time of the day', `Take it out, or write a time: \`{until: "09:00", days: mon-fri}\`.`),
        ['days'],
      )
    return { kind: 'date', expression: dateExpression(text), offset: moved ?? null }
  })

export const wait = stepKind({
  kind: 'wait',
  description: 'Waits, counted from the completion of the step before, or until a moment.',
  keys: {
    wait: z.union([duration({ expected: 'a duration', days: 365 }), until], { error: EXPECTED }).meta({
      description: 'How long (24h, 3 days, 2 weeks, 3 business days), or {until: …} a moment.',
    }),
  },
  compile: (base, { wait }) => ({ ...base, kind: 'wait', time: wait }),
  describe: describeWait,
})

function refusal(key: string, what: string, hint: string) {
  return { problem: 'wrong-value', message: `\`${key}\` goes with ${what} only`, hint } as const
}

function describeWait({ time }: WaitStep): string {
  if (time.kind === 'clock') return `wait until ${time.time}${time.days.length < 7 ? ` on ${dayNames(time.days)}` : ''}`
  if (time.kind !== 'date') return `wait ${describeDuration(time)}`
  if (time.offset === null) return `wait until ${time.expression}`
  const side = time.offset.sign === 1 ? 'after' : 'before'
  return `wait until ${describeDuration(time.offset.time)} ${side} ${time.expression}`
}

function dayNames(days: number[]): string {
  return days.map(day => ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][day - 1]).join(', ')
}
