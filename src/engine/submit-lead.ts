import { hash } from 'node:crypto'
import { TendError } from '../domain/errors.ts'
import { readApiLead } from '../domain/inquiry/api-lead.ts'
import type { MarketplaceLead } from '../domain/inquiry/marketplace-lead.ts'
import type { Receipt } from '../domain/inquiry/receipt.ts'
import { admitInquiry } from './admit-inquiry.ts'
import { arrivalOf } from './arrival.ts'
import type { EngineContext } from './context.ts'
import type { Submission, Submitted } from './engine-api.ts'
import { outcomeOf, REPEAT_WINDOW_MS } from './take-in-delivery.ts'

/**
 * Takes a lead in from a form, an import or another program and waits until it is identified and enrolled. The same key
 * with the same body gives the same answer; with another body it throws `conflict`.
 */
export async function submitLead(context: EngineContext, given: Submission): Promise<Submitted> {
  const submission = withItsTime(given)
  const read = readApiLead(submission.lead)
  if (!read.ok) {
    throw new TendError({
      code: 'bad-request',
      message: read.reason,
      nextAction: 'Send a JSON object with at least one of email, phone, firstName, lastName or company.',
    })
  }
  const wanted = receiptOf(context, submission, read.lead)
  const { receipt } = await context.store.receipts.keep(wanted, REPEAT_WINDOW_MS)
  if (submission.idempotencyKey === null) return answer(context, receipt, read.lead)
  if (receipt.requestHash !== wanted.requestHash) throw otherBody()
  // Not the receipt's own turn: admitting takes that one, and would wait for itself.
  return context.inTurn(`answer ${receipt.id}`, () => answerOnce(context, receipt, read.lead))
}

/** When it really happened stays with the inquiry; the promise to answer counts from now. */
function withItsTime(submission: Submission): Submission {
  if (submission.at === null) return submission
  return { ...submission, lead: { ...submission.lead, happenedAt: new Date(submission.at).toISOString() } }
}

/** The first answer is kept, so that whoever asks again reads the same, whatever has happened to the lead since. */
async function answerOnce(context: EngineContext, receipt: Receipt, read: MarketplaceLead): Promise<Submitted> {
  const known = (await context.store.receipts.find(receipt.id))?.answer
  if (known != null) return { ...(JSON.parse(known) as Omit<Submitted, 'receipt'>), receipt }
  const { receipt: _, ...first } = await answer(context, receipt, read)
  await context.store.receipts.keepAnswer(receipt.id, JSON.stringify(first))
  return { ...first, receipt }
}

async function answer(context: EngineContext, receipt: Receipt, read: MarketplaceLead): Promise<Submitted> {
  const source = receipt.outcome === 'repeat' && receipt.repeatOf ? await firstOf(context, receipt.repeatOf) : receipt
  if (source.outcome === 'accepted' && source.inquiryId === null) {
    const draft = await admitInquiry(context, arrivalOf(context, { receipt: source, read, endpoint: null }))
    return found(context, receipt, draft.lead.id)
  }
  return found(context, receipt, source.leadId)
}

async function found(context: EngineContext, receipt: Receipt, leadId: string | null): Promise<Submitted> {
  const world = leadId === null ? null : await context.store.leads.world(leadId)
  const asked = receipt.repeatOf ?? receipt.id
  const inquiry = world?.inquiries.find(({ receiptId }) => receiptId === asked) ?? null
  return { status: receipt.outcome, receipt, lead: world?.lead ?? null, inquiry }
}

async function firstOf(context: EngineContext, receiptId: string): Promise<Receipt> {
  const receipt = await context.store.receipts.find(receiptId)
  if (receipt !== null) return receipt
  throw new TendError({
    code: 'internal',
    message: 'The delivery that this one repeats is gone.',
    nextAction: 'Send the lead again in ten minutes.',
  })
}

function receiptOf(context: EngineContext, submission: Submission, read: MarketplaceLead): Receipt {
  const body = Buffer.from(JSON.stringify(submission.lead))
  const now = context.clock.now()
  const outcome = outcomeOf(read, null)
  return {
    id: context.newId('receipt'),
    channel: submission.channel,
    endpointId: null,
    environment: 'live',
    receivedAt: now,
    contentType: 'application/json',
    body,
    size: body.byteLength,
    truncated: false,
    ...outcome,
    repeatOf: null,
    idempotencyKey: submission.idempotencyKey,
    requestHash: hash('sha256', body, 'hex'),
    answer: null,
    leadId: null,
    inquiryId: null,
    processedAt: outcome.outcome === 'accepted' ? null : now,
  }
}

function otherBody(): TendError {
  return new TendError({
    code: 'conflict',
    message: 'This Idempotency-Key came before with another body.',
    nextAction: 'Use a new key for a new lead, or send the same body again.',
  })
}
