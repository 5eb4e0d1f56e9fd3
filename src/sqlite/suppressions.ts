import type { Suppression } from '../domain/suppression.ts'
import type { SuppressionStore } from '../engine/ports.ts'
import type { Database, Drizzle } from './database.ts'
import { eq, getTableColumns, sql } from './drizzle.ts'
import { broken, notFound } from './failures.ts'
import { pagedList } from './page.ts'
import { suppressions } from './schema/index.ts'
import { insertRow } from './statements.ts'

export function suppressionStore({ db, writes }: Database): SuppressionStore {
  const find = finder(db)
  const insert = insertRow<Suppression>({ db, table: suppressions })
  const lift = lifter(db)
  const list = pagedList<Suppression>({
    db,
    table: suppressions,
    columns: getTableColumns(suppressions),
    at: 'createdAt',
  })
  return {
    find: async id => find.get({ id }) ?? null,
    list: async page => list({}, page),
    add: suppression => writes.write(() => void insert.run(suppression)),
    lift: (id, at, because) => writes.write(() => lift(id, at, because)),
  }
}

function finder(db: Drizzle) {
  return db
    .select()
    .from(suppressions)
    .where(eq(suppressions.id, sql.placeholder('id')))
    .prepare()
}

function refuseOfLead({ id, leadId }: Suppression): void {
  if (leadId === null) return
  throw broken(`Expected a suppression of no lead; ${id} belongs to ${leadId} and needs a change with its event.`)
}

/** The first lifting counts; a second one changes nothing. */
function lifter(db: Drizzle): (id: string, at: number, because: string) => void {
  const find = finder(db)
  const lift = db
    .update(suppressions)
    .set({ liftedAt: sql`${sql.placeholder('at')}`, liftedBecause: sql`${sql.placeholder('because')}` })
    .where(sql`${suppressions.id} = ${sql.placeholder('id')} and lifted_at is null`)
    .prepare()
  return (id, at, because) => {
    const found = find.get({ id })
    if (found === undefined) throw notFound('suppression', id)
    refuseOfLead(found)
    lift.run({ id, at, because })
  }
}
