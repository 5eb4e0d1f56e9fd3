import { event } from '../domain/event.ts'
import { isSettled } from '../domain/mail/message.ts'
import type { Alarm, MessageStore, Recovery } from '../engine/ports.ts'
import { alertRaiser } from './alerts.ts'
import type { Database, Drizzle } from './database.ts'
import { sql } from './drizzle.ts'
import { messages } from './schema/index.ts'
import type { Timeline } from './timeline.ts'
import { enrollmentWaker } from './wake.ts'

const ROWS_PER_WRITE = 200
const LOST_AFTER_GATE = 'the worker was lost after bytes may have left'

type Recovered = Awaited<ReturnType<MessageStore['recover']>>

/** Takes the leases of lost workers back, some rows per write so that other writes get their turn between. */
export function leaseRecoverer(database: Database, events: Timeline): MessageStore['recover'] {
  const { db, writes } = database
  const lost = lostReader(db)
  const recoverRow = rowRecoverer(database, events)
  const recoverSome = (recovery: Recovery): Recovered[] =>
    lost.all({ ...recovery, limit: ROWS_PER_WRITE }).map(row => recoverRow(row, recovery))
  return async recovery => {
    const all: Recovered = { alarms: [], alerts: [] }
    let recovered = lost.all({ ...recovery, limit: 1 }).length * ROWS_PER_WRITE
    while (recovered === ROWS_PER_WRITE) {
      const some = await writes.write(() => recoverSome(recovery))
      recovered = some.length
      all.alarms.push(...some.flatMap(({ alarms }) => alarms))
      all.alerts.push(...some.flatMap(({ alerts }) => alerts))
    }
    return all
  }
}

function lostReader(db: Drizzle) {
  const { id, status, dueAt, leadId, enrollmentId, purpose, template, gateAt, createdAt } = messages
  const { leaseLosses, leaseUntil } = messages
  const endedBefore = sql.placeholder('endedBefore')
  const lastsBeyond = sql.placeholder('lastsBeyond')
  return db
    .select({ id, status, dueAt, leadId, enrollmentId, purpose, template, gateAt, createdAt, leaseLosses })
    .from(messages)
    .where(sql`(${leaseUntil} <= ${endedBefore} or ${leaseUntil} > ${lastsBeyond}) and +status in ('claimed', 'data')`)
    .limit(sql.placeholder('limit'))
    .prepare()
}

type Lost = ReturnType<ReturnType<typeof lostReader>['all']>[number]

function rowRecoverer(database: Database, events: Timeline): (row: Lost, recovery: Recovery) => Recovered {
  const giveBack = claimReturner(database.db)
  const end = ender(database, events)
  return (row, recovery) => {
    if (row.status === 'data') return end(row, { status: 'uncertain', reason: LOST_AFTER_GATE }, recovery)
    const losses = row.leaseLosses + 1
    if (losses < recovery.mostLosses || row.createdAt >= recovery.bornBefore)
      return { alarms: giveBack(row), alerts: [] }
    return end(row, { status: 'held', reason: `${losses} workers were lost while they tried it` }, recovery)
  }
}

/** Nothing left before the gate: it is due again, under a new generation so that it can be armed again. */
function claimReturner(db: Drizzle): (row: Lost) => Alarm[] {
  const giveBack = db
    .update(messages)
    .set({
      status: 'due',
      owner: null,
      leaseUntil: null,
      leaseLosses: sql`${messages.leaseLosses} + 1`,
      generation: sql`${messages.generation} + 1`,
    })
    .where(sql`${messages.id} = ${sql.placeholder('id')}`)
    .returning({ id: messages.id, generation: messages.generation })
    .prepare()
  return ({ id, dueAt }) => giveBack.all({ id }).map(row => ({ kind: 'message', ...row, dueAt: dueAt ?? 0 }))
}

interface LostEnd {
  status: 'uncertain' | 'held'
  reason: string
}

/**
 * After the gate bytes may have left and nobody knows: never tried again by itself, and the workflow goes on as if it was
 * sent. Before it, a mail that takes every worker with it waits for a person.
 */
function ender(database: Database, events: Timeline) {
  const { db } = database
  const end = db
    .update(messages)
    .set({
      status: sql`${sql.placeholder('status')}`,
      reason: sql`${sql.placeholder('reason')}`,
      dueAt: null,
      settledAt: sql`${sql.placeholder('settledAt')}`,
      owner: null,
      leaseUntil: null,
      leaseLosses: 0,
    })
    .where(sql`${messages.id} = ${sql.placeholder('id')}`)
    .prepare()
  const wake = enrollmentWaker(db)
  const raise = alertRaiser(database)
  return (row: Lost, { status, reason }: LostEnd, { now, alertFor }: Recovery): Recovered => {
    end.run({ id: row.id, status, reason, settledAt: isSettled(status) ? now : null })
    const alerts = [alertFor({ id: row.id, leadId: row.leadId, status, reason })]
    raise(alerts)
    const told = { messageId: row.id, template: row.template, because: reason }
    const alarms = wake({ ...row, status }, now)
    events.append(row.leadId, [event(`mail-${status}`, now, told)], { bump: true })
    return { alarms, alerts }
  }
}
