import { randomBytes } from 'node:crypto'
import type { NewEvent, TimelineEvent } from '../domain/event.ts'
import { hashText, linkHash } from './chain.ts'
import type { Database } from './database.ts'
import { and, asc, eq, sql } from './drizzle.ts'
import { broken, stale } from './failures.ts'
import { events, eventTexts, leads } from './schema/index.ts'
import { insertRow } from './statements.ts'

export interface Timeline {
  /**
   * Adds events to the lead's chain, in order; `bump` also raises the lead's revision. Only inside a write. Throws `stale`
   * when the lead has moved on from the revision that `decidedOn` names.
   */
  append(leadId: string, added: NewEvent[], options: { bump: boolean; decidedOn?: number }): void
  of(leadId: string): TimelineEvent[]
}

export function timeline(database: Database): Timeline {
  const { db } = database
  const id = sql.placeholder('id')
  const head = db
    .select({ seq: leads.eventSeq, hash: leads.eventHash, revision: leads.revision })
    .from(leads)
    .where(eq(leads.id, id))
    .prepare()
  const moveHead = db
    .update(leads)
    .set({
      eventSeq: sql`${sql.placeholder('seq')}`,
      eventHash: sql`${sql.placeholder('hash')}`,
      revision: sql`${leads.revision} + ${sql.placeholder('bump')}`,
    })
    .where(eq(leads.id, id))
    .prepare()
  const add = linkWriter(database)
  return {
    of: timelineReader(database),
    append(leadId, added, { bump, decidedOn }) {
      const found = head.get({ id: leadId })
      if (found === undefined) throw broken(`Expected a lead to write the events of; there is no lead ${leadId}.`)
      if (decidedOn !== undefined && found.revision !== decidedOn) throw stale(`the lead ${leadId}`)
      let { seq, hash } = found.seq === 0 ? { seq: 0, hash: leadId } : found
      for (const event of added) {
        seq += 1
        hash = add(leadId, event, { seq, previous: hash })
      }
      moveHead.run({ id: leadId, seq, hash, bump: bump ? 1 : 0 })
    },
  }
}

function linkWriter({ db }: Database) {
  const insertEvent = insertRow<typeof events.$inferSelect>({ db, table: events })
  const insertText = insertRow<typeof eventTexts.$inferSelect>({ db, table: eventTexts })
  return (leadId: string, event: NewEvent, place: { seq: number; previous: string }): string => {
    const salt = event.text === undefined ? '' : randomBytes(16).toString('base64url')
    const textHash = event.text === undefined ? null : hashText(salt, event.text)
    const link = { seq: place.seq, at: event.at, kind: event.kind, data: JSON.stringify(event.data), textHash }
    const hash = linkHash(place.previous, link)
    insertEvent.run({ leadId, ...link, hash })
    if (event.text !== undefined) insertText.run({ leadId, seq: place.seq, salt, text: event.text })
    return hash
  }
}

function timelineReader({ db }: Database): (leadId: string) => TimelineEvent[] {
  const read = db
    .select({
      leadId: events.leadId,
      seq: events.seq,
      at: events.at,
      kind: events.kind,
      data: events.data,
      text: eventTexts.text,
    })
    .from(events)
    .leftJoin(eventTexts, and(eq(eventTexts.leadId, events.leadId), eq(eventTexts.seq, events.seq)))
    .where(eq(events.leadId, sql.placeholder('leadId')))
    .orderBy(asc(events.seq))
    .prepare()
  return leadId => read.all({ leadId }).map(toTimelineEvent)
}

type StoredEvent = { leadId: string; seq: number; kind: string; data: string; text: string | null }

/** The data was written as the data of this kind, in the same row. */
function toTimelineEvent({ data, text, ...row }: StoredEvent): TimelineEvent {
  const id = `${row.leadId}-${row.seq}`
  return { id, ...row, data: JSON.parse(data), ...(text === null ? {} : { text }) } as TimelineEvent
}
