import { event } from '../domain/event.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'
import { silence } from './stop-contact.ts'

/** Somebody wants no more mail, and said so elsewhere than on our own page. */
export function hearUnsubscribe(context: EngineContext, draft: Draft, order: { by: string; because: string }): void {
  const id = context.newId('signal')
  const leadId = draft.lead.id
  draft.signals.push({ id, leadId, kind: 'unsubscribe', at: draft.now, data: {}, offer: null, consumedBy: null })
  draft.events.push(event('signal-received', draft.now, { signalId: id, signal: 'unsubscribe', by: order.by }))
  silence(context, draft, { ...order, reason: 'unsubscribed' })
}
