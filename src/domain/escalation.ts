export type EscalationStatus = 'open' | 'accepted' | 'declined' | 'expired'

/** A lead handed to a team. Once per lead and reason, so that a step and a threshold do not double. */
export interface Escalation {
  id: string
  leadId: string
  enrollmentId: string | null
  inquiryId: string | null
  team: string
  /** Short stable word for why (`qualified`, or the step id); unique with the lead. */
  reason: string
  /** The same in words for the seller. */
  because: string
  owner: string | null
  status: EscalationStatus
  acceptBy: number
  createdAt: number
  answeredAt: number | null
  answeredBy: string | null
  answerNote: string | null
}

export type TaskStatus = 'open' | 'done' | 'cancelled'

/** A call for a person to make; the first touch of a lead that cannot be written to. */
export interface Task {
  id: string
  leadId: string
  enrollmentId: string | null
  /** Step id or `first-touch`; unique with the enrollment. */
  purpose: string
  team: string
  because: string
  status: TaskStatus
  dueBy: number
  createdAt: number
  doneAt: number | null
  doneBy: string | null
}
