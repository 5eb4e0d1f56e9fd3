import type { EventKind, TimelineEvent } from '../domain/event.ts'
import type { Message } from '../domain/mail/message.ts'

/** A mail of which its row and the timeline say different things: one of the two was changed by hand. */
export interface Contradiction {
  leadId: string
  messageId: string
  /** Status of the row; null: there is no such row. */
  row: Message['status'] | null
  /** The last that the timeline tells of it. */
  told: EventKind | null
}

const LEFT: readonly EventKind[] = ['mail-sent', 'mail-uncertain']
const STAYED: readonly EventKind[] = [
  ...(['mail-planned', 'mail-delayed', 'mail-held', 'mail-failed'] as const),
  ...(['mail-skipped', 'mail-suppressed', 'mail-cancelled'] as const),
]

interface Told {
  kind: EventKind
  hasLeft: boolean
}

/** Mails that left by their row and not by the timeline, or the other way round. Pure. */
export function findContradictions({
  lead,
  messages,
  timeline,
}: {
  lead: { id: string }
  messages: Pick<Message, 'id' | 'status'>[]
  timeline: TimelineEvent[]
}): Contradiction[] {
  const told = new Map(timeline.flatMap(tellingOf))
  const rows = new Map(messages.map(({ id, status }) => [id, status]))
  const ids = new Set([...rows.keys(), ...told.keys()])
  return [...ids].flatMap(messageId => {
    const row = rows.get(messageId) ?? null
    const { kind = null, hasLeft = false } = told.get(messageId) ?? {}
    return (row === 'sent' || row === 'uncertain') === hasLeft ? [] : [{ leadId: lead.id, messageId, row, told: kind }]
  })
}

function tellingOf({ kind, data }: TimelineEvent): [string, Told][] {
  if (!('messageId' in data) || data.messageId === null) return []
  if (kind === 'mail-resolved') return [[data.messageId, { kind, hasLeft: data.as === 'sent' }]]
  const hasLeft = LEFT.includes(kind)
  return hasLeft || STAYED.includes(kind) ? [[data.messageId, { kind, hasLeft }]] : []
}
