import type { Doubt } from '../engine/ports.ts'
import type { Database } from './database.ts'
import { desc, eq, sql } from './drizzle.ts'
import { messageMails, messages } from './schema/index.ts'

/** Reads uncertain mail from the newest to the oldest. */
export function doubtReader({ db }: Database): (limit: number) => Doubt[] {
  const { id, environment, kind, messageId, transport, gateAt, generation, resends } = messages
  const read = db
    .select({
      ...{ id, environment, kind, messageId, transport, generation, resends },
      gateAt: sql<number>`${gateAt}`,
      mailId: messageMails.messageId,
    })
    .from(messages)
    .leftJoin(messageMails, eq(messageMails.messageId, messages.id))
    .where(sql`status = 'uncertain'`)
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(sql.placeholder('limit'))
    .prepare()
  return limit => read.all({ limit }).map(({ mailId, ...doubt }) => ({ ...doubt, hasMail: mailId !== null }))
}
