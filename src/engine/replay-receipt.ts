import { TendError } from '../domain/errors.ts'
import type { Receipt } from '../domain/inquiry/receipt.ts'
import { completeReceipt, endpointOf } from './complete-receipt.ts'
import type { EngineContext } from './context.ts'
import { outcomeOf, readSafely } from './take-in-delivery.ts'

/** Reads a quarantined receipt again with today's rules. Throws `not-found`, and `conflict` when it is not quarantined. */
export async function replayReceipt(context: EngineContext, id: string): Promise<Receipt> {
  const receipt = await findReceipt(context, id)
  if (receipt.outcome !== 'quarantined') throw notQuarantined(receipt)
  const read = receipt.truncated || receipt.body === null ? null : readSafely(receipt.body)
  if (read === null || !read.ok) return receipt
  const outcome = outcomeOf(read.lead, await endpointOf(context, receipt))
  const processedAt = outcome.outcome === 'accepted' ? null : context.clock.now()
  await context.store.receipts.reclassify(id, { ...outcome, processedAt })
  await completeReceipt(context, await findReceipt(context, id))
  await context.store.alerts.clear(`quarantine ${id}`, context.clock.now())
  return findReceipt(context, id)
}

async function findReceipt(context: EngineContext, id: string): Promise<Receipt> {
  const receipt = await context.store.receipts.find(id)
  if (receipt !== null) return receipt
  throw new TendError({
    code: 'not-found',
    message: `There is no receipt ${id}.`,
    nextAction: 'List them with GET /api/v1/receipts?status=quarantined.',
  })
}

function notQuarantined(receipt: Receipt): TendError {
  return new TendError({
    code: 'conflict',
    message: `Only quarantined receipts can be replayed; this one is ${receipt.outcome}.`,
    nextAction: 'Nothing needs to be done: its lead is already here.',
  })
}
