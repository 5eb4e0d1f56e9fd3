import { TendError } from '../domain/errors.ts'
import { event } from '../domain/event.ts'
import type { Message } from '../domain/message.ts'
import type { Alarm } from '../engine/ports.ts'
import type { Database, Drizzle } from './database.ts'
import { eq, sql } from './drizzle.ts'
import { notFound } from './failures.ts'
import { messageColumns } from './rows.ts'
import { messageMails, messages } from './schema/index.ts'
import type { Timeline } from './timeline.ts'
import { enrollmentWaker } from './wake.ts'

interface Resolution {
  id: string
  as: 'sent' | 'resend'
  by: string
  now: number
}

/** A person's word on a mail: it counts as sent, or it is due once more with the bytes it had. */
export function messageResolver({ db }: Database, events: Timeline): (resolution: Resolution) => Alarm[] {
  const find = resolvableReader(db)
  const countAsSent = sentMarker(db)
  const sendAgain = resender(db)
  return resolution => {
    const { id, as, by, now } = resolution
    const found = find.get({ id })
    if (found === undefined) throw notFound('message', id)
    refuse(found, as)
    const alarms = as === 'sent' ? countAsSent(found, now) : sendAgain(resolution)
    events.append(found.leadId, [event('mail-resolved', now, { messageId: id, as, by })], { bump: true })
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

function refuse(message: { id: string; status: string; mailId: string | null }, as: string): void {
  if (!['uncertain', 'held', 'failed'].includes(message.status)) {
    throw new TendError({
      code: 'conflict',
      message: `Expected a message that is uncertain, held or failed; ${message.id} is ${message.status}.`,
      nextAction: 'Load the message again: nothing is left to resolve.',
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

function sentMarker(db: Drizzle): (message: Message, now: number) => Alarm[] {
  const mark = db
    .update(messages)
    .set({
      status: 'sent',
      reason: null,
      dueAt: null,
      gateAt: sql`coalesce(${messages.gateAt}, ${sql.placeholder('now')})`,
      settledAt: sql`${sql.placeholder('now')}`,
    })
    .where(eq(messages.id, sql.placeholder('id')))
    .prepare()
  const wake = enrollmentWaker(db)
  return (message, now) => {
    mark.run({ id: message.id, now })
    return wake({ ...message, status: 'sent' }, now)
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
      resentBy: sql`${sql.placeholder('by')}`,
    })
    .where(eq(messages.id, sql.placeholder('id')))
    .returning({ id: messages.id, generation: messages.generation })
    .prepare()
  return ({ id, by, now }) => again.all({ id, by, now }).map(row => ({ kind: 'message', ...row, dueAt: now }))
}
