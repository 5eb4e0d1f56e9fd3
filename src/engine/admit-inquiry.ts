import { event } from '../domain/event.ts'
import type { Inquiry } from '../domain/inquiry/inquiry.ts'
import type { Arrival } from './arrival.ts'
import { changeFoundLead } from './change-lead.ts'
import { offerSignal } from './consume-signal.ts'
import type { EngineContext } from './context.ts'
import { attempt, type Draft } from './draft.ts'
import { endOnSignal } from './end-enrollments.ts'
import { enroll } from './enroll.ts'
import { alreadyAdmitted, fillLead, findAlike, findOrNew } from './identify-lead.ts'
import { honourDoNotContact, liftByInquiry } from './own-wish.ts'
import { scoreInquiry } from './score-inquiry.ts'
import { takeSteps } from './take-steps.ts'

/**
 * The second transaction of a receipt: who it is, what they did, which workflow starts. A crash before its commit loses
 * nothing, since the sweep finds the receipt unprocessed; run twice, it finds its own inquiry and does nothing.
 */
export async function admitInquiry(context: EngineContext, arrival: Arrival): Promise<Draft> {
  let alike: string[] = []
  let paused: string[] = []
  return changeFoundLead(context, {
    turn: arrival.keys.addressKey ?? arrival.keys.phoneKey ?? arrival.receipt.id,
    load: async () => {
      const world = (await alreadyAdmitted(context, arrival)) ?? (await findOrNew(context, arrival))
      alike = await findAlike(context, arrival, world.lead.id)
      paused = await context.store.workflows.paused()
      return world
    },
    decide: draft => {
      decide(context, draft, { arrival, alike })
      goOnAtOnce(context, draft, paused)
    },
  })
}

function decide(context: EngineContext, draft: Draft, found: { arrival: Arrival; alike: string[] }): void {
  const { arrival, alike } = found
  if (draft.world.inquiries.some(known => known.receiptId === arrival.receipt.id)) return
  draft.mayHaveHappened = arrival.receipt.receivedAt < (context.store.epoch.restoredAt() ?? 0)
  const inquiry: Inquiry = { ...arrival.inquiry, leadId: draft.lead.id }
  identify(context, draft, { arrival, alike })
  draft.inquiries.push(inquiry)
  draft.receipts.push({ id: arrival.receipt.id, inquiryId: inquiry.id, processedAt: draft.now })
  draft.events.push(received(inquiry))
  if (inquiry.action === 'DNC') return honourDoNotContact(context, draft, inquiry)
  liftByInquiry(context, draft, inquiry)
  scoreInquiry(context, draft, inquiry)
  if (inquiry.action === 'Create') raisePurchase(context, draft, inquiry)
  enroll(context, draft, inquiry)
}

/**
 * What just started and is due takes its first steps in the same commit. A fault in them (a template that cannot be filled)
 * must not keep the lead from being known: then they are tried again when the alarm rings.
 */
function goOnAtOnce(context: EngineContext, draft: Draft, paused: string[]): void {
  const started = draft.enrollments.find(({ id, status }) => status === 'active' && draft.touched.enrollments.has(id))
  if (started === undefined || started.dueAt === null || started.dueAt > draft.now) return
  if (paused.includes(started.workflowId)) return
  attempt(
    draft,
    copy => takeSteps(context, copy, started),
    error => context.log.error('the first steps of a workflow failed; they are tried again', error),
  )
}

function identify(
  context: EngineContext,
  draft: Draft,
  { arrival, alike }: { arrival: Arrival; alike: string[] },
): void {
  if (draft.revision > 0) return fillLead(context, draft, arrival)
  const { addressKey, phoneKey } = arrival.keys
  const identifiedBy = addressKey !== null ? 'email' : phoneKey !== null ? 'phone' : 'nothing'
  draft.events.push(event('lead-created', arrival.inquiry.at, { identifiedBy }))
  if (alike.length > 0) draft.events.push(event('possible-duplicate', arrival.inquiry.at, { leadIds: alike }))
}

function received(inquiry: Inquiry): Draft['events'][number] {
  const { id, receiptId, action, source, offer, intent, flags } = inquiry
  return event('inquiry-received', inquiry.at, { inquiryId: id, receiptId, action, source, offer, intent, flags })
}

/** A purchase tells the other enrollments on that offer, before the inquiry itself is routed. */
function raisePurchase(context: EngineContext, draft: Draft, inquiry: Inquiry): void {
  const id = context.newId('signal')
  draft.signals.push({
    id,
    leadId: draft.lead.id,
    kind: 'purchase',
    at: draft.now,
    data: { inquiryId: inquiry.id },
    offer: inquiry.offer,
    consumedBy: null,
  })
  draft.events.push(event('signal-received', draft.now, { signalId: id, signal: 'purchase', by: 'inquiry' }))
  const purchase = { id, kind: 'purchase', offer: inquiry.offer }
  if (offerSignal(draft, purchase) === null) endOnSignal(draft, purchase)
}
