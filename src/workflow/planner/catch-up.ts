import type { ContactAnswer } from '../../domain/contact-policy.ts'
import { HOUR_MS } from '../../domain/time/units.ts'

/** Mail that runs more than an hour behind its timetable keeps this distance from the mail before it. */
const CATCH_UP_GAP_MS = 20 * HOUR_MS

/**
 * Whether late mail must keep its distance: after a downtime several steps may be overdue at once, and nobody is to get
 * them in one evening. Null when nothing is against it.
 */
export function catchUpAnswer(mail: {
  dueAt: number
  lastMailAt: number | undefined
  now: number
}): Extract<ContactAnswer, { may: 'later' }> | null {
  const { dueAt, lastMailAt, now } = mail
  const isLate = now - dueAt > HOUR_MS
  if (!isLate || lastMailAt === undefined || lastMailAt + CATCH_UP_GAP_MS <= now) return null
  const because = 'late mail keeps 20 hours from the mail before'
  return { may: 'later', delay: 'gap', until: lastMailAt + CATCH_UP_GAP_MS, because }
}
