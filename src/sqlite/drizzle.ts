import { createRequire } from 'node:module'

// The ESM build of drizzle costs 145 MB of heap on Node 24, its CommonJS twin a fraction of it: load that one.
// drizzle-kit bundles this file to CommonJS, where there is no `import.meta.url`.
const load = createRequire(import.meta.url ?? `${process.cwd()}/`)

const orm = load('drizzle-orm') as typeof import('drizzle-orm')
const core = load('drizzle-orm/sqlite-core') as typeof import('drizzle-orm/sqlite-core')

/** The driver's side; what defines tables does without it. */
export const betterSqlite = load('drizzle-orm/better-sqlite3') as typeof import('drizzle-orm/better-sqlite3')

export const { and, asc, Column, desc, eq, getTableColumns, is, Param, Placeholder, SQL, sql } = orm
export const { check, customType, foreignKey, index, integer, primaryKey, SQLiteSyncDialect, sqliteTable, text } = core
export const { uniqueIndex } = core
