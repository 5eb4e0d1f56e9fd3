import type { SenderRecord } from '../domain/bounces/sender-health.ts'
import type { InboundRecord } from '../domain/inbound/inbound-record.ts'
import { DAY_MS } from '../domain/time/units.ts'
import type { InboundStore, MailboxPlace } from '../engine/ports.ts'
import type { Database, Drizzle } from './database.ts'
import { eq, getTableColumns, sql } from './drizzle.ts'
import { pagedList } from './page.ts'
import { inbound, mailboxes } from './schema/index.ts'
import { insertRow } from './statements.ts'

export function inboundStore({ client, db, writes }: Database): InboundStore {
  const find = db
    .select({ id: inbound.id })
    .from(inbound)
    .where(eq(inbound.id, sql.placeholder('id')))
    .prepare()
  const insert = insertRow<InboundRecord>({ db, table: inbound, ignore: [inbound.id] })
  const place = db
    .select({ uidValidity: mailboxes.uidValidity, lastUid: mailboxes.lastUid })
    .from(mailboxes)
    .where(eq(mailboxes.name, sql.placeholder('name')))
    .prepare()
  const keepPlace = placeKeeper(db)
  const senderRecord = client.prepare(SENDER_RECORD)
  const list = pagedList<InboundRecord>({ db, table: inbound, columns: getTableColumns(inbound), at: 'at' })
  return {
    knows: async id => find.get({ id }) !== undefined,
    keep: record => writes.write(() => void insert.run(record)),
    list: async page => list({}, page),
    senderRecord: async since => {
      const { refusals, ...counts } = senderRecord.get({ since }) as CountedRecord
      return { ...counts, refusals: JSON.parse(refusals) }
    },
    place: async name => place.get({ name }) ?? null,
    keepPlace: (name, known) => writes.write(() => keepPlace(name, known)),
  }
}

type CountedRecord = Omit<SenderRecord, 'refusals'> & { refusals: string }

/** No mail is tried for so long after it was made: the index is by the day of its making. */
const LONGEST_WAIT_MS = 30 * DAY_MS

const SENDER_RECORD = `SELECT
  (SELECT count(*) FROM messages WHERE transport = 'smtp' AND created_at > :since
     AND status = 'sent' AND kind = 'nurture' AND environment = 'live') AS sent,
  (SELECT count(*) FROM suppressions WHERE created_at > :since AND reason = 'hard-bounce' AND scope = 'address')
     AS hardBounces,
  (SELECT count(DISTINCT lead_id) FROM suppressions WHERE created_at > :since AND reason = 'complaint') AS complaints,
  (SELECT count(DISTINCT message_id) FROM inbound WHERE at > :since AND kind = 'bounce' AND outcome = 'ours') AS ours,
  (SELECT json_group_array(reason) FROM (
     SELECT reason FROM messages WHERE transport = 'smtp' AND created_at > :since - ${LONGEST_WAIT_MS}
       AND status = 'failed' AND settled_at > :since AND kind = 'nurture' AND environment = 'live' AND reason IS NOT NULL
     LIMIT 1000)) AS refusals`

function placeKeeper(db: Drizzle): (name: string, place: MailboxPlace) => void {
  const keep = db
    .insert(mailboxes)
    .values({
      name: sql`${sql.placeholder('name')}`,
      uidValidity: sql`${sql.placeholder('uidValidity')}`,
      lastUid: sql`${sql.placeholder('lastUid')}`,
    })
    .onConflictDoUpdate({
      target: mailboxes.name,
      set: { uidValidity: sql`excluded.uid_validity`, lastUid: sql`excluded.last_uid` },
    })
    .prepare()
  return (name, { uidValidity, lastUid }) => void keep.run({ name, uidValidity, lastUid })
}
