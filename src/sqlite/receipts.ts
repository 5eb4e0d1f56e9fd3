import type { Receipt } from '../domain/inquiry/receipt.ts'
import type { ReceiptStore } from '../engine/ports.ts'
import { alertRaiser } from './alerts.ts'
import type { Database } from './database.ts'
import { and, asc, eq, sql } from './drizzle.ts'
import { notFound, stale } from './failures.ts'
import { pagedList } from './page.ts'
import { listedReceiptColumns } from './rows.ts'
import { endpoints, receipts } from './schema/index.ts'
import { insertRow } from './statements.ts'

/** Receipts. Lists come without bodies (`body` is null there); `find` and `unprocessed` have them. */
export function receiptStore(database: Database): ReceiptStore {
  const { db, writes } = database
  const find = db
    .select()
    .from(receipts)
    .where(eq(receipts.id, sql.placeholder('id')))
    .prepare()
  const leadOf = database.client.prepare('SELECT lead_id FROM receipts WHERE id = ?').pluck()
  const unprocessed = unprocessedReader(database)
  const keep = receiptKeeper(database)
  const raise = alertRaiser(database)
  const reclassify = receiptReclassifier(database)
  const keepAnswer = db
    .update(receipts)
    .set({ answer: sql`${sql.placeholder('answer')}` })
    .where(and(eq(receipts.id, sql.placeholder('id')), sql`answer is null and body is not null`))
    .prepare()
  const list = pagedList<Receipt>({
    db,
    table: receipts,
    columns: listedReceiptColumns,
    at: 'receivedAt',
    filters: {
      outcome: eq(receipts.outcome, sql.placeholder('outcome')),
      endpointId: eq(receipts.endpointId, sql.placeholder('endpointId')),
    },
  })
  return {
    keep: (receipt, repeatWindowMs, alert = null) =>
      writes.write(() => {
        const kept = keep(receipt, repeatWindowMs)
        if (alert !== null && kept.created) raise([alert])
        return kept
      }),
    find: async id => find.get({ id }) ?? null,
    leadOf: async id => (leadOf.get(id) as string | null | undefined) ?? null,
    list: async (filter, page) => list({ ...filter }, page),
    unprocessed: async (before, limit) => unprocessed.all({ before, limit }),
    reclassify: (id, to) => writes.write(() => reclassify(id, to)),
    keepAnswer: (id, answer) => writes.write(() => void keepAnswer.run({ id, answer })),
  }
}

function unprocessedReader({ db }: Database) {
  return (
    db
      .select()
      .from(receipts)
      // The plus keeps SQLite from walking every accepted receipt.
      .where(
        sql`+outcome = 'accepted' and processed_at is null and ${receipts.receivedAt} < ${sql.placeholder('before')}`,
      )
      .orderBy(asc(receipts.receivedAt))
      .limit(sql.placeholder('limit'))
      .prepare()
  )
}

function receiptKeeper(database: Database) {
  const { db } = database
  const byIdempotencyKey = db
    .select()
    .from(receipts)
    .where(eq(receipts.idempotencyKey, sql.placeholder('key')))
    .prepare()
  const earlier = earlierReader(database)
  const insert = insertRow<Receipt>({ db, table: receipts })
  const touch = endpointToucher(database)
  return (receipt: Receipt, repeatWindowMs: number): { receipt: Receipt; created: boolean } => {
    const first = receipt.idempotencyKey === null ? undefined : byIdempotencyKey.get({ key: receipt.idempotencyKey })
    if (first !== undefined) return { receipt: first, created: false }
    const repeated =
      receipt.outcome === 'accepted' && receipt.repeatKey !== null
        ? earlier.get({ ...receipt, after: receipt.receivedAt - repeatWindowMs })
        : undefined
    const kept = repeated === undefined ? receipt : asRepeat(receipt, repeated.id)
    insert.run(kept)
    touch(kept.endpointId, kept)
    return { receipt: kept, created: true }
  }
}

function asRepeat(receipt: Receipt, first: string): Receipt {
  return { ...receipt, outcome: 'repeat', repeatOf: first, reason: `the same delivery as ${first}` }
}

/** The accepted receipt that this one repeats, if it came within the window. */
function earlierReader({ db }: Database) {
  return db
    .select({ id: receipts.id })
    .from(receipts)
    .where(
      and(
        sql`repeat_key = ${sql.placeholder('repeatKey')} and outcome = 'accepted'`,
        eq(receipts.environment, sql.placeholder('environment')),
        sql`${receipts.receivedAt} > ${sql.placeholder('after')}`,
      ),
    )
    .orderBy(asc(receipts.receivedAt))
    .limit(1)
    .prepare()
}

/** Whoever looks at an endpoint wants to know the day, not the millisecond. */
const TOUCH_EVERY_MS = 1_000

/** Endpoints show when they were last heard of, and when Partner Center last tried them. */
function endpointToucher({ db }: Database) {
  const touch = db
    .update(endpoints)
    .set({
      lastReceiptAt: sql`max(coalesce(${endpoints.lastReceiptAt}, 0), ${sql.placeholder('receivedAt')})`,
      lastValidatedAt: sql`coalesce(${sql.placeholder('validatedAt')}, ${endpoints.lastValidatedAt})`,
    })
    .where(eq(endpoints.id, sql.placeholder('id')))
    .prepare()
  const touchedAt = new Map<string, number>()
  return (id: string | null, receipt: Pick<Receipt, 'receivedAt' | 'validatedAt'>): void => {
    const isFresh = id !== null && Math.abs(receipt.receivedAt - (touchedAt.get(id) ?? 0)) < TOUCH_EVERY_MS
    if (id === null || (isFresh && receipt.validatedAt === null)) return
    touchedAt.set(id, receipt.receivedAt)
    touch.run({ id, receivedAt: receipt.receivedAt, validatedAt: receipt.validatedAt })
  }
}

function receiptReclassifier(database: Database) {
  const { db } = database
  const find = db
    .select({ endpointId: receipts.endpointId, receivedAt: receipts.receivedAt })
    .from(receipts)
    .where(eq(receipts.id, sql.placeholder('id')))
    .prepare()
  const update = db
    .update(receipts)
    .set({
      outcome: sql`${sql.placeholder('outcome')}`,
      reason: sql`${sql.placeholder('reason')}`,
      repeatKey: sql`${sql.placeholder('repeatKey')}`,
      validatedAt: sql`${sql.placeholder('validatedAt')}`,
      processedAt: sql`${sql.placeholder('processedAt')}`,
    })
    .where(and(eq(receipts.id, sql.placeholder('id')), eq(receipts.outcome, 'quarantined')))
    .prepare()
  const touch = endpointToucher(database)
  return (id: string, to: Parameters<ReceiptStore['reclassify']>[1]): void => {
    const found = find.get({ id })
    if (found === undefined) throw notFound('receipt', id)
    if (update.run({ id, ...to }).changes === 0) throw stale(`the receipt ${id}`)
    touch(found.endpointId, { receivedAt: found.receivedAt, validatedAt: to.validatedAt })
  }
}
