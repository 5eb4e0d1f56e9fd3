import { readEmailAddress } from '../domain/email-address.ts'
import type { Message } from '../domain/message.ts'
import type { EngineContext } from './context.ts'
import type { Engine } from './engine-api.ts'
import { recordSignal } from './record-signal.ts'

type Arrived = Parameters<Engine['takeInReports']>[0][number]

/** Works each report off once, by its id. Whoever it does not name, and whatever is not ours, is left alone. */
export async function takeInReports(context: EngineContext, reports: Arrived[]): Promise<void> {
  for (const arrived of reports) await takeIn(context, arrived)
}

async function takeIn(context: EngineContext, { id, report }: Arrived): Promise<void> {
  const { store, clock } = context
  const key = store.fingerprint(`report ${id}`)
  if (await store.inbound.knows(key)) return
  const message = await messageOf(context, report)
  if (message !== null && report.kind === 'complaint') {
    const { leadId } = message
    await recordSignal(context, { leadId, kind: 'complaint', at: report.at, data: {}, by: report.source })
  }
  await store.inbound.keep({
    id: key,
    source: report.source,
    kind: message === null ? 'unknown' : report.kind,
    at: clock.now(),
    leadId: message?.leadId ?? null,
    messageId: message?.id ?? null,
    outcome: message === null ? 'it names no mail of ours' : `a ${report.kind} was reported`,
  })
}

async function messageOf({ store }: EngineContext, report: Arrived['report']): Promise<Message | null> {
  const id = /^<(msg_[^@]+)@/.exec(report.messageId ?? '')?.[1]
  const message = id === undefined ? null : await store.messages.find(id)
  if (message === null || message.messageId !== report.messageId) return null
  const address = readEmailAddress(report.recipient ?? '')
  return address === null || store.fingerprint(address.normalised) === message.recipientKey ? message : null
}
