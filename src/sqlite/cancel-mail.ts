import type { NewEvent } from '../domain/event.ts'
import { event } from '../domain/event.ts'
import type { Change } from '../engine/ports.ts'
import type { Database } from './database.ts'
import { and, eq, sql } from './drizzle.ts'
import { messages } from './schema/index.ts'

export type Cancellation = NonNullable<Change['cancelMail']>[number]

export interface EndedMail {
  id: string
  event: NewEvent
}

/**
 * Ends mail that has not reached the gate, and returns one event for each: nurture mail of one enrollment or of the
 * lead. Notices to the publisher's own people stay, unless `notices` says otherwise. `data` rows are left alone.
 */
export function mailCanceller({ db }: Database) {
  const cancel = db
    .update(messages)
    .set({
      status: sql`${sql.placeholder('status')}`,
      reason: sql`${sql.placeholder('reason')}`,
      settledAt: sql`${sql.placeholder('at')}`,
      dueAt: null,
      owner: null,
      leaseUntil: null,
      generation: sql`${messages.generation} + 1`,
    })
    .where(
      and(
        eq(messages.leadId, sql.placeholder('leadId')),
        sql`status in ('planned', 'due', 'claimed', 'held')`,
        sql`(kind = 'nurture' or ${sql.placeholder('notices')})`,
        sql`coalesce(enrollment_id = ${sql.placeholder('enrollmentId')}, ${sql.placeholder('all')})`,
      ),
    )
    .returning({ messageId: messages.id, template: messages.template })
    .prepare()
  return (leadId: string, cancellation: Cancellation, options: { at: number; notices?: boolean }): EndedMail[] => {
    const { enrollmentId, status, reason } = cancellation
    const { at, notices = false } = options
    const scope = { all: enrollmentId === null ? 1 : 0, notices: notices ? 1 : 0 }
    return cancel
      .all({ leadId, enrollmentId, status, reason, at, ...scope })
      .map(mail => ({ id: mail.messageId, event: event(`mail-${status}`, at, { ...mail, because: reason }) }))
  }
}
