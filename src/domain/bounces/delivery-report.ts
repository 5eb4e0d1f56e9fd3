/** Who says what became of a mail after our own server took it. */
export type ReportSource = 'mailbox' | 'api' | 'amazon-ses' | 'sendgrid' | 'postmark' | 'azure'

/**
 * What somebody else says of one mail to one recipient: a delivery status (RFC 3464), a complaint (RFC 5965), or the same
 * from a provider's webhook, which also knows who unsubscribed there.
 */
export interface DeliveryReport {
  kind: 'bounce' | 'complaint' | 'unsubscribe'
  source: ReportSource
  /** Whom it is about, as the report spells it; null when it does not say. Nobody else is touched by it. */
  recipient: string | null
  /** Message-ID of our mail, with angle brackets; null when the report does not say. */
  messageId: string | null
  /** The signed token of our return path (VERP), when the report came to one. */
  token: string | null
  /** Enhanced status such as `5.1.1` (RFC 3463). */
  status: string | null
  /** SMTP code such as 550. */
  code: number | null
  /** The server's words on one line, without addresses. */
  diagnostic: string
  /** False while the server still tries: nothing has failed yet. */
  isFinal: boolean
  /** When it happened, in epoch milliseconds; null when the report does not say. */
  at: number | null
}
