import { describe, expect, it } from 'vitest'
import { event } from '../../src/domain/event.ts'
import type { Lease } from '../../src/domain/mail/message.ts'
import type { Settlement, Store } from '../../src/engine/ports.ts'
import { type OpenStore, openFor } from './store-opening.ts'
import {
  admit,
  anEvent,
  aSuppression,
  aWord,
  change,
  claim,
  DAY,
  HOUR,
  MINUTE,
  PAGE,
  recovery,
  T0,
} from './store-rows.ts'
import { aVersion } from './store-versions.ts'

const LIMITS = { gapMs: 0, per30Days: null, ceilingPerDay: null }

export function storeMailContract(open: OpenStore): void {
  describe('claiming mail', () => claiming(open))
  describe('settling mail', () => settling(open))
  describe('settling mail together with what follows from it', () => goingOn(open))
  describe('settling mail that waits on', () => retrying(open))
  describe('recovering expired leases', () => recovering(open))
  describe('resolving mail by a person', () => resolving(open))
  describe('listing mail', () => listing(open))
}

async function openGate(store: Store, lease: Lease, now = T0): Promise<void> {
  const answer = await store.messages.openGate({
    lease,
    now,
    transport: 'smtp',
    limits: LIMITS,
    ask: () => ({ may: 'yes' }),
  })
  expect(answer).toEqual({ open: true })
}

function ending(lease: Lease, part: Partial<Settlement> = {}): Settlement {
  const plain = { reason: null, serverReply: '250 ok', transport: 'smtp' as const, dueAt: null, countsAsAttempt: true }
  return { lease, status: 'sent', ...plain, at: T0 + 5, events: [anEvent(T0 + 5)], ...part }
}

function claiming(open: OpenStore): void {
  it('gives message, frozen bytes and a lease to the first who asks at or after its time', async () => {
    const { store } = await openFor(open)
    const { message, mail } = await admit(store)
    expect(await store.messages.claim(message.id, 'early', T0 - 1, MINUTE)).toBeNull()
    const claimed = await store.messages.claim(message.id, 'first', T0, MINUTE)
    expect(claimed).toEqual({
      message: { ...message, status: 'claimed' },
      mail,
      lease: { messageId: message.id, owner: 'first', leaseGeneration: 1, until: T0 + MINUTE },
    })
    expect(await store.messages.claim(message.id, 'second', T0, MINUTE)).toBeNull()
    expect(await store.messages.claim('message_unknown', 'first', T0, MINUTE)).toBeNull()
  })

  it('gives each message to one of two openers that race for all of them', async () => {
    const { store, another } = await openFor(open)
    const other = await another()
    const ids: string[] = []
    for (let n = 0; n < 20; n += 1) ids.push((await admit(store)).message.id)
    const tries = ids.flatMap(id => [store, other].map(opener => opener.messages.claim(id, 'w', T0, MINUTE)))
    const won = (await Promise.all(tries)).filter(claimed => claimed !== null)
    expect(won.map(({ message }) => message.id).sort()).toEqual(ids.sort())
  })

  it('leaves mail of a paused workflow alone until it goes on', async () => {
    const { store } = await openFor(open)
    const { message, enrollment } = await admit(store)
    await store.workflows.keep(aVersion(enrollment.workflowId))
    await store.workflows.setState(enrollment.workflowId, 'paused', T0)
    expect(await store.messages.claim(message.id, 'w', T0, MINUTE)).toBeNull()
    await store.workflows.setState(enrollment.workflowId, 'active', T0)
    expect(await store.messages.claim(message.id, 'w', T0, MINUTE)).not.toBeNull()
  })

  it('extends a lease for its holder only', async () => {
    const { store } = await openFor(open)
    const { message } = await admit(store)
    const { lease } = await claim(store, message.id)
    expect(await store.messages.renew(lease, T0 + HOUR)).toBe(true)
    expect((await store.messages.recover(recovery(T0 + HOUR - 1))).alarms).toEqual([])
    expect(await store.messages.renew({ ...lease, owner: 'other' }, T0 + 9 * HOUR)).toBe(false)
    expect((await store.messages.recover(recovery(T0 + HOUR))).alarms).toHaveLength(1)
    expect(await store.messages.renew(lease, T0 + 9 * HOUR)).toBe(false)
  })
}

function settling(open: OpenStore): void {
  it('writes the end with its events and wakes the enrollment that waits at that step', async () => {
    const { store } = await openFor(open)
    const { lead, message, enrollment } = await admit(store)
    const { lease } = await claim(store, message.id)
    await openGate(store, lease, T0 + 3)
    const sent = event('mail-sent', T0 + 5, { messageId: message.id, template: 'welcome', transport: 'smtp' })
    const alarm = { kind: 'enrollment', id: enrollment.id, generation: 2, dueAt: T0 + 5 }
    const settled = await store.messages.settle(ending(lease, { events: [sent] }))
    expect(settled).toEqual({ written: true, wentOn: false, alarms: [alarm] })
    const world = await store.leads.world(lead.id)
    expect(world?.messages[0]).toMatchObject({
      status: 'sent',
      attempts: 1,
      dueAt: null,
      gateAt: T0 + 3,
      settledAt: T0 + 5,
    })
    expect(world?.messages[0]).toMatchObject({ serverReply: '250 ok', transport: 'smtp' })
    expect(world?.enrollments[0]).toMatchObject({ dueAt: T0 + 5, generation: 2, phase: 'mail', firstTouchAt: T0 + 3 })
    expect(world?.lead.revision).toBe(2)
    expect((await store.leads.timeline(lead.id)).at(-1)).toMatchObject({ kind: 'mail-sent', seq: 2 })
  })

  it('refuses an old lease and writes nothing for it', async () => {
    const { store } = await openFor(open)
    const { lead, message } = await admit(store)
    const old = (await claim(store, message.id)).lease
    await store.messages.recover(recovery(old.until))
    const taken = await claim(store, message.id, old.until)
    expect(await store.messages.settle(ending(old))).toEqual({ written: false, wentOn: false, alarms: [] })
    expect(await store.messages.find(message.id)).toMatchObject({ status: 'claimed', attempts: 0 })
    expect(await store.leads.timeline(lead.id)).toHaveLength(1)
    expect((await store.messages.settle(ending(taken.lease))).written).toBe(true)
    expect((await store.messages.settle(ending(taken.lease))).written).toBe(false)
  })

  it.each([
    ['has ended', { status: 'stopped' as const }],
    ['stands at another step', { step: 'other' }],
    ['does not wait for mail', { phase: 'wait' as const }],
  ])('wakes no enrollment that %s', async (_how, part) => {
    const { store } = await openFor(open)
    const { lead, message, enrollment } = await admit(store)
    const { lease } = await claim(store, message.id)
    await store.leads.commit(change(lead, { enrollments: [{ ...enrollment, ...part }] }))
    expect(await store.messages.settle(ending(lease))).toEqual({ written: true, wentOn: false, alarms: [] })
    expect((await store.leads.world(lead.id))?.enrollments[0]).toMatchObject({ ...part, dueAt: null, generation: 1 })
  })

  it('keeps the first touch at the first mail that left', async () => {
    const { store } = await openFor(open)
    const { lead, message, enrollment } = await admit(store)
    const touched = { ...enrollment, firstTouchAt: T0 - 9 }
    await store.leads.commit(change(lead, { enrollments: [touched] }))
    const { lease } = await claim(store, message.id)
    await openGate(store, lease)
    await store.messages.settle(ending(lease, { status: 'uncertain' }))
    expect((await store.leads.world(lead.id))?.enrollments[0]).toMatchObject({ firstTouchAt: T0 - 9, dueAt: T0 + 5 })
  })

  it('counts no touch for mail that certainly did not arrive, and clears its gate', async () => {
    const { store } = await openFor(open)
    const { lead, message } = await admit(store)
    const { lease } = await claim(store, message.id)
    await openGate(store, lease)
    const suppression = aSuppression({ leadId: lead.id, reason: 'hard-bounce' })
    const bounced = ending(lease, { status: 'failed', reason: 'no such user', suppressions: [suppression] })
    expect((await store.messages.settle(bounced)).alarms).toHaveLength(1)
    const world = await store.leads.world(lead.id)
    expect(world?.messages[0]).toMatchObject({ status: 'failed', gateAt: null, reason: 'no such user' })
    expect(world?.enrollments[0]?.firstTouchAt).toBeNull()
    expect(await store.suppressions.find(suppression.id)).toEqual(suppression)
  })
}

function goingOn(open: OpenStore): void {
  async function ended(open: OpenStore) {
    const { store } = await openFor(open)
    const { lead, message, enrollment } = await admit(store)
    const { lease } = await claim(store, message.id)
    await openGate(store, lease, T0 + 3)
    const finished = { ...enrollment, status: 'finished' as const, step: null, dueAt: null, endedAt: T0 + 6 }
    const next = change(lead, { keepsLead: true, enrollments: [finished], events: [anEvent(T0 + 6)] })
    return { store, lead, message, enrollment, lease, next }
  }

  it('writes both at once, and wakes nobody', async () => {
    const { store, lead, message, lease, next } = await ended(open)
    const settled = await store.messages.settle(ending(lease, { next }))
    expect(settled).toEqual({ written: true, wentOn: true, alarms: [] })
    const world = await store.leads.world(lead.id)
    expect(world?.messages[0]).toMatchObject({ id: message.id, status: 'sent', gateAt: T0 + 3 })
    expect(world?.enrollments[0]).toMatchObject({ status: 'finished', endedAt: T0 + 6 })
    expect(world?.lead).toEqual({ ...lead, revision: 2 })
    expect((await store.leads.timeline(lead.id)).map(({ at }) => at)).toEqual([T0, T0 + 5, T0 + 6])
  })

  it('gives the alarms of what follows', async () => {
    const { store, enrollment, lease, next } = await ended(open)
    const waiting = { ...enrollment, phase: 'wait' as const, dueAt: T0 + HOUR, generation: 2 }
    const settled = await store.messages.settle(ending(lease, { next: { ...next, enrollments: [waiting] } }))
    expect(settled.alarms).toEqual([{ kind: 'enrollment', id: enrollment.id, generation: 2, dueAt: T0 + HOUR }])
  })

  it('writes the end alone, and wakes the enrollment, when the lead has moved on', async () => {
    const { store, lead, enrollment, lease, next } = await ended(open)
    await store.leads.commit(change(lead, { events: [anEvent(T0 + 4)] }))
    const alarm = { kind: 'enrollment', id: enrollment.id, generation: 2, dueAt: T0 + 5 }
    expect(await store.messages.settle(ending(lease, { next }))).toEqual({
      written: true,
      wentOn: false,
      alarms: [alarm],
    })
    expect((await store.leads.world(lead.id))?.enrollments[0]).toMatchObject({ status: 'active', generation: 2 })
    expect(await store.leads.timeline(lead.id)).toHaveLength(3)
  })

  it('writes neither for a lease that was lost', async () => {
    const { store, lead, lease, next } = await ended(open)
    const lost = ending({ ...lease, owner: 'other' }, { next })
    expect(await store.messages.settle(lost)).toEqual({ written: false, wentOn: false, alarms: [] })
    expect((await store.leads.world(lead.id))?.enrollments[0]).toMatchObject({ status: 'active' })
    expect(await store.leads.timeline(lead.id)).toHaveLength(1)
  })

  it('writes neither when what follows cannot be written, so that the end can be written alone', async () => {
    const { store, lead, message, lease, next } = await ended(open)
    const other = (await admit(store)).lead
    const taken = { ...next, keepsLead: false, lead: { ...lead, addressKey: other.addressKey } }
    await expect(store.messages.settle(ending(lease, { next: taken }))).rejects.toMatchObject({ code: 'stale' })
    expect((await store.messages.find(message.id))?.status).toBe('data')
    expect((await store.messages.settle(ending(lease))).written).toBe(true)
  })
}

function retrying(open: OpenStore): void {
  it.each(['erased', 'do-not-contact'] as const)('is over for a lead that became %s meanwhile', async status => {
    const { store } = await openFor(open)
    const { lead, message } = await admit(store)
    const { lease } = await claim(store, message.id)
    await openGate(store, lease)
    const silenced = { ...lead, status }
    await store.leads.commit(change(silenced, { erase: status === 'erased', events: [anEvent(T0 + 4)] }))
    const again = ending(lease, { status: 'due', dueAt: T0 + HOUR, reason: '451 later' })
    expect((await store.messages.settle(again)).alarms.filter(({ kind }) => kind === 'message')).toEqual([])
    expect(await store.messages.find(message.id)).toMatchObject({ status: 'suppressed', dueAt: null })
    expect((await store.leads.timeline(lead.id)).at(-1)?.kind).toBe('mail-suppressed')
  })

  it('makes the mail due again under a new generation, with the bytes it had', async () => {
    const { store } = await openFor(open)
    const { message, mail, enrollment, lead } = await admit(store)
    const { lease } = await claim(store, message.id)
    const again = ending(lease, { status: 'due', dueAt: T0 + HOUR, reason: '451 later' })
    const alarm = { kind: 'message', id: message.id, generation: 2, dueAt: T0 + HOUR }
    expect(await store.messages.settle(again)).toEqual({ written: true, wentOn: false, alarms: [alarm] })
    expect((await store.leads.world(lead.id))?.enrollments).toEqual([enrollment])
    const next = await claim(store, message.id, T0 + HOUR)
    expect(next).toMatchObject({ mail, lease: { leaseGeneration: 2 }, message: { attempts: 1, settledAt: null } })
  })

  it('gives a claim back unused without an event and without counting a try', async () => {
    const { store } = await openFor(open)
    const { lead, message } = await admit(store)
    const { lease } = await claim(store, message.id)
    const back = ending(lease, { status: 'due', dueAt: T0, countsAsAttempt: false, events: [], transport: null })
    await store.messages.settle(back)
    expect(await store.messages.find(message.id)).toMatchObject({ status: 'due', attempts: 0, transport: null })
    expect((await store.leads.find(lead.id))?.revision).toBe(1)
  })

  it('holds mail for a person while its enrollment waits on', async () => {
    const { store } = await openFor(open)
    const { lead, message, enrollment } = await admit(store)
    const { lease } = await claim(store, message.id)
    expect((await store.messages.settle(ending(lease, { status: 'held' }))).alarms).toEqual([])
    const world = await store.leads.world(lead.id)
    expect(world?.messages[0]).toMatchObject({ status: 'held', settledAt: null, dueAt: null })
    expect(world?.enrollments).toEqual([enrollment])
  })

  it('refuses an end without events', async () => {
    const { store } = await openFor(open)
    const { message } = await admit(store)
    const { lease } = await claim(store, message.id)
    await expect(store.messages.settle(ending(lease, { events: [] }))).rejects.toMatchObject({ code: 'internal' })
    expect((await store.messages.find(message.id))?.status).toBe('claimed')
  })
}

function recovering(open: OpenStore): void {
  it('makes claimed mail due again, since nothing left', async () => {
    const { store } = await openFor(open)
    const { lead, message } = await admit(store)
    const { lease } = await claim(store, message.id)
    expect((await store.messages.recover(recovery(lease.until - 1))).alarms).toEqual([])
    const alarm = { kind: 'message', id: message.id, generation: 2, dueAt: T0 }
    expect((await store.messages.recover(recovery(lease.until))).alarms).toEqual([alarm])
    expect(await store.messages.find(message.id)).toMatchObject({ status: 'due', dueAt: T0, generation: 2 })
    expect(await store.leads.timeline(lead.id)).toHaveLength(1)
    expect((await store.messages.recover(recovery(lease.until))).alarms).toEqual([])
  })

  it('takes running leases too for whoever knows that their holders are dead, at the time of the take-over', async () => {
    const { store } = await openFor(open)
    const { message } = await admit(store)
    const { lease } = await claim(store, message.id)
    await openGate(store, lease, T0 + 1)
    expect((await store.messages.recover(recovery(T0 + 2, { endedBefore: lease.until }))).alerts).toMatchObject([
      { key: `uncertain ${message.id}` },
    ])
    expect(await store.messages.find(message.id)).toMatchObject({ status: 'uncertain', settledAt: T0 + 2 })
  })

  it('makes mail past the gate uncertain, tells it in the timeline and lets the enrollment go on', async () => {
    const { store } = await openFor(open)
    const { lead, message, enrollment } = await admit(store)
    const { lease } = await claim(store, message.id)
    await openGate(store, lease, T0 + 1)
    const alarm = { kind: 'enrollment', id: enrollment.id, generation: 2, dueAt: lease.until }
    expect(await store.messages.recover(recovery(lease.until))).toMatchObject({
      alarms: [alarm],
      alerts: [{ key: `uncertain ${message.id}` }],
    })
    const world = await store.leads.world(lead.id)
    expect(world?.messages[0]).toMatchObject({ status: 'uncertain', gateAt: T0 + 1, settledAt: lease.until })
    expect(world?.enrollments[0]).toMatchObject({ firstTouchAt: T0 + 1, dueAt: lease.until })
    expect(world?.lead.revision).toBe(2)
    expect((await store.leads.timeline(lead.id)).at(-1)).toMatchObject({ kind: 'mail-uncertain' })
    expect((await store.alerts.open()).map(({ key }) => key)).toEqual([`uncertain ${message.id}`])
    expect((await store.messages.settle(ending(lease))).written).toBe(false)
  })

  it('takes back a lease that lasts longer than any worker asks for: the clock was ahead when it was taken', async () => {
    const { store } = await openFor(open)
    const { message } = await admit(store)
    await claim(store, message.id, T0 + DAY)
    expect((await store.messages.recover(recovery(T0, { lastsBeyond: T0 + 2 * DAY }))).alarms).toEqual([])
    expect((await store.messages.recover(recovery(T0, { lastsBeyond: T0 + HOUR }))).alarms).toHaveLength(1)
    expect(await store.messages.find(message.id)).toMatchObject({ status: 'due' })
  })

  it('holds mail that took worker after worker with it, and tells people', async () => {
    const { store } = await openFor(open)
    const { lead, message, enrollment } = await admit(store)
    for (let losses = 1; losses <= 3; losses += 1) {
      const { lease } = await claim(store, message.id, T0 + losses * HOUR)
      const { alarms } = await store.messages.recover(recovery(lease.until, { mostLosses: 3 }))
      expect(alarms).toHaveLength(losses < 3 ? 1 : 0)
    }
    const reason = '3 workers were lost while they tried it'
    expect(await store.messages.find(message.id)).toMatchObject({
      status: 'held',
      reason,
      dueAt: null,
      settledAt: null,
    })
    expect((await store.alerts.open()).map(({ key }) => key)).toEqual([`held ${message.id}`])
    expect((await store.leads.timeline(lead.id)).at(-1)).toMatchObject({ kind: 'mail-held' })
    expect((await store.leads.world(lead.id))?.enrollments[0]).toMatchObject({
      id: enrollment.id,
      phase: 'mail',
      dueAt: null,
    })
  })

  it('gives young mail back however many workers were lost: a machine that goes down again and again is not its fault', async () => {
    const { store } = await openFor(open)
    const { message } = await admit(store)
    for (const bornBefore of [message.createdAt, message.createdAt + 1]) {
      const { lease } = await claim(store, message.id, T0 + HOUR)
      await store.messages.recover(recovery(lease.until, { mostLosses: 1, bornBefore }))
      const status = bornBefore > message.createdAt ? 'held' : 'due'
      expect(await store.messages.find(message.id)).toMatchObject({ status })
    }
  })

  it('counts losses in a row: a try that came to its end begins the count anew', async () => {
    const { store } = await openFor(open)
    const { message } = await admit(store)
    const lose = () => loseWorker(store, message.id)
    expect(await lose()).toBe('due')
    const { lease } = await claim(store, message.id, T0 + DAY)
    await store.messages.settle(ending(lease, { status: 'due', dueAt: T0 + DAY }))
    expect([await lose(), await lose()]).toEqual(['due', 'held'])
  })

  it('forgets the losses of mail that a person has sent again', async () => {
    const { store } = await openFor(open)
    const { message } = await admit(store)
    const lose = () => loseWorker(store, message.id)
    expect([await lose(), await lose()]).toEqual(['due', 'held'])
    await store.messages.resolve(aWord(message.id, 'resend', T0 + DAY))
    expect(await lose()).toBe('due')
  })
}

/** A worker that is never heard of again; the second one in a row makes the mail suspect. */
async function loseWorker(store: Store, id: string) {
  const { lease } = await claim(store, id, T0 + DAY)
  await store.messages.recover(recovery(lease.until, { mostLosses: 2 }))
  return (await store.messages.find(id))?.status
}

function resolving(open: OpenStore): void {
  const uncertain = async (store: Store) => {
    const admitted = await admit(store)
    const { lease } = await claim(store, admitted.message.id)
    await openGate(store, lease, T0 + 1)
    await store.messages.recover(recovery(lease.until))
    return admitted
  }

  it('takes a person’s word that it was sent', async () => {
    const { store } = await openFor(open)
    const { lead, message } = await uncertain(store)
    await store.messages.resolve(aWord(message.id, 'sent', T0 + HOUR))
    expect(await store.messages.find(message.id)).toMatchObject({ status: 'sent', gateAt: T0 + 1, reason: null })
    const told = (await store.leads.timeline(lead.id)).at(-1)
    expect(told).toMatchObject({ kind: 'mail-resolved', data: { messageId: message.id, as: 'sent', by: 'Sam' } })
  })

  it('wakes the enrollment of held mail that counts as sent', async () => {
    const { store } = await openFor(open)
    const { message, enrollment } = await admit(store)
    const { lease } = await claim(store, message.id)
    await store.messages.settle(ending(lease, { status: 'held' }))
    const alarm = { kind: 'enrollment', id: enrollment.id, generation: 2, dueAt: T0 + HOUR }
    expect(await store.messages.resolve(aWord(message.id, 'sent', T0 + HOUR))).toEqual([alarm])
  })

  it('sends the same bytes again, wanted by a person although the enrollment has moved on', async () => {
    const { store } = await openFor(open)
    const { lead, message, mail, enrollment } = await uncertain(store)
    const moved = { ...enrollment, step: 'next', phase: 'wait' as const, generation: 3 }
    await store.leads.commit(change({ ...lead, revision: 2 }, { enrollments: [moved] }))
    const alarm = { kind: 'message', id: message.id, generation: 2, dueAt: T0 + HOUR }
    expect(await store.messages.resolve(aWord(message.id, 'resend', T0 + HOUR))).toEqual([alarm])
    const claimed = await claim(store, message.id, T0 + HOUR)
    expect(claimed).toMatchObject({ mail, message: { gateAt: null, settledAt: null } })
    let isResent: boolean | null = null
    await store.messages.openGate({
      ...{ lease: claimed.lease, now: T0 + HOUR, transport: 'smtp', limits: LIMITS },
      ask: facts => {
        isResent = facts.isResent
        return { may: 'yes' }
      },
    })
    expect(isResent).toBe(true)
  })

  it('refuses any other status, an unknown id, and bytes that were erased', async () => {
    const { store } = await openFor(open)
    const { message, lead } = await admit(store)
    const resolve = (id: string, as: 'sent' | 'resend') => store.messages.resolve(aWord(id, as, T0))
    await expect(resolve(message.id, 'sent')).rejects.toMatchObject({ code: 'conflict' })
    await expect(resolve('message_unknown', 'sent')).rejects.toMatchObject({ code: 'not-found' })
    const { lease } = await claim(store, message.id)
    await store.messages.settle(ending(lease, { status: 'failed' }))
    await store.leads.commit(change({ ...lead, revision: 2 }, { erase: true }))
    await expect(resolve(message.id, 'resend')).rejects.toMatchObject({ code: 'conflict' })
  })
}

function listing(open: OpenStore): void {
  it('lists newest first by status and transport', async () => {
    const { store } = await openFor(open)
    const first = await admit(store, { message: { createdAt: T0 } })
    const second = await admit(store, { message: { createdAt: T0 + 1 } })
    const { lease } = await claim(store, first.message.id)
    await openGate(store, lease)
    await store.messages.settle(ending(lease, { transport: 'capture' }))
    const ids = async (filter: object) => (await store.messages.list(filter, PAGE)).items.map(({ id }) => id)
    expect(await ids({})).toEqual([second.message.id, first.message.id])
    expect(await ids({ status: 'due' })).toEqual([second.message.id])
    expect(await ids({ transport: 'capture', status: 'sent' })).toEqual([first.message.id])
    expect(await ids({ transport: 'smtp' })).toEqual([])
  })
}
