import { z } from '@hono/zod-openapi'
import { isSame } from '../session.ts'
import {
  type ArrivedReport,
  parseJson,
  refused,
  reportId,
  reportOf,
  type WebhookReading,
  type WebhookRequest,
} from './reading.ts'

/** Reads delivery reports of Azure Communication Services, in Event Grid's own schema or as CloudEvents. */
export function readAzure(request: WebhookRequest, secrets: { token: string }): WebhookReading {
  if (request.token === null || !isSame(request.token, secrets.token)) return refused('the token is another one')
  const body = parseJson(request.body)
  const read = z.array(gridEvent).safeParse(Array.isArray(body) ? body : [body])
  if (!read.success) return { kind: 'unreadable', expected: 'events of Event Grid with `eventType` and `data`' }
  for (const event of read.data) {
    const code = validation.safeParse(event.data)
    if (kindOf(event) === VALIDATION && code.success) {
      return { kind: 'handshake', answer: { validationResponse: code.data.validationCode } }
    }
  }
  return { kind: 'reports', reports: read.data.flatMap(reportsOf) }
}

const VALIDATION = 'Microsoft.EventGrid.SubscriptionValidationEvent'
const DELIVERY_REPORT = 'Microsoft.Communication.EmailDeliveryReportReceived'

const text = z.string().catch('')

const gridEvent = z.object({
  id: z.string(),
  eventType: text,
  /** What CloudEvents call it. */
  type: text,
  data: z.unknown(),
})

type GridEvent = z.infer<typeof gridEvent>

const validation = z.object({ validationCode: z.string().max(1_000) })

const deliveryReport = z.object({
  recipient: text,
  internetMessageId: text,
  messageId: text,
  status: text,
  deliveryStatusDetails: z.object({ statusMessage: text }).catch({ statusMessage: '' }),
  deliveryAttemptTimeStamp: text,
})

/** Statuses of a mail that did not arrive, and what each amounts to where the server's words say no more. */
const FAILURES: Record<string, string | null> = {
  Bounced: '5.1.1',
  // Azure does not even try an address that bounced for good before.
  Suppressed: '5.1.1',
  Failed: null,
  Quarantined: '5.7.1',
  FilteredSpam: '5.7.1',
}

function kindOf({ eventType, type }: GridEvent): string {
  return eventType || type
}

function reportsOf(event: GridEvent): ArrivedReport[] {
  const read = deliveryReport.safeParse(event.data)
  if (kindOf(event) !== DELIVERY_REPORT || !read.success || !Object.hasOwn(FAILURES, read.data.status)) return []
  const { recipient, internetMessageId, status, deliveryStatusDetails, deliveryAttemptTimeStamp } = read.data
  return [
    {
      id: reportId('azure', event.id, recipient),
      report: reportOf({
        kind: 'bounce',
        source: 'azure',
        recipient,
        messageId: internetMessageId,
        fallback: FAILURES[status] ?? null,
        words: deliveryStatusDetails.statusMessage || status,
        isFinal: true,
        at: deliveryAttemptTimeStamp,
      }),
    },
  ]
}
