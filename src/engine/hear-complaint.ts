import type { DeliveryReport } from '../domain/bounces/delivery-report.ts'
import { event } from '../domain/event.ts'
import type { Message } from '../domain/mail/message.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'
import { silence } from './stop-contact.ts'

interface Complaint {
  report: DeliveryReport
  message: Message | null
}

/** Somebody called a mail of ours spam: nobody writes to that person again, ever. */
export function hearComplaint(context: EngineContext, draft: Draft, { report, message }: Complaint): void {
  const id = context.newId('signal')
  const data = { messageId: message?.id ?? null }
  const { source: by } = report
  const leadId = draft.lead.id
  draft.signals.push({ id, leadId, kind: 'complaint', at: draft.now, data, offer: null, consumedBy: null })
  draft.events.push(event('signal-received', draft.now, { signalId: id, signal: 'complaint', by }))
  silence(context, draft, { by, reason: 'complaint', because: 'the person complained about a mail' })
}
