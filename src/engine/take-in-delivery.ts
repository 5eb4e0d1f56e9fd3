import type { Endpoint } from '../domain/endpoint.ts'
import { type MarketplaceLead, type ReadLead, readMarketplaceLead } from '../domain/inquiry/marketplace-lead.ts'
import { resolveOffer } from '../domain/inquiry/offer.ts'
import type { Receipt } from '../domain/inquiry/receipt.ts'
import { repeatKey } from '../domain/inquiry/repeat-key.ts'
import { isTestLead, testLeadTime } from '../domain/inquiry/test-lead.ts'
import { MINUTE_MS } from '../domain/time/units.ts'
import { admitInquiry } from './admit-inquiry.ts'
import { arrivalOf } from './arrival.ts'
import type { EngineContext } from './context.ts'
import type { Delivery } from './engine-api.ts'
import { type AlertWords, alertOf, logAlerts } from './raise-alert.ts'

/** The same delivery inside this time is a repeat. */
export const REPEAT_WINDOW_MS = 10 * MINUTE_MS

/**
 * Takes one delivery in. Durable when it resolves: the raw bytes and what they turned out to be are committed; reading
 * them is pure and can never prevent that. Who it is and what starts is a second transaction, afterwards.
 */
export async function takeInDelivery(context: EngineContext, delivery: Delivery): Promise<Receipt> {
  const { endpoint, size, body } = delivery
  const read = size > body.byteLength ? tooLarge(size) : readSafely(body)
  const arrived = receiptOf(context, delivery, read)
  const alert = arrived.outcome === 'quarantined' ? alertOf(context, quarantined(arrived, endpoint)) : null
  const { receipt } = await context.store.receipts.keep(arrived, REPEAT_WINDOW_MS, alert)
  if (alert !== null) logAlerts(context, [alert])
  if (receipt.outcome === 'accepted' && read.ok) {
    context.afterwards(async () => {
      await admitInquiry(context, arrivalOf(context, { receipt, read: read.lead, endpoint }))
    })
  }
  return receipt
}

/** Reading is written never to throw; should it do so all the same, the bytes are quarantined, not lost. */
export function readSafely(body: Uint8Array): ReadLead {
  try {
    return readMarketplaceLead(body)
  } catch (error) {
    return { ok: false, reason: `Tend could not read it: ${error instanceof Error ? error.message : 'unknown fault'}` }
  }
}

/** What a readable lead makes of its receipt. */
export function outcomeOf(
  read: MarketplaceLead,
  endpoint: { id: string; offer: string | null } | null,
): Pick<Receipt, 'outcome' | 'reason' | 'repeatKey' | 'validatedAt'> {
  if (isTestLead(read)) {
    return { outcome: 'test', reason: 'test lead of Partner Center', repeatKey: null, validatedAt: testLeadTime(read) }
  }
  return { outcome: 'accepted', reason: null, repeatKey: deliveryKey(read, endpoint), validatedAt: null }
}

function deliveryKey(read: MarketplaceLead, endpoint: { id: string; offer: string | null } | null): string {
  const { action, source, offerTitle, description, note, fields } = read
  const { offer } = resolveOffer({
    offerFromSource: read.offerFromSource,
    endpointOffer: endpoint?.offer ?? null,
    offerTitle,
    endpointId: endpoint?.id ?? null,
  })
  const said = { action, source, offer, offerTitle, description: description ?? note }
  return repeatKey({ endpointId: endpoint?.id ?? null, fields, ...said })
}

function receiptOf(context: EngineContext, delivery: Delivery, read: ReadLead): Receipt {
  const { endpoint, body, size, contentType } = delivery
  const outcome = read.ok
    ? outcomeOf(read.lead, endpoint)
    : { outcome: 'quarantined' as const, reason: read.reason, repeatKey: null, validatedAt: null }
  const now = context.clock.now()
  return {
    id: context.newId('receipt'),
    channel: 'ingest',
    endpointId: endpoint.id,
    environment: endpoint.environment,
    receivedAt: now,
    contentType,
    body,
    size,
    truncated: size > body.byteLength,
    ...outcome,
    repeatOf: null,
    idempotencyKey: null,
    requestHash: null,
    answer: null,
    leadId: null,
    inquiryId: null,
    processedAt: outcome.outcome === 'accepted' ? null : now,
  }
}

function tooLarge(size: number): ReadLead {
  return { ok: false, reason: `Expected at most 65536 bytes, came ${size}: the first 65536 are kept.` }
}

function quarantined(receipt: Receipt, endpoint: Endpoint): AlertWords {
  return {
    key: `quarantine ${receipt.id}`,
    kind: 'quarantine',
    message: `A delivery to “${endpoint.label}” could not be understood and is kept: ${receipt.reason}`,
    nextAction: 'Look at it under Receipts, then replay it when the cause is mended.',
  }
}
