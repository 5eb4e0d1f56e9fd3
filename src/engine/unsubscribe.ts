import { isInForce } from '../domain/contact-policy.ts'
import { event } from '../domain/event.ts'
import type { Message } from '../domain/message.ts'
import type { Suppression } from '../domain/suppression.ts'
import { changeLead } from './change-lead.ts'
import type { EngineContext } from './context.ts'
import { endEverything } from './end-enrollments.ts'
import type { UnsubscribeView } from './engine-api.ts'
import { suppress } from './suppress-lead.ts'
import { messageOfToken } from './unsubscribe-link.ts'

/** What the page behind an unsubscribe link shows. Changes nothing, so that a link scanner may look as often as it likes. */
export async function viewUnsubscribe(context: EngineContext, token: string): Promise<UnsubscribeView | null> {
  const message = await messageOf(context, token)
  if (message === null) return null
  const world = await context.store.leads.world(message.leadId)
  const already = world !== null && hasUnsubscribed(world.suppressions, message, context.clock.now())
  const { name } = context.settings().publisher
  return { maskedAddress: masked(message.to), publisher: name, already }
}

/** The recipient of the mail wants no more of it: committed when it resolves; pressing twice is harmless (RFC 8058). */
export async function unsubscribe(context: EngineContext, token: string): Promise<boolean> {
  const message = await messageOf(context, token)
  if (message === null) return false
  const by = 'recipient'
  const because = 'the person unsubscribed'
  await changeLead(context, message.leadId, draft => {
    if (hasUnsubscribed(draft.suppressions, message, draft.now)) return
    const id = context.newId('signal')
    const { leadId, recipientKey } = message
    // The person may have been erased since the mail was looked up.
    const to = draft.lead.email
    draft.signals.push({ id, leadId, kind: 'unsubscribe', at: draft.now, data: {}, offer: null, consumedBy: null })
    draft.events.push(event('signal-received', draft.now, { signalId: id, signal: 'unsubscribe', by }))
    const reason = 'unsubscribed'
    suppress(context, draft, { scope: 'address', key: recipientKey, label: to, reason, because, by, until: null })
    suppress(context, draft, { scope: 'lead', key: leadId, label: to, reason, because, by, until: null })
    endEverything(draft, because)
  })
  return true
}

/** A snooze or a bounce is no opt-out: whoever asks then is to be heard too. */
function hasUnsubscribed(suppressions: Suppression[], message: Message, now: number): boolean {
  return suppressions.some(known => {
    const isTheirs = known.key === message.recipientKey || known.key === message.leadId
    return isTheirs && known.reason === 'unsubscribed' && isInForce(known, now)
  })
}

async function messageOf(context: EngineContext, token: string): Promise<Message | null> {
  const messageId = messageOfToken(context, token)
  return messageId === null ? null : context.store.messages.find(messageId)
}

function masked(address: string | null): string {
  if (address === null) return 'your address'
  const [local = '', domain = ''] = address.split('@')
  return `${local.slice(0, 1)}…@${domain}`
}
