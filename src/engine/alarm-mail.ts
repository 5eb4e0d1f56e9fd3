import type { MessageStatus } from '../domain/message.ts'
import type { EngineContext } from './context.ts'
import type { Alert } from './ports.ts'
import { raiseAlert } from './raise-alert.ts'

interface EndedMail {
  id: string
  leadId?: string
  status: MessageStatus
  reason: string | null
}

type Words = Pick<Alert, 'kind' | 'message' | 'nextAction'>

/** Tells people of a mail that needs them: refused for good, held, or of unknown fate. Every other end tells itself. */
export async function alarmMail(context: EngineContext, mail: EndedMail): Promise<void> {
  const words = WORDS[mail.status]?.(mail)
  if (words !== undefined) await raiseAlert(context, { key: `${mail.status} ${mail.id}`, ...words })
}

const WORDS: Partial<Record<MessageStatus, (mail: EndedMail) => Words>> = {
  failed: ({ leadId, reason }) => ({
    kind: 'mail-failed',
    message: `A mail was refused for good: ${reason}`,
    nextAction: `Read the server's answer with \`tend explain ${leadId}\` and mend what it names.`,
  }),
  held: ({ id, reason }) => ({
    kind: 'mail-held',
    message: `A mail was put off by the server so often that it waits for a person: ${reason}`,
    nextAction: `Mend what the server names, then decide: ${resolving(id)}.`,
  }),
  uncertain: ({ id }) => ({
    kind: 'mail-uncertain',
    message: 'A mail may have arrived and the server never said so. It is not sent again by itself.',
    nextAction: `Decide: ${resolving(id)}.`,
  }),
}

function resolving(id: string): string {
  return `POST /api/v1/messages/${id}/resolve {"as":"sent"} or {"as":"resend"}`
}
