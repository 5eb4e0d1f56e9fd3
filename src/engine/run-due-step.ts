import type { Enrollment } from '../domain/enrollment.ts'
import { WAITING_PLACE_MS } from '../workflow/planner/new-enrollment.ts'
import { changeFoundLead } from './change-lead.ts'
import type { EngineContext } from './context.ts'
import { type Draft, put } from './draft.ts'
import { endEnrollment } from './end-enrollments.ts'
import { inquiryOf } from './lead-facts.ts'
import { openTask } from './open-task.ts'
import type { Alarm } from './ports.ts'
import { takeSteps } from './take-steps.ts'

/**
 * Looks at one enrollment because its time may have come: load, plan, commit, arm. A stale alarm finds another
 * generation and does nothing; two at once commit once, since both state the revision they decided on.
 */
export async function runDueStep(context: EngineContext, alarm: Pick<Alarm, 'id' | 'generation'>): Promise<void> {
  const paused = await context.store.workflows.paused()
  await changeFoundLead(context, {
    turn: alarm.id,
    load: () => context.store.leads.worldOfEnrollment(alarm.id),
    decide: draft => {
      const enrollment = draft.enrollments.find(({ id }) => id === alarm.id)
      if (enrollment === undefined || enrollment.generation !== alarm.generation) return
      if (enrollment.dueAt === null || enrollment.dueAt > draft.now || paused.includes(enrollment.workflowId)) return
      if (context.timeWatch.doubts(enrollment.dueAt)) return
      draft.mayHaveHappened = enrollment.dueAt < (context.store.epoch.restoredAt() ?? 0)
      if (enrollment.status === 'waiting') tendWaiting(context, draft, enrollment)
      if (enrollment.status === 'active') takeSteps(context, draft, enrollment)
    },
  })
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
