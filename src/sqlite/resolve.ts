import { TendError } from '../domain/errors.ts'
import { event } from '../domain/event.ts'
import type { Message } from '../domain/mail/message.ts'
import type { Alarm, Resolution } from '../engine/ports.ts'
import { alertClearer } from './alerts.ts'
import type { Database, Drizzle } from './database.ts'
import { eq, sql } from './drizzle.ts'
import { notFound } from './failures.ts'
import { messageColumns } from './rows.ts'
import { messageMails, messages } from './schema/index.ts'
import type { Timeline } from './timeline.ts'
import { enrollmentWaker } from './wake.ts'

/** A word on a mail: it counts as sent, or it is due once more with the bytes it had. */
export function messageResolver(database: Database, events: Timeline): (resolution: Resolution) => Alarm[] {
  const { db } = database
  const find = resolvableReader(db)
  const countAsSent = sentMarker(db)
  const sendAgain = resender(db)
  const clear = alertClearer(database)
  return resolution => {
    const { id, as, by, now } = resolution
    const found = find.get({ id })
    if (found === undefined) throw notFound('message', id)
    refuse(found, resolution)
    const alarms = as === 'sent' ? countAsSent(found, now) : sendAgain(resolution)
    events.append(found.leadId, [event('mail-resolved', now, { messageId: id, as, by })], { bump: true })
    for (const key of resolution.clears) clear(key, now)
    return alarms
  }
}

function resolvableReader(db: Drizzle) {
  return db
    .select({ ...messageColumns, mailId: messageMails.messageId })
    .from(messages)
    .leftJoin(messageMails, eq(messageMails.messageId, messages.id))
    .where(eq(messages.id, sql.placeholder('id')))
    .prepare()
}

type Resolvable = Pick<Message, 'id' | 'status' | 'generation'> & { mailId: string | null }

function refuse(message: Resolvable, { as, doubt }: Resolution): void {
  if (!['uncertain', 'held', 'failed'].includes(message.status)) {
    throw new TendError({
      code: 'conflict',
      message: `Expected a message that is uncertain, held or failed; ${message.id} is ${message.status}.`,
      nextAction: 'Load the message again: nothing is left to resolve.',
    })
  }
  if (doubt !== null && (message.status !== 'uncertain' || message.generation !== doubt)) {
    throw new TendError({
      code: 'conflict',
      message: `Expected the doubt about ${message.id} to be the one that the evidence was found for; it has moved on.`,
      nextAction: 'Look for evidence again.',
    })
  }
  if (as === 'resend' && message.mailId === null) {
    throw new TendError({
      code: 'conflict',
      message: `Expected the mail of ${message.id} to be there still; it was deleted when the lead was erased.`,
      nextAction: 'Resolve it as sent, or leave it.',
    })
  }
}

/** A mail without a gate's time left when it ended at the latest, whenever the word on it comes. */
function sentMarker(db: Drizzle): (message: Message, now: number) => Alarm[] {
  const mark = db
    .update(messages)
    .set({
      status: 'sent',
      reason: null,
      dueAt: null,
      gateAt: sql`coalesce(${messages.gateAt}, ${messages.settledAt}, ${sql.placeholder('now')})`,
      settledAt: sql`${sql.placeholder('now')}`,
    })
    .where(eq(messages.id, sql.placeholder('id')))
    .prepare()
  const wake = enrollmentWaker(db)
  return (message, now) => {
    mark.run({ id: message.id, now })
    return wake({ ...message, gateAt: message.gateAt ?? message.settledAt, status: 'sent' }, now)
  }
}

/** It has not left as far as anybody knows, so the gate is asked again; the tries it had stay counted. */
function resender(db: Drizzle): (resolution: Resolution) => Alarm[] {
  const again = db
    .update(messages)
    .set({
      status: 'due',
      reason: null,
      dueAt: sql`${sql.placeholder('now')}`,
      generation: sql`${messages.generation} + 1`,
      gateAt: null,
      settledAt: null,
      resentBy: sql`coalesce(${sql.placeholder('person')}, ${messages.resentBy})`,
      resends: sql`${messages.resends} + ${sql.placeholder('counts')}`,
    })
    .where(eq(messages.id, sql.placeholder('id')))
    .returning({ id: messages.id, generation: messages.generation })
    .prepare()
  return ({ id, by, now, doubt }) => {
    const isPerson = doubt === null
    const due = again.all({ id, now, person: isPerson ? by : null, counts: isPerson ? 0 : 1 })
    return due.map(row => ({ kind: 'message', ...row, dueAt: now }))
  }
}
