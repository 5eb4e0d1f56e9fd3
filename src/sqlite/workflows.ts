import type { EnrollmentStatus } from '../domain/enrollment.ts'
import type { WorkflowState, WorkflowStore } from '../engine/ports.ts'
import type { WorkflowVersion } from '../workflow/version.ts'
import type { Database, Drizzle } from './database.ts'
import { asc, eq, sql } from './drizzle.ts'
import { notFound } from './failures.ts'
import { enrollments, workflows, workflowVersions } from './schema/index.ts'
import { insertRow } from './statements.ts'

/** Workflows with all their versions. `counts` leaves test leads out, as all counts do. */
export function workflowStore({ db, writes }: Database): WorkflowStore {
  const list = db.select().from(workflows).orderBy(asc(workflows.id)).prepare()
  const version = db
    .select()
    .from(workflowVersions)
    .where(eq(workflowVersions.hash, sql.placeholder('hash')))
    .prepare()
  const counts = countReader(db)
  const keep = versionKeeper(db)
  const setState = stateSetter(db)
  return {
    list: async () => list.all(),
    version: async hash => version.get({ hash }) ?? null,
    keep: added => writes.write(() => keep(added)),
    setState: (id, state, at) => writes.write(() => setState(id, state, at)),
    counts: async () => counts.all(),
  }
}

function countReader(db: Drizzle) {
  return db
    .select({
      workflowId: enrollments.workflowId,
      status: sql<EnrollmentStatus>`${enrollments.status}`,
      count: sql<number>`count(*)`,
    })
    .from(enrollments)
    .where(sql`${enrollments.environment} = 'live'`)
    .groupBy(enrollments.workflowId, enrollments.status)
    .prepare()
}

/** A removed workflow whose file is back takes people in again; a paused one stays paused. */
function versionKeeper(db: Drizzle): (version: WorkflowVersion) => void {
  const insert = insertRow<WorkflowVersion>({ db, table: workflowVersions, ignore: [workflowVersions.hash] })
  const makeCurrent = db
    .insert(workflows)
    .values({ id: sql.placeholder('id'), state: 'active', current: sql.placeholder('current'), pausedAt: null })
    .onConflictDoUpdate({
      target: workflows.id,
      set: {
        current: sql`${sql.placeholder('current')}`,
        state: sql`iif(${workflows.state} = 'removed', 'active', ${workflows.state})`,
      },
    })
    .prepare()
  return version => {
    insert.run(version)
    makeCurrent.run({ id: version.workflowId, current: version.hash })
  }
}

function stateSetter(db: Drizzle): (id: string, state: WorkflowState, at: number) => void {
  const set = db
    .update(workflows)
    .set({ state: sql`${sql.placeholder('state')}`, pausedAt: sql`${sql.placeholder('pausedAt')}` })
    .where(eq(workflows.id, sql.placeholder('id')))
    .prepare()
  return (id, state, at) => {
    if (set.run({ id, state, pausedAt: state === 'paused' ? at : null }).changes === 0) throw notFound('workflow', id)
  }
}
