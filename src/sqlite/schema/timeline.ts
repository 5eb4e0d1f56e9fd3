import type { EventKind } from '../../domain/event.ts'
import { index, integer, sqliteTable, text, uniqueIndex } from '../drizzle.ts'
import { leads } from './people.ts'

/** What happened, append-only (triggers refuse the rest). Each row hashes the one before it in the lead's chain. */
export const events = sqliteTable(
  'events',
  {
    id: text().primaryKey(),
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
  table => [uniqueIndex('events_place').on(table.leadId, table.seq)],
)

/** The words that belong to an event. An erasure deletes text and salt, after which the hash tells nothing. */
export const eventTexts = sqliteTable(
  'event_texts',
  {
    eventId: text()
      .primaryKey()
      .references(() => events.id),
    leadId: text().notNull(),
    salt: text().notNull(),
    text: text().notNull(),
  },
  table => [index('event_texts_lead').on(table.leadId)],
)
