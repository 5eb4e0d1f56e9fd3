import type { Intent } from './inquiry/inquiry.ts'
import type { OpeningHours } from './time/opening-hours.ts'

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

/** Where answers, bounces and reports arrive. */
export interface Mailbox {
  /** `imaps://user:password@host:port`; null: nothing is fetched. */
  imap: string | null
  folder: string
  /** Address that bounces go to, with the mail's token behind a plus (VERP); null: the sender's address, without a token. */
  returnPath: string | null
  /** Address for the `mailto` of List-Unsubscribe; null: none. */
  unsubscribe: string | null
}

/** How mail is signed (RFC 6376). */
export interface Dkim {
  domain: string
  selector: string
  /** PEM. */
  key: string
}

/** What is done to links in mail to leads. */
export interface Links {
  /** Added to every link to the publisher's own pages; empty: none. */
  utm: Record<string, string>
  /** Whether clicks are noticed: then links in mail to leads go over Tend. */
  clicks: boolean
}

/** Mail providers that may report bounces and complaints, and what they prove it with; null: nobody listens. */
export interface Webhooks {
  amazonSes: { topic: string; token: string } | null
  /** DER in base64, as SendGrid shows it. */
  sendgrid: { publicKey: string } | null
  postmark: { token: string } | null
  azure: { token: string } | null
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
  mailbox: Mailbox
  /** Null: mail is signed by the relay, or not at all. */
  dkim: Dkim | null
  links: Links
  webhooks: Webhooks
  /** Whether the DNS is asked where the domains of leads have their mail. */
  providerLookup: boolean
}
