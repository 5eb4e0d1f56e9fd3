import { createRequire } from 'node:module'

// The ESM build of drizzle costs 145 MB of heap on Node 24, its CommonJS twin a fraction of it: load that one.
// drizzle-kit bundles this file to CommonJS, where there is no `import.meta.url`.
const load = createRequire(import.meta.url ?? `${process.cwd()}/`)

const orm = load('drizzle-orm') as typeof import('drizzle-orm')
const core = load('drizzle-orm/sqlite-core') as typeof import('drizzle-orm/sqlite-core')

export const { and, asc, desc, eq, getTableColumns, sql } = orm
export const { check, customType, index, integer, sqliteTable, text, uniqueIndex } = core
