import type { SQL } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Drizzle } from './database.ts'
import { getTableColumns, sql } from './drizzle.ts'

export interface RowWriter<Row> {
  /** How many rows changed: 0 when it was ignored, or when the condition did not hold. */
  run(row: Row): number
}

type Columns = Record<string, SQLiteColumn>

interface Target<Row> {
  db: Drizzle
  table: SQLiteTable
  /** By default all columns of the table. */
  columns?: Columns & { [K in keyof Row]?: SQLiteColumn }
}

/** A prepared INSERT of a whole row; a second row with the same `ignore` columns changes nothing. */
export function insertRow<Row>(target: Target<Row> & { ignore?: SQLiteColumn[] }): RowWriter<Row> {
  const insert = target.db.insert(target.table).values(placeholders(columnsOf(target)))
  return writer((target.ignore ? insert.onConflictDoNothing({ target: target.ignore }) : insert).prepare())
}

/**
 * A prepared INSERT that overwrites the row with the same id, but for the columns that are `fixed` at its birth; another id
 * with the same `ignore` columns is ignored.
 */
export function upsertRow<Row>(
  target: Target<Row> & { ignore?: SQLiteColumn[]; fixed?: (keyof Row)[] },
): RowWriter<Row> {
  const { id, ...columns } = columnsOf(target)
  if (id === undefined) throw new TypeError('Expected a table with a column id')
  const fixed: PropertyKey[] = target.fixed ?? []
  const rest = Object.fromEntries(Object.entries(columns).filter(([name]) => !fixed.includes(name)))
  const upsert = target.db
    .insert(target.table)
    .values(placeholders(columnsOf(target)))
    .onConflictDoUpdate({ target: id, set: excluded(target.db, rest) })
  return writer((target.ignore ? upsert.onConflictDoNothing({ target: target.ignore }) : upsert).prepare())
}

/** A prepared UPDATE of a whole row under a condition, which may use further placeholders. */
export function updateRow<Row>(target: Target<Row> & { where: SQL }): RowWriter<Row> {
  const { id, ...rest } = columnsOf(target)
  return writer(target.db.update(target.table).set(placeholders(rest)).where(target.where).prepare())
}

function columnsOf(target: { table: SQLiteTable; columns?: Columns }): Columns {
  return target.columns ?? getTableColumns(target.table)
}

/**
 * Placeholders named like the properties. Drizzle encodes each with its column when it is bound; its types know
 * columns of a known table only, and a row without one of them is refused at run time.
 */
function placeholders(columns: Columns): never {
  return Object.fromEntries(Object.keys(columns).map(name => [name, sql.placeholder(name)])) as never
}

/** `column = excluded.column` for each; the dialect knows how the columns are spelt in the database. */
function excluded(db: Drizzle, columns: Columns): Record<string, SQL> {
  const { casing } = (db as unknown as { dialect: { casing: { getColumnCasing(column: SQLiteColumn): string } } })
    .dialect
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [
      name,
      sql`excluded.${sql.identifier(casing.getColumnCasing(column))}`,
    ]),
  )
}

/** The driver reports changed rows; drizzle's types lose that through a table that is not known. */
function writer<Row>(prepared: { run(values: Record<string, unknown>): unknown }): RowWriter<Row> {
  return { run: row => (prepared.run(row as Record<string, unknown>) as { changes: number }).changes }
}
