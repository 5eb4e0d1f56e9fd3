import type { EnrollmentStatus, StepPhase } from '../../domain/enrollment.ts'
import type { EscalationStatus, TaskStatus } from '../../domain/escalation.ts'
import type { ReceiptOutcome } from '../../domain/inquiry/receipt.ts'
import { MESSAGE_STATUSES } from '../../domain/mail/message.ts'
import type { Environment, LeadStatus } from '../../domain/people/lead.ts'
import type { SuppressionScope } from '../../domain/suppression.ts'
import type { WorkflowState } from '../../engine/ports.ts'
import { check, sql } from '../drizzle.ts'

/** Every word of a closed list: a word that is missing here does not compile. */
function wordsOf<T extends string>(words: Record<T, true>): T[] {
  return Object.keys(words) as T[]
}

export const ENVIRONMENTS = wordsOf<Environment>({ live: true, test: true })
export const LEAD_STATUSES = wordsOf<LeadStatus>({
  open: true,
  qualified: true,
  disqualified: true,
  'do-not-contact': true,
  erased: true,
})
export const ENROLLMENT_STATUSES = wordsOf<EnrollmentStatus>({
  active: true,
  waiting: true,
  finished: true,
  stopped: true,
  replaced: true,
})
export const STEP_PHASES = wordsOf<StepPhase>({ arrive: true, wait: true, mail: true })
export const ESCALATION_STATUSES = wordsOf<EscalationStatus>({
  open: true,
  accepted: true,
  declined: true,
  expired: true,
})
export const TASK_STATUSES = wordsOf<TaskStatus>({ open: true, done: true, cancelled: true })
export const RECEIPT_OUTCOMES = wordsOf<ReceiptOutcome>({ accepted: true, repeat: true, test: true, quarantined: true })
export const SUPPRESSION_SCOPES = wordsOf<SuppressionScope>({
  address: true,
  domain: true,
  lead: true,
  phone: true,
  pair: true,
})
export const WORKFLOW_STATES = wordsOf<WorkflowState>({ active: true, paused: true, removed: true })
export { MESSAGE_STATUSES }

/** A CHECK that a column holds one of the words and nothing else. */
export function oneOf(name: string, column: string, words: readonly string[]) {
  return check(name, sql.raw(`${column} in (${words.map(word => `'${word}'`).join(', ')})`))
}
