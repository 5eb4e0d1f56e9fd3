import type { ReportSource } from '../../domain/bounces/delivery-report.ts'
import type { InboundRecord } from '../../domain/inbound/inbound-record.ts'
import type { WorkflowState } from '../../engine/ports.ts'
import type { Program } from '../../workflow/program.ts'
import type { CompiledTemplate } from '../../workflow/versions/version.ts'
import { index, integer, sql, sqliteTable, text, uniqueIndex } from '../drizzle.ts'
import { oneOf, WORKFLOW_STATES } from './statuses.ts'

/** A workflow file that was good at least once, with the version that new leads enter. */
export const workflows = sqliteTable(
  'workflows',
  {
    id: text().primaryKey(),
    state: text().$type<WorkflowState>().notNull(),
    current: text()
      .notNull()
      .references(() => workflowVersions.hash),
    pausedAt: integer(),
  },
  () => [oneOf('workflows_state', 'state', WORKFLOW_STATES)],
)

/** Program and templates by content hash. Never changed and never deleted: people inside keep their version. */
export const workflowVersions = sqliteTable(
  'workflow_versions',
  {
    hash: text().primaryKey(),
    workflowId: text().notNull(),
    source: text().notNull(),
    program: text({ mode: 'json' }).$type<Program>().notNull(),
    templates: text({ mode: 'json' }).$type<Record<string, CompiledTemplate>>().notNull(),
    createdAt: integer().notNull(),
  },
  table => [index('workflow_versions_workflow').on(table.workflowId)],
)

/** Where people of an old version go on at their next step: at most one map for each version. */
export const stepMaps = sqliteTable('step_maps', {
  from: text('from_version').primaryKey(),
  to: text('to_version').notNull(),
  workflowId: text().notNull(),
  /** Old step id to new step id. */
  steps: text({ mode: 'json' }).$type<Record<string, string>>().notNull(),
  createdAt: integer().notNull(),
})

/** Mail and reports that came in, by keyed hash: each acts once. */
export const inbound = sqliteTable(
  'inbound',
  {
    id: text().primaryKey(),
    source: text().$type<ReportSource>().notNull(),
    kind: text().$type<InboundRecord['kind']>().notNull(),
    at: integer().notNull(),
    leadId: text(),
    messageId: text(),
    outcome: text().notNull(),
  },
  table => [index('inbound_newest').on(table.at, table.id)],
)

/** How far each mailbox has been read. */
export const mailboxes = sqliteTable('mailboxes', {
  name: text().primaryKey(),
  uidValidity: text().notNull(),
  lastUid: integer().notNull(),
})

/** Something a person should look at: one open row per key. */
export const alerts = sqliteTable(
  'alerts',
  {
    id: text().primaryKey(),
    key: text().notNull(),
    kind: text().notNull(),
    message: text().notNull(),
    nextAction: text().notNull(),
    raisedAt: integer().notNull(),
    clearedAt: integer(),
  },
  table => [uniqueIndex('alerts_open').on(table.key).where(sql`cleared_at is null`)],
)
