import { z } from '@hono/zod-openapi'
import { tokenLike } from '../../domain/mail/token-address.ts'
import { lookUp } from '../../domain/text/look-up.ts'
import { type ArrivedReport, parseJson, refused, reportId, reportOf, type WebhookReading } from './reading.ts'
import { confirmationUrl, isSigned, type SnsEnvelope } from './sns.ts'

/** Reads what SES tells through SNS, both as a notification of an identity and as an event of a configuration set. */
export function readAmazonSes(message: SnsEnvelope, certificate: string, now: number): WebhookReading {
  if (!isSigned(message, certificate, now)) return refused('the signature does not fit')
  if (message.Type === 'SubscriptionConfirmation') {
    const url = confirmationUrl(message)
    return url === null ? refused('it asks to confirm at an address that is not ours') : { kind: 'confirmation', url }
  }
  if (message.Type !== 'Notification') return { kind: 'reports', reports: [] }
  const read = notification.safeParse(parseJson(message.Message))
  // SNS itself says in plain words that a topic was linked; nothing in that concerns a mail.
  if (!read.success) return { kind: 'reports', reports: [] }
  return { kind: 'reports', reports: reportsOf(read.data, message) }
}

const text = z.string().catch('')
const recipients = z.array(z.object({ emailAddress: text, status: text, diagnosticCode: text })).catch([])

const notification = z.object({
  notificationType: text,
  eventType: text,
  mail: z.object({
    /** The envelope sender: our return path. */
    source: text,
    headers: z.array(z.object({ name: z.string(), value: z.string() })).catch([]),
    commonHeaders: z.object({ messageId: text }).catch({ messageId: '' }),
  }),
  bounce: z
    .object({
      bounceType: text,
      bounceSubType: text,
      feedbackId: text,
      timestamp: text,
      bouncedRecipients: recipients,
    })
    .optional(),
  complaint: z
    .object({ feedbackId: text, timestamp: text, complaintFeedbackType: text, complainedRecipients: recipients })
    .optional(),
  deliveryDelay: z.object({ timestamp: text, delayedRecipients: recipients }).optional(),
})

type Notification = z.infer<typeof notification>

function reportsOf(read: Notification, message: SnsEnvelope): ArrivedReport[] {
  const names = { messageId: originalMessageId(read), token: tokenLike(read.mail.source) }
  return [...bounces(read, message, names), ...complaints(read, message, names), ...delays(read, message, names)]
}

/** What our mail is found by. */
interface Names {
  messageId: string
  token: string | null
}

/** SES gives the mail another Message-ID; the one we gave it stands among the headers. */
function originalMessageId({ mail }: Notification): string {
  return mail.headers.find(({ name }) => name.toLowerCase() === 'message-id')?.value ?? mail.commonHeaders.messageId
}

/** What the types amount to that often come without a word of the server; a vacation notice may be a transient one. */
const MEANINGS: Record<string, string> = {
  'Permanent NoEmail': '5.1.1',
  'Transient General': '4.0.0',
  'Transient MailboxFull': '4.2.2',
  'Transient MessageTooLarge': '5.3.4',
}
/** Amazon does not even try an address that bounced or complained before. */
const SUPPRESSION_LIST = /^(?:Suppressed|On[A-Z][a-z]+SuppressionList)$/

function bounces({ bounce }: Notification, message: SnsEnvelope, names: Names): ArrivedReport[] {
  if (bounce === undefined) return []
  const { bounceType, bounceSubType, feedbackId, timestamp } = bounce
  const isListed = SUPPRESSION_LIST.test(bounceSubType)
  return bounce.bouncedRecipients.map(recipient => ({
    id: reportId('amazon-ses', 'bounce', feedbackId || message.MessageId, recipient.emailAddress),
    report: reportOf({
      kind: 'bounce',
      source: 'amazon-ses',
      recipient: recipient.emailAddress,
      ...names,
      status: recipient.status,
      fallback: lookUp(MEANINGS, `${bounceType} ${bounceSubType}`) ?? (isListed ? '5.1.1' : null),
      // What Amazon says of its list speaks of "your account", as if we were at fault.
      words: (isListed ? '' : recipient.diagnosticCode) || `${bounceType} ${bounceSubType}`,
      isFinal: true,
      at: timestamp,
    }),
  }))
}

/** Reports that say the opposite (RFC 5965 section 7.3), of forgery (RFC 6591), or of a virus that another put on. */
const NO_COMPLAINTS = ['not-spam', 'auth-failure', 'virus']

function complaints({ complaint }: Notification, message: SnsEnvelope, names: Names): ArrivedReport[] {
  if (complaint === undefined) return []
  const { feedbackId, timestamp, complaintFeedbackType } = complaint
  if (NO_COMPLAINTS.includes(complaintFeedbackType)) return []
  return complaint.complainedRecipients.map(({ emailAddress }) => ({
    id: reportId('amazon-ses', 'complaint', feedbackId || message.MessageId, emailAddress),
    report: reportOf({
      kind: 'complaint',
      source: 'amazon-ses',
      recipient: emailAddress,
      ...names,
      words: complaintFeedbackType,
      isFinal: true,
      at: timestamp,
    }),
  }))
}

function delays({ deliveryDelay }: Notification, message: SnsEnvelope, names: Names): ArrivedReport[] {
  if (deliveryDelay === undefined) return []
  return deliveryDelay.delayedRecipients.map(recipient => ({
    id: reportId('amazon-ses', 'delay', message.MessageId, recipient.emailAddress),
    report: reportOf({
      kind: 'bounce',
      source: 'amazon-ses',
      recipient: recipient.emailAddress,
      ...names,
      status: recipient.status,
      words: recipient.diagnosticCode,
      isFinal: false,
      at: deliveryDelay.timestamp,
    }),
  }))
}
