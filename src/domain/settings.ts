import type { Intent } from './inquiry.ts'
import type { OpeningHours } from './opening-hours.ts'

export interface Member {
  name: string
  email: string
}

export interface Team {
  id: string
  members: Member[]
  acceptWithinMs: number
}

export interface ScoringRule {
  /** CEL over lead and inquiry, type-checked when the settings are read. */
  if: string
  points: number
  because: string
}

/** `null` means unlimited; 0 means none at all. */
export interface Limits {
  gapMs: number
  per30Days: number | null
  ceilingPerDay: number | null
}

export interface QuietHours {
  /** `HH:MM` in the zone; the window may cross midnight. */
  from: string
  to: string
  /** `lead` or an IANA name. */
  zone: string
}

export interface Publisher {
  name: string
  postalAddress: string
  privacyUrl: string
  bookingUrl: string | null
  sender: Member
  replyTo: string
}

export interface Offer {
  title: string
  /** IANA zone, intents and the like may follow; unknown keys are refused. */
  intents: Record<string, Intent>
}

/** Where it is looked up what became of a mail whose server never answered. */
export interface Evidence {
  /** Log of our own relay: a path from the root. */
  relayLog: string
  /** How long after the gate the absence of a mail counts. */
  settleMs: number
}

/** `tend.yaml`, read and with every default filled in. Always live: a change counts from the next decision on. */
export interface Settings {
  publisher: Publisher
  /** By `publisher.offer`, lower case. */
  offers: Record<string, Offer>
  /** In file order; the first is the default team. */
  teams: Team[]
  limits: Limits
  quietHours: QuietHours | null
  firstTouchMs: number
  /** Zone of leads whose country is unknown. */
  zone: string
  businessHours: OpeningHours
  /** `2026-12-25`: no working days, for waits in business days and for `hours`. */
  holidays: string[]
  scoring: { qualifiedAt: number | null; rules: ScoringRule[] }
  intents: Record<string, Intent>
  doNotContact: { liftedBy: 'person' | 'inquiry' }
  /** Null: a mail of unknown fate waits for a person. */
  evidence: Evidence | null
}
