import type { Alert } from '../../src/domain/alert.ts'
import type { Enrollment } from '../../src/domain/enrollment.ts'
import { TendError } from '../../src/domain/errors.ts'
import type { Escalation, Task } from '../../src/domain/escalation.ts'
import type { Inquiry } from '../../src/domain/inquiry/inquiry.ts'
import type { Receipt } from '../../src/domain/inquiry/receipt.ts'
import type { FrozenMail, Message } from '../../src/domain/mail/message.ts'
import type { Page, PageRequest } from '../../src/domain/page.ts'
import type { Lead } from '../../src/domain/people/lead.ts'
import type { ScoreEntry, Signal } from '../../src/domain/signal.ts'
import type { Suppression } from '../../src/domain/suppression.ts'
import type {
  Delivery,
  EndpointView,
  Engine,
  Health,
  LeadAction,
  Submission,
  TimelineEntry,
  UnsubscribeView,
  WorkflowSummary,
} from '../../src/engine/engine-api.ts'
import type { LeadWorld, Stats } from '../../src/engine/ports.ts'

/** What the stand-in holds; a test fills it and looks at it. */
export interface StandInData {
  tokens: Map<string, string>
  endpoints: EndpointView[]
  receipts: Receipt[]
  leads: Lead[]
  inquiries: Inquiry[]
  enrollments: Enrollment[]
  messages: Message[]
  mails: Map<string, FrozenMail>
  suppressions: Suppression[]
  escalations: Escalation[]
  tasks: Task[]
  signals: Signal[]
  scores: ScoreEntry[]
  timelines: Map<string, TimelineEntry[]>
  workflows: WorkflowSummary[]
  alerts: Alert[]
  health: Health
  /** Unsubscribe tokens and whether they were used. */
  unsubscribes: Map<string, boolean>
  wishes: Pick<UnsubscribeView, 'language' | 'snoozedUntil' | 'offer'>
  /** Everything that providers told. */
  reports: Parameters<Engine['takeInReports']>[0]
  /** Every delivery as it was handed over. */
  deliveries: Delivery[]
  submissions: Submission[]
  actions: (LeadAction & { verb: string })[]
}

export function emptyData(): StandInData {
  return {
    tokens: new Map(),
    endpoints: [],
    receipts: [],
    leads: [],
    inquiries: [],
    enrollments: [],
    messages: [],
    mails: new Map(),
    suppressions: [],
    escalations: [],
    tasks: [],
    signals: [],
    scores: [],
    timelines: new Map(),
    workflows: [],
    alerts: [],
    health: { ready: true, degraded: [], lostAlarms: 0 },
    unsubscribes: new Map(),
    wishes: { language: null, snoozedUntil: null, offer: { title: 'Contoso Analytics', declined: false } },
    reports: [],
    deliveries: [],
    submissions: [],
    actions: [],
  }
}

export function worldOf(data: StandInData, id: string): LeadWorld | null {
  const lead = data.leads.find(row => row.id === id)
  if (lead === undefined) return null
  const own = <Row extends { leadId: string | null }>(rows: Row[]) => rows.filter(row => row.leadId === id)
  const { inquiries, enrollments, messages, suppressions, escalations, tasks, signals, scores } = data
  return {
    lead,
    inquiries: own(inquiries),
    enrollments: own(enrollments),
    messages: own(messages),
    suppressions: own(suppressions),
    escalations: own(escalations),
    tasks: own(tasks),
    signals: own(signals),
    scores: own(scores),
  }
}

export function statsOf(data: StandInData): Stats {
  const count = (words: string[]) =>
    Object.fromEntries(words.map(word => [word, words.filter(other => other === word).length]))
  return {
    receipts: count(data.receipts.map(row => row.outcome)),
    leads: count(data.leads.map(row => row.status)),
    enrollments: count(data.enrollments.map(row => row.status)),
    messages: count(data.messages.map(row => row.status)),
    escalations: count(data.escalations.map(row => row.status)),
    dueNow: 2,
    oldestDueSeconds: 1.5,
    late24h: 0,
    lateBecause: {},
  }
}

export function slice<Row>(rows: Row[], { limit, cursor }: PageRequest): Page<Row> {
  const from = cursor === null ? 0 : Number(cursor.replace('after-', ''))
  const next = from + limit < rows.length ? `after-${from + limit}` : null
  return { items: rows.slice(from, from + limit), next }
}

export function matches(value: unknown, wanted: unknown): boolean {
  return wanted === undefined || value === wanted
}

export function demand<Row extends { id: string }>(rows: Row[], id: string): Row {
  const found = rows.find(row => row.id === id)
  if (found === undefined)
    throw new TendError({ code: 'not-found', message: `There is no "${id}".`, nextAction: 'Look at the list.' })
  return found
}

export function conflict(message: string): TendError {
  return new TendError({ code: 'conflict', message, nextAction: 'Look at it again.' })
}
