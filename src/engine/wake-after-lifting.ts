import { endOfSilence } from '../domain/contact-policy.ts'
import type { Enrollment } from '../domain/enrollment.ts'
import type { Suppression } from '../domain/suppression.ts'
import { type Draft, put } from './draft.ts'

/**
 * What waited for the end of a silence that was lifted early is asked again: now, or when the one that still holds is over.
 * Waking is safe: planner and gate ask the contact question themselves.
 */
export function wakeAfterLifting(draft: Draft, { until }: Suppression): void {
  if (until === null || until <= draft.now) return
  for (const enrollment of draft.enrollments) {
    if (enrollment.status === 'active' && waitsForSilenceToEnd(enrollment, draft.now)) wake(draft, enrollment)
  }
  draft.hurryMail.push({ dueFrom: until })
}

/** Only a pause lets a step count as reached at a time to come. What the person's absence put off further stays put off. */
function waitsForSilenceToEnd({ phase, arrivedAt, dueAt }: Enrollment, now: number): boolean {
  return arrivedAt > now && (phase === 'mail' || (phase === 'arrive' && dueAt === arrivedAt))
}

function wake(draft: Draft, enrollment: Enrollment): void {
  const { suppressions, now } = draft
  const arrivedAt = endOfSilence({ suppressions, offer: enrollment.offer }, now)
  if (arrivedAt >= enrollment.arrivedAt) return
  const dueAt = enrollment.dueAt === null ? null : arrivedAt
  put(draft, 'enrollments', { ...enrollment, arrivedAt, dueAt, generation: enrollment.generation + 1 })
}
