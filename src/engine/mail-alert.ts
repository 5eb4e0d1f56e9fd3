import type { Alert } from '../domain/alert.ts'
import type { MessageStatus } from '../domain/mail/message.ts'
import type { EngineContext } from './context.ts'
import { type AlertWords, alertOf } from './raise-alert.ts'

type Alarming = Extract<MessageStatus, 'failed' | 'held' | 'uncertain'>

interface EndedMail {
  id: string
  leadId: string
  status: Alarming
  reason: string | null
}

type Words = Omit<AlertWords, 'key'>

/** What to tell of a mail that was refused for good, is held, or is of unknown fate. */
export function mailAlert(context: Pick<EngineContext, 'clock' | 'newId'>, mail: EndedMail): Alert {
  return alertOf(context, { key: alertKey(mail), ...WORDS[mail.status](mail) })
}

/** One alert for each mail and status. */
export function alertKey({ id, status }: Pick<EndedMail, 'id' | 'status'>): string {
  return `${status} ${id}`
}

/** True for an end that needs a person; every other end tells itself. */
export function needsPeople(status: MessageStatus): status is Alarming {
  return status in WORDS
}

const WORDS: Record<Alarming, (mail: EndedMail) => Words> = {
  failed: ({ leadId, reason }) => ({
    kind: 'mail-failed',
    message: `A mail was refused for good: ${reason}`,
    nextAction: `Read the server's answer with \`tend explain ${leadId}\` and mend what it names.`,
  }),
  held: ({ id, reason }) => ({
    kind: 'mail-held',
    message: `A mail waits for a person: ${reason}`,
    nextAction: `Mend what is named, then decide: ${resolving(id)}.`,
  }),
  uncertain: ({ id }) => ({
    kind: 'mail-uncertain',
    message:
      'A mail may have arrived and the server never said so. Without evidence no customer gets it again by itself.',
    nextAction: `Look into the log of the mail server, then decide: ${resolving(id)}.`,
  }),
}

function resolving(id: string): string {
  return `POST /api/v1/messages/${id}/resolve {"as":"sent"} or {"as":"resend"}`
}
