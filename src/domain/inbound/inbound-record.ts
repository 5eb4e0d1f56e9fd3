import type { ReportSource } from '../bounces/delivery-report.ts'

/** That something came in, so that it acts once however often it comes. Its words belong to its lead, not here. */
export interface InboundRecord {
  /** Keyed hash of what came: of the whole mail, or of the event that a provider names. */
  id: string
  source: ReportSource
  kind: 'reply' | 'automatic' | 'bounce' | 'complaint' | 'unsubscribe' | 'own' | 'unknown'
  at: number
  leadId: string | null
  /** Id of the message of ours that it is about. */
  messageId: string | null
  /** What became of it, in words without personal data. */
  outcome: string
}
