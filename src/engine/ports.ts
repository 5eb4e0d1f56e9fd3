import type { Alert } from '../domain/alert.ts'
import type { Endpoint, EndpointToken } from '../domain/endpoint.ts'
import type { Enrollment } from '../domain/enrollment.ts'
import type { Escalation, EscalationStatus, Task } from '../domain/escalation.ts'
import type { TimelineEvent } from '../domain/event.ts'
import type { Receipt, ReceiptOutcome } from '../domain/inquiry/receipt.ts'
import type { FrozenMail, Lease, Message, MessageStatus, TransportName } from '../domain/mail/message.ts'
import type { Page, PageRequest } from '../domain/page.ts'
import type { Environment, Lead, LeadKeys, LeadStatus } from '../domain/people/lead.ts'
import type { Suppression } from '../domain/suppression.ts'
import type { StepMap } from '../workflow/versions/step-map.ts'
import type { WorkflowVersion } from '../workflow/versions/version.ts'
import type { Change, Doubt, GateAnswer, GateRequest, LeadWorld, Recovery, Resolution, Settlement } from './change.ts'
import type { InboundStore } from './mail-ports.ts'

export type * from './change.ts'
export type * from './mail-ports.ts'

/** Injected everywhere; only `app.ts` builds the real one. */
export interface Clock {
  /** Wall time in epoch milliseconds. */
  now(): number
  /** Milliseconds since some moment, by a clock that nobody can set. */
  uptime(): number
}

export type IdKind =
  | 'alert'
  | 'endpoint'
  | 'enrollment'
  | 'escalation'
  | 'inquiry'
  | 'lead'
  | 'message'
  | 'receipt'
  | 'score'
  | 'signal'
  | 'suppression'
  | 'task'
  | 'token'

/** Ids are opaque, unique, sort by time, and hold neither `:` nor digits alone. */
export type NewId = (kind: IdKind) => string

/** A wake-up call: look at this row at `dueAt`. Harmless when stale, doubled or lost. */
export interface Alarm {
  kind: 'enrollment' | 'message'
  id: string
  generation: number
  dueAt: number
  /** Goes before the others: a notice to the publisher's own people, for whom a clock runs. */
  urgent?: true
}

export interface ReceiptFilter {
  outcome?: ReceiptOutcome | undefined
  endpointId?: string | undefined
}

export interface LeadFilter {
  addressKey?: string | undefined
  /** Part of a name, company or address. */
  q?: string | undefined
  status?: LeadStatus | undefined
  environment?: Environment | undefined
}

export interface ReceiptStore {
  /**
   * Durable when it resolves. Decides `repeat` itself, in the same transaction: an `accepted` receipt whose repeat key
   * came within the window is kept as a repeat. A receipt with a known idempotency key is not kept again: the first one
   * is returned. `alert` is raised in the same transaction. Throws `not-durable` when the disk is full or locked.
   */
  keep(receipt: Receipt, repeatWindowMs: number, alert?: Alert | null): Promise<{ receipt: Receipt; created: boolean }>
  find(id: string): Promise<Receipt | null>
  /** The lead that the receipt was admitted for; null while it is not. */
  leadOf(id: string): Promise<string | null>
  list(filter: ReceiptFilter, page: PageRequest): Promise<Page<Receipt>>
  /** Accepted receipts whose second transaction is missing, oldest first, taken in before `before`. */
  unprocessed(before: number, limit: number): Promise<Receipt[]>
  /** Remembers what was answered to the receipt's idempotency key; the first answer stays. */
  keepAnswer(id: string, answer: string): Promise<void>
  /** Gives a quarantined receipt its new outcome after a replay; refuses (`stale`) one that is no longer quarantined. */
  reclassify(
    id: string,
    to: Pick<Receipt, 'outcome' | 'reason' | 'repeatKey' | 'validatedAt' | 'processedAt'>,
  ): Promise<void>
}

export interface LeadStore {
  find(id: string): Promise<Lead | null>
  /** Leads that any of the keys names, oldest first; erased ones never. */
  byKeys(environment: Environment, keys: Partial<LeadKeys>): Promise<Lead[]>
  /** Ids of some leads, at most `limit` a key, that share the phone or the name and company; erased ones never. */
  alike(environment: Environment, keys: Pick<LeadKeys, 'phoneKey' | 'pairKey'>, limit: number): Promise<string[]>
  world(id: string): Promise<LeadWorld | null>
  /** The same, found by one of the lead's enrollments. */
  worldOfEnrollment(enrollmentId: string): Promise<LeadWorld | null>
  list(filter: LeadFilter, page: PageRequest): Promise<Page<Lead>>
  /** Suppressions that match any of the keys or the lead, lifted and past ones included. */
  suppressionsFor(keys: LeadKeys, leadId: string | null): Promise<Suppression[]>
  timeline(leadId: string): Promise<TimelineEvent[]>
  /** Throws `stale` when the lead has moved on or a key was taken meanwhile: load and decide again. Returns the alarms to arm. */
  commit(change: Change): Promise<Alarm[]>
}

export interface MessageStore {
  find(id: string): Promise<Message | null>
  mail(id: string): Promise<FrozenMail | null>
  list(
    filter: { status?: MessageStatus | undefined; transport?: TransportName | undefined },
    page: PageRequest,
  ): Promise<Page<Message>>
  /** `due` and at its time becomes `claimed`; null when another worker was first or the row moved on. */
  claim(
    id: string,
    owner: string,
    now: number,
    leaseMs: number,
  ): Promise<{ message: Message; mail: FrozenMail; lease: Lease } | null>
  /** Extends a lease that is still held; false when it was lost. */
  renew(lease: Lease, until: number): Promise<boolean>
  /** `claimed` becomes `data`, durably, if the contact question allows it; the last thing before bytes leave. */
  openGate(request: GateRequest): Promise<GateAnswer>
  /**
   * Writes the end of a try, and either what follows from it or the wake-up call of the enrollment that waits for it.
   * `written` is false when the lease was lost: then nothing is written.
   */
  settle(settlement: Settlement): Promise<{ written: boolean; wentOn: boolean; alarms: Alarm[] }>
  /**
   * Takes back the leases of lost workers: `data` becomes `uncertain`, `claimed` goes back to `due`, or becomes `held` when
   * it was lost `mostLosses` times; with its event, and with the alert for whatever needs a person.
   */
  recover(recovery: Recovery): Promise<{ alarms: Alarm[]; alerts: Alert[] }>
  /** Mail whose fate nobody knows, newest first: the older a doubt, the less can be found out about it. */
  uncertain(limit: number): Promise<Doubt[]>
  /**
   * A person's word on an `uncertain`, `held` or `failed` mail, or evidence on an `uncertain` one. Throws `conflict` for any
   * other status, and for evidence when the doubt is no longer the one it was found for.
   */
  resolve(resolution: Resolution): Promise<Alarm[]>
}

/** Due times of active and waiting enrollments and of due mail, for the sweep. Paused workflows have none. */
export interface AlarmStore {
  /** Rows due in this time that have no alarm yet, oldest first; marks them as armed. */
  toArm(due: { after: number; until: number }, limit: number): Promise<Alarm[]>
  /** Rows due before `before` that nobody took, oldest deadline first. */
  overdue(before: number, limit: number): Promise<Alarm[]>
}

export type WorkflowState = 'active' | 'paused' | 'removed'

export interface StoredWorkflow {
  id: string
  state: WorkflowState
  /** Hash of the newest good version. */
  current: string
  pausedAt: number | null
}

export interface WorkflowStore {
  list(): Promise<StoredWorkflow[]>
  /** Ids of the paused ones. */
  paused(): Promise<string[]>
  version(hash: string): Promise<WorkflowVersion | null>
  /** Keeps the version and makes it the current one. */
  keep(version: WorkflowVersion): Promise<void>
  setState(id: string, state: WorkflowState, at: number): Promise<void>
  /** Pauses every active one, all or none. */
  pauseActive(at: number): Promise<void>
  /** Leads inside, by workflow and status. */
  counts(): Promise<{ workflowId: string; status: Enrollment['status']; count: number }[]>
  /** People inside now, by version and step; of every environment. */
  standing(id: string): Promise<{ version: string; step: string; count: number }[]>
  /** Active enrollments whose timetable was not moved yet for the pause that began then. */
  unshifted(id: string, pausedAt: number, limit: number): Promise<{ id: string; leadId: string }[]>
  /** Where people of old versions go on at their next step. */
  stepMaps(): Promise<StepMap[]>
  /** Keeps the map, in place of an older one for the same version. */
  keepStepMap(map: StepMap): Promise<void>
}

export interface EndpointStore {
  list(): Promise<(Endpoint & { tokens: EndpointToken[] })[]>
  add(endpoint: Endpoint, token: EndpointToken): Promise<void>
  /** The endpoint of a live token, or null. Revoked endpoints and tokens are not found. */
  byTokenHash(hash: string): Promise<Endpoint | null>
  addToken(token: EndpointToken): Promise<void>
  revokeToken(tokenId: string, at: number): Promise<void>
  revoke(endpointId: string, at: number): Promise<void>
}

export interface EscalationStore {
  find(id: string): Promise<Escalation | null>
  list(filter: { status?: EscalationStatus | undefined }, page: PageRequest): Promise<Page<Escalation>>
  /** Open ones whose accept-by time has passed. */
  expired(now: number, limit: number): Promise<Escalation[]>
  tasks(filter: { status?: Task['status'] | undefined }, page: PageRequest): Promise<Page<Task>>
  findTask(id: string): Promise<Task | null>
}

export interface SuppressionStore {
  find(id: string): Promise<Suppression | null>
  list(page: PageRequest): Promise<Page<Suppression>>
  /** For suppressions that belong to no lead; those of a lead go through a commit with their event. */
  add(suppression: Suppression): Promise<void>
  lift(id: string, at: number, because: string): Promise<void>
}

export interface AlertStore {
  raise(alert: Alert): Promise<void>
  clear(key: string, at: number): Promise<void>
  open(): Promise<Alert[]>
  /** When an alert with this key was last raised, cleared or not; null: never. */
  lastRaised(key: string): Promise<number | null>
}

/** Knows whether this database has taken the place of a newer one: what left since would leave again. */
export interface EpochStore {
  /** When that last happened; null: never. */
  restoredAt(): number | null
  /**
   * Looks whether it has happened since the last look. If so all mail that waits to leave becomes `held` with its event,
   * in the same transaction that remembers the moment and raises the alert. Returns how many mails that are; null when
   * nothing happened.
   */
  noticeRestore(request: { now: number; because: string; alertFor(held: number): Alert }): Promise<number | null>
  /** Writes down outside the database how far it has come; costs nothing while no mail leaves. */
  tick(): Promise<void>
}

export interface Stats {
  receipts: Record<string, number>
  leads: Record<string, number>
  enrollments: Record<string, number>
  messages: Record<string, number>
  escalations: Record<string, number>
  dueNow: number
  oldestDueSeconds: number
  late24h: number
  /** The same, by what holds the first touch up or made it late. */
  lateBecause: Record<string, number>
}

export interface Store {
  receipts: ReceiptStore
  leads: LeadStore
  messages: MessageStore
  alarms: AlarmStore
  workflows: WorkflowStore
  endpoints: EndpointStore
  escalations: EscalationStore
  suppressions: SuppressionStore
  inbound: InboundStore
  alerts: AlertStore
  epoch: EpochStore
  /** The most nurture mail a lead may get in a day, whatever the program believes; null: no such limit. */
  setCeiling(perDay: number | null): Promise<void>
  /** Keyed hash with the store's own key: equal texts give equal keys, and keys tell nothing. */
  fingerprint(text: string): string
  /** Counts of live leads; test environments and erased people are left out where they would distort. */
  stats(now: number): Promise<Stats>
  /** Walks every lead's chain; returns the leads whose chain is broken. */
  verifyChains(): Promise<{ leads: number; events: number; broken: { leadId: string; seq: number }[] }>
  /** Writable and migrated. Throws otherwise. */
  check(): Promise<void>
  close(): Promise<void>
}

/** The alarm clock. It may lose, double and delay; it may never block its caller. */
export interface Queue {
  arm(alarms: Alarm[]): void
  /** True as soon as little mail waits to be sent at once; false when that has not come within the time. */
  whenCalm(limitMs: number): Promise<boolean>
  /** Why alarms come late, in words; null when all is well. */
  trouble(): string | null
  close(): Promise<void>
}
