import type { EnrollmentStatus } from '../domain/enrollment.ts'
import type { WorkflowState, WorkflowStore } from '../engine/ports.ts'
import type { StepMap } from '../workflow/versions/step-map.ts'
import type { WorkflowVersion } from '../workflow/versions/version.ts'
import type { Database, Drizzle } from './database.ts'
import { and, asc, eq, sql } from './drizzle.ts'
import { notFound } from './failures.ts'
import { enrollments, stepMaps, workflows, workflowVersions } from './schema/index.ts'
import { insertRow } from './statements.ts'

/** Workflows with all their versions. `counts` leaves test leads out, as all counts do. */
export function workflowStore({ client, db, writes }: Database): WorkflowStore {
  const list = db.select().from(workflows).orderBy(asc(workflows.id)).prepare()
  const paused = client.prepare("SELECT id FROM workflows WHERE state = 'paused'").pluck()
  const version = db
    .select()
    .from(workflowVersions)
    .where(eq(workflowVersions.hash, sql.placeholder('hash')))
    .prepare()
  const counts = countReader(db)
  const keep = versionKeeper(db)
  const setState = stateSetter(db)
  const pauseActive = activePauser(db)
  const standing = standingReader(db)
  const unshifted = unshiftedReader(db)
  const maps = db.select().from(stepMaps).orderBy(asc(stepMaps.createdAt)).prepare()
  const keepMap = mapKeeper(db)
  return {
    list: async () => list.all(),
    paused: async () => paused.all() as string[],
    version: async hash => version.get({ hash }) ?? null,
    keep: added => writes.write(() => keep(added)),
    setState: (id, state, at) => writes.write(() => setState(id, state, at)),
    pauseActive: at => writes.write(() => void pauseActive.run({ at })),
    counts: async () => counts.all(),
    standing: async id => standing.all({ id }),
    unshifted: async (id, pausedAt, limit) => unshifted.all({ id, pausedAt, limit }),
    stepMaps: async () => maps.all(),
    keepStepMap: map => writes.write(() => keepMap(map)),
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

function standingReader(db: Drizzle) {
  return db
    .select({
      version: enrollments.version,
      step: sql<string>`coalesce(${enrollments.step}, '')`,
      count: sql<number>`count(*)`,
    })
    .from(enrollments)
    .where(and(eq(enrollments.workflowId, sql.placeholder('id')), sql`status in ('active', 'waiting')`))
    .groupBy(enrollments.version, enrollments.step)
    .prepare()
}

function unshiftedReader(db: Drizzle) {
  return db
    .select({ id: enrollments.id, leadId: enrollments.leadId })
    .from(enrollments)
    .where(
      and(
        eq(enrollments.workflowId, sql.placeholder('id')),
        // Both environments by name: so the index by status leads straight to the workflow's people.
        sql`${enrollments.environment} in ('live', 'test')`,
        sql`status = 'active' and coalesce(shifted_for, 0) <> ${sql.placeholder('pausedAt')}`,
      ),
    )
    .limit(sql.placeholder('limit'))
    .prepare()
}

function mapKeeper(db: Drizzle): (map: StepMap) => void {
  const forget = db
    .delete(stepMaps)
    .where(eq(stepMaps.from, sql.placeholder('from')))
    .prepare()
  const insert = insertRow<StepMap>({ db, table: stepMaps })
  return map => {
    forget.run({ from: map.from })
    insert.run(map)
  }
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

function activePauser(db: Drizzle) {
  return db
    .update(workflows)
    .set({ state: 'paused', pausedAt: sql`${sql.placeholder('at')}` })
    .where(eq(workflows.state, 'active'))
    .prepare()
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
