import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/engine/ports.ts'
import { type OpenStore, openFor } from './store-opening.ts'
import { admit, aMessage, anAlert, aWord, change, claim, HOUR, recovery, T0 } from './store-rows.ts'

const BECAUSE = 'may have left already'
const LIMITS = { gapMs: 0, per30Days: null, ceilingPerDay: null }

export function storeEpochContract(open: OpenStore): void {
  describe('noticing that the database was put back', () => noticing(open))
}

const look = (store: Store, now = T0 + HOUR) =>
  store.epoch.noticeRestore({ now, because: BECAUSE, alertFor: held => anAlert({ key: `restored ${held}` }) })

async function send(store: Store, id: string): Promise<void> {
  const { lease } = await claim(store, id)
  await store.messages.openGate({ lease, now: T0, transport: 'smtp', limits: LIMITS, ask: () => ({ may: 'yes' }) })
  await store.epoch.tick()
}

function noticing(open: OpenStore): void {
  it('finds nothing in a database that went on by itself', async () => {
    const opened = await openFor(open)
    expect(await look(opened.store)).toBeNull()
    await send(opened.store, (await admit(opened.store)).message.id)
    expect(await look(await opened.another())).toBeNull()
    expect(opened.store.epoch.restoredAt()).toBeNull()
  })

  it('holds what waits to leave when mail has left since the copy was made, once', async () => {
    const opened = await openFor(open)
    const { lead, enrollment, message } = await admit(opened.store)
    const other = aMessage(enrollment, { purpose: 'other', dueAt: T0 + 9 * HOUR })
    await opened.store.leads.commit(change(lead, { messages: [other] }))
    const copy = await opened.copy()
    await send(opened.store, message.id)
    const store = await opened.putBack(copy)
    expect(await look(store)).toBe(2)
    expect(await store.messages.find(message.id)).toMatchObject({ status: 'held', reason: BECAUSE, dueAt: null })
    expect((await store.leads.timeline(lead.id)).at(-1)).toMatchObject({
      kind: 'mail-held',
      data: { because: BECAUSE },
    })
    expect((await store.alarms.overdue(T0 + 99 * HOUR, 9)).filter(({ kind }) => kind === 'message')).toEqual([])
    expect((await store.alerts.open()).map(({ key }) => key)).toEqual(['restored 2'])
    expect(store.epoch.restoredAt()).toBe(T0 + HOUR)
    expect(await look(store, T0 + 2 * HOUR)).toBeNull()
    expect(store.epoch.restoredAt()).toBe(T0 + HOUR)
  })

  it('takes a database whose epoch is gone for one that was put back', async () => {
    const opened = await openFor(open)
    expect(await look(opened.store)).toBeNull()
    await send(opened.store, (await admit(opened.store)).message.id)
    const store = await opened.putBack(await opened.copy(), { withoutEpoch: true })
    expect(await look(store)).toBe(0)
  })

  it('lets a person decide about what it held, and leaves what was past its gate in doubt', async () => {
    const opened = await openFor(open)
    const { message } = await admit(opened.store)
    const past = await admit(opened.store)
    const { lease } = await claim(opened.store, past.message.id)
    await opened.store.messages.openGate({
      lease,
      now: T0,
      transport: 'smtp',
      limits: LIMITS,
      ask: () => ({ may: 'yes' }),
    })
    const copy = await opened.copy()
    await send(opened.store, message.id)
    const store = await opened.putBack(copy)
    expect(await look(store)).toBe(1)
    await store.messages.recover(recovery(lease.until))
    expect(await store.messages.find(past.message.id)).toMatchObject({ status: 'uncertain' })
    expect(await store.messages.resolve(aWord(message.id, 'resend', T0 + 2 * HOUR))).toHaveLength(1)
  })
}
