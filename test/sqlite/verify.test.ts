import SqliteClient from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { admit, anEvent, change, T0 } from '../contracts/store-rows.ts'
import { openTestStore } from '../support/store.ts'

/** A lead with four events, the third of them with words, beside another one; and a hand in the file. */
async function setup() {
  const { store, file, close } = await openTestStore()
  await admit(store)
  const { lead } = await admit(store)
  const events = [anEvent(T0 + 1), anEvent(T0 + 2, 'their words'), anEvent(T0 + 3)]
  await store.leads.commit(change(lead, { events }))
  const raw = new SqliteClient(file)
  raw.exec('PRAGMA foreign_keys = OFF; DROP TRIGGER events_never_change; DROP TRIGGER events_never_go')
  onTestFinished(async () => {
    raw.close()
    await close()
  })
  const tamper = (statement: string, ...values: unknown[]) => raw.prepare(statement).run(lead.id, ...values)
  const firstBroken = async () => {
    const { broken } = await store.verifyChains()
    expect(broken.every(({ leadId }) => leadId === lead.id)).toBe(true)
    return broken.map(({ seq }) => seq)
  }
  return { store, tamper, firstBroken }
}

describe('walking the chains', () => {
  it('finds nothing in an honest file', async () => {
    const { store } = await setup()
    expect(await store.verifyChains()).toEqual({ leads: 2, events: 5, broken: [] })
  })

  it.each([
    ['a changed time', 2, 'UPDATE events SET at = at + 1 WHERE lead_id = ? AND seq = 2'],
    ['a changed kind', 1, `UPDATE events SET kind = 'exported' WHERE lead_id = ? AND seq = 1`],
    ['changed data', 4, `UPDATE events SET data = '{"fields":["phone"]}' WHERE lead_id = ? AND seq = 4`],
    ['changed words', 3, `UPDATE event_texts SET text = 'other words' WHERE lead_id = ?`],
    ['words that were hung on later', 3, 'UPDATE events SET text_hash = NULL WHERE lead_id = ? AND seq = 3'],
    ['an event taken out of the middle', 2, 'DELETE FROM events WHERE lead_id = ? AND seq = 2'],
    ['an end cut off', 4, 'DELETE FROM events WHERE lead_id = ? AND seq = 4'],
    [
      'an event put in behind the end',
      5,
      `INSERT INTO events SELECT lead_id, 5, at, kind, data, NULL, hash FROM events WHERE lead_id = ? AND seq = 4`,
    ],
    ['a lead that was taken away', 1, 'DELETE FROM leads WHERE id = ?'],
    ['a head set back', 4, 'UPDATE leads SET event_seq = 3 WHERE id = ?'],
  ])('names %s', async (_what, seq, statement) => {
    const { tamper, firstBroken } = await setup()
    tamper(statement)
    expect(await firstBroken()).toEqual([seq])
  })

  it('names two events that changed places', async () => {
    const { tamper, firstBroken } = await setup()
    tamper('UPDATE events SET seq = seq - 6 WHERE lead_id = ? AND seq IN (2, 4)')
    tamper('UPDATE events SET seq = -seq WHERE lead_id = ? AND seq < 0')
    expect(await firstBroken()).toEqual([2])
  })

  it('names a timeline that was emptied', async () => {
    const { tamper, firstBroken } = await setup()
    tamper('DELETE FROM event_texts WHERE lead_id = ?')
    tamper('DELETE FROM events WHERE lead_id = ?')
    tamper(`UPDATE leads SET event_seq = 0, event_hash = '' WHERE id = ?`)
    expect(await firstBroken()).toEqual([1])
  })

  it('is not troubled by words that were erased', async () => {
    const { tamper, firstBroken } = await setup()
    tamper('DELETE FROM event_texts WHERE lead_id = ?')
    expect(await firstBroken()).toEqual([])
  })
})
