import type { Enrollment } from '../domain/enrollment.ts'
import { event } from '../domain/event.ts'
import type { Effect } from '../workflow/decision.ts'
import { WAITING_PLACE_MS } from '../workflow/new-enrollment.ts'
import { pickTemplate } from '../workflow/pick-template.ts'
import { planNext } from '../workflow/plan-next.ts'
import type { WorkflowVersion } from '../workflow/version.ts'
import { changeFoundLead } from './change-lead.ts'
import { composeMessage, skippedMessage } from './compose-message.ts'
import type { EngineContext } from './context.ts'
import { type Draft, put } from './draft.ts'
import { endEnrollment, promoteWaiting } from './end-enrollments.ts'
import { escalate } from './escalate.ts'
import { givePoints } from './give-points.ts'
import { factsOf, inquiryOf } from './lead-facts.ts'
import { nurtureContext } from './merge-contexts.ts'
import { openTask } from './open-task.ts'
import type { Alarm } from './ports.ts'
import { qualify } from './qualify.ts'

/**
 * Looks at one enrollment because its time may have come: load, plan, commit, arm. A stale alarm finds another
 * generation and does nothing; two at once commit once, since both state the revision they decided on.
 */
export async function runDueStep(context: EngineContext, alarm: Pick<Alarm, 'id' | 'generation'>): Promise<void> {
  await changeFoundLead(context, {
    turn: alarm.id,
    load: () => context.store.leads.worldOfEnrollment(alarm.id),
    decide: draft => {
      const enrollment = draft.enrollments.find(({ id }) => id === alarm.id)
      if (enrollment === undefined || enrollment.generation !== alarm.generation) return
      if (enrollment.dueAt === null || enrollment.dueAt > draft.now) return
      if (enrollment.status === 'waiting') tendWaiting(context, draft, enrollment)
      if (enrollment.status === 'active') tendActive(context, draft, enrollment)
    },
  })
}

function tendActive(context: EngineContext, draft: Draft, enrollment: Enrollment): void {
  const version = draft.versions.get(enrollment.version)
  if (version === undefined) return
  const decision = planNext(version.program, enrollment, factsOf(draft, enrollment, context.settings()), draft.now)
  put(draft, 'enrollments', decision.enrollment)
  draft.events.push(...decision.events)
  for (const effect of decision.effects) perform(context, draft, { effect, enrollment: decision.enrollment, version })
  if (decision.events.length === 0 && decision.effects.length === 0) rest(draft, decision.enrollment)
  callAfterBounce(context, draft, decision.enrollment)
  promoteWaiting(draft)
}

/** Somebody who asked for an answer and gave an address that does not exist gets a call instead of silence. */
function callAfterBounce(context: EngineContext, draft: Draft, enrollment: Enrollment): void {
  const bounced = draft.suppressions.some(({ reason, liftedAt }) => reason === 'hard-bounce' && liftedAt === null)
  if (enrollment.status !== 'stopped' || enrollment.firstTouchAt !== null || !bounced) return
  const inquiry = inquiryOf(draft, enrollment.inquiryId)
  const because = 'the address does not exist: call instead of writing'
  openTask(context, draft, { purpose: 'first-touch', because, enrollmentId: enrollment.id, inquiry })
  put(draft, 'enrollments', { ...enrollment, firstTouchAt: draft.now })
}

/** Nothing happened that a person would ask about; the row still needs its new due time. */
function rest(draft: Draft, enrollment: Enrollment): void {
  const { id, step } = enrollment
  if (step === null) return
  draft.events.push(
    event('step-waits', draft.now, {
      enrollmentId: id,
      step,
      until: enrollment.dueAt ?? draft.now,
      because: enrollment.phase === 'mail' ? 'the mail is on its way' : 'it is not yet time',
    }),
  )
}

interface Performance<E extends Effect = Effect> {
  effect: E
  enrollment: Enrollment
  version: WorkflowVersion
}

function perform(context: EngineContext, draft: Draft, { effect, enrollment, version }: Performance): void {
  const inquiry = inquiryOf(draft, enrollment.inquiryId)
  switch (effect.kind) {
    case 'send':
      return send(context, draft, { effect, enrollment, version })
    case 'skip-mail':
      return skip(context, draft, { effect, enrollment, version })
    case 'escalate':
      return escalate(context, draft, { ...effect, enrollmentId: enrollment.id, inquiry })
    case 'task':
      return openTask(context, draft, { ...effect, enrollmentId: enrollment.id, inquiry })
    case 'score': {
      const { points, because, step } = effect
      return givePoints(context, draft, [{ points, because, origin: `step ${enrollment.id} ${step}` }], inquiry)
    }
    case 'qualify':
      return qualify(context, draft, { by: 'score', because: effect.because, inquiry })
  }
}

function send(context: EngineContext, draft: Draft, sending: Performance<Extract<Effect, { kind: 'send' }>>): void {
  const { effect, enrollment, version } = sending
  const template = pickTemplate(version.templates, effect.template, draft.lead)
  const { email } = draft.lead
  if (template === null || email === null) {
    const reason = email === null ? 'no address' : `the version holds no template ${effect.template}`
    return skip(context, draft, { ...sending, effect: { ...effect, kind: 'skip-mail', reason } })
  }
  const inquiry = inquiryOf(draft, enrollment.inquiryId)
  const message = composeMessage(context, draft, {
    kind: 'nurture',
    originKind: 'enrollment',
    originId: enrollment.id,
    purpose: effect.step,
    to: { name: null, address: email },
    template,
    merge: nurtureContext(draft.lead, inquiry, { settings: context.settings(), language: template.language }),
    enrollment,
  })
  draft.messages.push(message)
  draft.events.push(
    event('mail-planned', draft.now, {
      messageId: message.row.id,
      enrollmentId: enrollment.id,
      step: effect.step,
      template: effect.template,
    }),
  )
}

function skip(
  context: EngineContext,
  draft: Draft,
  skipping: Performance<Extract<Effect, { kind: 'skip-mail' }>>,
): void {
  const { effect, enrollment } = skipping
  const message = skippedMessage(context, draft, { enrollment, ...effect })
  draft.messages.push(message)
  const { template, reason } = effect
  draft.events.push(event('mail-skipped', draft.now, { messageId: message.row.id, template, because: reason }))
}

/** A waiting enrollment is due for a call instead of a late mail, and at last for being dropped. */
function tendWaiting(context: EngineContext, draft: Draft, enrollment: Enrollment): void {
  const giveUpAt = enrollment.startedAt + WAITING_PLACE_MS
  if (draft.now >= giveUpAt) {
    return endEnrollment(draft, enrollment, { status: 'stopped', because: 'waited 7 days behind another workflow' })
  }
  put(draft, 'enrollments', {
    ...enrollment,
    dueAt: giveUpAt,
    generation: enrollment.generation + 1,
    firstTouchAt: draft.now,
  })
  const because = 'another workflow runs for this lead, so its first mail would be late: call'
  const inquiry = inquiryOf(draft, enrollment.inquiryId)
  openTask(context, draft, { purpose: 'first-touch', because, enrollmentId: enrollment.id, inquiry })
}
