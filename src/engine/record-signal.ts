import { TendError } from '../domain/errors.ts'
import { event } from '../domain/event.ts'
import { readEmailAddress } from '../domain/people/email-address.ts'
import type { Signal } from '../domain/signal.ts'
import type { SuppressionReason } from '../domain/suppression.ts'
import { lookUp } from '../domain/text/look-up.ts'
import { changeLead } from './change-lead.ts'
import { offerSignal } from './consume-signal.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'
import { endEverything, endOnSignal } from './end-enrollments.ts'
import type { Engine } from './engine-api.ts'
import { silence } from './stop-contact.ts'
import { suppress } from './suppress-lead.ts'

/** Signals that always stop everything, whatever `stop-on` says, and why nobody writes after them. */
const SILENCING: Record<string, { reason: SuppressionReason; because: string }> = {
  unsubscribe: { reason: 'unsubscribed', because: 'the person unsubscribed' },
  complaint: { reason: 'complaint', because: 'the person complained about a mail' },
}

const WORD = /^[a-z][a-z0-9-]{0,39}$/

/** Something happened to a lead: it is kept, and what stops on it stops at once. Throws `bad-request` for an odd kind, `conflict` for the erased. */
export async function recordSignal(
  context: EngineContext,
  signal: Parameters<Engine['recordSignal']>[0],
): Promise<Signal> {
  if (!WORD.test(signal.kind)) throw oddKind(signal.kind)
  const id = context.newId('signal')
  const draft = await changeLead(context, signal.leadId, draft => addSignal(context, draft, { ...signal, id }))
  const kept = draft.signals.find(known => known.id === id)
  if (kept === undefined) throw new Error('the signal was not kept')
  return kept
}

type Arrived = Parameters<Engine['recordSignal']>[0] & { id: string }

function addSignal(context: EngineContext, draft: Draft, arrived: Arrived): void {
  if (draft.lead.status === 'erased') throw nobodyThere()
  const { id, leadId, kind, data, by } = arrived
  const offer = typeof data.offer === 'string' ? data.offer.toLowerCase() : null
  draft.signals.push({ id, leadId, kind, at: arrived.at ?? draft.now, data, offer, consumedBy: null })
  draft.events.push(event('signal-received', draft.now, { signalId: id, signal: kind, by }))
  const silencing = lookUp(SILENCING, kind)
  if (silencing !== undefined) return silence(context, draft, { by, ...silencing })
  if (kind === 'bounce' && data.type !== 'soft') return silenceAddress(context, draft, arrived)
  if (offerSignal(draft, { id, kind, offer }) === null) endOnSignal(draft, { kind, offer })
}

/** The address is at fault, not the person: a corrected one starts clean, also when a bounce of the old one comes late. */
function silenceAddress(context: EngineContext, draft: Draft, { data, by }: Arrived): void {
  const told = typeof data.email === 'string' ? readEmailAddress(data.email) : null
  const key = told === null ? draft.lead.addressKey : context.store.fingerprint(told.normalised)
  const isOfToday = key === draft.lead.addressKey
  const label = isOfToday ? draft.lead.email : null
  const because = 'the address does not exist'
  if (key !== null) {
    suppress(context, draft, { scope: 'address', key, label, reason: 'hard-bounce', because, by, until: null })
  }
  if (isOfToday) endEverything(draft, because)
}

/** What is told of an erased person would be personal data anew. */
function nobodyThere(): TendError {
  return new TendError({
    code: 'conflict',
    message: 'The person was erased: nothing more is kept of them.',
    nextAction: 'Leave it; should the person ask anew, that is a new lead.',
  })
}

function oddKind(kind: string): TendError {
  return new TendError({
    code: 'bad-request',
    message: `Expected a signal kind of small letters, digits and hyphens (\`reply\`, \`purchase\`, \`booked-call\`), came ${JSON.stringify(kind)}.`,
    nextAction: 'Send {"kind":"reply"} or a word of your own that your workflows wait for.',
  })
}
