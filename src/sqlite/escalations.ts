import type { Escalation, Task } from '../domain/escalation.ts'
import type { EscalationStore } from '../engine/ports.ts'
import type { Database, Drizzle } from './database.ts'
import { asc, eq, getTableColumns, sql } from './drizzle.ts'
import { pagedList } from './page.ts'
import { escalations, tasks } from './schema/index.ts'

export function escalationStore({ db }: Database): EscalationStore {
  const find = db
    .select()
    .from(escalations)
    .where(eq(escalations.id, sql.placeholder('id')))
    .prepare()
  const findTask = db
    .select()
    .from(tasks)
    .where(eq(tasks.id, sql.placeholder('id')))
    .prepare()
  const expired = expiredReader(db)
  const list = listOf<Escalation>(db, escalations)
  const listTasks = listOf<Task>(db, tasks)
  return {
    find: async id => find.get({ id }) ?? null,
    list: async (filter, page) => list({ ...filter }, page),
    expired: async (now, limit) => expired.all({ now, limit }),
    tasks: async (filter, page) => listTasks({ ...filter }, page),
    findTask: async id => findTask.get({ id }) ?? null,
  }
}

function expiredReader(db: Drizzle) {
  return db
    .select()
    .from(escalations)
    .where(sql`status = 'open' and ${escalations.acceptBy} < ${sql.placeholder('now')}`)
    .orderBy(asc(escalations.acceptBy))
    .limit(sql.placeholder('limit'))
    .prepare()
}

function listOf<Row extends { id: string }>(db: Drizzle, table: typeof escalations | typeof tasks) {
  return pagedList<Row>({
    db,
    table,
    columns: getTableColumns(table),
    at: 'createdAt',
    filters: { status: eq(table.status, sql.placeholder('status')) },
  })
}
