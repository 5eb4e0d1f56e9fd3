import type { Enrollment } from '../domain/enrollment.ts'
import { event } from '../domain/event.ts'
import { WAITING_PLACE_MS } from '../workflow/planner/new-enrollment.ts'
import { planNext } from '../workflow/planner/plan-next.ts'
import { changeFoundLead } from './change-lead.ts'
import type { EngineContext } from './context.ts'
import { type Draft, put } from './draft.ts'
import { endEnrollment, promoteWaiting } from './end-enrollments.ts'
import { factsOf, inquiryOf } from './lead-facts.ts'
import { openTask } from './open-task.ts'
import { performEffect } from './perform-effect.ts'
import type { Alarm } from './ports.ts'

/**
 * Looks at one enrollment because its time may have come: load, plan, commit, arm. A stale alarm finds another
 * generation and does nothing; two at once commit once, since both state the revision they decided on.
 */
export async function runDueStep(context: EngineContext, alarm: Pick<Alarm, 'id' | 'generation'>): Promise<void> {
  const workflows = await context.store.workflows.list()
  const paused = new Set(workflows.filter(({ state }) => state === 'paused').map(({ id }) => id))
  await changeFoundLead(context, {
    turn: alarm.id,
    load: () => context.store.leads.worldOfEnrollment(alarm.id),
    decide: draft => {
      const enrollment = draft.enrollments.find(({ id }) => id === alarm.id)
      if (enrollment === undefined || enrollment.generation !== alarm.generation) return
      if (enrollment.dueAt === null || enrollment.dueAt > draft.now || paused.has(enrollment.workflowId)) return
      if (context.timeWatch.doubts(enrollment.dueAt)) return
      draft.mayHaveHappened = enrollment.dueAt < (context.store.epoch.restoredAt() ?? 0)
      if (enrollment.status === 'waiting') tendWaiting(context, draft, enrollment)
      if (enrollment.status === 'active') tendActive(context, draft, enrollment)
    },
  })
}

function tendActive(context: EngineContext, draft: Draft, enrollment: Enrollment): void {
  const version = draft.versions.get(enrollment.version)
  if (version === undefined) return
  const decision = planNext(
    version.program,
    enrollment,
    factsOf(draft, enrollment, { settings: context.settings(), stepMaps: context.catalog().stepMaps }),
    draft.now,
  )
  put(draft, 'enrollments', decision.enrollment)
  draft.events.push(...decision.events)
  for (const effect of decision.effects)
    performEffect(context, draft, { effect, enrollment: decision.enrollment, version })
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
      until: enrollment.dueAt,
      because: enrollment.phase === 'mail' ? 'the mail is on its way' : 'it is not yet time',
    }),
  )
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
