import { describe, expect, it } from 'vitest'
import { type OpenStore, openFor } from './store-opening.ts'
import {
  admit,
  aLead,
  aMessage,
  anEnrollment,
  anEscalation,
  anEvent,
  anInquiry,
  aTask,
  change,
  claim,
  DAY,
  T0,
} from './store-rows.ts'

const LIMITS = { gapMs: 0, per30Days: null, ceilingPerDay: null }

export function storeChangeContract(open: OpenStore): void {
  describe('a change of a lead', () => atomicity(open))
  describe('what may exist only once', () => uniqueness(open))
  describe('mail that a change ends', () => cancelling(open))
  describe('mail that a change hurries', () => hurrying(open))
  describe('alarms of a change', () => alarms(open))
}

function atomicity(open: OpenStore): void {
  it('is refused without events', async () => {
    const { store } = await openFor(open)
    const lead = aLead()
    await expect(store.leads.commit(change(lead, { events: [] }))).rejects.toMatchObject({ code: 'internal' })
    expect(await store.leads.find(lead.id)).toBeNull()
  })

  it('is refused when the lead has moved on, and leaves nothing behind', async () => {
    const { store } = await openFor(open)
    const lead = aLead()
    await store.leads.commit(change(lead))
    await store.leads.commit(change({ ...lead, score: 5, revision: 1 }))
    const late = change(
      { ...lead, score: 9, revision: 1 },
      { inquiries: [anInquiry(lead)], events: [anEvent(), anEvent()] },
    )
    await expect(store.leads.commit(late)).rejects.toMatchObject({ code: 'stale' })
    expect(await store.leads.world(lead.id)).toMatchObject({ lead: { score: 5, revision: 2 }, inquiries: [] })
    expect(await store.leads.timeline(lead.id)).toHaveLength(2)
  })

  it('lets one of two decisions on the same revision win', async () => {
    const { store, another } = await openFor(open)
    const other = await another()
    const lead = aLead()
    await store.leads.commit(change(lead))
    const known = { ...lead, revision: 1 }
    const both = [store, other, store, other].map(opener => opener.leads.commit(change(known)))
    const results = await Promise.allSettled(both)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'stale' })
    expect(await store.verifyChains()).toEqual({ leads: 1, events: 2, broken: [] })
  })

  it('overwrites rows that were there with what they are to be', async () => {
    const { store } = await openFor(open)
    const { lead, enrollment } = await admit(store)
    const ended = { ...enrollment, status: 'finished' as const, step: null, endedAt: T0, arms: { 'split-1': 'b' } }
    await store.leads.commit(change({ ...lead, tags: ['a', 'b'], email: null }, { enrollments: [ended] }))
    const world = await store.leads.world(lead.id)
    expect(world?.enrollments).toEqual([ended])
    expect(world?.lead).toMatchObject({ tags: ['a', 'b'], email: null, revision: 2 })
  })
}

function uniqueness(open: OpenStore): void {
  it.each([
    ['an address', { addressKey: 'a' }],
    ['a phone, without an address', { addressKey: null, phoneKey: 'p' }],
  ])('refuses a second lead with %s of another one in the same environment', async (_what, keys) => {
    const { store } = await openFor(open)
    await store.leads.commit(change(aLead(keys)))
    await expect(store.leads.commit(change(aLead(keys)))).rejects.toMatchObject({ code: 'stale' })
    await store.leads.commit(change(aLead({ ...keys, environment: 'test' })))
  })

  it('lets leads with different addresses share a phone, and leads without any key exist side by side', async () => {
    const { store } = await openFor(open)
    const none = { addressKey: null, phoneKey: null }
    for (const keys of [{ addressKey: 'a' }, { addressKey: 'b' }, { addressKey: null }]) {
      await store.leads.commit(change(aLead({ phoneKey: 'p', ...keys })))
    }
    for (const lead of [aLead(none), aLead(none)]) await store.leads.commit(change(lead))
    expect(await store.leads.byKeys('live', { phoneKey: 'p' })).toHaveLength(3)
  })

  it.each(['active', 'waiting'] as const)('refuses a second %s enrollment of a lead', async status => {
    const { store } = await openFor(open)
    const lead = aLead()
    const inquiry = anInquiry(lead)
    const first = anEnrollment(inquiry, { status })
    await store.leads.commit(change(lead, { inquiries: [inquiry], enrollments: [first] }))
    const second = change({ ...lead, revision: 1 }, { enrollments: [anEnrollment(inquiry, { status })] })
    await expect(store.leads.commit(second)).rejects.toMatchObject({ code: 'stale' })
  })

  it('hands the active place over in one change, in whatever order the rows come', async () => {
    const { store } = await openFor(open)
    const { lead, inquiry, enrollment } = await admit(store)
    const waiting = anEnrollment(inquiry, { status: 'waiting' })
    await store.leads.commit(change(lead, { enrollments: [waiting] }))
    const next = anEnrollment(inquiry, { status: 'waiting' })
    const rows = [next, { ...waiting, status: 'active' as const }, { ...enrollment, status: 'replaced' as const }]
    await store.leads.commit(change({ ...lead, revision: 2 }, { enrollments: rows }))
    const statuses = (await store.leads.world(lead.id))?.enrollments.map(({ id, status }) => [id, status])
    expect(new Map(statuses as [string, string][])).toEqual(
      new Map([
        [enrollment.id, 'replaced'],
        [waiting.id, 'active'],
        [next.id, 'waiting'],
      ]),
    )
  })

  it('ignores a second message, escalation, task and score for the same reason', async () => {
    const { store } = await openFor(open)
    const { lead, enrollment, message } = await admit(store)
    const score = { leadId: lead.id, points: 5, because: 'x', origin: 'rule 1', at: T0 }
    const task = aTask(lead, { enrollmentId: enrollment.id })
    const rows = { escalations: [anEscalation(lead)], tasks: [task], scores: [{ ...score, id: 'score_1' }] }
    await store.leads.commit(change(lead, rows))
    const again = {
      messages: [aMessage(enrollment)],
      escalations: [anEscalation(lead)],
      tasks: [{ ...task, id: 'task_2' }],
      scores: [{ ...score, id: 'score_2', points: 9 }],
    }
    expect(await store.leads.commit(change({ ...lead, revision: 2 }, again))).toEqual([])
    const world = await store.leads.world(lead.id)
    expect(world).toMatchObject({ ...rows, messages: [message] })
  })

  it('updates an escalation and a task by their id', async () => {
    const { store } = await openFor(open)
    const { lead, enrollment } = await admit(store)
    const escalation = anEscalation(lead)
    const task = aTask(lead, { enrollmentId: enrollment.id })
    await store.leads.commit(change(lead, { escalations: [escalation], tasks: [task] }))
    const answered = { ...escalation, status: 'accepted' as const, answeredBy: 'Sam' }
    const done = { ...task, status: 'done' as const, doneBy: 'Sam' }
    await store.leads.commit(change({ ...lead, revision: 2 }, { escalations: [answered], tasks: [done] }))
    expect(await store.leads.world(lead.id)).toMatchObject({ escalations: [answered], tasks: [done] })
  })
}

function hurrying(open: OpenStore): void {
  it('lets mail that waits until a moment or longer be due at once, and no other', async () => {
    const { store } = await openFor(open)
    const { lead, enrollment, message } = await admit(store)
    const later = aMessage(enrollment, { purpose: 'later', dueAt: T0 + 500 })
    const notice = aMessage(enrollment, {
      purpose: 'notice',
      kind: 'notice',
      originKind: 'escalation',
      dueAt: T0 + 500,
    })
    await store.leads.commit(change(lead, { messages: [later, notice] }))
    const before = await store.messages.find(message.id)
    const hurryMail = [{ dueFrom: T0 + 500 }]
    const alarms = await store.leads.commit(change({ ...lead, revision: 2 }, { hurryMail, events: [anEvent(T0 + 7)] }))
    const generation = later.row.generation + 1
    expect(alarms).toEqual([{ kind: 'message', id: later.row.id, generation, dueAt: T0 + 7 }])
    expect(await store.messages.find(later.row.id)).toMatchObject({ status: 'due', dueAt: T0 + 7, generation })
    expect(await store.messages.find(message.id)).toEqual(before)
    expect(await store.messages.find(notice.row.id)).toMatchObject({ dueAt: T0 + 500 })
  })
}

function cancelling(open: OpenStore): void {
  it('ends the mail of one enrollment with an event each, and wakes nothing', async () => {
    const { store } = await openFor(open)
    const { lead, enrollment, message } = await admit(store)
    const elsewhere = aMessage(anEnrollment(anInquiry(lead)), { purpose: 'other' })
    await store.leads.commit(change(lead, { messages: [elsewhere] }))
    const cancelMail = [{ enrollmentId: enrollment.id, status: 'cancelled' as const, reason: 'a reply came' }]
    const alarms = await store.leads.commit(change({ ...lead, revision: 2 }, { cancelMail, events: [anEvent(T0 + 7)] }))
    expect(alarms).toEqual([])
    expect(await store.messages.find(message.id)).toMatchObject({
      status: 'cancelled',
      reason: 'a reply came',
      dueAt: null,
      settledAt: T0 + 7,
    })
    expect((await store.messages.find(elsewhere.row.id))?.status).toBe('due')
    const told = (await store.leads.timeline(lead.id)).at(-1)
    const data = { messageId: message.id, template: 'welcome', because: 'a reply came' }
    expect(told).toMatchObject({ kind: 'mail-cancelled', at: T0 + 7, data })
  })

  it('takes a claimed mail from its worker, but leaves one that may be leaving and notices to our own people', async () => {
    const { store } = await openFor(open)
    const { lead, enrollment, message } = await admit(store)
    const claimed = await claim(store, message.id)
    const leaving = aMessage(enrollment, { purpose: 'leaving' })
    const notice = aMessage(enrollment, { purpose: 'notice', kind: 'notice', originKind: 'escalation' })
    await store.leads.commit(change(lead, { messages: [leaving, notice] }))
    const { lease } = await claim(store, leaving.row.id)
    await store.messages.openGate({ lease, now: T0, transport: 'smtp', limits: LIMITS, ask: () => ({ may: 'yes' }) })

    const cancelMail = [{ enrollmentId: null, status: 'suppressed' as const, reason: 'do not contact' }]
    await store.leads.commit(change({ ...lead, revision: 2 }, { cancelMail }))
    const statusOf = async (id: string) => (await store.messages.find(id))?.status
    expect(await statusOf(message.id)).toBe('suppressed')
    expect(await statusOf(leaving.row.id)).toBe('data')
    expect(await statusOf(notice.row.id)).toBe('due')
    const gate = {
      lease: claimed.lease,
      now: T0,
      transport: 'smtp' as const,
      limits: LIMITS,
      ask: () => ({ may: 'yes' }) as const,
    }
    expect(await store.messages.openGate(gate)).toEqual({ open: false, answer: { may: 'lost-lease' } })
  })

  it('ends a mail that the same change plans for an enrollment that it ends', async () => {
    const { store } = await openFor(open)
    const { lead, enrollment } = await admit(store)
    const planned = aMessage(enrollment, { purpose: 'second', dueAt: T0 + DAY })
    const cancelMail = [{ enrollmentId: enrollment.id, status: 'cancelled' as const, reason: 'ended' }]
    expect(await store.leads.commit(change(lead, { messages: [planned], cancelMail }))).toEqual([])
    expect((await store.messages.find(planned.row.id))?.status).toBe('cancelled')
  })
}

function alarms(open: OpenStore): void {
  it('are those of running enrollments with a due time and of mail that is due', async () => {
    const { store } = await openFor(open)
    const lead = aLead()
    const inquiry = anInquiry(lead)
    const active = anEnrollment(inquiry, { dueAt: T0 + 5, generation: 3 })
    const waiting = anEnrollment(inquiry, { status: 'waiting', dueAt: T0 + 7 * DAY })
    const ended = anEnrollment(inquiry, { status: 'finished', dueAt: null })
    const due = aMessage(active, { dueAt: T0 + 9 })
    const skipped = { ...aMessage(active, { purpose: 'other', status: 'skipped', dueAt: null }), mail: null }
    const rows = { inquiries: [inquiry], enrollments: [active, waiting, ended], messages: [due, skipped] }
    expect(await store.leads.commit(change(lead, rows))).toEqual([
      { kind: 'enrollment', id: active.id, generation: 3, dueAt: T0 + 5 },
      { kind: 'enrollment', id: waiting.id, generation: 1, dueAt: T0 + 7 * DAY },
      { kind: 'message', id: due.row.id, generation: 1, dueAt: T0 + 9 },
    ])
    expect(await store.messages.mail(skipped.row.id)).toBeNull()
    expect(await store.messages.mail(due.row.id)).toEqual(due.mail)
  })

  it('refuses mail that is due and has no bytes', async () => {
    const { store } = await openFor(open)
    const { lead, enrollment } = await admit(store)
    const hollow = { ...aMessage(enrollment, { purpose: 'other' }), mail: null }
    const refused = store.leads.commit(change(lead, { messages: [hollow] }))
    await expect(refused).rejects.toMatchObject({ code: 'internal' })
  })
}
