export const SIGNAL_KINDS = ['reply', 'bounce', 'complaint', 'unsubscribe', 'click', 'purchase', 'qualified'] as const
/** One of SIGNAL_KINDS, or a word of the publisher's own that came by the API. */
export type SignalKind = (typeof SIGNAL_KINDS)[number] | (string & {})

/** Something that happened to a lead. */
export interface Signal {
  id: string
  leadId: string
  kind: SignalKind
  at: number
  data: Record<string, unknown>
  /** Offer it concerns, where it concerns one (a purchase); null: the lead as a whole. */
  offer: string | null
  /** Enrollment whose wait took it; null while nobody did. */
  consumedBy: string | null
}

/** Points given to a lead, once per origin. */
export interface ScoreEntry {
  id: string
  leadId: string
  points: number
  because: string
  /** Rule and inquiry, or enrollment and step: unique with the lead. */
  origin: string
  at: number
}
