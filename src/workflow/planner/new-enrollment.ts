import type { Enrollment } from '../../domain/enrollment.ts'
import type { Inquiry } from '../../domain/inquiry/inquiry.ts'
import { DAY_MS } from '../../domain/time/units.ts'
import type { WorkflowVersion } from '../versions/version.ts'

/** How long an enrollment may stand in the waiting place. */
export const WAITING_PLACE_MS = 7 * DAY_MS

/** An enrollment as it begins. Active: due at once at its first step. Waiting: due when something must be done about it. */
export function newEnrollment(parts: {
  id: string
  version: WorkflowVersion
  inquiry: Inquiry
  status: 'active' | 'waiting'
  firstTouchMs: number
  now: number
}): Enrollment {
  const { version, inquiry, now } = parts
  const firstTouchBy = inquiry.at + parts.firstTouchMs
  return {
    id: parts.id,
    leadId: inquiry.leadId,
    inquiryId: inquiry.id,
    environment: inquiry.environment,
    workflowId: version.workflowId,
    version: version.hash,
    offer: inquiry.offer,
    rank: version.program.rank,
    status: parts.status,
    step: parts.status === 'active' ? version.program.entry : null,
    phase: 'arrive',
    arrivedAt: now,
    completedAt: now,
    dueAt: parts.status === 'active' ? now : waitingDueAt(firstTouchBy, now),
    generation: 1,
    arms: {},
    shiftedFor: null,
    firstTouchBy,
    firstTouchAt: null,
    startedAt: now,
    endedAt: null,
    endReason: null,
  }
}

/** A waiting enrollment that takes its turn now. */
export function startWaiting(waiting: Enrollment, entry: string | null, now: number): Enrollment {
  return {
    ...waiting,
    status: 'active',
    step: entry,
    phase: 'arrive',
    arrivedAt: now,
    completedAt: now,
    startedAt: now,
    dueAt: now,
    generation: waiting.generation + 1,
  }
}

/**
 * When a waiting enrollment wants to be looked at next: half-way to the promise, for a call instead of a late mail (half
 * of 24 hours outlasts a night and a downtime), and then its end.
 */
export function waitingDueAt(firstTouchBy: number, now: number): number {
  const giveUpAt = now + WAITING_PLACE_MS
  const callBy = now + Math.round((firstTouchBy - now) / 2)
  return callBy > now ? Math.min(callBy, giveUpAt) : giveUpAt
}
