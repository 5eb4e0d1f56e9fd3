import type { Environment } from '../people/lead.ts'

export type ReceiptOutcome = 'accepted' | 'repeat' | 'test' | 'quarantined'
export type ReceiptChannel = 'ingest' | 'api' | 'import'

/** One delivery as it came. `body` is null only after an erasure. */
export interface Receipt {
  id: string
  channel: ReceiptChannel
  endpointId: string | null
  environment: Environment
  receivedAt: number
  contentType: string | null
  body: Uint8Array | null
  /** Bytes that came; larger than `body` when it was cut. */
  size: number
  truncated: boolean
  outcome: ReceiptOutcome
  /** Why it was quarantined, or of what it is a repeat, in words. */
  reason: string | null
  /** Same key inside the repeat window means: the same delivery again. */
  repeatKey: string | null
  repeatOf: string | null
  idempotencyKey: string | null
  /** Hash of the request that came with the idempotency key. */
  requestHash: string | null
  /** What was answered to the idempotency key, as JSON: the same key gets the same answer. */
  answer: string | null
  /** For `test`: when Partner Center made the test lead, read from its ticks. */
  validatedAt: number | null
  leadId: string | null
  inquiryId: string | null
  /** When the inquiry was committed; null on an accepted receipt means: still to do. */
  processedAt: number | null
}
