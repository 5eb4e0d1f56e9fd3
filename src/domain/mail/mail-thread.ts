import { type Message, mayHaveLeft } from './message.ts'

/** The earlier mail that a mail goes on from. */
export interface MailThread {
  /** Of the first mail. */
  subject: string
  /** Message-IDs, oldest first; never empty. */
  references: string[]
}

const MOST_REFERENCES = 10

/** The mails of an enrollment that left, as the thread of its next one; null when none has. */
export function threadOf(messages: readonly Message[], enrollmentId: string): MailThread | null {
  const left = messages.filter(
    mail => mail.enrollmentId === enrollmentId && mail.kind === 'nurture' && mayHaveLeft(mail.status),
  )
  const subject = left.find(mail => mail.subject !== null)?.subject
  return subject == null ? null : { subject, references: shortened(left.map(mail => mail.messageId)) }
}

/** `Re:` and the subject, once. */
export function replySubject(subject: string): string {
  return `Re: ${subject.replace(/^(?:re:\s*)+/i, '')}`
}

/** The first one and the newest: mail programs find the thread by either. */
function shortened(ids: string[]): string[] {
  return ids.length <= MOST_REFERENCES ? ids : [...ids.slice(0, 1), ...ids.slice(1 - MOST_REFERENCES)]
}
