import type { Message } from '../domain/mail/message.ts'
import type { MessageStore } from '../engine/ports.ts'
import { changeApplier } from './apply-change.ts'
import { claimer, leaseRenewer } from './claim.ts'
import type { Database } from './database.ts'
import { doubtReader } from './doubts.ts'
import { eq, sql } from './drizzle.ts'
import type { EpochKeeper } from './epoch.ts'
import { gateOpener } from './gate.ts'
import { mailReader } from './mail-reader.ts'
import { pagedList } from './page.ts'
import { leaseRecoverer } from './recover.ts'
import { messageResolver } from './resolve.ts'
import { messageColumns } from './rows.ts'
import { messages } from './schema/index.ts'
import { settler } from './settle.ts'
import { shredder } from './shred.ts'
import type { Timeline } from './timeline.ts'

export function messageStore(
  database: Database,
  events: Timeline,
  epoch: Pick<EpochKeeper, 'noteDeparture'>,
): MessageStore {
  const { db, writes } = database
  const find = db
    .select(messageColumns)
    .from(messages)
    .where(eq(messages.id, sql.placeholder('id')))
    .prepare()
  const mail = mailReader(database)
  const list = messageList(database)
  const claim = claimer(database, mail)
  const renew = leaseRenewer(database)
  const openGate = gateOpener(database)
  const settle = settler(database, events, changeApplier(database, events, shredder(database)))
  const recover = leaseRecoverer(database, events)
  const doubts = doubtReader(database)
  const resolve = messageResolver(database, events)
  return {
    find: async id => find.get({ id }) ?? null,
    mail: async id => mail.get({ id }) ?? null,
    list: async (filter, page) => list({ ...filter }, page),
    claim: (id, owner, now, leaseMs) => writes.write(() => claim({ id, owner, now, until: now + leaseMs })),
    renew: (lease, until) => writes.write(() => renew(lease, until)),
    openGate: async request => {
      const answer = await writes.write(() => openGate(request))
      if (answer.open) epoch.noteDeparture()
      return answer
    },
    settle: settlement => writes.write(() => settle(settlement)),
    recover,
    uncertain: async limit => doubts(limit),
    resolve: resolution => writes.write(() => resolve(resolution)),
  }
}

function messageList({ db }: Database) {
  return pagedList<Message>({
    db,
    table: messages,
    columns: messageColumns,
    at: 'createdAt',
    filters: {
      status: eq(messages.status, sql.placeholder('status')),
      transport: eq(messages.transport, sql.placeholder('transport')),
    },
  })
}
