import { isSettled, type MessageStatus } from '../domain/mail/message.ts'
import type { Alarm } from '../engine/ports.ts'
import type { Drizzle } from './database.ts'
import { and, eq, sql } from './drizzle.ts'
import { enrollments } from './schema/index.ts'

export interface SettledMail {
  enrollmentId: string | null
  purpose: string
  status: MessageStatus
  /** When its bytes left or may have left. */
  gateAt: number | null
}

/** Tells the enrollment of a mail how it ended: its first touch, and its turn when it waited at that step. */
export function enrollmentWaker(db: Drizzle): (mail: SettledMail, at: number) => Alarm[] {
  const enrollmentId = sql.placeholder('enrollmentId')
  const touch = db
    .update(enrollments)
    .set({ firstTouchAt: sql`${sql.placeholder('gateAt')}` })
    .where(and(eq(enrollments.id, enrollmentId), sql`first_touch_at is null`))
    .prepare()
  const wake = db
    .update(enrollments)
    .set({ dueAt: sql`${sql.placeholder('at')}`, generation: sql`${enrollments.generation} + 1` })
    .where(
      and(
        eq(enrollments.id, enrollmentId),
        eq(enrollments.step, sql.placeholder('purpose')),
        sql`status = 'active' and phase = 'mail'`,
      ),
    )
    .returning({ id: enrollments.id, generation: enrollments.generation })
    .prepare()
  return ({ enrollmentId, purpose, status, gateAt }, at) => {
    if (enrollmentId === null || !isSettled(status)) return []
    if (status === 'sent' || status === 'uncertain') touch.run({ enrollmentId, gateAt: gateAt ?? at })
    const woken = wake.all({ enrollmentId, purpose, at })
    return woken.map(row => ({ kind: 'enrollment', ...row, dueAt: at }))
  }
}
