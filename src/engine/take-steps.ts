import type { Enrollment } from '../domain/enrollment.ts'
import { event } from '../domain/event.ts'
import { planNext } from '../workflow/planner/plan-next.ts'
import type { EngineContext } from './context.ts'
import { type Draft, put } from './draft.ts'
import { promoteWaiting } from './end-enrollments.ts'
import { factsOf, inquiryOf } from './lead-facts.ts'
import { openTask } from './open-task.ts'
import { performEffect } from './perform-effect.ts'

/** Plans what an active enrollment does now and adds it to the draft; whoever waits behind it moves up when it ends. */
export function takeSteps(context: EngineContext, draft: Draft, enrollment: Enrollment): void {
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
