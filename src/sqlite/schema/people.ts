import type { InquiryFlag, Intent } from '../../domain/inquiry/inquiry.ts'
import type { AttributeValue, Environment, LeadStatus } from '../../domain/people/lead.ts'
import type { SuppressionReason, SuppressionScope } from '../../domain/suppression.ts'
import { index, integer, sql, sqliteTable, text, uniqueIndex } from '../drizzle.ts'
import { ENVIRONMENTS, LEAD_STATUSES, oneOf, SUPPRESSION_SCOPES } from './statuses.ts'

/** A person. No two share an address in one environment, and no two without an address share a phone. */
export const leads = sqliteTable(
  'leads',
  {
    id: text().primaryKey(),
    environment: text().$type<Environment>().notNull(),
    status: text().$type<LeadStatus>().notNull(),
    email: text(),
    firstName: text(),
    lastName: text(),
    company: text(),
    title: text(),
    phone: text(),
    country: text(),
    phoneRaw: text(),
    countryRaw: text(),
    addressKey: text(),
    domainKey: text(),
    phoneKey: text(),
    pairKey: text(),
    zone: text(),
    language: text(),
    score: integer().notNull(),
    tags: text({ mode: 'json' }).$type<string[]>().notNull(),
    attributes: text({ mode: 'json' }).$type<Record<string, AttributeValue>>().notNull(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
    revision: integer().notNull(),
    /** Head of the lead's chain of events: the last place taken and its hash. */
    eventSeq: integer().notNull().default(0),
    eventHash: text().notNull().default(''),
    /** Name, company and address without case and accents, for the search box. */
    search: text().notNull().default(''),
  },
  table => [
    uniqueIndex('leads_address_key').on(table.addressKey, table.environment).where(sql`address_key is not null`),
    uniqueIndex('leads_phone_alone')
      .on(table.phoneKey, table.environment)
      .where(sql`phone_key is not null and address_key is null`),
    index('leads_phone_key').on(table.phoneKey, table.environment).where(sql`phone_key is not null`),
    index('leads_domain_key').on(table.domainKey, table.environment).where(sql`domain_key is not null`),
    index('leads_pair_key').on(table.pairKey, table.environment).where(sql`pair_key is not null`),
    index('leads_newest').on(table.createdAt, table.id),
    index('leads_by_status').on(table.environment, table.status, table.createdAt, table.id),
    oneOf('leads_environment', 'environment', ENVIRONMENTS),
    oneOf('leads_status', 'status', LEAD_STATUSES),
  ],
)

/** One thing the lead did; it outlives an erasure without the lead's own words. */
export const inquiries = sqliteTable(
  'inquiries',
  {
    id: text().primaryKey(),
    leadId: text()
      .notNull()
      .references(() => leads.id),
    receiptId: text().notNull(),
    endpointId: text(),
    environment: text().$type<Environment>().notNull(),
    action: text().notNull(),
    source: text().notNull(),
    offer: text().notNull(),
    offerTitle: text(),
    intent: text().$type<Intent>().notNull(),
    note: text(),
    campaign: text(),
    flags: text({ mode: 'json' }).$type<InquiryFlag[]>().notNull(),
    extra: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    at: integer().notNull(),
  },
  table => [
    index('inquiries_lead').on(table.leadId, table.at),
    oneOf('inquiries_environment', 'environment', ENVIRONMENTS),
    oneOf('inquiries_intent', 'intent', ['initial', 'active', 'test drive', 'none']),
  ],
)

/** Something that happened to a lead; taken by one waiting enrollment at most. */
export const signals = sqliteTable(
  'signals',
  {
    id: text().primaryKey(),
    leadId: text()
      .notNull()
      .references(() => leads.id),
    kind: text().notNull(),
    at: integer().notNull(),
    data: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    offer: text(),
    consumedBy: text(),
  },
  table => [index('signals_lead').on(table.leadId, table.at)],
)

/** Points given to a lead; once per lead and origin, so that a repeat never counts twice. */
export const scores = sqliteTable(
  'scores',
  {
    id: text().primaryKey(),
    leadId: text()
      .notNull()
      .references(() => leads.id),
    points: integer().notNull(),
    because: text().notNull(),
    origin: text().notNull(),
    at: integer().notNull(),
  },
  table => [uniqueIndex('scores_origin').on(table.leadId, table.origin)],
)

/** Why somebody may not be written to. Never deleted: it is lifted, and it outlives the person's data as a keyed hash. */
export const suppressions = sqliteTable(
  'suppressions',
  {
    id: text().primaryKey(),
    scope: text().$type<SuppressionScope>().notNull(),
    key: text().notNull(),
    label: text(),
    leadId: text(),
    /** Null: mail about anything. */
    offer: text(),
    reason: text().$type<SuppressionReason>().notNull(),
    because: text().notNull(),
    by: text().notNull(),
    createdAt: integer().notNull(),
    /** Null: for ever. */
    until: integer(),
    liftedAt: integer(),
    liftedBecause: text(),
  },
  table => [
    index('suppressions_key').on(table.key, table.scope),
    index('suppressions_lead').on(table.leadId).where(sql`lead_id is not null`),
    index('suppressions_newest').on(table.createdAt, table.id),
    oneOf('suppressions_scope', 'scope', SUPPRESSION_SCOPES),
  ],
)
