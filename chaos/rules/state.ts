import SqliteClient from 'better-sqlite3'

export interface MessageRow {
  id: string
  kind: 'nurture' | 'notice'
  leadId: string
  enrollmentId: string | null
  template: string | null
  status: string
  to: string | null
  messageId: string
  createdAt: number
  dueAt: number | null
  gateAt: number | null
  /** How often it was sent again after its fate was in doubt. */
  resends: number
}

/** What the product's database says when everything has come to rest, or at any moment before. */
export interface State {
  receipts: { id: string; outcome: string; leadId: string | null; processedAt: number | null }[]
  leads: { id: string; email: string | null; status: string }[]
  enrollments: { id: string; leadId: string; receiptId: string; status: string; dueAt: number | null }[]
  messages: MessageRow[]
  openAlerts: string[]
  /** Ends of mails by the timeline: `mail-sent` and the like. */
  mailEvents: { messageId: string; kind: string }[]
  /** Every place that a lead's timeline should have and has not. */
  timelineGaps: string[]
  bounced: string[]
  /** Inquiries that by the timeline started nothing, by their receipt: the lead had asked for silence before. */
  refusedReceipts: string[]
  /** SQLite's own word on the file. */
  integrity: string
  /** First touches that came later than promised. */
  lateFirstTouches: number
}

/** Reads the file beside the product, which may run. */
export function readState(databaseFile: string): State {
  const file = new SqliteClient(databaseFile, { readonly: true })
  try {
    const all = <T>(sql: string) => file.prepare(sql).all() as T[]
    const words = (sql: string) => file.prepare(sql).pluck().all() as string[]
    return {
      receipts: all('SELECT id, outcome, lead_id AS leadId, processed_at AS processedAt FROM receipts'),
      leads: all('SELECT id, email, status FROM leads'),
      enrollments: all(`SELECT e.id, e.lead_id AS leadId, i.receipt_id AS receiptId, e.status, e.due_at AS dueAt
        FROM enrollments e JOIN inquiries i ON i.id = e.inquiry_id`),
      messages: all(`SELECT id, kind, lead_id AS leadId, enrollment_id AS enrollmentId, template, status, "to",
        message_id AS messageId, created_at AS createdAt, due_at AS dueAt, gate_at AS gateAt, resends FROM messages`),
      openAlerts: words('SELECT key FROM alerts WHERE cleared_at IS NULL'),
      mailEvents: all(`SELECT json_extract(data, '$.messageId') AS messageId, kind FROM events
        WHERE kind IN ('mail-sent', 'mail-uncertain', 'mail-failed', 'mail-held', 'mail-suppressed')`),
      timelineGaps: words(`SELECT lead_id FROM events GROUP BY lead_id HAVING count(*) <> max(seq)`),
      refusedReceipts: words(`SELECT i.receipt_id FROM events e
        JOIN inquiries i ON i.id = json_extract(e.data, '$.inquiryId') JOIN leads l ON l.id = e.lead_id
        WHERE e.kind = 'inquiry-not-started' AND l.status = 'do-not-contact'`),
      integrity: String(file.pragma('integrity_check', { simple: true })),
      bounced: words(`SELECT lead_id FROM suppressions WHERE reason = 'hard-bounce'`),
      lateFirstTouches: file
        .prepare('SELECT count(*) FROM enrollments WHERE first_touch_at > first_touch_by')
        .pluck()
        .get() as number,
    }
  } finally {
    file.close()
  }
}

/** What is not at its end yet, and when the next of it wants something by the product's clock; 0 for at once. */
export function readUnfinished(databaseFile: string): { count: number; nextAt: number | null } {
  const file = new SqliteClient(databaseFile, { readonly: true })
  try {
    const rows = file.prepare(UNFINISHED).all() as { count: number; at: number | null }[]
    const times = rows.flatMap(({ at }) => (at === null ? [] : [at]))
    return {
      count: rows.reduce((sum, row) => sum + row.count, 0),
      nextAt: times.length === 0 ? null : Math.min(...times),
    }
  } finally {
    file.close()
  }
}

/** An enrollment whose mail is on its way has no time of its own: it waits for the mail's row. */
const UNFINISHED = `
  SELECT count(*) AS count, min(coalesce(due_at, 0)) AS at FROM messages WHERE status IN ('planned', 'due', 'claimed', 'data')
  UNION ALL SELECT count(*), min(due_at) FROM enrollments WHERE status IN ('active', 'waiting')
  UNION ALL SELECT count(*), min(0) FROM receipts WHERE outcome = 'accepted' AND processed_at IS NULL`
