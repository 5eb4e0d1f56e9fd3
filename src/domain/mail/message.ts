import type { Environment } from '../people/lead.ts'

export const MESSAGE_STATUSES = [
  'planned',
  'due',
  'claimed',
  'data',
  'sent',
  'uncertain',
  'held',
  'failed',
  'suppressed',
  'cancelled',
  'skipped',
] as const
export type MessageStatus = (typeof MESSAGE_STATUSES)[number]

/** `nurture` goes to a lead through the contact question; `notice` goes to the publisher's own people. */
export type MessageKind = 'nurture' | 'notice'
export type MessageOrigin = 'enrollment' | 'escalation' | 'task'
export type TransportName = 'smtp' | 'capture'

/** One intended e-mail: one row, one state machine. Unique per origin, purpose, recipient and occurrence. */
export interface Message {
  id: string
  environment: Environment
  kind: MessageKind
  originKind: MessageOrigin
  originId: string
  /** The step id, or what the notice is for. */
  purpose: string
  occurrence: number
  leadId: string
  enrollmentId: string | null
  workflowId: string | null
  version: string | null
  template: string | null
  status: MessageStatus
  /** Why it is not sent, in words. */
  reason: string | null
  to: string | null
  /** Keyed hash of the recipient: part of the unique key, and what a suppression is matched on. */
  recipientKey: string
  domainKey: string | null
  subject: string | null
  /** Message-ID header, frozen with the bytes; `<…@domain>`. */
  messageId: string
  transport: TransportName | null
  /** When it may leave; null once it is final. */
  dueAt: number | null
  generation: number
  /** Tries that the server or the line refused; a closed circuit costs none. */
  attempts: number
  createdAt: number
  /** When the gate opened: from here on bytes may have left. */
  gateAt: number | null
  settledAt: number | null
  /** The server's last answer, without personal data. */
  serverReply: string | null
}

/** What goes over the wire, frozen before the first try. */
export interface FrozenMail {
  envelopeFrom: string
  envelopeTo: string
  bytes: Uint8Array
}

/** A worker's right to try one message until `until`; every later write names it. */
export interface Lease {
  messageId: string
  owner: string
  leaseGeneration: number
  until: number
}

const FINAL: readonly MessageStatus[] = ['sent', 'failed', 'suppressed', 'cancelled', 'skipped', 'uncertain']

/** True when the enrollment may go on past the mail: `uncertain` counts as sent for the timetable. */
export function isSettled(status: MessageStatus): boolean {
  return FINAL.includes(status)
}

/** True when bytes left or may have left: such a mail counts in the budget and as a touch. */
export function mayHaveLeft(status: MessageStatus): boolean {
  return status === 'data' || status === 'sent' || status === 'uncertain'
}
