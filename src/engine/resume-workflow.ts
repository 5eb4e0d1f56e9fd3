import { event } from '../domain/event.ts'
import { isAnswered } from '../workflow/planner/plan-wait.ts'
import { changeLead } from './change-lead.ts'
import type { EngineContext } from './context.ts'
import { type Draft, put } from './draft.ts'
import type { StoredWorkflow } from './ports.ts'

const BATCH = 200

/**
 * Moves the timetable of everybody inside by the length of the pause, so that waits, `up-to` and `expires` go on where
 * they stood; dates stay. Each enrollment remembers the pause it was moved for: a crash half-way moves nobody twice.
 */
export async function shiftAfterPause(context: EngineContext, workflow: StoredWorkflow): Promise<void> {
  const { id, pausedAt } = workflow
  if (pausedAt === null) return
  for (;;) {
    const rows = await context.store.workflows.unshifted(id, pausedAt, BATCH)
    if (rows.length === 0) return
    for (const row of rows) {
      await changeLead(context, row.leadId, draft => shift(draft, { enrollmentId: row.id, pausedAt }))
    }
  }
}

function shift(draft: Draft, { enrollmentId, pausedAt }: { enrollmentId: string; pausedAt: number }): void {
  const enrollment = draft.enrollments.find(({ id }) => id === enrollmentId)
  if (enrollment?.status !== 'active' || enrollment.shiftedFor === pausedAt) return
  const ms = draft.now - Math.max(pausedAt, enrollment.startedAt)
  const step = draft.versions.get(enrollment.version)?.program.steps[enrollment.step ?? '']
  const isDate = step?.kind === 'wait' && (step.time.kind === 'clock' || step.time.kind === 'date')
  // What it waited for has come, during the pause at the latest: it goes on as soon as the workflow does.
  const isOver = enrollment.phase === 'mail' || (step !== undefined && isAnswered(enrollment, step))
  const dueAt = enrollment.dueAt === null || isDate || isOver ? enrollment.dueAt : enrollment.dueAt + ms
  put(draft, 'enrollments', {
    ...enrollment,
    arrivedAt: enrollment.arrivedAt + ms,
    completedAt: enrollment.completedAt + ms,
    dueAt,
    generation: enrollment.generation + 1,
    shiftedFor: pausedAt,
  })
  const because = 'the workflow was paused'
  draft.events.push(event('timetable-shifted', draft.now, { enrollmentId, ms, because }))
}
