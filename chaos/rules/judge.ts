import { type History, isAcknowledged } from '../load/history.ts'
import type { Acceptance } from '../sink/smtp-sink.ts'
import { dueInTime, noLostLead, noLostStep } from './lead-rules.ts'
import { gapIsKept, noDuplicateMessage, recordsAgree, stepsAreInOrder } from './message-rules.ts'
import { fileIsWhole, restIsComplete, timelineIsComplete } from './rest-rules.ts'
import type { State } from './state.ts'
import { noContactAfterStop } from './stop-rules.ts'
import type { Violation } from './violation.ts'

export interface Evidence {
  history: History
  acceptances: Acceptance[]
  /** At rest. */
  state: State
  late: number
  gapMs: number
  /** False where the case turned the product's clock back: then its own times prove nothing. */
  isClockTrue: boolean
  /** Found by the case itself. */
  found: Violation[]
}

export interface Tally {
  kills: number
  leads: number
  messages: number
  lost: number
  duplicated: number
  afterStop: number
  late: number
  uncertain: number
  /** Of the uncertain ones: the server had taken them. */
  uncertainTaken: number
  held: number
}

export function emptyTally(): Tally {
  return {
    kills: 0,
    leads: 0,
    messages: 0,
    lost: 0,
    duplicated: 0,
    afterStop: 0,
    late: 0,
    uncertain: 0,
    uncertainTaken: 0,
    held: 0,
  }
}

/** Joins what the driver, the mail server and the database say. */
export function judge(evidence: Evidence): { tally: Tally; violations: Violation[] } {
  const { history, acceptances, state } = evidence
  const timed = evidence.isClockTrue ? [...gapIsKept(state, evidence.gapMs), ...dueInTime(evidence.late)] : []
  const taken = new Set(acceptances.map(({ messageId }) => messageId))
  const uncertain = state.messages.filter(({ status }) => status === 'uncertain')
  const violations = [
    ...evidence.found,
    ...noLostLead(history.deliveries, state),
    ...noLostStep(state),
    ...noDuplicateMessage(acceptances, state),
    ...noContactAfterStop(history.stops, evidence),
    ...timed,
    ...recordsAgree(acceptances, state),
    ...stepsAreInOrder(acceptances, state),
    ...restIsComplete(state),
    ...timelineIsComplete(state),
    ...fileIsWhole(state.integrity),
  ]
  const count = (rules: RegExp) => violations.filter(({ rule }) => rules.test(rule)).length
  return {
    tally: {
      kills: history.kills,
      leads: history.deliveries.filter(delivery => isAcknowledged(delivery) && delivery.action === 'INS').length,
      messages: acceptances.length,
      lost: count(/^no-lost-/),
      duplicated: count(/^no-duplicate-/),
      afterStop: count(/^no-contact-after-stop$/),
      late: evidence.late,
      uncertain: uncertain.length,
      uncertainTaken: uncertain.filter(({ messageId }) => taken.has(messageId)).length,
      held: state.messages.filter(({ status }) => status === 'held').length,
    },
    violations,
  }
}
