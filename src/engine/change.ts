import type { Alert } from '../domain/alert.ts'
import type { ContactAnswer, SentMail } from '../domain/contact-policy.ts'
import type { Enrollment } from '../domain/enrollment.ts'
import type { Escalation, Task } from '../domain/escalation.ts'
import type { NewEvent } from '../domain/event.ts'
import type { InboundRecord } from '../domain/inbound/inbound-record.ts'
import type { Inquiry } from '../domain/inquiry/inquiry.ts'
import type { FrozenMail, Lease, Message, MessageKind, MessageStatus, TransportName } from '../domain/mail/message.ts'
import type { Environment, Lead } from '../domain/people/lead.ts'
import type { Limits } from '../domain/settings.ts'
import type { ScoreEntry, Signal } from '../domain/signal.ts'
import type { Suppression } from '../domain/suppression.ts'

/** Everything that belongs to one lead and that a decision may need, read in one consistent snapshot. */
export interface LeadWorld {
  lead: Lead
  inquiries: Inquiry[]
  enrollments: Enrollment[]
  /** Without bytes; oldest first. */
  messages: Message[]
  suppressions: Suppression[]
  escalations: Escalation[]
  tasks: Task[]
  signals: Signal[]
  scores: ScoreEntry[]
}

/**
 * One decision about one lead, as whole rows. It is applied in one transaction together with the events that
 * explain it, or not at all: `revision` must be the one the decision was made on (0: the lead is new).
 */
export interface Change {
  /** The lead as it is to be; the store sets its revision. */
  lead: Lead
  /** Nothing about the lead itself changes: its row gets its new revision and no more. */
  keepsLead?: boolean
  revision: number
  inquiries?: Inquiry[]
  enrollments?: Enrollment[]
  /** New rows only. A second row for the same origin, purpose, recipient and occurrence is ignored. */
  messages?: NewMessage[]
  /** Ends mail that has not reached the gate, of the lead or of one enrollment. */
  cancelMail?: { enrollmentId: string | null; status: 'cancelled' | 'suppressed'; reason: string }[]
  /** Mail of the lead that waits until then or longer is due now: its gate asks again whether it may leave. */
  hurryMail?: { dueFrom: number }[]
  suppressions?: Suppression[]
  /** A second escalation for the same lead and reason is ignored. */
  escalations?: Escalation[]
  tasks?: Task[]
  signals?: Signal[]
  /** A second entry for the same lead and origin is ignored. */
  scores?: ScoreEntry[]
  /** Receipts whose work this change completes. */
  receipts?: { id: string; inquiryId: string | null; processedAt: number }[]
  /** What came in and is worked off by this change; a second one with its id makes the whole change `stale`. */
  inbound?: InboundRecord[]
  /** Deletes the personal text of the lead everywhere: rows, receipts, message bytes, event texts. */
  erase?: boolean
  /** What a person should look at because of this; one that is open already is not raised again. */
  alerts?: Alert[]
  /** Never empty. */
  events: NewEvent[]
}

export interface NewMessage {
  row: Message
  /** Null for a row that is born final (`skipped`, `suppressed`). */
  mail: FrozenMail | null
}

/** How a try ended; the store writes it only for the holder of the lease. */
export interface Settlement {
  lease: Lease
  status: MessageStatus
  reason: string | null
  serverReply: string | null
  transport: TransportName | null
  /** When to try again, for `due`. */
  dueAt: number | null
  /** Whether this try counts against the message. */
  countsAsAttempt: boolean
  at: number
  /** What the try taught about the address (a hard bounce), in the same transaction. */
  suppressions?: Suppression[]
  alerts?: Alert[]
  events: NewEvent[]
  /** What the workflow does next, decided as if this end were written: applied with it while the lead has not moved on. */
  next?: Change | null
}

/** Which leases are given up, and what becomes of their mail. */
export interface Recovery {
  now: number
  /** Leases that ended before this moment. */
  endedBefore: number
  /** Leases that claim to last beyond this moment: the clock was ahead when they were taken. */
  lastsBeyond: number
  /** A mail that took so many workers with it, one after the other, waits for a person if it is from before `bornBefore`. */
  mostLosses: number
  bornBefore: number
  alertFor(mail: { id: string; leadId: string; status: 'uncertain' | 'held'; reason: string }): Alert
}

/** A mail of unknown fate, with everything that decides what becomes of it. */
export interface Doubt {
  id: string
  environment: Environment
  kind: MessageKind
  /** Message-ID header, with angle brackets. */
  messageId: string
  /** The way out whose gate opened; null in rows that were written before the gate noted it. */
  transport: TransportName | null
  gateAt: number
  generation: number
  /** How often it was sent again without a person's word. */
  resends: number
  /** False once an erasure has deleted the bytes. */
  hasMail: boolean
}

/** A word on a mail that did not end well: it counts as sent, or it is due once more with the bytes it had. */
export interface Resolution {
  id: string
  as: 'sent' | 'resend'
  by: string
  now: number
  /** Keys of the alerts that asked for this word; cleared in the same transaction. */
  clears: string[]
  /** For evidence, the generation of the doubt it was found for: older evidence settles nothing. Null: a person's word. */
  doubt: number | null
}

export interface GateRequest {
  lease: Lease
  now: number
  /** The way out that asks: what tells captured mail of lost workers from mail that may have left. */
  transport: TransportName
  limits: Limits
  /** The same contact question as at planning, asked inside the gate's own transaction. */
  ask(facts: GateFacts): GateVerdict
}

export interface GateFacts {
  message: Message
  lead: Lead
  suppressions: Suppression[]
  mails: SentMail[]
  /** The enrollment that the mail belongs to, as it is now. */
  enrollment: Enrollment | null
  /** True when a person asked for another try: it is wanted although the workflow has moved on. */
  isResent: boolean
  /** True when it was sent again on evidence: it is wanted unless the workflow was stopped meanwhile. */
  isRepeated: boolean
  /** True while the mail's workflow is paused. */
  isPaused: boolean
}

/** `skip`: the mail has become pointless, and the workflow goes on without it. */
export type GateVerdict = ContactAnswer | { may: 'skip'; because: string }

export type GateAnswer = { open: true } | { open: false; answer: GateVerdict | { may: 'lost-lease' } }
