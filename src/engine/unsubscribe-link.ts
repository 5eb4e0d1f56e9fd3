import { isInForce } from '../domain/contact-policy.ts'
import type { Message } from '../domain/mail/message.ts'
import type { Suppression } from '../domain/suppression.ts'
import type { EngineContext } from './context.ts'

/** A link that names the message, not the person, and lasts as long as the secret: it works years later and many times. */
export function unsubscribeUrl(context: EngineContext, messageId: string): string {
  return `${context.publicUrl()}/u/${messageId}.${context.signer.sign(purpose(messageId))}`
}

/** The mail that an unsubscribe token stands in; null when the token is not ours. */
export async function linkedMessage(context: EngineContext, token: string): Promise<Message | null> {
  const [messageId, signature] = token.split('.')
  if (messageId === undefined || signature === undefined) return null
  if (!context.signer.verify(purpose(messageId), signature)) return null
  return context.store.messages.find(messageId)
}

/** True when the recipient of this mail opted out. A snooze or a bounce is no opt-out: whoever asks then is to be heard too. */
export function hasUnsubscribed(suppressions: Suppression[], message: Message, now: number): boolean {
  return suppressions.some(known => {
    const isTheirs = known.key === message.recipientKey || known.key === message.leadId
    return isTheirs && known.reason === 'unsubscribed' && isInForce(known, now)
  })
}

function purpose(messageId: string): string {
  return `unsubscribe ${messageId}`
}
