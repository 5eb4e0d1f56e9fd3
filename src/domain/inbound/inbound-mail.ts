import type { DeliveryReport } from '../bounces/delivery-report.ts'

/** A mail that came to our mailbox, read. Everything in it was written by strangers. */
export interface InboundMail {
  /** What it is by its own headers and form; whose it is, the engine finds out. */
  kind: 'person' | 'automatic' | 'report' | 'unsubscribe'
  /** Its own Message-ID, with angle brackets. */
  messageId: string | null
  /** Who wrote it, normalised; null when there is no readable address. */
  from: string | null
  /** Every address it went to, also those of the envelope where the server noted them. */
  to: string[]
  subject: string
  /** What it answers, nearest first: In-Reply-To, then References from the end. With angle brackets. */
  answers: string[]
  /** The signed token of our return path, reply or unsubscribe address, when it came to one. */
  token: string | null
  /** What the person wrote anew, without the quoted mail and without a signature of ours; at most 4,000 characters. */
  text: string
  /** When its author is back, from an automatic answer that names a day: `2026-12-28`; else null. */
  backOn: string | null
  /** Of a `report`: one for each recipient. */
  reports: DeliveryReport[]
}
