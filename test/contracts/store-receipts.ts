import { describe, expect, it } from 'vitest'
import { type OpenStore, openFor } from './store-opening.ts'
import { aLead, anInquiry, aReceipt, change, HOUR, MINUTE, PAGE, T0 } from './store-rows.ts'

const WINDOW = 10 * MINUTE

export function storeReceiptContract(open: OpenStore): void {
  describe('keeping receipts', () => keeping(open))
  describe('working receipts off', () => workingOff(open))
  describe('listing receipts', () => listing(open))
}

function keeping(open: OpenStore): void {
  it('gives the receipt back byte for byte', async () => {
    const { store } = await openFor(open)
    const receipt = aReceipt({ body: new Uint8Array([0, 255, 10, 13, 128]), size: 70_000, truncated: true })
    expect(await store.receipts.keep(receipt, WINDOW)).toEqual({ receipt, created: true })
    expect(await store.receipts.find(receipt.id)).toEqual(receipt)
    expect(await store.receipts.find('receipt_unknown')).toBeNull()
  })

  it('keeps the same delivery inside the window as a repeat of the first', async () => {
    const { store } = await openFor(open)
    const first = aReceipt({ repeatKey: 'same' })
    const again = aReceipt({ repeatKey: 'same', receivedAt: T0 + WINDOW - 1 })
    await store.receipts.keep(first, WINDOW)
    const kept = await store.receipts.keep(again, WINDOW)
    expect(kept.receipt).toMatchObject({ id: again.id, outcome: 'repeat', repeatOf: first.id })
    expect(kept.receipt.reason).toContain(first.id)
    expect(await store.receipts.find(again.id)).toEqual(kept.receipt)
  })

  it('takes the same delivery for a new one after the window, in the other environment and with another outcome', async () => {
    const { store } = await openFor(open)
    await store.receipts.keep(aReceipt({ repeatKey: 'same' }), WINDOW)
    const later = aReceipt({ repeatKey: 'same', receivedAt: T0 + WINDOW })
    const other = aReceipt({ repeatKey: 'same', environment: 'test' })
    const quarantined = aReceipt({ repeatKey: 'same', outcome: 'quarantined' })
    for (const receipt of [later, other, quarantined]) {
      expect((await store.receipts.keep(receipt, WINDOW)).receipt.outcome).toBe(receipt.outcome)
    }
  })

  it('lets one of many equal deliveries at the same moment be the first', async () => {
    const { store } = await openFor(open)
    const receipts = Array.from({ length: 20 }, () => aReceipt({ repeatKey: 'same' }))
    const kept = await Promise.all(receipts.map(receipt => store.receipts.keep(receipt, WINDOW)))
    const outcomes = kept.map(({ receipt }) => receipt.outcome)
    expect(outcomes.filter(outcome => outcome === 'accepted')).toHaveLength(1)
    expect(outcomes.filter(outcome => outcome === 'repeat')).toHaveLength(19)
  })

  it('answers a known idempotency key with the first receipt and keeps nothing', async () => {
    const { store } = await openFor(open)
    const first = aReceipt({ idempotencyKey: 'key-1', requestHash: 'a' })
    const second = aReceipt({ idempotencyKey: 'key-1', requestHash: 'b' })
    await store.receipts.keep(first, WINDOW)
    expect(await store.receipts.keep(second, WINDOW)).toEqual({ receipt: first, created: false })
    expect(await store.receipts.find(second.id)).toBeNull()
  })

  it('remembers the first answer that was given, and forgets it with the person', async () => {
    const { store } = await openFor(open)
    const receipt = aReceipt({ idempotencyKey: 'key-1' })
    await store.receipts.keep(receipt, WINDOW)
    for (const answer of ['first', 'second']) await store.receipts.keepAnswer(receipt.id, answer)
    expect((await store.receipts.find(receipt.id))?.answer).toBe('first')
    const lead = aLead()
    const done = [{ id: receipt.id, inquiryId: null, processedAt: T0 }]
    await store.leads.commit(change(lead, { receipts: done }))
    await store.leads.commit(change({ ...lead, revision: 1 }, { erase: true }))
    await store.receipts.keepAnswer(receipt.id, 'too late')
    expect((await store.receipts.find(receipt.id))?.answer).toBeNull()
  })

  it('shows at its endpoint, to the second, when it was last heard of and last validated', async () => {
    const { store } = await openFor(open)
    const endpoint = { id: 'endpoint_1', label: 'A', offer: null, environment: 'live' as const, createdAt: T0 }
    const never = { revokedAt: null, lastReceiptAt: null, lastValidatedAt: null }
    const token = { id: 'token_1', endpointId: 'endpoint_1', hash: 'h', createdAt: T0, revokedAt: null }
    await store.endpoints.add({ ...endpoint, ...never }, token)
    await store.receipts.keep(aReceipt({ endpointId: 'endpoint_1', outcome: 'test', validatedAt: T0 - 5 }), WINDOW)
    await store.receipts.keep(aReceipt({ endpointId: 'endpoint_1', receivedAt: T0 + 9_000 }), WINDOW)
    expect((await store.endpoints.list())[0]).toMatchObject({ lastReceiptAt: T0 + 9_000, lastValidatedAt: T0 - 5 })
  })
}

function workingOff(open: OpenStore): void {
  it('lists accepted receipts that nobody has worked off, oldest first, until a change completes them', async () => {
    const { store } = await openFor(open)
    const receipts = [T0 + 2, T0, T0 + 1].map(receivedAt => aReceipt({ receivedAt }))
    const others = [
      aReceipt({ outcome: 'quarantined' }),
      aReceipt({ processedAt: T0 }),
      aReceipt({ receivedAt: T0 + 9_0009 }),
    ]
    for (const receipt of [...receipts, ...others]) await store.receipts.keep(receipt, 0)
    const ids = async () => (await store.receipts.unprocessed(T0 + 50, 2)).map(({ id }) => id)
    const [newest, oldest, middle] = receipts.map(({ id }) => id)
    expect(await ids()).toEqual([oldest, middle])

    const lead = aLead()
    const inquiry = anInquiry(lead, { receiptId: oldest ?? '' })
    const done = [{ id: oldest ?? '', inquiryId: inquiry.id, processedAt: T0 + 60 }]
    await store.leads.commit(change(lead, { inquiries: [inquiry], receipts: done }))
    expect(await ids()).toEqual([middle, newest])
    const stored = await store.receipts.find(oldest ?? '')
    expect(stored).toMatchObject({ leadId: lead.id, inquiryId: inquiry.id, processedAt: T0 + 60 })
  })

  it('refuses a change that completes a receipt for the second time, and writes nothing of it', async () => {
    const { store } = await openFor(open)
    const receipt = aReceipt()
    await store.receipts.keep(receipt, 0)
    const done = [{ id: receipt.id, inquiryId: null, processedAt: T0 }]
    await store.leads.commit(change(aLead(), { receipts: done }))
    const second = aLead()
    await expect(store.leads.commit(change(second, { receipts: done }))).rejects.toMatchObject({ code: 'stale' })
    expect(await store.leads.find(second.id)).toBeNull()
  })

  it('gives a quarantined receipt its new outcome once', async () => {
    const { store } = await openFor(open)
    const receipt = aReceipt({ outcome: 'quarantined', reason: 'no JSON' })
    await store.receipts.keep(receipt, 0)
    const to = { outcome: 'accepted' as const, reason: null, repeatKey: 'k', validatedAt: null, processedAt: null }
    await store.receipts.reclassify(receipt.id, to)
    expect(await store.receipts.find(receipt.id)).toEqual({ ...receipt, ...to })
    await expect(store.receipts.reclassify(receipt.id, to)).rejects.toMatchObject({ code: 'stale' })
    await expect(store.receipts.reclassify('receipt_unknown', to)).rejects.toMatchObject({ code: 'not-found' })
  })
}

function listing(open: OpenStore): void {
  it('lists newest first by outcome and endpoint, without bodies, a page at a time', async () => {
    const { store } = await openFor(open)
    const receipts = [0, 1, 2, 3, 4].map(n => aReceipt({ receivedAt: T0 + n * HOUR, endpointId: `endpoint_${n % 2}` }))
    for (const receipt of receipts) await store.receipts.keep(receipt, 0)
    await store.receipts.keep(aReceipt({ outcome: 'quarantined', endpointId: 'endpoint_0' }), 0)

    const filter = { outcome: 'accepted' as const, endpointId: 'endpoint_0' }
    const first = await store.receipts.list(filter, { limit: 2, cursor: null })
    expect(first.items).toEqual([4, 2].map(n => ({ ...receipts[n], body: null })))
    const second = await store.receipts.list(filter, { limit: 2, cursor: first.next })
    expect(second).toEqual({ items: [{ ...receipts[0], body: null }], next: null })
    expect((await store.receipts.list({}, PAGE)).items).toHaveLength(6)
  })

  it('walks through rows of one moment without losing or doubling any', async () => {
    const { store } = await openFor(open)
    const ids = new Set<string>()
    for (let n = 0; n < 7; n += 1) ids.add((await store.receipts.keep(aReceipt(), 0)).receipt.id)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await store.receipts.list({}, { limit: 3, cursor })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.next
    } while (cursor !== null)
    expect(seen).toHaveLength(7)
    expect(new Set(seen)).toEqual(ids)
  })

  it('refuses a cursor that it did not give', async () => {
    const { store } = await openFor(open)
    for (const cursor of ['?', 'bnVsbA', 'WzEsMl0']) {
      await expect(store.receipts.list({}, { limit: 3, cursor })).rejects.toMatchObject({ code: 'bad-request' })
    }
  })
}
