import { describe, expect, it } from 'vitest'
import type { Enrollment } from '../../src/domain/enrollment.ts'
import type { Store } from '../../src/engine/ports.ts'
import { type OpenStore, openFor } from './store-opening.ts'
import {
  admit,
  aLead,
  anEnrollment,
  anEscalation,
  anInquiry,
  aReceipt,
  change,
  claim,
  DAY,
  HOUR,
  recovery,
  T0,
} from './store-rows.ts'

export function storeStatsContract(open: OpenStore): void {
  describe('counts by status', () => counts(open))
  describe('what is due', () => due(open))
  describe('first touches that came late', () => late(open))
}

function counts(open: OpenStore): void {
  it('are all there, at zero, in an empty store', async () => {
    const { store } = await openFor(open)
    const zero = (...statuses: string[]) => Object.fromEntries(statuses.map(status => [status, 0]))
    expect(await store.stats(T0)).toEqual({
      receipts: zero('accepted', 'repeat', 'test', 'quarantined'),
      leads: zero('open', 'qualified', 'disqualified', 'do-not-contact', 'erased'),
      enrollments: zero('active', 'waiting', 'finished', 'stopped', 'replaced'),
      messages: zero(
        ...['planned', 'due', 'claimed', 'data', 'sent', 'uncertain', 'held', 'failed'],
        ...['suppressed', 'cancelled', 'skipped'],
      ),
      escalations: zero('open', 'accepted', 'declined', 'expired'),
      dueNow: 0,
      oldestDueSeconds: 0,
      late24h: 0,
      lateBecause: {},
    })
  })

  it('leave test leads out, and put receipts of test endpoints under test', async () => {
    const { store } = await openFor(open)
    for (const environment of ['live', 'test'] as const) {
      const { lead } = await admit(store, { lead: { environment } })
      await store.leads.commit(change(lead, { escalations: [anEscalation(lead)] }))
      await store.receipts.keep(aReceipt({ environment }), 0)
      await store.receipts.keep(aReceipt({ environment, outcome: 'quarantined' }), 0)
    }
    const stats = await store.stats(T0)
    expect(stats.receipts).toEqual({ accepted: 1, repeat: 0, test: 2, quarantined: 1 })
    for (const counted of [stats.leads.open, stats.enrollments.active, stats.messages.due, stats.escalations.open]) {
      expect(counted).toBe(1)
    }
  })
}

function due(open: OpenStore): void {
  it('is counted over enrollments and mail, with the age of the oldest', async () => {
    const { store } = await openFor(open)
    await admit(store, { message: { dueAt: T0 } })
    await asleep(store, { dueAt: T0 - HOUR })
    await asleep(store, { dueAt: T0 + 1 })
    expect(await store.stats(T0)).toMatchObject({ dueNow: 2, oldestDueSeconds: 3600 })
    expect(await store.stats(T0 - 2 * HOUR)).toMatchObject({ dueNow: 0, oldestDueSeconds: 0 })
  })
}

function late(open: OpenStore): void {
  const deadline = T0 + DAY
  it.each<[number, string, Partial<Enrollment>]>([
    [1, 'nobody was touched', {}],
    [0, 'the touch came in time', { firstTouchAt: deadline }],
    [1, 'the touch came late', { firstTouchAt: deadline + 1 }],
    [0, 'it ended before the deadline', { status: 'stopped', endedAt: deadline - 1 }],
    [1, 'it ended untouched after the deadline', { status: 'stopped', endedAt: deadline + 1 }],
    [1, 'it waits for its turn', { status: 'waiting' }],
    [0, 'it is a test', { environment: 'test' }],
  ])('count %i when %s', async (count, _when, part) => {
    const { store } = await openFor(open)
    await asleep(store, { firstTouchBy: deadline, ...part })
    expect((await store.stats(deadline + HOUR)).late24h).toBe(count)
  })

  it('say what holds the touch up, or made it late', async () => {
    const { store } = await openFor(open)
    const held = await admit(store, { enrollment: { firstTouchBy: deadline } })
    const { lease } = await claim(store, held.message.id)
    await store.messages.recover(recovery(lease.until, { mostLosses: 1 }))
    await admit(store, { enrollment: { firstTouchBy: deadline } })
    await asleep(store, { firstTouchBy: deadline, status: 'waiting' })
    await asleep(store, { firstTouchBy: deadline, firstTouchAt: deadline + 1 })
    expect((await store.stats(deadline + HOUR)).lateBecause).toEqual({
      'the mail is held for a person': 1,
      'the mail waited to be sent': 1,
      'another workflow runs': 1,
      'its step ran late': 1,
    })
  })

  it('count nothing before the deadline', async () => {
    const { store } = await openFor(open)
    await asleep(store, { firstTouchBy: deadline })
    expect((await store.stats(deadline)).late24h).toBe(0)
  })
}

async function asleep(store: Store, part: Partial<Enrollment>): Promise<void> {
  const lead = aLead({ environment: part.environment ?? 'live' })
  const inquiry = anInquiry(lead)
  const enrollment = anEnrollment(inquiry, part)
  await store.leads.commit(change(lead, { inquiries: [inquiry], enrollments: [enrollment] }))
}
