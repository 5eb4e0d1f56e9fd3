import { z } from '@hono/zod-openapi'
import type { DeliveryReport } from '../../domain/bounces/delivery-report.ts'
import { lookUp } from '../../domain/text/look-up.ts'
import { isSame } from '../session.ts'
import { parseJson, refused, reportId, reportOf, type WebhookReading, type WebhookRequest } from './reading.ts'

/** Reads a bounce, a spam complaint or an unsubscribe of Postmark, which signs nothing: a token stands in the address or is the password. */
export function readPostmark(request: WebhookRequest, secrets: { token: string }): WebhookReading {
  const given = request.token ?? passwordOf(request)
  if (given === null || !isSame(given, secrets.token)) return refused('the token is missing or another one')
  const read = postmarkEvent.safeParse(parseJson(request.body))
  if (!read.success) return { kind: 'unreadable', expected: 'an event of Postmark with `RecordType`' }
  return { kind: 'reports', reports: reportsOf(read.data) }
}

function passwordOf({ header }: WebhookRequest): string | null {
  const encoded = /^Basic +([\w+/=]+) *$/i.exec(header('authorization') ?? '')?.[1]
  if (encoded === undefined) return null
  return /^[^:]*:(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8'))?.[1] ?? null
}

const text = z.string().catch('')

const postmarkEvent = z.object({
  RecordType: z.string(),
  ID: z.union([z.number(), z.string()]).catch(''),
  Type: text,
  MessageID: text,
  Email: text,
  BouncedAt: text,
  Details: text,
  Description: text,
  Content: text,
  /** What a change of subscription calls the address and its time. */
  Recipient: text,
  ChangedAt: text,
  SuppressSending: z.boolean().catch(false),
  SuppressionReason: text,
  Metadata: z.record(z.string(), z.unknown()).catch({}),
})

type PostmarkEvent = z.infer<typeof postmarkEvent>

/** Types that Postmark itself takes for the end of an address, or for one bad day, and what that is as a status. */
const MEANINGS: Record<string, string> = { HardBounce: '5.1.1', BadEmailAddress: '5.1.3', SoftBounce: '4.0.0' }
/** It still tries, or nothing was returned at all. */
const GOING_ON = ['Transient', 'DnsError']
const NO_BOUNCE = ['AutoResponder', 'AddressChange', 'Subscribe', 'OpenRelayTest', 'ChallengeVerification']
const COMPLAINTS = ['SpamComplaint', 'SpamNotification']

function reportsOf(event: PostmarkEvent) {
  const kind = kindOf(event)
  if (kind === null) return []
  const recipient = event.Email || event.Recipient
  const happened = event.ID || `${event.MessageID} ${event.ChangedAt}`
  return [
    {
      id: reportId('postmark', kind, happened, recipient),
      report: reportOf({
        kind,
        source: 'postmark',
        recipient,
        messageId: originalMessageId(event),
        fallback: lookUp(MEANINGS, event.Type) ?? null,
        words: wordsOf(event),
        isFinal: kind !== 'bounce' || !GOING_ON.includes(event.Type),
        at: event.BouncedAt || event.ChangedAt,
      }),
    },
  ]
}

/** Null for what says nothing of a mail or a person; addresses that Postmark itself stops are told of as bounces. */
function kindOf({
  RecordType,
  Type,
  SuppressSending,
  SuppressionReason,
}: PostmarkEvent): DeliveryReport['kind'] | null {
  if (RecordType === 'SpamComplaint') return 'complaint'
  if (RecordType === 'SubscriptionChange') {
    return SuppressSending && SuppressionReason === 'ManualSuppression' ? 'unsubscribe' : null
  }
  if (RecordType !== 'Bounce' || NO_BOUNCE.includes(Type)) return null
  if (Type === 'SpamComplaint') return 'complaint'
  return Type === 'Unsubscribe' ? 'unsubscribe' : 'bounce'
}

/** Postmark's own `MessageID` is no Message-ID; ours stands in the returned mail, where the webhook includes it. */
function originalMessageId({ Content, Metadata }: PostmarkEvent): string {
  const told = Object.entries(Metadata).find(([name]) => name.toLowerCase() === 'message-id')?.[1]
  if (typeof told === 'string') return told
  return /^Message-ID:\s*(<msg_[^\s<>]+>)/im.exec(Content)?.[1] ?? ''
}

function wordsOf({ Type, Details, Description }: PostmarkEvent): string {
  // A spam filter's notice is about us, whatever its words say of the mailbox.
  return COMPLAINTS.includes(Type) ? Type : Details || Description || Type
}
