import type { SenderRecord } from '../domain/bounces/sender-health.ts'
import type { InboundRecord } from '../domain/inbound/inbound-record.ts'
import type { NoticeContext, NurtureContext } from '../domain/mail/mail-context.ts'
import type { MailThread } from '../domain/mail/mail-thread.ts'
import type { FrozenMail, TransportName } from '../domain/mail/message.ts'
import type { Page, PageRequest } from '../domain/page.ts'
import type { Dkim, Member } from '../domain/settings.ts'
import type { CompiledTemplate } from '../workflow/versions/version.ts'

export type DeliveryOutcome =
  | { kind: 'accepted'; reply: string }
  /** The server said no: certain, before or after the gate. */
  | { kind: 'refused'; permanent: boolean; code: number; enhanced: string | null; stage: string; reply: string }
  /** The line failed before the gate: certain no. `waitMs`: a try before that is no use. */
  | { kind: 'not-sent'; reason: string; waitMs?: number }
  /** Our own gate stayed shut: certain no. */
  | { kind: 'gate-shut' }
  /** Bytes may have arrived and nobody said so. */
  | { kind: 'unknown'; reason: string }

/** A way out for frozen mail; urgent mail waits for no other mail. `gate` is asked once, after the receiver said it is ready and before the first byte. */
export interface Transport {
  name: TransportName
  /** Why nothing can be sent at present, in words; null when all is well. */
  trouble(): string | null
  deliver(mail: FrozenMail, gate: () => Promise<boolean>, options?: { urgent: boolean }): Promise<DeliveryOutcome>
  close(): Promise<void>
}

/** Knows where domains have their mail. What it does not know it finds out by itself, for the next time. */
export interface MailRoutes {
  /** The provider that serves the domain among others, from memory; null: none, or none that is known yet. Never throws. */
  providerOf(domain: string): string | null
  /** Gives up what it is finding out. */
  close(): void
}

export interface ComposeRequest {
  template: CompiledTemplate
  context: NurtureContext | NoticeContext
  from: Member
  replyTo: string
  to: { name: string | null; address: string }
  /** With angle brackets; frozen. */
  messageId: string
  /** Date header; frozen. */
  date: number
  /** HTTPS (or local) link for RFC 8058; null on notices. */
  unsubscribeUrl: string | null
  /** Envelope sender, where bounces go; the sender's own address where there is none. */
  returnPath?: string | null
  /** Takes the lead off by mail, beside the link. */
  unsubscribeAddress?: string | null
  /** What postmasters count complaints by. */
  feedbackId?: string | null
  /** Earlier mail that a letter goes on from; its subject takes the place of the template's. */
  thread?: MailThread | null
  /** UTM tags for the links of a letter. */
  utm?: Record<string, string>
  /** Where a click on a link in the HTML goes first; null: straight to it. */
  clickUrl?: ((link: string) => string) | null
  /** Null: not signed here. */
  dkim?: Dkim | null
}

/** Turns a compiled template and a person into frozen bytes. Pure: the same request gives the same bytes. */
export interface Composer {
  compose(request: ComposeRequest): { subject: string; mail: FrozenMail }
}

/** Somebody else who saw our mail arrive, or did not: what settles the fate of a mail that nobody answered for. */
export interface Witness {
  /** For the timeline: who says so. */
  name: string
  /** How long after its gate the absence of a mail counts, in milliseconds. */
  settleMs: number
  /** Why it cannot testify at present, in words; null when all is well. */
  trouble(): Promise<string | null>
  /** By Message-ID (with angle brackets): true when it arrived, false when it certainly did not; absent when it cannot say. */
  lookFor(mails: { messageId: string; gateAt: number }[]): Promise<Map<string, boolean>>
}

/** How far a mailbox has been read: numbers of mails count within one validity only (RFC 9051 section 2.3.1.1). */
export interface MailboxPlace {
  uidValidity: string
  lastUid: number
}

export interface InboundStore {
  /** True when something with this id was worked off before. */
  knows(id: string): Promise<boolean>
  /** Keeps what concerns no lead; those that do come with the change they cause. A second one is ignored. */
  keep(record: InboundRecord): Promise<void>
  list(page: PageRequest): Promise<Page<InboundRecord>>
  /** What became of the nurture mail of live leads since then. */
  senderRecord(since: number): Promise<SenderRecord>
  place(mailbox: string): Promise<MailboxPlace | null>
  keepPlace(mailbox: string, place: MailboxPlace): Promise<void>
}
