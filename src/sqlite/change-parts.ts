import type { Enrollment } from '../domain/enrollment.ts'
import type { Escalation, Task } from '../domain/escalation.ts'
import type { InboundRecord } from '../domain/inbound/inbound-record.ts'
import type { Inquiry } from '../domain/inquiry/inquiry.ts'
import type { FrozenMail, Message } from '../domain/mail/message.ts'
import type { ScoreEntry, Signal } from '../domain/signal.ts'
import type { Suppression } from '../domain/suppression.ts'
import type { Alarm, Change, NewMessage } from '../engine/ports.ts'
import { alertRaiser } from './alerts.ts'
import type { Database, Drizzle } from './database.ts'
import { eq, sql } from './drizzle.ts'
import { broken, stale } from './failures.ts'
import { enrollmentColumns, messageColumns } from './rows.ts'
import * as schema from './schema/index.ts'
import { insertRow, upsertRow } from './statements.ts'

/** Writes the rows of a change in the order of their references; returns the alarms of its new messages. */
export function changeParts(database: Database): (change: Change) => Alarm[] {
  const { db } = database
  const write = rowWriters(db)
  const addMessage = messageAdder(db)
  const finishReceipt = receiptFinisher(db)
  const raise = alertRaiser(database)
  return change => {
    for (const row of change.inquiries ?? []) write.inquiry.run(row)
    for (const row of change.enrollments ?? []) write.enrollment.run(row)
    for (const row of change.suppressions ?? []) write.suppression.run(row)
    for (const row of change.escalations ?? []) write.escalation.run(row)
    for (const row of change.tasks ?? []) write.task.run(row)
    for (const row of change.signals ?? []) write.signal.run(row)
    for (const row of change.scores ?? []) write.score.run(row)
    for (const record of change.inbound ?? []) write.inbound.run(record)
    for (const receipt of change.receipts ?? []) finishReceipt(change.lead.id, receipt)
    raise(change.alerts ?? [])
    return (change.messages ?? []).flatMap(addMessage)
  }
}

/** Writing them anew would touch their indexes for nothing. */
const BIRTH: (keyof Enrollment)[] = [
  'leadId',
  'inquiryId',
  'environment',
  'workflowId',
  'offer',
  'startedAt',
  'firstTouchBy',
]

function rowWriters(db: Drizzle) {
  const { enrollments, escalations, inquiries, scores, signals, suppressions, tasks } = schema
  return {
    inquiry: upsertRow<Inquiry>({ db, table: inquiries }),
    enrollment: upsertRow<Enrollment>({ db, table: enrollments, columns: enrollmentColumns, fixed: BIRTH }),
    suppression: upsertRow<Suppression>({ db, table: suppressions }),
    escalation: upsertRow<Escalation>({ db, table: escalations, ignore: [escalations.leadId, escalations.reason] }),
    task: upsertRow<Task>({ db, table: tasks, ignore: [tasks.enrollmentId, tasks.purpose] }),
    signal: upsertRow<Signal>({ db, table: signals }),
    // No `ignore`: what was worked off before must not act a second time.
    inbound: insertRow<InboundRecord>({ db, table: schema.inbound }),
    score: insertRow<ScoreEntry>({ db, table: scores, ignore: [scores.leadId, scores.origin] }),
  }
}

function messageAdder(db: Drizzle): (message: NewMessage) => Alarm[] {
  const { messageMails, messages } = schema
  const ignore = [messages.originId, messages.purpose, messages.recipientKey, messages.occurrence, messages.originKind]
  const insert = insertRow<Message>({ db, table: messages, columns: messageColumns, ignore })
  const insertMail = insertRow<FrozenMail & { messageId: string }>({ db, table: messageMails })
  return ({ row, mail }) => {
    if (row.status === 'due' && (mail === null || row.dueAt === null)) {
      throw broken(`Expected the message ${row.id} that is due to have its mail and its time.`)
    }
    if (insert.run(row) === 0) return []
    if (mail !== null) insertMail.run({ ...mail, messageId: row.id })
    if (row.status !== 'due' || row.dueAt === null) return []
    const { id, generation, dueAt } = row
    return [{ kind: 'message', id, generation, dueAt, ...(row.kind === 'notice' ? { urgent: true } : {}) }]
  }
}

/** A receipt is worked off once: whoever comes second has decided on an old view. */
function receiptFinisher(db: Drizzle) {
  const finish = db
    .update(schema.receipts)
    .set({
      leadId: sql`${sql.placeholder('leadId')}`,
      inquiryId: sql`${sql.placeholder('inquiryId')}`,
      processedAt: sql`${sql.placeholder('processedAt')}`,
    })
    .where(sql`${eq(schema.receipts.id, sql.placeholder('id'))} and processed_at is null`)
    .prepare()
  return (leadId: string, receipt: NonNullable<Change['receipts']>[number]): void => {
    if (finish.run({ leadId, ...receipt }).changes === 0) throw stale(`the receipt ${receipt.id}`)
  }
}
