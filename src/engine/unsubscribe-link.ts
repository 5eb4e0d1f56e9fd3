import type { EngineContext } from './context.ts'

/** A link that names the message, not the person, and lasts as long as the secret: it works years later and many times. */
export function unsubscribeUrl(context: EngineContext, messageId: string): string {
  return `${context.publicUrl()}/u/${messageId}.${context.signer.sign(purpose(messageId))}`
}

/** The message id in an unsubscribe token; null when the token is not ours. */
export function messageOfToken(context: EngineContext, token: string): string | null {
  const [messageId, signature] = token.split('.')
  if (messageId === undefined || signature === undefined) return null
  return context.signer.verify(purpose(messageId), signature) ? messageId : null
}

function purpose(messageId: string): string {
  return `unsubscribe ${messageId}`
}
