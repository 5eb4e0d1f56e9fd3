import type { Alert } from '../domain/alert.ts'
import type { DeliveryReport } from '../domain/bounces/delivery-report.ts'
import type { Endpoint, EndpointToken } from '../domain/endpoint.ts'
import type { Enrollment } from '../domain/enrollment.ts'
import type { Escalation, EscalationStatus, Task, TaskStatus } from '../domain/escalation.ts'
import type { TimelineEvent } from '../domain/event.ts'
import type { Inquiry } from '../domain/inquiry/inquiry.ts'
import type { Receipt, ReceiptOutcome } from '../domain/inquiry/receipt.ts'
import type { FrozenMail, Message, MessageStatus, TransportName } from '../domain/mail/message.ts'
import type { Page, PageRequest } from '../domain/page.ts'
import type { Lead, LeadStatus } from '../domain/people/lead.ts'
import type { Signal } from '../domain/signal.ts'
import type { SnoozeLength } from '../domain/snooze.ts'
import type { Suppression, SuppressionScope } from '../domain/suppression.ts'
import type { WorkflowVersion } from '../workflow/versions/version.ts'
import type { WorkflowDiff } from './diff-workflow.ts'
import type { MapPreview, MapRequest } from './map-workflow.ts'
import type { LeadWorld, Stats, WorkflowState } from './ports.ts'

/** One POST to an ingest URL whose token was good. `body` is at most 64 KiB; `size` is what really came. */
export interface Delivery {
  endpoint: Endpoint
  body: Uint8Array
  size: number
  contentType: string | null
}

/** A lead from a form, an import or the API: the fields of `POST /api/v1/leads`. */
export interface ApiLead {
  email?: string
  firstName?: string
  lastName?: string
  company?: string
  phone?: string
  country?: string
  title?: string
  action?: string
  source?: string
  offer?: string
  note?: string
  [extra: string]: unknown
}

export interface Submission {
  lead: ApiLead
  channel: 'api' | 'import'
  idempotencyKey: string | null
  /** When it really happened, for imports; null: now. */
  at: number | null
}

export interface Submitted {
  status: ReceiptOutcome
  receipt: Receipt
  /** Null for a test lead, which makes no lead. */
  lead: Lead | null
  inquiry: Inquiry | null
}

/** A person or a program acting on a lead: `by` says who, `because` why. */
export interface LeadAction {
  leadId: string
  by: string
  because: string
}

/** An event with the sentence that a person reads. */
export type TimelineEntry = TimelineEvent & { words: string }

/** What is to happen next with a lead, or why nothing will. */
export interface NextStep {
  at: number | null
  words: string
}

export interface WorkflowSummary {
  id: string
  title: string
  state: WorkflowState
  version: string
  actions: string[]
  rank: number
  counts: Partial<Record<Enrollment['status'], number>>
  /** Set while the file on disk is bad and the last good version runs. */
  trouble: string | null
}

export interface UnsubscribeView {
  /** The address with most of it hidden; null after an erasure. */
  maskedAddress: string | null
  publisher: string
  already: boolean
  /** Of the person; null when nobody knows. */
  language: string | null
  /** Until when the person paused mail; null: not at all. */
  snoozedUntil: number | null
  /** What the mail was about; null when it was about no offer in particular. */
  offer: { title: string; declined: boolean } | null
}

export interface Health {
  /** False only when the database cannot be written or is not migrated. */
  ready: boolean
  /** Why the product is slower or poorer than it should be; empty when all is well. */
  degraded: string[]
  /** Rows that this process found seconds after their time: nobody rang for them, or too late. */
  lostAlarms: number
}

export interface EndpointView extends Endpoint {
  tokens: Pick<EndpointToken, 'id' | 'createdAt' | 'revokedAt'>[]
}

/** Everything the product can do. Built by `createEngine`; adapters and commands call nothing else. */
export interface Engine {
  /** The endpoint of a live token, or null. */
  findEndpoint(token: string): Promise<Endpoint | null>
  /** Durable when it resolves; the lead is identified and enrolled afterwards. Throws `not-durable`. */
  takeInDelivery(delivery: Delivery): Promise<Receipt>
  /** Takes a lead in and waits until it is identified and enrolled. Throws `conflict` for a key used with another body. */
  submitLead(submission: Submission): Promise<Submitted>
  listReceipts(
    filter: { outcome?: ReceiptOutcome | undefined; endpointId?: string | undefined },
    page: PageRequest,
  ): Promise<Page<Receipt>>
  findReceipt(id: string): Promise<Receipt | null>
  /** Reads a quarantined receipt again with today's rules. Throws `not-found`, `conflict`. */
  replayReceipt(id: string): Promise<Receipt>

  listLeads(
    filter: { email?: string | undefined; q?: string | undefined; status?: LeadStatus | undefined },
    page: PageRequest,
  ): Promise<Page<Lead>>
  findLead(id: string): Promise<LeadWorld | null>
  readTimeline(leadId: string): Promise<TimelineEntry[]>
  nextStep(world: LeadWorld): NextStep
  markDoNotContact(action: LeadAction): Promise<Lead>
  /** Lifts do-not-contact and the person's own suppressions; resumes nothing. */
  allowContact(action: LeadAction): Promise<Lead>
  qualifyLead(action: LeadAction): Promise<Lead>
  disqualifyLead(action: LeadAction): Promise<Lead>
  /** Deletes everything personal; keyed suppressions stay. Cannot be undone. */
  eraseLead(action: LeadAction): Promise<Lead>
  /** Everything held about one person, as plain data. */
  exportLead(action: LeadAction): Promise<Record<string, unknown>>
  recordSignal(signal: {
    leadId: string
    kind: string
    at: number | null
    data: Record<string, unknown>
    by: string
  }): Promise<Signal>

  /** Works each report off once, by its id; durable when it resolves. */
  takeInReports(reports: { id: string; report: DeliveryReport }[]): Promise<void>

  listMessages(
    filter: { status?: MessageStatus | undefined; transport?: TransportName | undefined },
    page: PageRequest,
  ): Promise<Page<Message>>
  findMessage(id: string): Promise<{ message: Message; mail: FrozenMail | null } | null>
  resolveMessage(id: string, as: 'sent' | 'resend', by: string): Promise<Message>

  listEscalations(filter: { status?: EscalationStatus | undefined }, page: PageRequest): Promise<Page<Escalation>>
  answerEscalation(answer: {
    id: string
    as: 'accepted' | 'declined'
    by: string
    note: string | null
  }): Promise<Escalation>
  listTasks(filter: { status?: TaskStatus | undefined }, page: PageRequest): Promise<Page<Task>>
  closeTask(id: string, by: string): Promise<Task>

  listSuppressions(page: PageRequest): Promise<Page<Suppression>>
  /** `value` is an address, a domain or a lead id, by scope. */
  addSuppression(request: {
    scope: Extract<SuppressionScope, 'address' | 'domain' | 'lead'>
    value: string
    because: string
    by: string
    until: number | null
  }): Promise<Suppression>
  liftSuppression(id: string, because: string, by: string): Promise<Suppression>

  listWorkflows(): Promise<WorkflowSummary[]>
  pauseWorkflow(id: string): Promise<WorkflowSummary>
  resumeWorkflow(id: string): Promise<WorkflowSummary>
  /** Compares a workflow's file with the versions that people are inside of. Changes nothing. */
  diffWorkflow(request: { file: WorkflowVersion; path: string }): Promise<WorkflowDiff>
  /** Tells what a step map would do, and keeps it when asked to and nothing speaks against it. */
  mapWorkflow(request: MapRequest): Promise<MapPreview>

  listEndpoints(): Promise<EndpointView[]>
  /** The token is shown here and never again. */
  addEndpoint(request: {
    label: string
    offer: string | null
    environment: Endpoint['environment']
  }): Promise<{ endpoint: Endpoint; token: string }>
  rotateEndpoint(id: string): Promise<{ endpoint: Endpoint; token: string }>
  revokeEndpoint(id: string): Promise<void>

  /** Where a click on a link of a mail leads; null for a link that is not ours. Remembers that somebody looked. */
  followClick(token: string, look: { method: string; userAgent: string }): string | null
  /** What the unsubscribe page shows; null for a token that is not ours. Changes nothing. */
  viewUnsubscribe(token: string): Promise<UnsubscribeView | null>
  /** Suppresses the address and stops everything running; committed when it resolves. False for a token that is not ours. */
  unsubscribe(token: string): Promise<boolean>
  /** Holds all mail back for a time; nothing ends, and no longer silence is shortened. False for a token that is not ours. */
  snoozeMail(token: string, length: SnoozeLength): Promise<boolean>
  /** No more mail about the offer of this one; what runs for it ends. False for a token that is not ours. */
  declineOffer(token: string): Promise<boolean>

  readStats(): Promise<Stats>
  listAlerts(): Promise<Alert[]>
  /** A person has seen it; it comes back when its cause does. Throws `not-found`. */
  dismissAlert(id: string): Promise<Alert>
  readHealth(): Promise<Health>
}
