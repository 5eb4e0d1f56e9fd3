import type { Endpoint } from '../domain/endpoint.ts'
import { TendError } from '../domain/errors.ts'
import { readApiLead } from '../domain/inquiry/api-lead.ts'
import type { ReadLead } from '../domain/inquiry/marketplace-lead.ts'
import type { Receipt } from '../domain/inquiry/receipt.ts'
import { admitInquiry } from './admit-inquiry.ts'
import { arrivalOf } from './arrival.ts'
import type { EngineContext } from './context.ts'
import type { ApiLead } from './engine-api.ts'
import { readSafely } from './take-in-delivery.ts'

/** Does the second transaction of a receipt that a crash left without it. */
export async function completeReceipt(context: EngineContext, receipt: Receipt): Promise<void> {
  const stored = receipt.body === null ? await context.store.receipts.find(receipt.id) : receipt
  if (stored?.body == null || stored.processedAt !== null) return
  const read = readStored(stored, stored.body)
  if (!read.ok) throw unreadable(stored.id, read.reason)
  const endpoint = await endpointOf(context, stored)
  await admitInquiry(context, arrivalOf(context, { receipt: stored, read: read.lead, endpoint }))
}

/** Reads the stored body by the channel it came through. */
export function readStored(receipt: Pick<Receipt, 'channel'>, body: Uint8Array): ReadLead {
  if (receipt.channel === 'ingest') return readSafely(body)
  return readApiLead(JSON.parse(Buffer.from(body).toString('utf8')) as ApiLead)
}

/** The endpoint a receipt came to; null for the other channels. */
export async function endpointOf(context: EngineContext, receipt: Receipt): Promise<Endpoint | null> {
  if (receipt.endpointId === null) return null
  const endpoints = await context.store.endpoints.list()
  return endpoints.find(({ id }) => id === receipt.endpointId) ?? null
}

/** It was understood when it came: only another version of Tend reads it otherwise. */
function unreadable(id: string, reason: string): TendError {
  return new TendError({
    code: 'internal',
    message: `Expected to read the accepted delivery ${id} again: ${reason}`,
    nextAction: 'Report it with the receipt: this version of Tend must read what an older one took in.',
  })
}
