import type { MessageKind, MessageOrigin, MessageStatus, TransportName } from '../../domain/mail/message.ts'
import type { Environment } from '../../domain/people/lead.ts'
import { index, integer, sql, sqliteTable, text, uniqueIndex } from '../drizzle.ts'
import { bytes } from './columns.ts'
import { leads } from './people.ts'
import { ENVIRONMENTS, MESSAGE_STATUSES, oneOf } from './statuses.ts'

/**
 * One intended e-mail. A second row for the same origin, purpose, recipient and occurrence cannot exist, and a
 * trigger keeps a nurture mail out of `data` while a suppression or the lead's status forbids writing.
 */
export const messages = sqliteTable(
  'messages',
  {
    id: text().primaryKey(),
    environment: text().$type<Environment>().notNull(),
    kind: text().$type<MessageKind>().notNull(),
    originKind: text().$type<MessageOrigin>().notNull(),
    originId: text().notNull(),
    purpose: text().notNull(),
    occurrence: integer().notNull(),
    leadId: text()
      .notNull()
      .references(() => leads.id),
    enrollmentId: text(),
    workflowId: text(),
    version: text(),
    template: text(),
    status: text().$type<MessageStatus>().notNull(),
    reason: text(),
    to: text(),
    recipientKey: text().notNull(),
    domainKey: text(),
    subject: text(),
    messageId: text().notNull(),
    transport: text().$type<TransportName>(),
    dueAt: integer(),
    generation: integer().notNull(),
    attempts: integer().notNull(),
    createdAt: integer().notNull(),
    gateAt: integer(),
    settledAt: integer(),
    serverReply: text(),
    /** Who holds the right to try it, since which claim, until when; owner and end are null while nobody does. */
    owner: text(),
    leaseGeneration: integer().notNull().default(0),
    leaseUntil: integer(),
    /** How many workers in a row were lost while they held it. */
    leaseLosses: integer().notNull().default(0),
    /** Generation that the queue was last told about; smaller than `generation` means: still to arm. */
    armedGeneration: integer().notNull().default(-1),
    /** The person who asked for another try after the fact: it is wanted although the enrollment has moved on. */
    resentBy: text(),
    /** How often it was sent again after the fact without a person's word. */
    resends: integer().notNull().default(0),
  },
  table => [
    uniqueIndex('messages_once').on(
      table.originId,
      table.purpose,
      table.recipientKey,
      table.occurrence,
      table.originKind,
    ),
    index('messages_lead').on(table.leadId, table.createdAt, table.id),
    index('messages_due')
      .on(table.dueAt, table.generation, table.armedGeneration, table.workflowId)
      .where(sql`+status = 'due'`),
    index('messages_lease').on(table.leaseUntil).where(sql`lease_until is not null`),
    index('messages_newest').on(table.createdAt, table.id),
    index('messages_by_status').on(table.status, table.createdAt, table.id, table.environment),
    index('messages_by_transport').on(table.transport, table.createdAt, table.id).where(sql`transport is not null`),
    oneOf('messages_environment', 'environment', ENVIRONMENTS),
    oneOf('messages_status', 'status', MESSAGE_STATUSES),
    oneOf('messages_kind', 'kind', ['nurture', 'notice']),
    oneOf('messages_origin', 'origin_kind', ['enrollment', 'escalation', 'task']),
  ],
)

/** What goes over the wire, written once with its message and deleted by an erasure only. */
export const messageMails = sqliteTable('message_mails', {
  messageId: text()
    .primaryKey()
    .references(() => messages.id),
  envelopeFrom: text().notNull(),
  envelopeTo: text().notNull(),
  bytes: bytes().notNull(),
})
