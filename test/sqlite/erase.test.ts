import { existsSync, readFileSync } from 'node:fs'
import SqliteClient from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Lead } from '../../src/domain/people/lead.ts'
import { admitTalkative, CANARY, eraseTalkative } from '../contracts/store-erasure.ts'
import { admit, aLead, anInquiry, aReceipt, change, T0 } from '../contracts/store-rows.ts'
import { openTestStore } from '../support/store.ts'

async function setup() {
  const opened = await openTestStore()
  onTestFinished(() => opened.close())
  const occurrences = () =>
    [opened.file, `${opened.file}-wal`]
      .filter(path => existsSync(path))
      .reduce((sum, path) => sum + countOf(readFileSync(path), CANARY), 0)
  return { ...opened, occurrences }
}

function countOf(bytes: Buffer, word: string): number {
  return bytes.toString('latin1').split(word).length - 1
}

describe('after an erasure the file and its log', () => {
  it('hold no word of the person, amid other people’s rows', async () => {
    const { store, occurrences } = await setup()
    const talkative: string[] = []
    for (let n = 0; n < 8; n += 1) {
      await admit(store, { lead: { company: 'Other'.repeat(n * 7) } })
      await store.receipts.keep(aReceipt({ body: new Uint8Array(n * 1379).fill(120) }), 0)
      talkative.push(await admitTalkative(store, n))
    }
    expect(occurrences()).toBeGreaterThan(100)
    for (const id of talkative) await eraseTalkative(store, id)
    expect(occurrences()).toBe(0)
    expect((await store.verifyChains()).broken).toEqual([])
  })

  it('hold no stale copy of a row either, such as SQLite leaves when pages split', async () => {
    const { store, file, occurrences } = await setup()
    const body = new TextEncoder().encode(`${CANARY} `.repeat(30))
    const receipts = Array.from({ length: 400 }, () => aReceipt({ body }))
    for (const receipt of receipts) await store.receipts.keep(receipt, 0)
    // Working receipts off makes their rows grow, and in this order pages overflow, split and leave copies behind.
    const outOfOrder = receipts.map((_, index) => receipts[(index * 241) % 400]?.id ?? '')
    const leads: Lead[] = []
    for (const id of outOfOrder) {
      const lead = aLead()
      const inquiry = anInquiry(lead, { receiptId: id })
      const done = [{ id, inquiryId: inquiry.id, processedAt: T0 }]
      await store.leads.commit(change(lead, { inquiries: [inquiry], receipts: done }))
      leads.push({ ...lead, revision: 1 })
    }
    await Promise.all(leads.map(lead => store.leads.commit(change(lead, { erase: true }))))
    expect(occurrences()).toBe(0)
    const raw = new SqliteClient(file)
    expect(raw.prepare('SELECT count(*) FROM receipts WHERE body IS NULL').pluck().get()).toBe(400)
    raw.close()
  })

  it('are cleaned at the next start when they could not be at once', async () => {
    const { store, file, another, occurrences } = await setup()
    const talkative = await admitTalkative(store)
    const reader = new SqliteClient(file)
    const reading = reader.prepare('SELECT * FROM leads').iterate()
    reading.next()
    await eraseTalkative(store, talkative)
    expect(occurrences()).toBeGreaterThan(0)
    reading.return?.()
    reader.close()
    await another()
    expect(occurrences()).toBe(0)
  })
})
