import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/engine/ports.ts'
import { type OpenStore, openFor } from './store-opening.ts'
import { admit, aLead, anEnrollment, anInquiry, change, claim, DAY, HOUR, T0 } from './store-rows.ts'
import { aVersion } from './store-versions.ts'

export function storeAlarmContract(open: OpenStore): void {
  describe('alarms to arm', () => arming(open))
  describe('overdue rows', () => overdue(open))
  describe('alarms of paused workflows', () => paused(open))
}

async function asleep(store: Store, part: Parameters<typeof anEnrollment>[1]) {
  const lead = aLead()
  const inquiry = anInquiry(lead)
  const enrollment = anEnrollment(inquiry, { phase: 'wait', ...part })
  await store.leads.commit(change(lead, { inquiries: [inquiry], enrollments: [enrollment] }))
  return { lead: { ...lead, revision: 1 }, enrollment }
}

function arming(open: OpenStore): void {
  it('come once per generation, oldest first, up to the horizon and the limit', async () => {
    const { store } = await openFor(open)
    const second = await asleep(store, { dueAt: T0 + 20, generation: 4 })
    const first = await admit(store, { message: { dueAt: T0 + 10 } })
    const third = await asleep(store, { dueAt: T0 + 30, status: 'waiting' })
    await asleep(store, { dueAt: T0 + DAY })
    await asleep(store, { dueAt: null, status: 'finished' })
    expect(await store.alarms.toArm({ after: 0, until: T0 + HOUR }, 2)).toEqual([
      { kind: 'message', id: first.message.id, generation: 1, dueAt: T0 + 10 },
      { kind: 'enrollment', id: second.enrollment.id, generation: 4, dueAt: T0 + 20 },
    ])
    const rest = [{ kind: 'enrollment', id: third.enrollment.id, generation: 1, dueAt: T0 + 30 }]
    expect(await store.alarms.toArm({ after: 0, until: T0 + HOUR }, 2)).toEqual(rest)
    expect(await store.alarms.toArm({ after: 0, until: T0 + HOUR }, 2)).toEqual([])
  })

  it('leave out what is overdue: that is run, not armed', async () => {
    const { store } = await openFor(open)
    await asleep(store, { dueAt: T0 })
    const { enrollment } = await asleep(store, { dueAt: T0 + 1 })
    expect(await store.alarms.toArm({ after: T0, until: T0 + HOUR }, 9)).toMatchObject([{ id: enrollment.id }])
  })

  it('come again after a new generation', async () => {
    const { store } = await openFor(open)
    const { lead, enrollment } = await asleep(store, { dueAt: T0 })
    await store.alarms.toArm({ after: 0, until: T0 }, 9)
    const moved = { ...enrollment, dueAt: T0 + 5, generation: 2 }
    await store.leads.commit(change(lead, { enrollments: [moved] }))
    expect(await store.alarms.toArm({ after: 0, until: T0 + HOUR }, 9)).toMatchObject([
      { id: enrollment.id, generation: 2, dueAt: T0 + 5 },
    ])
  })
}

function overdue(open: OpenStore): void {
  it('are those that nobody took, oldest deadline first, armed or not', async () => {
    const { store } = await openFor(open)
    const late = await asleep(store, { dueAt: T0 - 5 })
    const mail = await admit(store, { message: { dueAt: T0 - 9 } })
    const taken = await admit(store)
    await claim(store, taken.message.id)
    await asleep(store, { dueAt: T0 + 1 })
    await store.alarms.toArm({ after: 0, until: T0 + HOUR }, 9)
    const ids = (await store.alarms.overdue(T0, 9)).map(({ id }) => id)
    expect(ids).toEqual([mail.message.id, late.enrollment.id])
    expect(await store.alarms.overdue(T0, 1)).toHaveLength(1)
  })
}

function paused(open: OpenStore): void {
  it('are left out until the workflow goes on', async () => {
    const { store } = await openFor(open)
    await asleep(store, { dueAt: T0 })
    await admit(store)
    await asleep(store, { dueAt: T0, workflowId: 'other' })
    await store.workflows.keep(aVersion('contact-request'))
    await store.workflows.setState('contact-request', 'paused', T0)
    expect(await store.alarms.overdue(T0, 9)).toHaveLength(1)
    expect(await store.alarms.toArm({ after: 0, until: T0 }, 9)).toHaveLength(1)
    expect(await store.stats(T0)).toMatchObject({ dueNow: 1 })
    await store.workflows.setState('contact-request', 'active', T0)
    expect(await store.alarms.overdue(T0, 9)).toHaveLength(3)
    expect(await store.alarms.toArm({ after: 0, until: T0 }, 9)).toHaveLength(2)
  })
}
