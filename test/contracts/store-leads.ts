import { describe, expect, it } from 'vitest'
import type { Lead } from '../../src/domain/people/lead.ts'
import { type OpenStore, openFor } from './store-opening.ts'
import { admit, aLead, anEscalation, anEvent, aSuppression, aTask, change, PAGE, T0 } from './store-rows.ts'

export function storeLeadContract(open: OpenStore): void {
  describe('reading leads', () => reading(open))
  describe('finding leads by their keys', () => findingByKeys(open))
  describe('searching leads', () => searching(open))
  describe('suppressions of a lead', () => suppressionsOfLead(open))
}

function reading(open: OpenStore): void {
  it('gives a lead back as it was, with its new revision', async () => {
    const { store } = await openFor(open)
    const lead = aLead()
    await store.leads.commit(change(lead))
    expect(await store.leads.find(lead.id)).toEqual({ ...lead, revision: 1 })
    expect(await store.leads.find('lead_unknown')).toBeNull()
    expect(await store.leads.world('lead_unknown')).toBeNull()
    expect(await store.leads.worldOfEnrollment('enrollment_unknown')).toBeNull()
  })

  it('reads the whole world of a lead, also by its enrollment, and nothing of other leads', async () => {
    const { store } = await openFor(open)
    const { lead, inquiry, enrollment, message } = await admit(store)
    await admit(store)
    const suppression = aSuppression({ scope: 'lead', key: lead.id, leadId: lead.id })
    const escalation = anEscalation(lead)
    const task = aTask(lead)
    const signal = { id: 's', leadId: lead.id, kind: 'own', at: T0, data: { a: [1] }, offer: null, consumedBy: null }
    const score = { id: 'p', leadId: lead.id, points: 5, because: 'x', origin: 'rule 1', at: T0 }
    const rows = {
      suppressions: [suppression],
      escalations: [escalation],
      tasks: [task],
      signals: [signal],
      scores: [score],
    }
    await store.leads.commit(change(lead, rows))
    const world = await store.leads.world(lead.id)
    expect(world).toEqual({
      lead: { ...lead, revision: 2 },
      inquiries: [inquiry],
      enrollments: [enrollment],
      messages: [message],
      ...rows,
    })
    expect(await store.leads.worldOfEnrollment(enrollment.id)).toEqual(world)
  })

  it('tells the timeline in the order of its chain, with the words that belong to it', async () => {
    const { store } = await openFor(open)
    const lead = aLead()
    await store.leads.commit(change(lead, { events: [anEvent(T0), anEvent(T0, 'their own words')] }))
    await store.leads.commit(change({ ...lead, revision: 1 }, { events: [anEvent(T0 - 5)] }))
    const timeline = await store.leads.timeline(lead.id)
    expect(timeline.map(({ seq, at, text, leadId }) => ({ seq, at, text, leadId }))).toEqual([
      { seq: 1, at: T0, text: undefined, leadId: lead.id },
      { seq: 2, at: T0, text: 'their own words', leadId: lead.id },
      { seq: 3, at: T0 - 5, text: undefined, leadId: lead.id },
    ])
    expect(timeline[0]).toMatchObject({ kind: 'lead-filled', data: { fields: ['company'] } })
  })
}

function findingByKeys(open: OpenStore): void {
  it('finds by any of the keys, oldest first, in one environment, and never the erased', async () => {
    const { store } = await openFor(open)
    const keys = { addressKey: null, phoneKey: null, pairKey: null, domainKey: null }
    const byAddress = aLead({ ...keys, addressKey: 'a', createdAt: T0 + 3 })
    const byPhone = aLead({ ...keys, phoneKey: 'p', createdAt: T0 + 2 })
    const byPair = aLead({ ...keys, pairKey: 'n', createdAt: T0 + 1 })
    const byDomain = aLead({ ...keys, domainKey: 'd', addressKey: 'other' })
    const elsewhere = aLead({ ...keys, addressKey: 'a', environment: 'test' })
    const erased = aLead({ ...keys, pairKey: 'n' })
    for (const lead of [byAddress, byPhone, byPair, byDomain, elsewhere, erased]) await store.leads.commit(change(lead))
    await store.leads.commit(change({ ...erased, revision: 1 }, { erase: true }))

    const found = async (part: Parameters<typeof store.leads.byKeys>[1]) =>
      (await store.leads.byKeys('live', part)).map(({ id }) => id)
    expect(await found({ addressKey: 'a', phoneKey: 'p', pairKey: 'n' })).toEqual([byPair.id, byPhone.id, byAddress.id])
    expect(await found({ domainKey: 'd' })).toEqual([byDomain.id])
    expect(await found({ addressKey: null, phoneKey: 'unknown' })).toEqual([])
  })
}

function searching(open: OpenStore): void {
  const names = async (store: Awaited<ReturnType<OpenStore>>['store'], filter: object) =>
    (await store.leads.list(filter, PAGE)).items.map(({ lastName }) => lastName)

  it('finds part of a name, company or address, whatever the case and the accents', async () => {
    const { store } = await openFor(open)
    const people: Partial<Lead>[] = [
      { lastName: 'Čapek', company: 'Robots', email: 'karel@one.example' },
      { lastName: 'O_Neil', company: '100% Fun', email: 'mo@two.example' },
    ]
    for (const person of people) await store.leads.commit(change(aLead(person)))
    for (const q of ['capek', 'ČAP', 'robot', 'karel@ONE', ' Jana Čapek '])
      expect(await names(store, { q })).toEqual(['Čapek'])
    for (const q of ['%', '_', '100%', 'two.ex']) expect(await names(store, { q })).toEqual(['O_Neil'])
    expect(await names(store, { q: '\\' })).toEqual([])
    expect(await names(store, { q: '' })).toHaveLength(2)
  })

  it('filters by address key, status and environment, newest first', async () => {
    const { store } = await openFor(open)
    await store.leads.commit(change(aLead({ lastName: 'old', addressKey: 'a' })))
    await store.leads.commit(change(aLead({ lastName: 'new', createdAt: T0 + 1 })))
    await store.leads.commit(change(aLead({ lastName: 'won', status: 'qualified', environment: 'test' })))
    expect(await names(store, { environment: 'live' })).toEqual(['new', 'old'])
    expect(await names(store, { status: 'qualified' })).toEqual(['won'])
    expect(await names(store, { addressKey: 'a', status: 'open' })).toEqual(['old'])
    expect(await names(store, { addressKey: 'a', status: 'qualified' })).toEqual([])
  })
}

function suppressionsOfLead(open: OpenStore): void {
  it('finds those of the address, the domain, the lead, the phone and the pair, past ones included', async () => {
    const { store } = await openFor(open)
    const keys = { addressKey: 'a', domainKey: 'd', phoneKey: 'p', pairKey: 'n' }
    const lead = aLead(keys)
    await store.leads.commit(change(lead))
    const scopes = { address: 'a', domain: 'd', lead: lead.id, phone: 'p', pair: 'n' } as const
    for (const [scope, key] of Object.entries(scopes)) {
      await store.suppressions.add(aSuppression({ scope: scope as 'address', key, until: T0 - 1 }))
    }
    await store.suppressions.add(aSuppression({ scope: 'domain', key: 'a' }))
    await store.suppressions.add(aSuppression({ scope: 'address', key: 'd' }))
    const found = await store.leads.suppressionsFor(keys, lead.id)
    expect(found.map(({ scope }) => scope).sort()).toEqual(['address', 'domain', 'lead', 'pair', 'phone'])
    expect((await store.leads.world(lead.id))?.suppressions).toHaveLength(5)
    const nothing = { addressKey: null, domainKey: null, phoneKey: null, pairKey: null }
    expect(await store.leads.suppressionsFor(nothing, null)).toEqual([])
  })
}
