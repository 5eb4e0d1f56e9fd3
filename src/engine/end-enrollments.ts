import type { Enrollment } from '../domain/enrollment.ts'
import { event } from '../domain/event.ts'
import { startWaiting } from '../workflow/planner/new-enrollment.ts'
import { concerns } from '../workflow/planner/plan-wait.ts'
import { type Draft, put } from './draft.ts'

interface Ending {
  status: 'finished' | 'stopped' | 'replaced'
  because: string
}

/** Ends one running enrollment and the mail it has not sent yet. */
export function endEnrollment(draft: Draft, enrollment: Enrollment, ending: Ending): void {
  const { now } = draft
  put(draft, 'enrollments', {
    ...enrollment,
    status: ending.status,
    step: null,
    dueAt: null,
    generation: enrollment.generation + 1,
    endedAt: now,
    endReason: ending.because,
  })
  draft.cancelMail.push({ enrollmentId: enrollment.id, status: 'cancelled', reason: ending.because })
  draft.events.push(
    event('enrollment-ended', now, { enrollmentId: enrollment.id, workflow: enrollment.workflowId, ...ending }),
  )
}

/** Ends everything that runs or waits for the lead, and every mail that has not reached its gate. */
export function endEverything(draft: Draft, because: string): void {
  draft.cancelMail.push({ enrollmentId: null, status: 'suppressed', reason: because })
  for (const enrollment of running(draft)) endEnrollment(draft, enrollment, { status: 'stopped', because })
}

/** Ends what has the signal among its `stop-on`; a signal about one offer concerns that offer's enrollments only. */
export function endOnSignal(draft: Draft, signal: { kind: string; offer: string | null }): void {
  for (const enrollment of running(draft)) {
    const stopOn = draft.versions.get(enrollment.version)?.program.stopOn ?? []
    if (concerns(signal, enrollment) && stopOn.includes(signal.kind)) {
      endEnrollment(draft, enrollment, { status: 'stopped', because: signal.kind })
    }
  }
  promoteWaiting(draft)
}

/** The waiting enrollment takes its turn when nothing runs any more. */
export function promoteWaiting(draft: Draft): void {
  if (draft.enrollments.some(enrollment => enrollment.status === 'active')) return
  const waiting = draft.enrollments.find(enrollment => enrollment.status === 'waiting')
  if (waiting === undefined) return
  const entry = draft.versions.get(waiting.version)?.program.entry ?? null
  const started = startWaiting(waiting, entry, draft.now)
  put(draft, 'enrollments', started)
  const { id, inquiryId, workflowId, version } = started
  draft.events.push(event('enrolled', draft.now, { enrollmentId: id, inquiryId, workflow: workflowId, version }))
}

/** What runs or waits for the lead. */
export function running(draft: Draft): Enrollment[] {
  return draft.enrollments.filter(({ status }) => status === 'active' || status === 'waiting')
}
