import { z } from '@hono/zod-openapi'
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
  const messageId = originalMessageId(read)
  return [
    ...bounces(read, message, messageId),
    ...complaints(read, message, messageId),
    ...delays(read, message, messageId),
  ]
}

/** SES gives the mail another Message-ID; the one we gave it stands among the headers. */
function originalMessageId({ mail }: Notification): string {
  return mail.headers.find(({ name }) => name.toLowerCase() === 'message-id')?.value ?? mail.commonHeaders.messageId
}

function bounces({ bounce }: Notification, message: SnsEnvelope, messageId: string): ArrivedReport[] {
  if (bounce === undefined) return []
  const { bounceType, bounceSubType, feedbackId, timestamp } = bounce
  const fallback = bounceType === 'Permanent' && bounceSubType === 'NoEmail' ? '5.1.1' : null
  return bounce.bouncedRecipients.map(recipient => ({
    id: reportId('amazon-ses', 'bounce', feedbackId || message.MessageId, recipient.emailAddress),
    report: reportOf({
      kind: 'bounce',
      source: 'amazon-ses',
      recipient: recipient.emailAddress,
      messageId,
      status: recipient.status,
      fallback,
      words: recipient.diagnosticCode || `${bounceType} ${bounceSubType}`,
      isFinal: true,
      at: timestamp,
    }),
  }))
}

function complaints({ complaint }: Notification, message: SnsEnvelope, messageId: string): ArrivedReport[] {
  if (complaint === undefined) return []
  const { feedbackId, timestamp, complaintFeedbackType } = complaint
  // "The reporter does not consider it spam" is no complaint (RFC 5965 section 7.3 has it as a type of report).
  if (complaintFeedbackType === 'not-spam') return []
  return complaint.complainedRecipients.map(({ emailAddress }) => ({
    id: reportId('amazon-ses', 'complaint', feedbackId || message.MessageId, emailAddress),
    report: reportOf({
      kind: 'complaint',
      source: 'amazon-ses',
      recipient: emailAddress,
      messageId,
      words: complaintFeedbackType,
      isFinal: true,
      at: timestamp,
    }),
  }))
}

function delays({ deliveryDelay }: Notification, message: SnsEnvelope, messageId: string): ArrivedReport[] {
  if (deliveryDelay === undefined) return []
  return deliveryDelay.delayedRecipients.map(recipient => ({
    id: reportId('amazon-ses', 'delay', message.MessageId, recipient.emailAddress),
    report: reportOf({
      kind: 'bounce',
      source: 'amazon-ses',
      recipient: recipient.emailAddress,
      messageId,
      status: recipient.status,
      words: recipient.diagnosticCode,
      isFinal: false,
      at: deliveryDelay.timestamp,
    }),
  }))
}
