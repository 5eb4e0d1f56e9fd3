import { type Delivery, isAcknowledged } from '../load/history.ts'
import type { Acceptance } from '../sink/smtp-sink.ts'
import type { State } from './state.ts'
import { type Violation, violated } from './violation.ts'

/** A delivery that was answered with 2xx before the power went is on the disk; its lead may still be to come. */
export function receiptsSurvive(deliveries: Delivery[], { receipts }: Pick<State, 'receipts'>): Violation[] {
  const kept = new Set(receipts.map(({ id }) => id))
  return deliveries
    .filter(delivery => isAcknowledged(delivery) && !kept.has(delivery.receipt ?? ''))
    .map(({ email, receipt }) => violated('no-lost-lead', `${email} (${receipt}) was gone after the power cut`))
}

/** A mail that was taken before the power went is known as one that may have left: it will not leave again. */
export function gatesSurvive(acceptances: Acceptance[], { messages }: Pick<State, 'messages'>): Violation[] {
  const rows = new Map(messages.map(row => [row.messageId, row.status]))
  return acceptances.flatMap(({ messageId }) => {
    const status = rows.get(messageId) ?? 'missing'
    if (['data', 'sent', 'uncertain'].includes(status)) return []
    return [violated('no-duplicate-message', `${messageId} had left, but was ${status} after the power cut`)]
  })
}
