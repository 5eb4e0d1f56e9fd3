import type { LeadStore } from '../engine/ports.ts'
import { changeApplier } from './apply-change.ts'
import type { Database } from './database.ts'
import { shredder } from './shred.ts'
import type { Timeline } from './timeline.ts'

/** Applies a change in one transaction with its events, or not at all. */
export function leadCommitter(database: Database, events: Timeline): LeadStore['commit'] {
  const shred = shredder(database)
  const apply = changeApplier(database, events, shred)
  return async change => {
    const alarms = await database.writes.write(() => apply(change))
    if (change.erase) shred.afterErasure()
    return alarms
  }
}
