/** `pair` is name with company, for do-not-contact leads that came with nothing else. */
export type SuppressionScope = 'address' | 'domain' | 'lead' | 'phone' | 'pair'

export type SuppressionReason =
  | 'do-not-contact'
  | 'unsubscribed'
  /** The person wants a pause; it ends by itself. */
  | 'snoozed'
  /** The person wants no more mail about one offer. */
  | 'offer-declined'
  | 'hard-bounce'
  | 'soft-bounce'
  | 'complaint'
  | 'erased'
  | 'disqualified'
  | 'person'

/** Why an address, a domain, a lead, a phone or a pair may not be written to, by whom, until when. */
export interface Suppression {
  id: string
  scope: SuppressionScope
  /** A lead id for `lead`, else a keyed hash. */
  key: string
  /** What to show a person; null after an erasure. */
  label: string | null
  leadId: string | null
  /** Only mail about this offer is meant; null: all mail. */
  offer: string | null
  reason: SuppressionReason
  /** Words: who asked and how. */
  because: string
  /** `inquiry`, `recipient`, `person`, `api`, `smtp` … */
  by: string
  createdAt: number
  /** Null: for ever. */
  until: number | null
  liftedAt: number | null
  liftedBecause: string | null
}
