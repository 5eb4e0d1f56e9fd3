import type { ReceiptChannel, ReceiptOutcome } from '../../domain/inquiry/receipt.ts'
import type { Environment } from '../../domain/people/lead.ts'
import { index, integer, sql, sqliteTable, text, uniqueIndex } from '../drizzle.ts'
import { bytes } from './columns.ts'
import { ENVIRONMENTS, oneOf, RECEIPT_OUTCOMES } from './statuses.ts'

/** What the store knows about itself, by name. The fingerprint key is written once and never changes. */
export const meta = sqliteTable('meta', {
  name: text().primaryKey(),
  value: text().notNull(),
})

/** A secret ingest URL. Never deleted, only revoked: receipts point to it. */
export const endpoints = sqliteTable(
  'endpoints',
  {
    id: text().primaryKey(),
    label: text().notNull(),
    offer: text(),
    environment: text().$type<Environment>().notNull(),
    createdAt: integer().notNull(),
    revokedAt: integer(),
    lastReceiptAt: integer(),
    lastValidatedAt: integer(),
  },
  () => [oneOf('endpoints_environment', 'environment', ENVIRONMENTS)],
)

/** Tokens are known by their hash only; a revoked one opens nothing. */
export const endpointTokens = sqliteTable(
  'endpoint_tokens',
  {
    id: text().primaryKey(),
    endpointId: text()
      .notNull()
      .references(() => endpoints.id),
    hash: text().notNull(),
    createdAt: integer().notNull(),
    revokedAt: integer(),
  },
  table => [uniqueIndex('endpoint_tokens_hash').on(table.hash), index('endpoint_tokens_endpoint').on(table.endpointId)],
)

/** One delivery as it came. Written before it is answered; afterwards only its outcome and its work are filled in. */
export const receipts = sqliteTable(
  'receipts',
  {
    id: text().primaryKey(),
    channel: text().$type<ReceiptChannel>().notNull(),
    endpointId: text(),
    environment: text().$type<Environment>().notNull(),
    receivedAt: integer().notNull(),
    contentType: text(),
    body: bytes(),
    size: integer().notNull(),
    truncated: integer({ mode: 'boolean' }).notNull(),
    outcome: text().$type<ReceiptOutcome>().notNull(),
    reason: text(),
    repeatKey: text(),
    repeatOf: text(),
    idempotencyKey: text(),
    requestHash: text(),
    answer: text(),
    validatedAt: integer(),
    leadId: text(),
    inquiryId: text(),
    processedAt: integer(),
  },
  table => [
    uniqueIndex('receipts_idempotency_key').on(table.idempotencyKey).where(sql`idempotency_key is not null`),
    index('receipts_repeat_key').on(table.repeatKey, table.receivedAt).where(sql`repeat_key is not null`),
    index('receipts_repeat_of').on(table.repeatOf).where(sql`repeat_of is not null`),
    index('receipts_lead').on(table.leadId).where(sql`lead_id is not null`),
    index('receipts_unprocessed').on(table.receivedAt).where(sql`processed_at is null`),
    index('receipts_newest').on(table.receivedAt, table.id),
    index('receipts_by_outcome').on(table.outcome, table.receivedAt, table.id, table.environment),
    oneOf('receipts_environment', 'environment', ENVIRONMENTS),
    oneOf('receipts_outcome', 'outcome', RECEIPT_OUTCOMES),
    oneOf('receipts_channel', 'channel', ['ingest', 'api', 'import']),
  ],
)
