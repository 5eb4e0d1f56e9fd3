import type { Enrollment } from '../domain/enrollment.ts'
import { event } from '../domain/event.ts'
import type { Signal } from '../domain/signal.ts'
import { concerns, HEARD, waitsFor } from '../workflow/planner/plan-wait.ts'
import { type Draft, put } from './draft.ts'

/** The signal belongs to this enrollment's wait from now on: no other wait takes it. */
export function consumeSignal(draft: Draft, signalId: string, enrollmentId: string): void {
  const signal = [...draft.signals, ...draft.world.signals].find(({ id }) => id === signalId)
  if (signal === undefined) return
  draft.signals = [...draft.signals.filter(({ id }) => id !== signalId), { ...signal, consumedBy: enrollmentId }]
}

/**
 * Offers a signal to the running enrollment first: the wait that it answers takes it and is woken at once, and `stop-on`
 * does not apply to it. Null when nobody waits for it.
 */
export function offerSignal(draft: Draft, signal: Pick<Signal, 'id' | 'kind' | 'offer'>): Enrollment | null {
  const active = draft.enrollments.find(({ status }) => status === 'active')
  if (active === undefined || active.step === null) return null
  const step = draft.versions.get(active.version)?.program.steps[active.step]
  if (!concerns(signal, active) || !waitsFor(step, active, signal.kind)) return null
  const answered = { ...active, arms: { ...active.arms, [active.step]: HEARD } }
  put(draft, 'enrollments', { ...answered, dueAt: draft.now, generation: active.generation + 1 })
  consumeSignal(draft, signal.id, active.id)
  draft.events.push(event('arm-taken', draft.now, { enrollmentId: active.id, step: active.step, arm: HEARD }))
  return active
}
