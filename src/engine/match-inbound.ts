import type { Message } from '../domain/mail/message.ts'
import { readEmailAddress } from '../domain/people/email-address.ts'
import type { Lead } from '../domain/people/lead.ts'
import type { EngineContext } from './context.ts'
import { readMailToken } from './mail-token.ts'

export interface InboundMatch {
  leadId: string
  /** The mail of ours that is answered or returned; null when only the address says whose it is. */
  message: Message | null
}

const OWN_ID = /^<([a-z]+_[0-9a-z]+)@[^<>@\s]+>$/i

/** Whom something that came in is about: by what it answers, else by the token of the address it came to, else by its author. */
export async function matchInbound(
  context: EngineContext,
  came: { answers: string[]; token: string | null; from: string | null },
): Promise<InboundMatch | null> {
  const message = (await firstOwn(context, came.answers)) ?? (await ofToken(context, came.token))
  if (message !== null) return { leadId: message.leadId, message }
  const lead = await byAddress(context, came.from)
  return lead === null ? null : { leadId: lead.id, message: null }
}

/** Ids of ours are no secret, but no word of theirs is taken for more than it says: the whole header must be the one we sent. */
async function firstOwn(context: EngineContext, ids: string[]): Promise<Message | null> {
  for (const messageId of ids) {
    const id = OWN_ID.exec(messageId)?.[1]
    const message = id === undefined ? null : await context.store.messages.find(id)
    if (message?.messageId === messageId) return message
  }
  return null
}

async function ofToken(context: EngineContext, token: string | null): Promise<Message | null> {
  const named = token === null ? null : readMailToken(context, token)
  return named === null ? null : context.store.messages.find(named.messageId)
}

async function byAddress(context: EngineContext, from: string | null): Promise<Lead | null> {
  const address = from === null ? null : readEmailAddress(from)
  if (address === null) return null
  const addressKey = context.store.fingerprint(address.normalised)
  const { leads } = context.store
  const [live] = await leads.byKeys('live', { addressKey })
  if (live !== undefined) return live
  const [test] = await leads.byKeys('test', { addressKey })
  return test ?? null
}
