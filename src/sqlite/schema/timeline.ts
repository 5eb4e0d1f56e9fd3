import type { EventKind } from '../../domain/event.ts'
import { foreignKey, integer, primaryKey, sqliteTable, text } from '../drizzle.ts'
import { leads } from './people.ts'

/**
 * What happened, append-only (triggers refuse the rest). Each row hashes the one before it in the lead's chain. The table is
 * one tree in the order of the chains (WITHOUT ROWID): no other table gets so many rows.
 */
export const events = sqliteTable(
  'events',
  {
    leadId: text()
      .notNull()
      .references(() => leads.id),
    seq: integer().notNull(),
    at: integer().notNull(),
    kind: text().$type<EventKind>().notNull(),
    /** JSON exactly as it was hashed. */
    data: text().notNull(),
    /** Salted hash of the words that a person wrote; it stays when they are erased, so that the chain still verifies. */
    textHash: text(),
    hash: text().notNull(),
  },
  table => [primaryKey({ columns: [table.leadId, table.seq] })],
)

/** The words that belong to an event. An erasure deletes text and salt, after which the hash tells nothing. */
export const eventTexts = sqliteTable(
  'event_texts',
  {
    leadId: text().notNull(),
    seq: integer().notNull(),
    salt: text().notNull(),
    text: text().notNull(),
  },
  table => [
    primaryKey({ columns: [table.leadId, table.seq] }),
    foreignKey({ columns: [table.leadId, table.seq], foreignColumns: [events.leadId, events.seq] }),
  ],
)
