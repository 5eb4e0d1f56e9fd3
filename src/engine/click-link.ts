import type { EngineContext } from './context.ts'

export interface LinkedClick {
  messageId: string
  link: string
}

/** A link that leads over Tend to where it led when the mail was written, and nowhere else. */
export function clickUrl(context: EngineContext, { messageId, link }: LinkedClick): string {
  const place = Buffer.from(link).toString('base64url')
  return `${context.publicUrl()}/c/${messageId}.${place}.${context.signer.sign(purpose(messageId, link))}`
}

/** What a click token names; null when it is not ours. */
export function readClick(context: EngineContext, token: string): LinkedClick | null {
  const [messageId = '', place = '', seal = ''] = token.split('.')
  const link = Buffer.from(place, 'base64url').toString()
  const isOurs =
    /^https?:\/\//i.test(link) && URL.canParse(link) && context.signer.verify(purpose(messageId, link), seal)
  return isOurs ? { messageId, link } : null
}

function purpose(messageId: string, link: string): string {
  return `click ${messageId} ${link}`
}
