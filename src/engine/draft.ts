import type { Alert } from '../domain/alert.ts'
import type { Enrollment } from '../domain/enrollment.ts'
import type { Escalation, Task } from '../domain/escalation.ts'
import type { NewEvent } from '../domain/event.ts'
import type { Inquiry } from '../domain/inquiry/inquiry.ts'
import type { Lead } from '../domain/people/lead.ts'
import type { ScoreEntry, Signal } from '../domain/signal.ts'
import type { Suppression } from '../domain/suppression.ts'
import type { WorkflowVersion } from '../workflow/versions/version.ts'
import type { Change, LeadWorld, NewMessage } from './ports.ts'

/**
 * A change in the making: the world as it would be after everything decided so far, and what has to be written to get
 * there. Verbs add to it together with the event that explains each addition; nothing is stored before the commit.
 */
export interface Draft {
  readonly now: number
  readonly revision: number
  lead: Lead
  inquiries: Inquiry[]
  enrollments: Enrollment[]
  readonly world: LeadWorld
  /** Versions of everything that runs or waits for the lead, by hash. */
  readonly versions: Map<string, WorkflowVersion>
  suppressions: Suppression[]
  escalations: Escalation[]
  tasks: Task[]
  signals: Signal[]
  scores: ScoreEntry[]
  messages: NewMessage[]
  cancelMail: NonNullable<Change['cancelMail']>
  hurryMail: NonNullable<Change['hurryMail']>
  receipts: NonNullable<Change['receipts']>
  inbound: NonNullable<Change['inbound']>
  erase: boolean
  /** What is decided here was due before the database was put back, so its mail may have left already. */
  mayHaveHappened: boolean
  alerts: Alert[]
  events: NewEvent[]
  readonly touched: {
    enrollments: Set<string>
    suppressions: Set<string>
    escalations: Set<string>
    tasks: Set<string>
  }
}

/** Begins from a lead's world; a lead that is not stored yet has revision 0. */
export function draftOf(world: LeadWorld, versions: Map<string, WorkflowVersion>, now: number): Draft {
  return {
    now,
    revision: world.lead.revision,
    lead: world.lead,
    inquiries: [],
    enrollments: world.enrollments,
    world,
    versions,
    suppressions: world.suppressions,
    escalations: world.escalations,
    tasks: world.tasks,
    signals: [],
    scores: [],
    messages: [],
    cancelMail: [],
    hurryMail: [],
    receipts: [],
    inbound: [],
    erase: false,
    mayHaveHappened: false,
    alerts: [],
    events: [],
    touched: { enrollments: new Set(), suppressions: new Set(), escalations: new Set(), tasks: new Set() },
  }
}

/**
 * Does work that may fail, on a copy: what it added before it threw is forgotten, and what was decided before it stands.
 * The caller says what becomes of the failure.
 */
export function attempt(draft: Draft, work: (copy: Draft) => void, onFailure: (error: unknown) => void): void {
  const copy = copyOf(draft)
  try {
    work(copy)
    Object.assign(draft, copy)
  } catch (error) {
    onFailure(error)
  }
}

function copyOf(draft: Draft): Draft {
  const { inquiries, signals, scores, messages, cancelMail, hurryMail, receipts, inbound, alerts, events, touched } =
    draft
  return {
    ...draft,
    inquiries: [...inquiries],
    signals: [...signals],
    scores: [...scores],
    messages: [...messages],
    cancelMail: [...cancelMail],
    hurryMail: [...hurryMail],
    receipts: [...receipts],
    inbound: [...inbound],
    alerts: [...alerts],
    events: [...events],
    touched: {
      enrollments: new Set(touched.enrollments),
      suppressions: new Set(touched.suppressions),
      escalations: new Set(touched.escalations),
      tasks: new Set(touched.tasks),
    },
  }
}

/** The finished change, or null when nothing was decided. */
export function changeOf(draft: Draft): Change | null {
  if (draft.events.length === 0) return null
  const keepsLead = draft.lead === draft.world.lead
  return {
    // A mail that leaves is no change of the lead: whoever asks again is to see the same one.
    lead: keepsLead ? draft.lead : { ...draft.lead, updatedAt: draft.now },
    keepsLead: keepsLead && draft.revision > 0,
    revision: draft.revision,
    inquiries: draft.inquiries,
    enrollments: draft.enrollments.filter(row => draft.touched.enrollments.has(row.id)),
    messages: draft.messages,
    cancelMail: draft.cancelMail,
    hurryMail: draft.hurryMail,
    suppressions: draft.suppressions.filter(row => draft.touched.suppressions.has(row.id)),
    escalations: draft.escalations.filter(row => draft.touched.escalations.has(row.id)),
    tasks: draft.tasks.filter(row => draft.touched.tasks.has(row.id)),
    signals: draft.signals,
    scores: draft.scores,
    receipts: draft.receipts,
    inbound: draft.inbound,
    erase: draft.erase,
    alerts: draft.alerts,
    events: draft.events,
  }
}

/** Adds or replaces a row by its id. */
export function put<K extends keyof Draft['touched']>(draft: Draft, kind: K, row: Draft[K][number]): void {
  const rows: { id: string }[] = draft[kind].filter(known => known.id !== row.id)
  draft[kind] = [...rows, row] as Draft[K]
  draft.touched[kind].add(row.id)
}
