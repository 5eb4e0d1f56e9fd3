import type { Lead, LeadKeys } from '../domain/people/lead.ts'
import type { Change } from '../engine/ports.ts'
import { type EndedMail, mailCanceller } from './cancel-mail.ts'
import type { Database } from './database.ts'
import { eq, sql } from './drizzle.ts'
import { leads } from './schema/index.ts'

const NOBODY: LeadKeys = { addressKey: null, domainKey: null, phoneKey: null, pairKey: null }

/** The lead as an erasure leaves it: an id with its counts, and nothing that leads back to the person. */
export function withoutPerson(lead: Lead): Lead {
  const nothing = {
    email: null,
    firstName: null,
    lastName: null,
    company: null,
    title: null,
    phone: null,
    country: null,
    phoneRaw: null,
    countryRaw: null,
    zone: null,
    language: null,
  }
  return { ...lead, ...NOBODY, ...nothing, status: 'erased', tags: [], attributes: {} }
}

/** Deletes what a person said or was told, and keeps the skeleton: what happened, when, under which id. */
export function eraser(database: Database) {
  const { client, db } = database
  const keys = db
    .select({
      addressKey: leads.addressKey,
      domainKey: leads.domainKey,
      phoneKey: leads.phoneKey,
      pairKey: leads.pairKey,
    })
    .from(leads)
    .where(eq(leads.id, sql.placeholder('id')))
    .prepare()
  const blank = BLANKINGS.map(statement => client.prepare(statement))
  const forgetWords = client.prepare(FORGET_SUPPRESSION_WORDS)
  const texts = client.prepare('DELETE FROM event_texts WHERE lead_id = ?')
  const cancel = mailCanceller(database)
  return {
    keysOf: (id: string): LeadKeys => keys.get({ id }) ?? NOBODY,
    /** Everything but the event texts; returns the events of the mail it ended. */
    everything(change: Change, before: LeadKeys, at: number): EndedMail[] {
      const id = change.lead.id
      for (const statement of blank) statement.run({ id, ...before })
      const added = JSON.stringify((change.suppressions ?? []).map(suppression => suppression.id))
      forgetWords.run({ id, added })
      const cancellation = { enrollmentId: null, status: 'suppressed', reason: 'the lead was erased' } as const
      return cancel(id, cancellation, { at, notices: true })
    },
    texts: (id: string): void => void texts.run(id),
  }
}

const RECEIPTS_OF_LEAD = `
  SELECT id FROM receipts WHERE lead_id = :id
  UNION SELECT receipt_id FROM inquiries WHERE lead_id = :id`

const BLANKINGS = [
  'DELETE FROM message_mails WHERE message_id IN (SELECT id FROM messages WHERE lead_id = :id)',
  'UPDATE messages SET "to" = NULL, subject = NULL, reason = NULL, server_reply = NULL WHERE lead_id = :id',
  `UPDATE receipts SET body = NULL, repeat_key = NULL, idempotency_key = NULL, request_hash = NULL, answer = NULL
   WHERE id IN (${RECEIPTS_OF_LEAD})
      OR repeat_of IN (${RECEIPTS_OF_LEAD})`,
  `UPDATE inquiries SET note = NULL, campaign = NULL, extra = '{}' WHERE lead_id = :id`,
  `UPDATE signals SET data = '{}' WHERE lead_id = :id`,
  `UPDATE escalations SET because = 'erased', answer_note = NULL WHERE lead_id = :id`,
  `UPDATE tasks SET because = 'erased' WHERE lead_id = :id`,
  'UPDATE suppressions SET label = NULL WHERE lead_id = :id',
  `UPDATE suppressions SET label = NULL
   WHERE (key = :addressKey AND scope = 'address') OR (key = :phoneKey AND scope = 'phone')
      OR (key = :pairKey AND scope = 'pair') OR (key = :id AND scope = 'lead')`,
]

/** Older reasons may hold a person's words; those of the erasure itself were just stated without any. */
const FORGET_SUPPRESSION_WORDS = `
  UPDATE suppressions SET because = 'erased', lifted_because = iif(lifted_because IS NULL, NULL, 'erased')
  WHERE lead_id = :id AND id NOT IN (SELECT value FROM json_each(:added))`
