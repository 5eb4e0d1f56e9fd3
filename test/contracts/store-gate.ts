import { describe, expect, it } from 'vitest'
import type { Lead } from '../../src/domain/people/lead.ts'
import type { GateFacts, GateRequest, Store } from '../../src/engine/ports.ts'
import { type OpenStore, openFor } from './store-opening.ts'
import { admit, aMessage, anEvent, aSuppression, change, claim, DAY, HOUR, recovery, T0 } from './store-rows.ts'

const LIMITS = { gapMs: 0, per30Days: null, ceilingPerDay: null }
const ALLOW: GateRequest['ask'] = () => ({ may: 'yes' })

export function storeGateContract(open: OpenStore): void {
  describe('the gate', () => opening(open))
  describe('the facts at the gate', () => facts(open))
  describe('the guard behind the gate', () => guard(open))
}

async function gateOf(store: Store, messageId: string, part: { now?: number; ask?: GateRequest['ask'] } = {}) {
  const { now = T0, ask = ALLOW } = part
  const { lease } = await claim(store, messageId, now)
  return { lease, answer: await store.messages.openGate({ lease, now, transport: 'smtp', limits: LIMITS, ask }) }
}

function opening(open: OpenStore): void {
  it('opens when the question says yes, and marks the message before any byte leaves', async () => {
    const { store } = await openFor(open)
    const { message, lead } = await admit(store)
    expect((await gateOf(store, message.id, { now: T0 + 4 })).answer).toEqual({ open: true })
    expect(await store.messages.find(message.id)).toMatchObject({ status: 'data', gateAt: T0 + 4 })
    expect((await store.leads.find(lead.id))?.revision).toBe(1)
  })

  it('stays shut with the answer of the question', async () => {
    const { store } = await openFor(open)
    const { message } = await admit(store)
    const later = { may: 'later', delay: 'gap', until: T0 + HOUR, because: 'too soon' } as const
    expect((await gateOf(store, message.id, { ask: () => later })).answer).toEqual({ open: false, answer: later })
    expect(await store.messages.find(message.id)).toMatchObject({ status: 'claimed', gateAt: null })
  })

  it('opens once, for the newest lease, while it runs', async () => {
    const { store } = await openFor(open)
    const { message } = await admit(store)
    const lost = { open: false, answer: { may: 'lost-lease' } }
    const old = (await claim(store, message.id)).lease
    const request = { now: T0, transport: 'smtp' as const, limits: LIMITS, ask: ALLOW }
    expect(await store.messages.openGate({ ...request, lease: old, now: old.until })).toEqual(lost)
    await store.messages.recover(recovery(old.until))
    const fresh = (await claim(store, message.id, old.until)).lease
    expect(await store.messages.openGate({ ...request, lease: old })).toEqual(lost)
    expect(await store.messages.openGate({ ...request, lease: fresh })).toEqual({ open: true })
    expect(await store.messages.openGate({ ...request, lease: fresh })).toEqual(lost)
  })

  it('opens for notices to our own people without the question', async () => {
    const { store } = await openFor(open)
    const { message } = await admit(store, { lead: { status: 'do-not-contact' }, message: { kind: 'notice' } })
    const ask = () => {
      throw new Error('not asked')
    }
    expect((await gateOf(store, message.id, { ask })).answer).toEqual({ open: true })
  })

  it('stays shut when the question fails, and leaves the claim as it was', async () => {
    const { store } = await openFor(open)
    const { message } = await admit(store)
    const ask = () => {
      throw new Error('a fault')
    }
    await expect(gateOf(store, message.id, { ask })).rejects.toThrow('a fault')
    expect((await store.messages.find(message.id))?.status).toBe('claimed')
  })
}

function facts(open: OpenStore): void {
  const factsAt = async (store: Store, messageId: string, now: number): Promise<GateFacts> => {
    let seen: GateFacts | null = null
    const ask: GateRequest['ask'] = given => {
      seen = given
      return { may: 'never', refusal: 'suppressed', because: 'only looking' }
    }
    await gateOf(store, messageId, { now, ask })
    if (seen === null) throw new Error('expected the question to be asked')
    return seen
  }

  it('are the lead, its suppressions and the mail that may have left in the last 31 days', async () => {
    const { store } = await openFor(open)
    const { lead, enrollment, message } = await admit(store)
    const next = aMessage(enrollment, { purpose: 'next', template: 'next', dueAt: T0 + DAY })
    const suppression = aSuppression({ until: T0 })
    await store.suppressions.add(suppression)
    await store.leads.commit(change(lead, { messages: [next] }))
    expect(await factsAt(store, message.id, T0)).toMatchObject({
      enrollment: { id: enrollment.id, step: 'send-welcome', phase: 'mail', firstTouchAt: null },
      mails: [],
      isResent: false,
      isRepeated: false,
    })
    await store.messages.recover(recovery(T0 + HOUR))
    await gateOf(store, message.id, { now: T0 + HOUR })
    const seen = await factsAt(store, next.row.id, T0 + DAY)
    expect(seen).toMatchObject({ lead: { id: lead.id }, suppressions: [suppression] })
    expect(seen.mails).toEqual([{ at: T0 + HOUR, template: 'welcome', enrollmentId: enrollment.id }])
    await store.messages.recover(recovery(T0 + 2 * DAY))
    expect((await factsAt(store, next.row.id, T0 + HOUR + 31 * DAY)).mails).toEqual([])
  })

  it('hold the enrollment as it has become since the mail was planned', async () => {
    const { store } = await openFor(open)
    const { lead, message, enrollment } = await admit(store)
    const ended = { ...enrollment, status: 'stopped' as const, step: null, endedAt: T0, firstTouchAt: T0 }
    await store.leads.commit(change(lead, { enrollments: [ended] }))
    expect((await factsAt(store, message.id, T0)).enrollment).toEqual(ended)
  })
}

function guard(open: OpenStore): void {
  const refused = { open: false, answer: { may: 'never', refusal: 'suppressed' } }
  const keys = { addressKey: 'a', domainKey: 'domain-key', phoneKey: 'p', pairKey: 'n' }

  it.each([
    ['address', 'recipient-key'],
    ['domain', 'domain-key'],
    ['phone', 'p'],
    ['pair', 'n'],
  ] as const)('refuses past a suppression of the %s that the question overlooked', async (scope, key) => {
    const { store } = await openFor(open)
    const { message } = await admit(store, { lead: keys })
    await store.suppressions.add(aSuppression({ scope, key }))
    expect((await gateOf(store, message.id)).answer).toMatchObject(refused)
    expect((await store.messages.find(message.id))?.status).toBe('claimed')
  })

  it('refuses past a suppression of the lead itself', async () => {
    const { store } = await openFor(open)
    const { message, lead } = await admit(store)
    await store.suppressions.add(aSuppression({ scope: 'lead', key: lead.id, until: T0 + 1 }))
    expect((await gateOf(store, message.id)).answer).toMatchObject(refused)
  })

  it.each(['do-not-contact', 'erased'] as const)('refuses for a lead that is %s', async status => {
    const { store } = await openFor(open)
    const { message, lead } = await admit(store)
    const marked: Lead = { ...lead, status }
    await store.leads.commit(change(marked, { events: [anEvent()] }))
    expect((await gateOf(store, message.id)).answer).toMatchObject(refused)
  })

  it('lets mail pass when the suppression was lifted, has run out, or names somebody else', async () => {
    const { store } = await openFor(open)
    const { message } = await admit(store, { lead: keys })
    const lifted = aSuppression()
    await store.suppressions.add(lifted)
    await store.suppressions.lift(lifted.id, T0, 'asked again')
    await store.suppressions.add(aSuppression({ until: T0 }))
    await store.suppressions.add(aSuppression({ scope: 'pair', key: 'p' }))
    await store.suppressions.add(aSuppression({ key: 'a' }))
    expect((await gateOf(store, message.id)).answer).toEqual({ open: true })
  })

  it('refuses past the ceiling of a day that the question overlooked, for the lead and for nobody else', async () => {
    const { store } = await openFor(open)
    await store.setCeiling(1)
    const { lead, enrollment, message } = await admit(store)
    const second = aMessage(enrollment, { purpose: 'second', dueAt: T0 })
    const notice = aMessage(enrollment, { purpose: 'notice', kind: 'notice', dueAt: T0 })
    await store.leads.commit(change(lead, { messages: [second, notice] }))
    expect((await gateOf(store, message.id)).answer).toEqual({ open: true })
    const shut = { open: false, answer: { may: 'later', delay: 'ceiling', until: T0 + HOUR } }
    expect((await gateOf(store, second.row.id)).answer).toMatchObject(shut)
    expect((await gateOf(store, notice.row.id)).answer).toEqual({ open: true })
    expect((await gateOf(store, (await admit(store)).message.id)).answer).toEqual({ open: true })
  })

  it('lets the next mail pass when a day has gone by, or the ceiling was raised or taken away', async () => {
    const { store } = await openFor(open)
    await store.setCeiling(1)
    const { lead, enrollment, message } = await admit(store)
    const more = ['b', 'c', 'd'].map(purpose => aMessage(enrollment, { purpose, dueAt: T0 }))
    await store.leads.commit(change(lead, { messages: more }))
    const [tomorrow = '', raised = '', free = ''] = more.map(({ row }) => row.id)
    const passes = async (id: string, now: number) => (await gateOf(store, id, { now })).answer.open
    expect(await passes(message.id, T0)).toBe(true)
    expect(await passes(tomorrow, T0 + DAY)).toBe(true)
    await store.setCeiling(2)
    expect(await passes(raised, T0 + DAY + 1)).toBe(true)
    await store.setCeiling(null)
    expect(await passes(free, T0 + DAY + 2)).toBe(true)
  })
}
