import { type ContactAnswer, mayContact } from '../domain/contact-policy.ts'
import { describeDuration } from '../domain/duration.ts'
import { event } from '../domain/event.ts'
import { HOUR_MS } from '../domain/units.ts'
import type { Effect } from './decision.ts'
import { zoneOfLead } from './lead-zone.ts'
import type { StepOf } from './program.ts'
import { sendSlot } from './send-slot.ts'
import type { Outcome, StepContext } from './step-outcome.ts'
import { addWait } from './wait-time.ts'

/** Mail that runs more than an hour behind its timetable keeps this distance from the mail before it. */
const CATCH_UP_GAP_MS = 20 * HOUR_MS

/** Decides whether a mail leaves now, later or never; the reason is always stated. */
export function planSend(step: StepOf<'send'>, context: StepContext): Outcome {
  const unwanted = reasonToSkip(step, context)
  if (unwanted !== null) return skip(step, context, unwanted)
  const answer = askContact(context)
  if (answer.may === 'never') return refuse(step, context, answer)
  if (answer.may === 'later') return putOffForBudget(step, context, answer)
  return sendInSlot(step, context)
}

function reasonToSkip(step: StepOf<'send'>, { enrollment, facts, program, now }: StepContext): string | null {
  const zone = zoneOfLead(facts.lead, facts.settings)
  const expiresAt = addWait(enrollment.arrivedAt, step.expires, facts.settings, zone)
  if (now > expiresAt) return `expired: more than ${describeDuration(step.expires)} late`
  if (program.again.kind !== 'always' && facts.templatesSent.includes(step.template)) {
    return 'this lead has had this mail already'
  }
  return null
}

function askContact({ enrollment, facts, now }: StepContext): ContactAnswer {
  if (facts.contact.may !== 'yes') return facts.contact
  const first = enrollment.firstTouchAt === null
  const { limits } = facts.settings
  const answer = mayContact({ lead: facts.lead, suppressions: [], mails: facts.mails, limits, first }, now)
  if (answer.may !== 'yes' || first) return answer
  return catchUpAnswer(enrollment.dueAt ?? now, facts.mails.at(-1)?.at, now)
}

function catchUpAnswer(dueAt: number, lastMailAt: number | undefined, now: number): ContactAnswer {
  const isLate = now - dueAt > HOUR_MS
  if (!isLate || lastMailAt === undefined || lastMailAt + CATCH_UP_GAP_MS <= now) return { may: 'yes' }
  const because = 'late mail keeps 20 hours from the mail before'
  return { may: 'later', delay: 'gap', until: lastMailAt + CATCH_UP_GAP_MS, because }
}

function refuse(step: StepOf<'send'>, context: StepContext, answer: Extract<ContactAnswer, { may: 'never' }>): Outcome {
  if (answer.refusal === 'no-address' || answer.refusal === 'limit-zero') return skip(step, context, answer.because)
  return { kind: 'end', status: 'stopped', because: answer.because }
}

function putOffForBudget(
  step: StepOf<'send'>,
  context: StepContext,
  answer: Extract<ContactAnswer, { may: 'later' }>,
): Outcome {
  const first = context.enrollment.firstTouchAt === null
  if (first && answer.delay === 'per-30-days') return callInstead(step, context, answer.because)
  return putOff(step, context, { until: answer.until, because: answer.because })
}

function callInstead(step: StepOf<'send'>, context: StepContext, because: string): Outcome {
  const skipped = skip(step, context, because)
  const words = `call this lead: ${because}`
  const task = { kind: 'task', purpose: 'first-touch', team: null, because: words, dueWithinMs: null } as const
  return { ...skipped, firstTouch: true, effects: [...skipped.effects, task] }
}

function sendInSlot(step: StepOf<'send'>, context: StepContext): Outcome {
  const { enrollment, facts, program, now } = context
  const first = enrollment.firstTouchAt === null
  const slot = sendSlot({ program, step, lead: facts.lead, settings: facts.settings, first }, now)
  if (slot.at > now) return putOff(step, context, { until: slot.at, because: slot.because.join(', ') })
  const because = first ? ['first mail'] : []
  return { kind: 'mail', effects: [{ kind: 'send', step: step.id, template: step.template, because }] }
}

type Skipped = Extract<Outcome, { kind: 'go on' }> & { effects: Effect[] }

function putOff(
  step: StepOf<'send'>,
  { enrollment, now }: StepContext,
  put: { until: number; because: string },
): Outcome {
  return {
    kind: 'put off',
    until: put.until,
    events: [event('step-waits', now, { enrollmentId: enrollment.id, step: step.id, ...put })],
  }
}

function skip(step: StepOf<'send'>, { now }: StepContext, reason: string): Skipped {
  return {
    kind: 'go on',
    completedAt: now,
    effects: [{ kind: 'skip-mail', step: step.id, template: step.template, reason, because: [reason] }],
  }
}
