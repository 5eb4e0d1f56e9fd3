import { describe, expect, it } from 'vitest'
import type { Message } from '../../src/domain/mail/message.ts'
import type { Doubt, GateFacts, Store } from '../../src/engine/ports.ts'
import { type OpenStore, openFor } from './store-opening.ts'
import { admit, anAlert, aWord, change, claim, HOUR, recovery, T0 } from './store-rows.ts'

const LIMITS = { gapMs: 0, per30Days: null, ceilingPerDay: null }

export function storeDoubtsContract(open: OpenStore): void {
  describe('uncertain mail', () => listing(open))
  describe('evidence on uncertain mail', () => evidence(open))
}

/** A worker is lost past the gate. */
async function lose(store: Store, id: string, at = T0): Promise<void> {
  const { lease } = await claim(store, id, at)
  await store.messages.openGate({ lease, now: at, transport: 'smtp', limits: LIMITS, ask: () => ({ may: 'yes' }) })
  await store.messages.recover(recovery(lease.until))
}

async function lost(store: Store, part: Partial<Message> = {}) {
  const admitted = await admit(store, { message: part })
  await lose(store, admitted.message.id)
  return admitted
}

async function onlyDoubt(store: Store): Promise<Doubt> {
  const [doubt, ...others] = await store.messages.uncertain(9)
  if (doubt === undefined || others.length > 0) throw new Error('expected one doubt')
  return doubt
}

function listing(open: OpenStore): void {
  it('is listed newest first, with what decides about it, and nothing else is', async () => {
    const { store } = await openFor(open)
    const first = await lost(store, { createdAt: T0 - 2 })
    const second = await lost(store, { createdAt: T0 - 1, kind: 'notice' })
    await admit(store)
    const doubts = await store.messages.uncertain(9)
    expect(doubts.map(({ id }) => id)).toEqual([second.message.id, first.message.id])
    expect(doubts[1]).toEqual({
      id: first.message.id,
      environment: 'live',
      kind: 'nurture',
      messageId: first.message.messageId,
      transport: 'smtp',
      gateAt: T0,
      generation: 1,
      resends: 0,
      hasMail: true,
    })
    expect((await store.messages.uncertain(1)).map(({ id }) => id)).toEqual([second.message.id])
  })

  it('is known to have no bytes once the lead is erased', async () => {
    const { store } = await openFor(open)
    const { lead } = await lost(store)
    await store.leads.commit(change({ ...lead, revision: 2 }, { erase: true }))
    expect(await onlyDoubt(store)).toMatchObject({ hasMail: false })
  })
}

function evidence(open: OpenStore): void {
  it('settles the doubt that it was found for, with its event, and clears what was told of it', async () => {
    const { store } = await openFor(open)
    const { message, lead } = await lost(store)
    const clears = [`uncertain ${message.id}`]
    await store.alerts.raise(anAlert({ key: 'other' }))
    const word = aWord(message.id, 'sent', T0 + HOUR, { by: 'relay log', doubt: 1, clears })
    await store.messages.resolve(word)
    expect(await store.messages.find(message.id)).toMatchObject({ status: 'sent' })
    expect((await store.alerts.open()).map(({ key }) => key)).toEqual(['other'])
    const told = (await store.leads.timeline(lead.id)).at(-1)
    expect(told).toMatchObject({ kind: 'mail-resolved', data: { as: 'sent', by: 'relay log' } })
    await expect(store.messages.resolve(word)).rejects.toMatchObject({ code: 'conflict' })
    expect(await store.leads.timeline(lead.id)).toHaveLength(3)
  })

  it('of an older doubt settles nothing, though the mail is uncertain once more', async () => {
    const { store } = await openFor(open)
    const { message } = await lost(store)
    const old = await onlyDoubt(store)
    await store.messages.resolve(aWord(message.id, 'resend', T0 + HOUR, { doubt: old.generation }))
    await lose(store, message.id, T0 + HOUR)
    expect(await onlyDoubt(store)).toMatchObject({ generation: 2, gateAt: T0 + HOUR, resends: 1 })
    const late = aWord(message.id, 'resend', T0 + 2 * HOUR, { doubt: old.generation })
    await expect(store.messages.resolve(late)).rejects.toMatchObject({ code: 'conflict' })
    expect(await store.messages.find(message.id)).toMatchObject({ status: 'uncertain' })
  })

  it('is no word on mail that is held or refused: that is a person’s', async () => {
    const { store } = await openFor(open)
    const { message } = await admit(store)
    const { lease } = await claim(store, message.id)
    await store.messages.recover(recovery(lease.until, { mostLosses: 1 }))
    expect(await store.messages.find(message.id)).toMatchObject({ status: 'held' })
    const word = aWord(message.id, 'sent', T0 + HOUR, { doubt: 1 })
    await expect(store.messages.resolve(word)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('counts each time that it has a mail sent again, and the gate knows that no person asked', async () => {
    const { store } = await openFor(open)
    const { message } = await lost(store)
    await store.messages.resolve(aWord(message.id, 'resend', T0 + HOUR, { doubt: 1 }))
    expect(await factsAtGate(store, message.id, T0 + HOUR)).toMatchObject({ isRepeated: true, isResent: false })
    await store.messages.recover(recovery(T0 + 2 * HOUR))
    await lose(store, message.id, T0 + 2 * HOUR)
    await store.messages.resolve(aWord(message.id, 'resend', T0 + 3 * HOUR))
    expect(await factsAtGate(store, message.id, T0 + 3 * HOUR)).toMatchObject({ isRepeated: true, isResent: true })
  })
}

async function factsAtGate(store: Store, id: string, now: number): Promise<GateFacts> {
  const { lease } = await claim(store, id, now)
  let seen: GateFacts | null = null
  const ask = (facts: GateFacts) => {
    seen = facts
    return { may: 'skip', because: 'only looking' } as const
  }
  await store.messages.openGate({ lease, now, transport: 'smtp', limits: LIMITS, ask })
  if (seen === null) throw new Error('expected the question to be asked')
  return seen
}
