import type { EnrollmentStatus, StepPhase } from '../../domain/enrollment.ts'
import type { EscalationStatus, TaskStatus } from '../../domain/escalation.ts'
import type { Environment } from '../../domain/people/lead.ts'
import { index, integer, sql, sqliteTable, text, uniqueIndex } from '../drizzle.ts'
import { leads } from './people.ts'
import {
  ENROLLMENT_STATUSES,
  ENVIRONMENTS,
  ESCALATION_STATUSES,
  oneOf,
  STEP_PHASES,
  TASK_STATUSES,
} from './statuses.ts'

/** One lead inside one workflow version. A lead has at most one active and at most one waiting enrollment. */
export const enrollments = sqliteTable(
  'enrollments',
  {
    id: text().primaryKey(),
    leadId: text()
      .notNull()
      .references(() => leads.id),
    inquiryId: text().notNull(),
    environment: text().$type<Environment>().notNull(),
    workflowId: text().notNull(),
    version: text().notNull(),
    offer: text().notNull(),
    rank: integer().notNull(),
    status: text().$type<EnrollmentStatus>().notNull(),
    step: text(),
    phase: text().$type<StepPhase>().notNull(),
    arrivedAt: integer().notNull(),
    completedAt: integer().notNull(),
    dueAt: integer(),
    generation: integer().notNull(),
    arms: text({ mode: 'json' }).$type<Record<string, string>>().notNull(),
    shiftedFor: integer(),
    firstTouchBy: integer().notNull(),
    firstTouchAt: integer(),
    startedAt: integer().notNull(),
    endedAt: integer(),
    endReason: text(),
    /** Generation that the queue was last told about; smaller than `generation` means: still to arm. */
    armedGeneration: integer().notNull().default(-1),
  },
  table => [
    uniqueIndex('enrollments_one_active').on(table.leadId).where(sql`status = 'active'`),
    uniqueIndex('enrollments_one_waiting').on(table.leadId).where(sql`status = 'waiting'`),
    index('enrollments_lead').on(table.leadId, table.startedAt, table.id),
    index('enrollments_due')
      .on(table.dueAt, table.status, table.generation, table.armedGeneration, table.workflowId)
      .where(sql`due_at is not null`),
    index('enrollments_by_status').on(table.environment, table.workflowId, table.status),
    index('enrollments_late')
      .on(table.firstTouchBy, table.firstTouchAt, table.endedAt)
      .where(sql`environment = 'live' and (first_touch_at is null or first_touch_at > first_touch_by)`),
    oneOf('enrollments_environment', 'environment', ENVIRONMENTS),
    oneOf('enrollments_status', 'status', ENROLLMENT_STATUSES),
    oneOf('enrollments_phase', 'phase', STEP_PHASES),
  ],
)

/** A lead handed to a team, once per lead and reason. */
export const escalations = sqliteTable(
  'escalations',
  {
    id: text().primaryKey(),
    leadId: text()
      .notNull()
      .references(() => leads.id),
    enrollmentId: text(),
    inquiryId: text(),
    team: text().notNull(),
    reason: text().notNull(),
    because: text().notNull(),
    owner: text(),
    status: text().$type<EscalationStatus>().notNull(),
    acceptBy: integer().notNull(),
    createdAt: integer().notNull(),
    answeredAt: integer(),
    answeredBy: text(),
    answerNote: text(),
  },
  table => [
    uniqueIndex('escalations_reason').on(table.leadId, table.reason),
    index('escalations_open').on(table.acceptBy).where(sql`status = 'open'`),
    index('escalations_newest').on(table.createdAt, table.id),
    oneOf('escalations_status', 'status', ESCALATION_STATUSES),
  ],
)

/** A call for a person to make, once per enrollment and purpose. */
export const tasks = sqliteTable(
  'tasks',
  {
    id: text().primaryKey(),
    leadId: text()
      .notNull()
      .references(() => leads.id),
    enrollmentId: text(),
    purpose: text().notNull(),
    team: text().notNull(),
    because: text().notNull(),
    status: text().$type<TaskStatus>().notNull(),
    dueBy: integer().notNull(),
    createdAt: integer().notNull(),
    doneAt: integer(),
    doneBy: text(),
  },
  table => [
    uniqueIndex('tasks_purpose').on(table.enrollmentId, table.purpose),
    index('tasks_lead').on(table.leadId, table.createdAt),
    index('tasks_newest').on(table.createdAt, table.id),
    oneOf('tasks_status', 'status', TASK_STATUSES),
  ],
)
