import { integer, sqliteTable, text } from '../../src/sqlite/drizzle.ts'

export const leads = sqliteTable('leads', {
  id: integer().primaryKey(),
  firstName: text('first_name').notNull(),
  lastName: text('last_name').notNull(),
  email: text().notNull(),
  phone: text().notNull(),
  country: text().notNull(),
  company: text().notNull(),
  leadSource: text('lead_source').notNull(),
  actionCode: text('action_code').notNull(),
  offerTitle: text('offer_title').notNull(),
  description: text().notNull(),
  status: text().notNull(),
  receivedAt: integer('received_at').notNull(),
  sentAt: integer('sent_at'),
})
