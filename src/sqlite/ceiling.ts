import type { Store } from '../engine/ports.ts'
import type { Database } from './database.ts'

/** Tells the trigger that stands behind the budget how much mail a day is the most for one lead. */
export function ceilingSetter({ client, writes }: Database): Store['setCeiling'] {
  const read = client.prepare("SELECT value FROM meta WHERE name = 'ceiling'").pluck()
  const set = client.prepare("INSERT INTO meta VALUES ('ceiling', ?) ON CONFLICT DO UPDATE SET value = excluded.value")
  const drop = client.prepare("DELETE FROM meta WHERE name = 'ceiling'")
  return async perDay => {
    const wanted = perDay === null ? undefined : String(perDay)
    if (read.get() === wanted) return
    await writes.write(() => (wanted === undefined ? drop.run() : set.run(wanted)))
  }
}
