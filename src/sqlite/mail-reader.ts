import type { Database } from './database.ts'
import { eq, sql } from './drizzle.ts'
import { messageMails } from './schema/index.ts'

export type MailReader = ReturnType<typeof mailReader>

/** The frozen bytes of a message with their envelope. */
export function mailReader({ db }: Database) {
  const { envelopeFrom, envelopeTo, bytes } = messageMails
  return db
    .select({ envelopeFrom, envelopeTo, bytes })
    .from(messageMails)
    .where(eq(messageMails.messageId, sql.placeholder('id')))
    .prepare()
}
