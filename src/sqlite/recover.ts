import { event } from '../domain/event.ts'
import type { Alarm, MessageStore } from '../engine/ports.ts'
import type { Database, Drizzle } from './database.ts'
import { asc, sql } from './drizzle.ts'
import { messages } from './schema/index.ts'
import type { Timeline } from './timeline.ts'
import { enrollmentWaker } from './wake.ts'

const ROWS_PER_WRITE = 200
const BECAUSE = 'the worker was lost after bytes may have left'

type Recovered = Awaited<ReturnType<MessageStore['recover']>>

/** Takes expired leases back, some rows per write so that other writes get their turn between. */
export function leaseRecoverer(database: Database, events: Timeline): MessageStore['recover'] {
  const { db, writes } = database
  const expired = expiredReader(db)
  const giveBack = claimReturner(db)
  const doubt = doubter(db, events)
  const recoverSome = (now: number, endedBefore: number): Recovered[] =>
    expired
      .all({ endedBefore, limit: ROWS_PER_WRITE })
      .map(row =>
        row.status === 'data'
          ? { alarms: doubt(row, now), uncertain: [row.id] }
          : { alarms: giveBack(row), uncertain: [] },
      )
  return async (now, endedBefore = now) => {
    const all: Recovered = { alarms: [], uncertain: [] }
    let recovered = ROWS_PER_WRITE
    while (recovered === ROWS_PER_WRITE) {
      const some = await writes.write(() => recoverSome(now, endedBefore))
      recovered = some.length
      all.alarms.push(...some.flatMap(({ alarms }) => alarms))
      all.uncertain.push(...some.flatMap(({ uncertain }) => uncertain))
    }
    return all
  }
}

function expiredReader(db: Drizzle) {
  const { id, status, dueAt, leadId, enrollmentId, purpose, template, gateAt } = messages
  return db
    .select({ id, status, dueAt, leadId, enrollmentId, purpose, template, gateAt })
    .from(messages)
    .where(sql`${messages.leaseUntil} <= ${sql.placeholder('endedBefore')} and +status in ('claimed', 'data')`)
    .orderBy(asc(messages.leaseUntil))
    .limit(sql.placeholder('limit'))
    .prepare()
}

type Expired = ReturnType<ReturnType<typeof expiredReader>['all']>[number]

/** Nothing left before the gate: it is due again, under a new generation so that it can be armed again. */
function claimReturner(db: Drizzle): (row: Expired) => Alarm[] {
  const giveBack = db
    .update(messages)
    .set({ status: 'due', owner: null, leaseUntil: null, generation: sql`${messages.generation} + 1` })
    .where(sql`${messages.id} = ${sql.placeholder('id')}`)
    .returning({ id: messages.id, generation: messages.generation })
    .prepare()
  return ({ id, dueAt }) => giveBack.all({ id }).map(row => ({ kind: 'message', ...row, dueAt: dueAt ?? 0 }))
}

/** Bytes may have left and nobody knows: never tried again by itself, and the workflow goes on as if it was sent. */
function doubter(db: Drizzle, events: Timeline): (row: Expired, now: number) => Alarm[] {
  const doubt = db
    .update(messages)
    .set({
      status: 'uncertain',
      reason: BECAUSE,
      dueAt: null,
      settledAt: sql`${sql.placeholder('now')}`,
      owner: null,
      leaseUntil: null,
    })
    .where(sql`${messages.id} = ${sql.placeholder('id')}`)
    .prepare()
  const wake = enrollmentWaker(db)
  return (row, now) => {
    doubt.run({ id: row.id, now })
    const happened = event('mail-uncertain', now, { messageId: row.id, template: row.template, because: BECAUSE })
    const alarms = wake({ ...row, status: 'uncertain' }, now)
    events.append(row.leadId, [happened], { bump: true })
    return alarms
  }
}
