import { TendError } from '../domain/errors.ts'
import type { Message } from '../domain/mail/message.ts'
import type { EngineContext } from './context.ts'
import { resolveMessage } from './resolve-message.ts'

/** Whoever answers a mail, or sends it back, has seen that it left: that settles a doubt about it. */
export async function settleByArrival(context: EngineContext, message: Message | null): Promise<void> {
  if (message?.status !== 'uncertain') return
  const word = { id: message.id, as: 'sent', by: 'an answer in the mailbox', doubt: message.generation } as const
  try {
    await resolveMessage(context, word)
  } catch (error) {
    const isGone = error instanceof TendError && error.code === 'conflict'
    if (!isGone) throw error
  }
}
