import { existsSync, readFileSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { admitTalkative, CANARY, eraseTalkative } from '../contracts/store-erasure.ts'
import { admit, aReceipt } from '../contracts/store-rows.ts'
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

it('leaves no word of the person in the file or its log, amid other people’s pages that split and fill', async () => {
  const { store, occurrences } = await setup()
  const fill = async (count: number) => {
    for (let n = 0; n < count; n += 1) {
      await admit(store, { lead: { company: 'Other'.repeat(n % 40) } })
      await store.receipts.keep(aReceipt({ body: new Uint8Array((n * 379) % 9000).fill(120) }), 0)
    }
  }
  const talkative: string[] = []
  for (let n = 0; n < 12; n += 1) {
    await fill(6)
    talkative.push(await admitTalkative(store, n))
  }
  await fill(20)
  expect(occurrences()).toBeGreaterThan(100)
  for (const id of talkative) await eraseTalkative(store, id)
  expect(occurrences()).toBe(0)
  expect((await store.verifyChains()).broken).toEqual([])
})
