import type { SentMail } from '../domain/contact-policy.ts'
import { type Message, mayHaveLeft } from '../domain/mail/message.ts'

/** Mail to the lead that left or may have left, oldest first: what the budget counts. */
export function sentMails(messages: Message[]): SentMail[] {
  return messages
    .filter(message => message.kind === 'nurture' && mayHaveLeft(message.status))
    .map(message => ({
      at: message.gateAt ?? message.createdAt,
      template: message.template,
      enrollmentId: message.enrollmentId,
    }))
    .sort((a, b) => a.at - b.at)
}
