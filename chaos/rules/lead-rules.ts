import { type Delivery, isAcknowledged } from '../load/history.ts'
import { SEND_STEPS } from '../product/publisher-files.ts'
import type { State } from './state.ts'
import { type Violation, violated } from './violation.ts'

/** Whatever was answered with 2xx is kept, and its lead is taken up. */
export function noLostLead(
  deliveries: Delivery[],
  state: Pick<State, 'receipts' | 'leads' | 'enrollments' | 'refusedReceipts'>,
): Violation[] {
  const receipts = new Map(state.receipts.map(receipt => [receipt.id, receipt]))
  const emails = new Map(state.leads.map(lead => [lead.id, lead.email]))
  // A wish for silence may overtake the delivery before it, when that one waits for the sweep.
  const enrolled = new Set([...state.enrollments.map(({ receiptId }) => receiptId), ...state.refusedReceipts])
  return deliveries.filter(isAcknowledged).flatMap(delivery => {
    const lost = (words: string) => [violated('no-lost-lead', `${delivery.email} (${delivery.receipt}): ${words}`)]
    const receipt = delivery.receipt === null ? undefined : receipts.get(delivery.receipt)
    if (receipt === undefined) return lost('answered with 2xx, but there is no such receipt')
    if (receipt.outcome !== delivery.outcome) return lost(`answered ${delivery.outcome}, kept as ${receipt.outcome}`)
    if (receipt.outcome !== 'accepted') return []
    if (receipt.processedAt === null || receipt.leadId === null) return lost('the receipt was never taken up')
    if (emails.get(receipt.leadId) !== delivery.email) return lost('the lead of the receipt has another address')
    if (delivery.action === 'INS' && !enrolled.has(receipt.id)) return lost('the lead is in no workflow')
    return []
  })
}

/** A lead that went through to the end has a row for every mail of the way. */
export function noLostStep(state: Pick<State, 'enrollments' | 'messages'>): Violation[] {
  const planned = new Map<string, Set<string>>()
  for (const { enrollmentId, template } of state.messages) {
    if (enrollmentId === null || template === null) continue
    planned.set(enrollmentId, (planned.get(enrollmentId) ?? new Set()).add(template))
  }
  return state.enrollments
    .filter(({ status }) => status === 'finished')
    .flatMap(({ id }) =>
      SEND_STEPS.filter(template => !planned.get(id)?.has(template)).map(template =>
        violated('no-lost-step', `the enrollment ${id} finished without a row for ${template}`),
      ),
    )
}

/** The first mail leaves within the time that the settings promise. */
export function dueInTime(late: number): Violation[] {
  return late === 0 ? [] : [violated('due-within-24h', `${late} first touches came, or are, later than promised`)]
}
