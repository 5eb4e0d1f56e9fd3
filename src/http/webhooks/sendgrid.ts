import { createPublicKey, verify } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { DeliveryReport } from '../../domain/bounces/delivery-report.ts'
import {
  type ArrivedReport,
  parseJson,
  refused,
  reportId,
  reportOf,
  type WebhookReading,
  type WebhookRequest,
} from './reading.ts'

/** Reads SendGrid's Signed Event Webhook: ECDSA over the timestamp and the body as they came. */
export function readSendgrid(request: WebhookRequest, secrets: { publicKey: string }): WebhookReading {
  if (!isSigned(request, secrets.publicKey)) return refused('the signature is missing or does not fit')
  const read = z.array(z.unknown()).safeParse(parseJson(request.body))
  if (!read.success) return { kind: 'unreadable', expected: 'a list of events of SendGrid' }
  return { kind: 'reports', reports: read.data.flatMap(reportsOf) }
}

function isSigned({ body, header }: WebhookRequest, publicKey: string): boolean {
  const signature = header('x-twilio-email-event-webhook-signature') ?? ''
  const timestamp = header('x-twilio-email-event-webhook-timestamp') ?? ''
  if (signature === '' || timestamp === '') return false
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    return verify('sha256', Buffer.from(timestamp + body), key, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}

const text = z.string().catch('')

const sendgridEvent = z.object({
  event: z.string(),
  email: text,
  timestamp: z.number().catch(0),
  'smtp-id': text,
  sg_message_id: text,
  status: text,
  reason: text,
  response: text,
  type: text,
  bounce_classification: text,
})

type SendgridEvent = z.infer<typeof sendgridEvent>

function reportsOf(written: unknown): ArrivedReport[] {
  const read = sendgridEvent.safeParse(written)
  const meaning = read.success ? meaningOf(read.data) : null
  if (!read.success || meaning === null) return []
  const { event, email, timestamp, sg_message_id: theirId, 'smtp-id': messageId, status, reason, response } = read.data
  const words = reason || response
  return [
    {
      // Not by `sg_event_id`, which may change when SendGrid tries again.
      id: reportId('sendgrid', event, theirId || messageId, email, timestamp),
      report: reportOf({ source: 'sendgrid', recipient: email, messageId, status, words, at: timestamp, ...meaning }),
    },
  ]
}

type Meaning = Pick<DeliveryReport, 'kind' | 'isFinal'> & { fallback: string | null }

const UNSUBSCRIBED: Meaning = { kind: 'unsubscribe', isFinal: true, fallback: null }

/** What is neither a bounce, a complaint nor an unsubscribe says nothing that Tend acts on. */
function meaningOf({ event, reason, type, bounce_classification: words }: SendgridEvent): Meaning | null {
  switch (event) {
    case 'spamreport':
      return { kind: 'complaint', isFinal: true, fallback: null }
    case 'unsubscribe':
    case 'group_unsubscribe':
      return UNSUBSCRIBED
    case 'bounce':
      return {
        kind: 'bounce',
        isFinal: true,
        fallback: type !== 'blocked' && words === 'Invalid Address' ? '5.1.1' : null,
      }
    case 'deferred':
      return { kind: 'bounce', isFinal: false, fallback: null }
    case 'dropped':
      return droppedMeaning(reason)
    default:
      return null
  }
}

/** SendGrid did not even try, because of what happened with an earlier mail. */
function droppedMeaning(reason: string): Meaning {
  if (/spam report/i.test(reason)) return { kind: 'complaint', isFinal: true, fallback: null }
  if (/^unsubscribed address/i.test(reason)) return UNSUBSCRIBED
  if (/^bounced address/i.test(reason)) return { kind: 'bounce', isFinal: true, fallback: '5.1.1' }
  return { kind: 'bounce', isFinal: true, fallback: /^invalid\b/i.test(reason) ? '5.1.3' : null }
}
