import type { SQL } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { TendError } from '../domain/errors.ts'
import type { Page, PageRequest } from '../domain/page.ts'
import type { Drizzle } from './database.ts'
import { and, desc, sql } from './drizzle.ts'

const LIMIT_MAX = 200

interface ListShape {
  db: Drizzle
  table: SQLiteTable
  columns: Record<string, SQLiteColumn | SQL | SQL.Aliased>
  /** The property with the time that orders the list. */
  at: string
  /** One condition per filter, with a placeholder of the same name. */
  filters?: Record<string, SQL>
}

type Filter = Record<string, unknown>
type Prepared = { all(values: Filter): unknown }

/** Reads a list newest first, a page at a time. Each combination of filters is prepared once, when it is first asked. */
export function pagedList<Row extends { id: string }>(
  shape: ListShape,
): (filter: Filter, page: PageRequest) => Page<Row> {
  const prepared = new Map<string, Prepared>()
  return (filter, page) => {
    const used = Object.keys(shape.filters ?? {}).filter(name => filter[name] !== undefined)
    const after = page.cursor === null ? null : readCursor(page.cursor)
    const key = [...used, after ? 'after' : ''].join()
    const statement = prepared.get(key) ?? prepareList(shape, used, after !== null)
    prepared.set(key, statement)
    const limit = Math.max(1, Math.min(page.limit, LIMIT_MAX))
    const rows = statement.all({ ...filter, ...after, limitAndOne: limit + 1 }) as Row[]
    return cut(rows, limit, shape.at)
  }
}

function prepareList(shape: ListShape, used: string[], hasCursor: boolean): Prepared {
  const at = shape.columns[shape.at] as SQLiteColumn
  const id = shape.columns.id as SQLiteColumn
  const conditions = used.map(name => shape.filters?.[name])
  if (hasCursor) conditions.push(sql`(${at}, ${id}) < (${sql.placeholder('cursorAt')}, ${sql.placeholder('cursorId')})`)
  return shape.db
    .select(shape.columns)
    .from(shape.table)
    .where(and(...conditions))
    .orderBy(desc(at), desc(id))
    .limit(sql.placeholder('limitAndOne'))
    .prepare()
}

function cut<Row extends { id: string }>(rows: Row[], limit: number, at: string): Page<Row> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  if (rows.length <= limit || last === undefined) return { items, next: null }
  const position = [(last as Record<string, unknown>)[at], last.id]
  return { items, next: Buffer.from(JSON.stringify(position)).toString('base64url') }
}

function readCursor(cursor: string): { cursorAt: number; cursorId: string } {
  const [at, id] = parsePosition(cursor)
  if (typeof at === 'number' && typeof id === 'string') return { cursorAt: at, cursorId: id }
  throw new TendError({
    code: 'bad-request',
    message: 'Expected the cursor that came as `next` with the page before; this one cannot be read.',
    nextAction: 'Start again without a cursor.',
  })
}

function parsePosition(cursor: string): unknown[] {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(position) ? position : []
  } catch {
    return []
  }
}
