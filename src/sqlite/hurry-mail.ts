import type { Alarm, Change } from '../engine/ports.ts'
import type { Database } from './database.ts'
import { and, eq, sql } from './drizzle.ts'
import { messages } from './schema/index.ts'

export type Hurry = NonNullable<Change['hurryMail']>[number]

/** Nurture mail of the lead that waits until a moment or longer is due at once; a try that is under way is left alone. */
export function mailHurrier({ db }: Database): (leadId: string, hurry: Hurry, at: number) => Alarm[] {
  const hurry = db
    .update(messages)
    .set({ dueAt: sql`${sql.placeholder('at')}`, generation: sql`${messages.generation} + 1` })
    .where(
      and(
        eq(messages.leadId, sql.placeholder('leadId')),
        sql`status = 'due' and kind = 'nurture'`,
        sql`due_at >= ${sql.placeholder('dueFrom')}`,
      ),
    )
    .returning({ id: messages.id, generation: messages.generation })
    .prepare()
  return (leadId, { dueFrom }, at) => {
    return hurry.all({ leadId, dueFrom, at }).map(row => ({ kind: 'message', ...row, dueAt: at }))
  }
}
