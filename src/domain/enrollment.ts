import type { Environment } from './people/lead.ts'

export type EnrollmentStatus = 'active' | 'waiting' | 'finished' | 'stopped' | 'replaced'

/** Where an active enrollment stands at its step. */
export type StepPhase =
  /** The step is to be run at `dueAt`. */
  | 'arrive'
  /** A wait runs until `dueAt`. */
  | 'wait'
  /** A mail is on its way: the message row wakes the enrollment when it is final; `dueAt` is null. */
  | 'mail'

/** One lead going through one workflow version because of one inquiry. */
export interface Enrollment {
  id: string
  leadId: string
  inquiryId: string
  environment: Environment
  workflowId: string
  version: string
  offer: string
  rank: number
  status: EnrollmentStatus
  /** Step id; null before the first step of a waiting one and after the end. */
  step: string | null
  phase: StepPhase
  /** When it arrived at `step`: `expires` and `up-to` count from here. */
  arrivedAt: number
  /** When the step before completed: waits count from here. */
  completedAt: number
  /** When the row wants to be looked at again; null while a mail is on its way and after the end. */
  dueAt: number | null
  /** Rises with each arming, so that an alarm for an older due time is recognised as stale. */
  generation: number
  /** Arm taken at each `split` and `choose`, by step id. */
  arms: Record<string, string>
  /** The pause (by its begin) that the timetable was last moved for, so that no pause moves it twice. */
  shiftedFor: number | null
  /** When the first mail or call task of this inquiry is promised for, and when it happened. */
  firstTouchBy: number
  firstTouchAt: number | null
  startedAt: number
  endedAt: number | null
  endReason: string | null
}
