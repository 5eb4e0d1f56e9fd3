import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { event } from '../domain/event.ts'
import type { EpochStore } from '../engine/ports.ts'
import { alertRaiser } from './alerts.ts'
import type { Client, Database, Drizzle } from './database.ts'
import { sql } from './drizzle.ts'
import { messages } from './schema/index.ts'
import type { Timeline } from './timeline.ts'

const EPOCH = 'epoch'
const RESTORED_AT = 'restored-at'
/** Set in every backup: whoever opens the copy knows that it is one. */
const COPIED_AT = 'copied-at'

export interface EpochKeeper extends EpochStore {
  /** Something left that an older copy of this database would not know of. */
  noteDeparture(): void
}

/**
 * Counts upwards in the database and, outside it, in a file beside it. The file is written after the database, so a database
 * that is behind its file, or whose file is gone, has been put in the place of a newer one.
 */
export function epochKeeper(database: Database, events: Timeline): EpochKeeper {
  const { client, writes, file } = database
  const meta = metaOf(client)
  const hold = mailHolder(database.db, events)
  const raiseAlerts = alertRaiser(database)
  // Before the first look nobody knows; what left just before a crash is counted then.
  let hasDeparted = false
  return {
    restoredAt: () => numberOf(meta.get(RESTORED_AT)),
    noteDeparture: () => {
      hasDeparted = true
    },
    async noticeRestore({ now, because, alertFor }) {
      hasDeparted = true
      const outside = readOutside(file)
      const inside = numberOf(meta.get(EPOCH)) ?? 0
      const isKnown = outside === null ? inside === 0 : inside >= outside
      if (isKnown && meta.get(COPIED_AT) === undefined) return null
      const epoch = Math.max(inside, outside ?? 0) + 1
      const held = await writes.write(() => {
        meta.set(RESTORED_AT, now)
        meta.set(EPOCH, epoch)
        meta.delete(COPIED_AT)
        const count = hold(now, because)
        raiseAlerts([alertFor(count)])
        return count
      })
      writeOutside(file, epoch)
      return held
    },
    async tick() {
      if (!hasDeparted) return
      const epoch = await writes.write(() => raise(meta))
      hasDeparted = false
      if (epoch > (readOutside(file) ?? 0)) writeOutside(file, epoch)
    },
  }
}

/** Marks a finished copy of a database as one, so that it is known as restored wherever it is opened. */
export function markAsCopy(client: Client, now: number): void {
  metaOf(client).set(COPIED_AT, now)
}

function raise(meta: ReturnType<typeof metaOf>): number {
  const next = (numberOf(meta.get(EPOCH)) ?? 0) + 1
  meta.set(EPOCH, next)
  return next
}

function metaOf(client: Client) {
  const get = client.prepare('SELECT value FROM meta WHERE name = ?').pluck()
  const set = client.prepare(
    'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  )
  const drop = client.prepare('DELETE FROM meta WHERE name = ?')
  return {
    get: (name: string) => get.get(name) as string | undefined,
    set: (name: string, value: number) => void set.run(name, String(value)),
    delete: (name: string) => void drop.run(name),
  }
}

/** Everything that waits to leave may have left already: a person decides. Returns how many mails that are. */
function mailHolder(db: Drizzle, events: Timeline): (now: number, because: string) => number {
  const hold = db
    .update(messages)
    .set({ status: 'held', reason: sql`${sql.placeholder('because')}`, dueAt: null, owner: null, leaseUntil: null })
    .where(sql`status in ('due', 'claimed')`)
    .returning({ messageId: messages.id, leadId: messages.leadId, template: messages.template })
    .prepare()
  return (now, because) => {
    const held = hold.all({ because })
    for (const { leadId, ...mail } of held) {
      events.append(leadId, [event('mail-held', now, { ...mail, because })], { bump: true })
    }
    return held.length
  }
}

/** Null where there is no such file, or nothing in it that can be read. */
function readOutside(file: string): number | null {
  try {
    return numberOf(readFileSync(pathOutside(file), 'utf8'))
  } catch {
    return null
  }
}

/** Without waiting for the disk: a file that is behind its database says nothing, and nothing else depends on it. */
function writeOutside(file: string, epoch: number): void {
  const path = pathOutside(file)
  const part = `${path}.${process.pid}.part`
  writeFileSync(part, `${epoch}\n`, { mode: 0o600 })
  renameSync(part, path)
}

function pathOutside(file: string): string {
  return `${file}.epoch`
}

function numberOf(text: string | undefined): number | null {
  const value = Number(text?.trim() || Number.NaN)
  return Number.isSafeInteger(value) ? value : null
}
