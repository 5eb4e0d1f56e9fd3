import { type ContactAnswer, mayContact } from '../../domain/contact-policy.ts'
import { event } from '../../domain/event.ts'
import type { StepOf } from '../program.ts'
import { catchUpAnswer } from './catch-up.ts'
import type { Effect } from './decision.ts'
import { firstCall } from './first-call.ts'
import { mailExpiry } from './mail-expiry.ts'
import { sendSlot } from './send-slot.ts'
import type { Outcome, StepContext } from './step-outcome.ts'

/** Decides whether a mail leaves now, later or never; the reason is always stated. */
export function planSend(step: StepOf<'send'>, context: StepContext): Outcome {
  const unwanted = reasonToSkip(step, context)
  if (unwanted !== null) return isFirst(context) ? callInstead(step, context, unwanted) : skip(step, context, unwanted)
  const answer = askContact(context)
  if (answer.may === 'never') return refuse(step, context, answer)
  if (answer.may === 'later') return putOffForBudget(step, context, answer)
  return sendInSlot(step, context)
}

function reasonToSkip(step: StepOf<'send'>, { enrollment, facts, program, now }: StepContext): string | null {
  const { lead, settings } = facts
  const expiry = mailExpiry(step, { arrivedAt: enrollment.arrivedAt, lead, settings })
  if (now > expiry.at) return expiry.because
  if (program.again.kind !== 'always' && facts.templatesSent.includes(step.template)) {
    return 'this lead has had this mail already'
  }
  return null
}

function askContact({ enrollment, facts, now }: StepContext): ContactAnswer {
  if (facts.contact.may !== 'yes') return facts.contact
  const first = enrollment.firstTouchAt === null
  const { limits } = facts.settings
  const { lead, mails } = facts
  const answer = mayContact({ lead, suppressions: [], offer: enrollment.offer, mails, limits, first }, now)
  if (answer.may !== 'yes' || first) return answer
  const lastMailAt = facts.mails.at(-1)?.at
  return catchUpAnswer({ dueAt: enrollment.dueAt ?? now, lastMailAt, now }) ?? answer
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
  if (isFirst(context) && answer.delay === 'per-30-days') return callInstead(step, context, answer.because)
  const { until, because } = answer
  const later = putOff(step, context, { until, because })
  // The person wished for the pause: its mail is not late afterwards.
  return answer.delay === 'snooze' ? { ...later, arrivesAt: until } : later
}

/** The promise of an answer is kept by a person where mail cannot keep it. */
function callInstead(step: StepOf<'send'>, context: StepContext, because: string): Outcome {
  const skipped = skip(step, context, because)
  return { ...skipped, firstTouch: true, effects: [...skipped.effects, firstCall(because)] }
}

function isFirst({ enrollment }: StepContext): boolean {
  return enrollment.firstTouchAt === null
}

function sendInSlot(step: StepOf<'send'>, context: StepContext): Outcome {
  const { facts, program, now } = context
  const first = isFirst(context)
  const slot = sendSlot({ program, step, lead: facts.lead, settings: facts.settings, first }, now)
  if (slot.at > now) return putOff(step, context, { until: slot.at, because: slot.because.join(', ') })
  const because = first ? ['first mail'] : []
  const { id, template, thread } = step
  return { kind: 'mail', effects: [{ kind: 'send', step: id, template, because, ...(thread ? { thread } : {}) }] }
}

type PutOff = Extract<Outcome, { kind: 'put off' }>

type Skipped = Extract<Outcome, { kind: 'go on' }> & { effects: Effect[] }

/** The whole timetable waits; a first mail that would come too late is preceded by a call. */
function putOff(step: StepOf<'send'>, context: StepContext, put: { until: number; because: string }): PutOff {
  const { enrollment, now } = context
  const events = [event('step-waits', now, { enrollmentId: enrollment.id, step: step.id, ...put })]
  const { until } = put
  if (!isFirst(context) || until <= enrollment.firstTouchBy) return { kind: 'put off', until, events }
  return { kind: 'put off', until, events, firstTouch: true, effects: [firstCall(put.because)] }
}

function skip(step: StepOf<'send'>, { now }: StepContext, reason: string): Skipped {
  return {
    kind: 'go on',
    completedAt: now,
    effects: [{ kind: 'skip-mail', step: step.id, template: step.template, reason, because: [reason] }],
  }
}
