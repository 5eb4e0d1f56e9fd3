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
  SELECT count(*) FROM enrollments
  WHERE environment = 'live' AND (first_touch_at IS NULL OR first_touch_at > first_touch_by)
    AND first_touch_by < :now
    AND (first_touch_at IS NOT NULL OR ended_at IS NULL OR ended_at > first_touch_by)`

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
  const late = client.prepare(LATE).pluck()
  return client.transaction((now: number) => {
    const { count, oldest } = due.get({ now }) as { count: number; oldest: number | null }
    return {
      receipts: receipts(),
      leads: leads(),
      enrollments: enrollments(),
      messages: messages(),
      escalations: escalations(),
      dueNow: count,
      oldestDueSeconds: oldest === null ? 0 : Math.floor((now - oldest) / 1000),
      late24h: late.get({ now }) as number,
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
