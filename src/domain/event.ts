import type { InquiryFlag } from './inquiry/inquiry.ts'
import type { SuppressionReason, SuppressionScope } from './suppression.ts'

/**
 * Everything that can happen to a lead, by kind. The data holds ids, codes and times only: words that
 * a person wrote go into the event's `text`, which an erasure deletes.
 */
export interface EventData {
  'lead-created': { identifiedBy: 'email' | 'phone' | 'nothing' }
  'lead-filled': { fields: string[] }
  'lead-differs': { fields: string[] }
  'possible-duplicate': { leadIds: string[] }
  'inquiry-received': {
    inquiryId: string
    receiptId: string
    action: string
    source: string
    offer: string
    intent: string
    flags: InquiryFlag[]
  }
  'inquiry-unrouted': { inquiryId: string; action: string }
  'inquiry-joined': { inquiryId: string; enrollmentId: string; workflow: string; because: string }
  'inquiry-waits': { inquiryId: string; enrollmentId: string; workflow: string; behind: string }
  'inquiry-not-started': { inquiryId: string; workflow: string | null; because: string }
  enrolled: { enrollmentId: string; inquiryId: string; workflow: string; version: string }
  'enrollment-ended': {
    enrollmentId: string
    workflow: string
    status: 'finished' | 'stopped' | 'replaced'
    because: string
  }
  'enrollment-moved': { enrollmentId: string; from: string; to: string; step: string }
  'timetable-shifted': { enrollmentId: string; ms: number; because: string }
  'step-skipped': { enrollmentId: string; step: string; because: string }
  'step-waits': { enrollmentId: string; step: string; until: number | null; because: string }
  'lead-marked': { set: string[]; tagged: string[]; untagged: string[] }
  'team-told': { enrollmentId: string; team: string; because: string }
  'arm-taken': { enrollmentId: string; step: string; arm: string }
  'mail-planned': { messageId: string; enrollmentId: string; step: string; template: string }
  'mail-sent': { messageId: string; template: string | null; transport: string }
  'mail-delayed': { messageId: string; template: string | null; until: number; because: string; attempt: number }
  'mail-skipped': { messageId: string; template: string | null; because: string }
  'mail-suppressed': { messageId: string; template: string | null; because: string }
  'mail-cancelled': { messageId: string; template: string | null; because: string }
  'mail-failed': { messageId: string; template: string | null; because: string }
  'mail-uncertain': { messageId: string; template: string | null; because: string }
  'mail-held': { messageId: string; template: string | null; because: string }
  'mail-resolved': { messageId: string; as: 'sent' | 'resend'; by: string }
  scored: { points: number; total: number; because: string; origin: string }
  qualified: { by: string; because: string }
  disqualified: { by: string; because: string }
  reopened: { by: string; because: string }
  escalated: { escalationId: string; team: string; because: string; acceptBy: number }
  'escalation-answered': { escalationId: string; team: string; answer: 'accepted' | 'declined' | 'expired'; by: string }
  'task-opened': { taskId: string; team: string; because: string; dueBy: number }
  'task-closed': { taskId: string; as: 'done' | 'cancelled'; by: string }
  /** Somebody's machine answered: an absence, a ticket number. */
  'automatic-answer': { messageId: string | null; backOn: string | null }
  'mail-returned': { messageId: string | null; status: string | null; blames: string; because: string; by: string }
  'signal-received': { signalId: string; signal: string; by: string }
  suppressed: {
    suppressionId: string
    scope: SuppressionScope
    reason: SuppressionReason
    because: string
    by: string
    until: number | null
    /** Absent: mail about anything. */
    offer?: string
  }
  'suppression-lifted': { suppressionId: string; scope: SuppressionScope; because: string; by: string }
  'do-not-contact': { by: string; because: string }
  'contact-allowed': { by: string; because: string }
  erased: { by: string }
  exported: { by: string }
}

export type EventKind = keyof EventData

/** An event as a decision states it; the store gives it its place in the lead's chain. */
export type NewEvent = {
  [K in EventKind]: { kind: K; at: number; data: EventData[K]; text?: string }
}[EventKind]

/** An event as it stands in the timeline. */
export type TimelineEvent = NewEvent & {
  id: string
  leadId: string
  /** Place in the lead's chain, from 1. */
  seq: number
}

/** Makes an event with its kind and data checked against each other. */
export function event<K extends EventKind>(kind: K, at: number, data: EventData[K], text?: string): NewEvent {
  return { kind, at, data, ...(text === undefined ? {} : { text }) } as NewEvent
}
