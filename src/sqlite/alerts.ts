import type { Alert } from '../domain/alert.ts'
import type { AlertStore } from '../engine/ports.ts'
import type { Database } from './database.ts'
import { asc, eq, sql } from './drizzle.ts'
import { alerts } from './schema/index.ts'

/** Raises alerts inside a write; one that is open already stays as it is. */
export function alertRaiser({ db }: Pick<Database, 'db'>): (alerts: Alert[]) => void {
  const raise = db
    .insert(alerts)
    .values({
      id: sql.placeholder('id'),
      key: sql.placeholder('key'),
      kind: sql.placeholder('kind'),
      message: sql.placeholder('message'),
      nextAction: sql.placeholder('nextAction'),
      raisedAt: sql.placeholder('raisedAt'),
      clearedAt: sql.placeholder('clearedAt'),
    })
    .onConflictDoNothing()
    .prepare()
  return alerts => {
    for (const alert of alerts) raise.run({ ...alert })
  }
}

/** Clears an alert inside a write; one that is not open stays as it is. */
export function alertClearer({ db }: Pick<Database, 'db'>): (key: string, at: number) => void {
  const clear = db
    .update(alerts)
    .set({ clearedAt: sql`${sql.placeholder('at')}` })
    .where(sql`${eq(alerts.key, sql.placeholder('key'))} and cleared_at is null`)
    .prepare()
  return (key, at) => {
    clear.run({ key, at })
  }
}

export function alertStore({ db, writes }: Database): AlertStore {
  const raise = alertRaiser({ db })
  const clear = alertClearer({ db })
  const open = db.select().from(alerts).where(sql`cleared_at is null`).orderBy(asc(alerts.raisedAt)).prepare()
  const lastRaised = db
    .select({ at: sql<number | null>`max(${alerts.raisedAt})` })
    .from(alerts)
    .where(eq(alerts.key, sql.placeholder('key')))
    .prepare()
  return {
    raise: (alert: Alert) => writes.write(() => raise([alert])),
    clear: (key, at) => writes.write(() => clear(key, at)),
    open: async () => open.all(),
    lastRaised: async key => lastRaised.get({ key })?.at ?? null,
  }
}
