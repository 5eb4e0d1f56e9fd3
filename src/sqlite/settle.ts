import { event } from '../domain/event.ts'
import { isSettled, type Message, type MessageStatus } from '../domain/mail/message.ts'
import type { Suppression } from '../domain/suppression.ts'
import type { Alarm, Change, MessageStore, Settlement } from '../engine/ports.ts'
import { alertRaiser } from './alerts.ts'
import type { ApplyChange } from './apply-change.ts'
import { heldBy, leaseHeld } from './claim.ts'
import type { Database, Drizzle } from './database.ts'
import { eq, sql } from './drizzle.ts'
import { broken } from './failures.ts'
import { leads, messages, suppressions } from './schema/index.ts'
import { upsertRow } from './statements.ts'
import type { Timeline } from './timeline.ts'
import { enrollmentWaker } from './wake.ts'

type Settled = Awaited<ReturnType<MessageStore['settle']>>

/** Writes the end of a try for the holder of the lease, with its events, and lets the enrollment that waited go on. */
export function settler(database: Database, events: Timeline, apply: ApplyChange): (end: Settlement) => Settled {
  const { db } = database
  const write = settlementWriter(db)
  const wake = enrollmentWaker(db)
  const raise = alertRaiser({ db })
  const suppress = upsertRow<Suppression>({ db, table: suppressions })
  const hasMovedOn = staleFinder(db)
  const endIfSilenced = silencer(db)
  return given => {
    const settlement = given.status === 'due' ? endIfSilenced(given) : given
    const { status, at } = settlement
    const next = settlement.next ?? null
    refuseSilence(settlement)
    const row = write(settlement)
    if (row === undefined) return { written: false, wentOn: false, alarms: [] }
    // The recipient is gone from the row of a lead that was erased while its mail was under way.
    for (const suppression of settlement.suppressions ?? []) suppress.run({ ...suppression, label: row.to })
    raise(settlement.alerts ?? [])
    if (next !== null && !hasMovedOn(next)) {
      const alarms = apply({ ...next, events: [...settlement.events, ...next.events] })
      return { written: true, wentOn: true, alarms }
    }
    const alarms = wake({ ...row, status }, at)
    if (settlement.events.length > 0) events.append(row.leadId, settlement.events, { bump: true })
    return { written: true, wentOn: false, alarms: [...alarms, ...retryAlarm(settlement, row)] }
  }
}

/** Silence that came while the mail was past its gate could not end it then: no try follows. An erasure took the bytes, too. */
function silencer(db: Drizzle): (settlement: Settlement) => Settlement {
  const find = db
    .select({ status: leads.status, kind: messages.kind, template: messages.template })
    .from(messages)
    .innerJoin(leads, eq(leads.id, messages.leadId))
    .where(eq(messages.id, sql.placeholder('id')))
    .prepare()
  return settlement => {
    const { messageId } = settlement.lease
    const found = find.all({ id: messageId })[0]
    const isSilenced = found?.status === 'erased' || (found?.status === 'do-not-contact' && found.kind === 'nurture')
    if (found === undefined || !isSilenced) return settlement
    const because = found.status === 'erased' ? 'the lead was erased' : 'the lead is do-not-contact'
    const ended = event('mail-suppressed', settlement.at, { messageId, template: found.template, because })
    return { ...settlement, status: 'suppressed', reason: because, dueAt: null, next: null, events: [ended] }
  }
}

function staleFinder(db: Drizzle): (next: Change) => boolean {
  const find = db
    .select({ revision: leads.revision })
    .from(leads)
    .where(eq(leads.id, sql.placeholder('id')))
    .prepare()
  return ({ lead, revision }) => find.get({ id: lead.id })?.revision !== revision
}

/** Only giving a claim back unused may go without an event. */
function refuseSilence({ status, dueAt, events, lease }: Settlement): void {
  if (status !== 'due' && events.length === 0) throw broken(`Expected events with the end of ${lease.messageId}.`)
  if (status === 'due' && dueAt === null) throw broken(`Expected the time of the next try of ${lease.messageId}.`)
}

function retryAlarm(
  { status, lease, dueAt }: Settlement,
  { generation, kind }: Pick<Message, 'generation' | 'kind'>,
): Alarm[] {
  if (status !== 'due' || dueAt === null) return []
  return [{ kind: 'message', id: lease.messageId, generation, dueAt, ...(kind === 'notice' ? { urgent: true } : {}) }]
}

function settlementWriter(db: Drizzle) {
  const value = (name: string) => sql`${sql.placeholder(name)}`
  const update = db
    .update(messages)
    .set({
      status: value('status') as never,
      reason: value('reason'),
      serverReply: value('serverReply'),
      transport: sql`coalesce(${sql.placeholder('transport')}, ${messages.transport})`,
      dueAt: value('dueAt'),
      generation: sql`${messages.generation} + ${sql.placeholder('retries')}`,
      attempts: sql`${messages.attempts} + ${sql.placeholder('counts')}`,
      gateAt: sql`iif(${sql.placeholder('left')}, coalesce(${messages.gateAt}, ${sql.placeholder('at')}), null)`,
      settledAt: value('settledAt'),
      owner: null,
      leaseUntil: null,
      leaseLosses: 0,
    })
    .where(leaseHeld())
    .returning({
      leadId: messages.leadId,
      kind: messages.kind,
      enrollmentId: messages.enrollmentId,
      purpose: messages.purpose,
      to: messages.to,
      generation: messages.generation,
      gateAt: messages.gateAt,
    })
    .prepare()
  return (settlement: Settlement) => {
    const { lease, status, at, reason, serverReply, transport, dueAt } = settlement
    return update.all({
      ...heldBy(lease),
      ...{ status, reason, serverReply, transport, at },
      dueAt: status === 'due' ? dueAt : null,
      retries: status === 'due' ? 1 : 0,
      counts: settlement.countsAsAttempt ? 1 : 0,
      left: left(status) ? 1 : 0,
      settledAt: isSettled(status) ? at : null,
    })[0]
  }
}

/** Every other end is a certain "not delivered": then the gate counts for nothing. */
function left(status: MessageStatus): boolean {
  return status === 'sent' || status === 'uncertain'
}
