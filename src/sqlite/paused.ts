import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { sql } from './drizzle.ts'
import { workflows } from './schema/index.ts'

/** The condition that a row's workflow is not paused; rows of no workflow always run. */
export function workflowRuns(workflowId: SQLiteColumn) {
  return sql`not exists (select 1 from ${workflows} where ${workflows.id} = ${workflowId} and ${workflows.state} = 'paused')`
}
