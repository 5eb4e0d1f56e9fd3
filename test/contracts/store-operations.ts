import { describe, expect, it } from 'vitest'
import { type OpenStore, openFor } from './store-opening.ts'
import { admit, aLead, anEscalation, anId, aSuppression, aTask, change, PAGE, T0 } from './store-rows.ts'
import { aVersion } from './store-versions.ts'

export function storeOperationsContract(open: OpenStore): void {
  describe('workflows', () => workflows(open))
  describe('endpoints', () => endpoints(open))
  describe('escalations and tasks', () => escalations(open))
  describe('suppressions of no lead', () => suppressions(open))
  describe('alerts', () => alerts(open))
  describe('the store itself', () => itself(open))
}

function workflows(open: OpenStore): void {
  it('keep every version and know the newest', async () => {
    const { store } = await openFor(open)
    const [first, second] = [aVersion('a', 'h1'), aVersion('a', 'h2')]
    for (const version of [first, second, aVersion('b')]) await store.workflows.keep(version)
    expect(await store.workflows.list()).toMatchObject([
      { id: 'a', state: 'active', current: 'h2', pausedAt: null },
      { id: 'b', state: 'active' },
    ])
    expect(await store.workflows.version('h1')).toEqual(first)
    expect(await store.workflows.version('unknown')).toBeNull()
    await store.workflows.keep(first)
    expect((await store.workflows.list())[0]?.current).toBe('h1')
  })

  it('stay paused under a new version, and come back when a removed file does', async () => {
    const { store } = await openFor(open)
    await store.workflows.keep(aVersion('a', 'h1'))
    await store.workflows.setState('a', 'paused', T0)
    await store.workflows.keep(aVersion('a', 'h2'))
    expect(await store.workflows.list()).toEqual([{ id: 'a', state: 'paused', current: 'h2', pausedAt: T0 }])
    await store.workflows.setState('a', 'removed', T0)
    await store.workflows.keep(aVersion('a', 'h3'))
    expect(await store.workflows.list()).toEqual([{ id: 'a', state: 'active', current: 'h3', pausedAt: null }])
    await expect(store.workflows.setState('unknown', 'paused', T0)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('pause all at once, without touching what is paused or gone', async () => {
    const { store } = await openFor(open)
    for (const id of ['a', 'b', 'c']) await store.workflows.keep(aVersion(id, `h-${id}`))
    await store.workflows.setState('b', 'paused', T0)
    await store.workflows.setState('c', 'removed', T0)
    await store.workflows.pauseActive(T0 + 1)
    expect((await store.workflows.list()).map(({ state, pausedAt }) => [state, pausedAt])).toEqual([
      ['paused', T0 + 1],
      ['paused', T0],
      ['removed', null],
    ])
  })

  it('count the live leads inside', async () => {
    const { store } = await openFor(open)
    const { lead, enrollment } = await admit(store)
    await admit(store)
    await admit(store, { lead: { environment: 'test' } })
    await store.leads.commit(change(lead, { enrollments: [{ ...enrollment, status: 'finished' }] }))
    const counts = await store.workflows.counts()
    expect(counts).toHaveLength(2)
    expect(counts).toContainEqual({ workflowId: 'contact-request', status: 'active', count: 1 })
    expect(counts).toContainEqual({ workflowId: 'contact-request', status: 'finished', count: 1 })
  })
}

function endpoints(open: OpenStore): void {
  const endpoint = {
    ...{ id: 'endpoint_1', label: 'Analytics', offer: 'contoso.analytics', environment: 'live' as const },
    ...{ createdAt: T0, revokedAt: null, lastReceiptAt: null, lastValidatedAt: null },
  }
  const token = (hash: string) => ({
    id: `token_${hash}`,
    endpointId: 'endpoint_1',
    hash,
    createdAt: T0,
    revokedAt: null,
  })

  it('are found by any of their live tokens', async () => {
    const { store } = await openFor(open)
    await store.endpoints.add(endpoint, token('old'))
    await store.endpoints.addToken(token('new'))
    for (const hash of ['old', 'new']) expect(await store.endpoints.byTokenHash(hash)).toEqual(endpoint)
    expect(await store.endpoints.byTokenHash('unknown')).toBeNull()
    await store.endpoints.revokeToken('token_old', T0 + 1)
    await store.endpoints.revokeToken('token_old', T0 + 2)
    expect(await store.endpoints.byTokenHash('old')).toBeNull()
    expect(await store.endpoints.byTokenHash('new')).toEqual(endpoint)
    const tokens = [{ ...token('old'), revokedAt: T0 + 1 }, token('new')]
    expect(await store.endpoints.list()).toEqual([{ ...endpoint, tokens }])
  })

  it('are not found any more once they are revoked', async () => {
    const { store } = await openFor(open)
    await store.endpoints.add(endpoint, token('a'))
    await store.endpoints.revoke('endpoint_1', T0 + 1)
    expect(await store.endpoints.byTokenHash('a')).toBeNull()
    expect((await store.endpoints.list())[0]?.revokedAt).toBe(T0 + 1)
    await expect(store.endpoints.revoke('unknown', T0)).rejects.toMatchObject({ code: 'not-found' })
    await expect(store.endpoints.revokeToken('unknown', T0)).rejects.toMatchObject({ code: 'not-found' })
  })
}

function escalations(open: OpenStore): void {
  it('are found, listed by status, and named when their time to be accepted has passed', async () => {
    const { store } = await openFor(open)
    const lead = aLead()
    const late = anEscalation(lead, { reason: 'a', acceptBy: T0 + 2 })
    const later = anEscalation(lead, { reason: 'b', acceptBy: T0 + 1, createdAt: T0 + 1 })
    const taken = anEscalation(lead, { reason: 'c', acceptBy: T0, status: 'accepted' })
    await store.leads.commit(change(lead, { escalations: [late, later, taken] }))
    expect(await store.escalations.find(late.id)).toEqual(late)
    expect(await store.escalations.expired(T0 + 2, 9)).toEqual([later])
    expect(await store.escalations.expired(T0 + 3, 9)).toEqual([later, late])
    expect(await store.escalations.list({ status: 'open' }, PAGE)).toEqual({ items: [later, late], next: null })
    expect((await store.escalations.list({}, PAGE)).items).toHaveLength(3)
    expect(await store.escalations.find('unknown')).toBeNull()
  })

  it('lists tasks by status', async () => {
    const { store } = await openFor(open)
    const lead = aLead()
    const tasks = [aTask(lead, { purpose: 'a' }), aTask(lead, { purpose: 'b', status: 'done', createdAt: T0 + 1 })]
    await store.leads.commit(change(lead, { tasks }))
    expect((await store.escalations.tasks({}, PAGE)).items).toEqual(tasks.toReversed())
    expect((await store.escalations.tasks({ status: 'open' }, PAGE)).items).toEqual([tasks[0]])
    expect(await store.escalations.findTask(tasks[0]?.id ?? '')).toEqual(tasks[0])
    expect(await store.escalations.findTask('unknown')).toBeNull()
  })
}

function suppressions(open: OpenStore): void {
  it('are added, listed and lifted with a reason, once', async () => {
    const { store } = await openFor(open)
    const old = aSuppression()
    const fresh = aSuppression({ scope: 'domain', createdAt: T0 + 1 })
    for (const row of [old, fresh]) await store.suppressions.add(row)
    expect((await store.suppressions.list(PAGE)).items).toEqual([fresh, old])
    await store.suppressions.lift(old.id, T0 + 5, 'a mistake')
    await store.suppressions.lift(old.id, T0 + 9, 'again')
    expect(await store.suppressions.find(old.id)).toEqual({ ...old, liftedAt: T0 + 5, liftedBecause: 'a mistake' })
    await expect(store.suppressions.lift('unknown', T0, 'x')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('refuses to lift one of a lead without its event', async () => {
    const { store } = await openFor(open)
    const { lead } = await admit(store)
    const row = aSuppression({ leadId: lead.id })
    await store.leads.commit(change(lead, { suppressions: [row] }))
    await expect(store.suppressions.lift(row.id, T0, 'x')).rejects.toMatchObject({ code: 'internal' })
    expect((await store.suppressions.find(row.id))?.liftedAt).toBeNull()
  })
}

function alerts(open: OpenStore): void {
  it('are raised once per key until they are cleared', async () => {
    const { store } = await openFor(open)
    const alert = (key: string, raisedAt: number) => ({
      ...{ id: anId('alert'), key, kind: 'disk', message: 'full', nextAction: 'free it', raisedAt, clearedAt: null },
    })
    const first = alert('disk', T0)
    for (const row of [first, alert('disk', T0 + 1), alert('other', T0 + 2)]) await store.alerts.raise(row)
    expect((await store.alerts.open()).map(({ key, raisedAt }) => [key, raisedAt])).toEqual([
      ['disk', T0],
      ['other', T0 + 2],
    ])
    expect((await store.alerts.open())[0]).toEqual(first)
    await store.alerts.clear('disk', T0 + 3)
    expect(await store.alerts.open()).toHaveLength(1)
    await store.alerts.raise(alert('disk', T0 + 4))
    expect(await store.alerts.open()).toHaveLength(2)
  })
}

function itself(open: OpenStore): void {
  it('gives equal fingerprints to equal texts, the same from every opener, and other ones in another store', async () => {
    const { store, another } = await openFor(open)
    const stranger = (await openFor(open)).store
    const print = store.fingerprint('jana@contoso.example')
    expect(print).toMatch(/^[\w-]{22}$/)
    expect((await another()).fingerprint('jana@contoso.example')).toBe(print)
    expect(store.fingerprint('jan@contoso.example')).not.toBe(print)
    expect(stranger.fingerprint('jana@contoso.example')).not.toBe(print)
  })

  it('is writable, finishes what it took before it closes, and takes nothing afterwards', async () => {
    const { store, another } = await openFor(open)
    await store.check()
    const lead = aLead()
    const taken = store.leads.commit(change(lead))
    await store.close()
    await taken
    await expect(store.leads.commit(change(aLead()))).rejects.toMatchObject({ code: 'not-durable' })
    expect(await (await another()).leads.find(lead.id)).not.toBeNull()
    await store.close()
  })

  it('names nothing broken in a chain that many hands have written', async () => {
    const { store } = await openFor(open)
    for (let n = 0; n < 3; n += 1) await admit(store)
    expect(await store.verifyChains()).toEqual({ leads: 3, events: 3, broken: [] })
  })
}
