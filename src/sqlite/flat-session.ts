import type { Statement } from 'better-sqlite3'
import type { BetterSQLiteSession } from 'drizzle-orm/better-sqlite3'
import type { Client, Drizzle } from './database.ts'
import { betterSqlite, Column, is, Param, Placeholder, SQL, SQLiteSyncDialect } from './drizzle.ts'

/**
 * Drizzle over the client, with prepared statements that know once and for all where each value goes. Drizzle's own look
 * at every column's kind again in every row, which costs more than SQLite takes for the row.
 */
export function openDrizzle(client: Client): Drizzle {
  const dialect = new SQLiteSyncDialect({ casing: 'snake_case' })
  // SQLite plans a statement anew each time a value is bound that its plan may depend on, which takes longer than running it.
  // Behind a plus it asks for no value, and the plan made once stays.
  dialect.escapeParam = () => '+?'
  const session = new betterSqlite.BetterSQLiteSession<Record<string, never>, never>(client, dialect, undefined)
  session.prepareQuery = flatPreparer(client, session)
  return new betterSqlite.BetterSQLite3Database('sync', dialect, session, undefined)
}

type Session = BetterSQLiteSession<Record<string, never>, never>
type Query = Parameters<Session['prepareQuery']>[0]
type Fields = NonNullable<Parameters<Session['prepareQuery']>[1]>
type Values = Record<string, unknown>

function flatPreparer(client: Client, session: Session): Session['prepareQuery'] {
  const prepare = session.prepareQuery.bind(session)
  const flat = (...given: Parameters<Session['prepareQuery']>) => {
    const [query, fields, , , mapper] = given
    const isFlat = mapper === undefined && (fields === undefined || fields.every(({ path }) => path.length === 1))
    return isFlat ? flatQuery(client.prepare(query.sql), query, fields) : prepare(...given)
  }
  // Only what Tend calls; the rest of drizzle's class serves a builder that is awaited.
  return flat as unknown as Session['prepareQuery']
}

function flatQuery(statement: Statement, query: Query, fields: Fields | undefined) {
  const bind = binder(query)
  const run = (values: Values = {}) => statement.run(...bind(values))
  if (fields === undefined) return { run, all: (values: Values = {}) => statement.all(...bind(values)) }
  const toRow = rowMaker(fields)
  statement.raw(true)
  return {
    run,
    all: (values: Values = {}) => (statement.all(...bind(values)) as unknown[][]).map(toRow),
    get(values: Values = {}) {
      const row = statement.get(...bind(values)) as unknown[] | undefined
      return row === undefined ? undefined : toRow(row)
    },
  }
}

/** Puts named values into the statement's order, each encoded by its column. A name without a value is a fault of ours. */
function binder(query: Query): (values: Values) => unknown[] {
  const sources = query.params.map(sourceOf)
  return values => sources.map(source => source(values))
}

function sourceOf(param: unknown): (values: Values) => unknown {
  if (is(param, Placeholder)) return named(param.name)
  if (!is(param, Param) || !is(param.value, Placeholder)) return () => param
  const read = named(param.value.name)
  const { encoder } = param
  if (encoder.mapToDriverValue === Column.prototype.mapToDriverValue) return read
  return values => encoder.mapToDriverValue(read(values))
}

function named(name: string): (values: Values) => unknown {
  return values => {
    const value = values[name]
    if (value === undefined && !(name in values)) throw new TypeError(`Expected a value for ${name}`)
    return value
  }
}

function rowMaker(fields: Fields): (row: unknown[]) => Values {
  const columns = fields.map(({ path, field }) => ({ name: path[0] as string, decode: decoderOf(field) }))
  return row => {
    const made: Values = {}
    for (const [index, { name, decode }] of columns.entries()) {
      const value = row[index]
      made[name] = value === null || decode === null ? value : decode(value)
    }
    return made
  }
}

/** An expression's way back from the driver, which drizzle keeps to itself. */
interface Decoding {
  decoder: { mapFromDriverValue(value: unknown): unknown }
}

/** Null where the value is what the driver gives. */
function decoderOf(field: Fields[number]['field']): ((value: unknown) => unknown) | null {
  if (!is(field, Column)) {
    const { decoder } = (is(field, SQL) ? field : 'sql' in field ? field.sql : null) as unknown as Decoding
    return value => decoder.mapFromDriverValue(value)
  }
  return field.mapFromDriverValue === Column.prototype.mapFromDriverValue
    ? null
    : value => field.mapFromDriverValue(value)
}
