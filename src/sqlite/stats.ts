import type { Stats } from '../engine/ports.ts'
import type { Database } from './database.ts'
import {
  ENROLLMENT_STATUSES,
  ESCALATION_STATUSES,
  LEAD_STATUSES,
  MESSAGE_STATUSES,
  RECEIPT_OUTCOMES,
} from './schema/statuses.ts'

const COUNTS = {
  receipts: `
    SELECT iif(environment = 'test', 'test', outcome) AS status, count(*) AS count
    FROM receipts GROUP BY 1`,
  leads: `SELECT status, count(*) AS count FROM leads WHERE environment = 'live' GROUP BY status`,
  enrollments: `SELECT status, count(*) AS count FROM enrollments WHERE environment = 'live' GROUP BY status`,
  messages: `SELECT status, count(*) AS count FROM messages WHERE environment = 'live' GROUP BY status`,
  escalations: `
    SELECT escalations.status AS status, count(*) AS count
    FROM escalations CROSS JOIN leads ON leads.id = escalations.lead_id AND leads.environment = 'live'
    GROUP BY escalations.status`,
}

const RUNS = `NOT EXISTS (SELECT 1 FROM workflows WHERE workflows.id = workflow_id AND state = 'paused')`
const DUE = `
  SELECT count(*) AS count, min(due_at) AS oldest FROM (
    SELECT due_at FROM enrollments
    WHERE +status IN ('active', 'waiting') AND due_at <= :now AND ${RUNS}
    UNION ALL
    SELECT due_at FROM messages WHERE +status = 'due' AND due_at <= :now AND ${RUNS})`

// An enrollment that ended before its deadline owed no touch any more; a touch that came late stays late for ever.
const LATE = `
  SELECT id, status, first_touch_at, NOT (${RUNS}) AS is_paused FROM enrollments
  WHERE environment = 'live' AND (first_touch_at IS NULL OR first_touch_at > first_touch_by)
    AND first_touch_by < :now
    AND (first_touch_at IS NOT NULL OR ended_at IS NULL OR ended_at > first_touch_by)`

// The first mail of the enrollment tells most; without one the step before it has not run.
const LATE_BECAUSE = `
  SELECT count(*) AS count, CASE
      WHEN late.first_touch_at IS NULL AND late.is_paused THEN 'the workflow is paused'
      WHEN mail.status = 'held' THEN 'the mail is held for a person'
      WHEN mail.attempts > 0 OR mail.reason IS NOT NULL THEN 'the mail server put it off'
      WHEN mail.id IS NOT NULL THEN 'the mail waited to be sent'
      WHEN late.status = 'waiting' THEN 'another workflow runs'
      ELSE 'its step ran late' END AS status
  FROM (${LATE}) AS late
  LEFT JOIN messages AS mail ON mail.id = (
    SELECT id FROM messages WHERE origin_id = late.id AND origin_kind = 'enrollment' AND kind = 'nurture'
    ORDER BY created_at LIMIT 1)
  GROUP BY 2`

/**
 * Counts of live leads by status, all of them present. Receipts of test endpoints count under `test` only. What is due
 * is counted in every environment, without paused workflows: it measures the machine.
 */
export function statsReader({ client }: Database): (now: number) => Stats {
  const receipts = counter(client.prepare(COUNTS.receipts), RECEIPT_OUTCOMES)
  const leads = counter(client.prepare(COUNTS.leads), LEAD_STATUSES)
  const enrollments = counter(client.prepare(COUNTS.enrollments), ENROLLMENT_STATUSES)
  const messages = counter(client.prepare(COUNTS.messages), MESSAGE_STATUSES)
  const escalations = counter(client.prepare(COUNTS.escalations), ESCALATION_STATUSES)
  const due = client.prepare(DUE)
  const late = client.prepare(LATE_BECAUSE)
  return client.transaction((now: number) => {
    const { count, oldest } = due.get({ now }) as { count: number; oldest: number | null }
    const causes = late.all({ now }) as { status: string; count: number }[]
    return {
      receipts: receipts(),
      leads: leads(),
      enrollments: enrollments(),
      messages: messages(),
      escalations: escalations(),
      dueNow: count,
      oldestDueSeconds: oldest === null ? 0 : Math.floor((now - oldest) / 1000),
      late24h: causes.reduce((sum, cause) => sum + cause.count, 0),
      lateBecause: Object.fromEntries(causes.map(cause => [cause.status, cause.count])),
    }
  })
}

function counter(statement: { all(): unknown[] }, statuses: readonly string[]): () => Record<string, number> {
  return () => {
    const counts = Object.fromEntries(statuses.map(status => [status, 0]))
    for (const row of statement.all() as { status: string; count: number }[]) counts[row.status] = row.count
    return counts
  }
}
