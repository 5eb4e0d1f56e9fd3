import SqliteClient from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { admit, aSuppression, T0 } from '../contracts/store-rows.ts'
import { openTestStore } from '../support/store.ts'

async function setup() {
  const { store, file, close } = await openTestStore()
  const raw = new SqliteClient(file)
  onTestFinished(async () => {
    raw.close()
    await close()
  })
  return { store, raw }
}

const NEVER_BY_HAND = 'even by hand in the database file'

describe(`what the schema refuses, ${NEVER_BY_HAND}`, () => {
  it('lets nobody change or delete an event', async () => {
    const { store, raw } = await setup()
    await admit(store)
    expect(() => raw.exec('UPDATE events SET at = 0')).toThrow('append-only')
    expect(() => raw.exec('DELETE FROM events')).toThrow('append-only')
  })

  it.each([
    ['leads', 'status'],
    ['leads', 'environment'],
    ['enrollments', 'status'],
    ['enrollments', 'phase'],
    ['messages', 'status'],
    ['messages', 'kind'],
  ])('knows no other words in %s.%s than its own', async (table, column) => {
    const { store, raw } = await setup()
    await admit(store)
    expect(() => raw.exec(`UPDATE ${table} SET ${column} = 'odd'`)).toThrow('CHECK constraint failed')
  })

  it('lets no nurture mail of a suppressed person pass the gate', async () => {
    const { store, raw } = await setup()
    await admit(store)
    await store.suppressions.add(aSuppression({ until: T0 + 5 }))
    const pass = raw.prepare(`UPDATE messages SET status = 'data', gate_at = ?`)
    expect(() => pass.run(T0 + 4)).toThrow('suppressed')
    expect(() => pass.run(null)).toThrow('suppressed')
    expect(pass.run(T0 + 5).changes).toBe(1)
  })

  it('stops mail about a declined offer, and about no other', async () => {
    const { store, raw } = await setup()
    await admit(store)
    await store.suppressions.add(aSuppression({ offer: 'another.offer' }))
    const pass = raw.prepare(`UPDATE messages SET status = 'data', gate_at = ?`)
    const { offer } = raw.prepare('SELECT offer FROM enrollments').get() as { offer: string }
    raw.prepare('UPDATE suppressions SET offer = ?').run(offer)
    expect(() => pass.run(T0)).toThrow('suppressed')
    raw.prepare(`UPDATE suppressions SET offer = 'another.offer'`).run()
    expect(pass.run(T0).changes).toBe(1)
  })

  it('lets no message be born past the gate', async () => {
    const { store } = await setup()
    await expect(admit(store, { message: { status: 'data' } })).rejects.toThrow('born past the gate')
  })

  it('lets no row stand without its lead', async () => {
    const { store, raw } = await setup()
    const { lead } = await admit(store)
    raw.pragma('foreign_keys = ON')
    expect(() => raw.prepare('DELETE FROM leads WHERE id = ?').run(lead.id)).toThrow('FOREIGN KEY')
  })
})
