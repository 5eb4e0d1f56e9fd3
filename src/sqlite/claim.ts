import type { FrozenMail, Lease, Message } from '../domain/mail/message.ts'
import type { Database } from './database.ts'
import { and, eq, sql } from './drizzle.ts'
import { broken } from './failures.ts'
import type { MailReader } from './mail-reader.ts'
import { workflowRuns } from './paused.ts'
import { messageColumns } from './rows.ts'
import { messages } from './schema/index.ts'

interface Claim {
  id: string
  owner: string
  now: number
  until: number
}

/** `due` becomes `claimed` for one owner; each claim has a number of its own, so that an old owner is known as such. */
export function claimer({ db }: Database, mailOf: MailReader) {
  const take = db
    .update(messages)
    .set({
      status: 'claimed',
      owner: sql`${sql.placeholder('owner')}`,
      leaseGeneration: sql`${messages.leaseGeneration} + 1`,
      leaseUntil: sql`${sql.placeholder('until')}`,
    })
    .where(
      and(
        eq(messages.id, sql.placeholder('id')),
        sql`status = 'due' and due_at <= ${sql.placeholder('now')}`,
        workflowRuns(messages.workflowId),
      ),
    )
    .returning({ ...messageColumns, leaseGeneration: messages.leaseGeneration })
    .prepare()
  return (claim: Claim): { message: Message; mail: FrozenMail; lease: Lease } | null => {
    const taken = take.all({ ...claim })[0]
    if (taken === undefined) return null
    const { leaseGeneration, ...message } = taken
    const mail = mailOf.get({ id: claim.id })
    if (mail === undefined) throw broken(`Expected the message ${claim.id} that is due to have its mail.`)
    return { message, mail, lease: { messageId: claim.id, owner: claim.owner, leaseGeneration, until: claim.until } }
  }
}

/** The condition that a lease is still the newest one on its row; bind it with `heldBy`. */
export function leaseHeld() {
  return and(
    eq(messages.id, sql.placeholder('messageId')),
    eq(messages.owner, sql.placeholder('owner')),
    eq(messages.leaseGeneration, sql.placeholder('leaseGeneration')),
    sql`status in ('claimed', 'data')`,
  )
}

export function heldBy({ messageId, owner, leaseGeneration }: Lease) {
  return { messageId, owner, leaseGeneration }
}

export function leaseRenewer({ db }: Database): (lease: Lease, until: number) => boolean {
  const renew = db
    .update(messages)
    .set({ leaseUntil: sql`${sql.placeholder('until')}` })
    .where(leaseHeld())
    .prepare()
  return (lease, until) => renew.run({ ...heldBy(lease), until }).changes === 1
}
