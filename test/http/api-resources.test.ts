import { describe, expect, it } from 'vitest'
import { sampleData } from '../support/engine-sample.ts'
import { createTestApp } from '../support/http-app.ts'

type List = { items: Record<string, unknown>[]; next: string | null }

function filled() {
  const test = createTestApp({ data: sampleData() })
  const list = async (path: string) => (await (await test.api('GET', path)).json()) as List
  return { ...test, list }
}

describe('messages', () => {
  it('filters by status and shows no key', async () => {
    const { list } = filled()
    const { items } = await list('/messages?status=uncertain')
    expect(items).toMatchObject([
      { id: 'message-2', template: 'contact/hello', messageId: '<message-2@contoso.example>', transport: 'smtp' },
    ])
    expect(Object.keys(items[0] ?? {})).not.toContain('recipientKey')
  })

  it('resolves an uncertain mail, refuses a sent one and another word', async () => {
    const { api } = filled()
    expect(await (await api('POST', '/messages/message-2/resolve', { as: 'resend' })).json()).toMatchObject({
      status: 'due',
    })
    expect((await api('POST', '/messages/message-1/resolve', { as: 'sent' })).status).toBe(409)
    expect((await api('POST', '/messages/message-2/resolve', { as: 'maybe' })).status).toBe(400)
    expect((await api('POST', '/messages/message-2/resolve')).status).toBe(400)
  })
})

describe('escalations and tasks', () => {
  it('accepts and declines with a name and a note', async () => {
    const { api, list } = filled()
    expect((await list('/escalations?status=open')).items).toHaveLength(1)
    const answer = await api('POST', '/escalations/escalation-1/accept', { by: 'Sam', reason: 'calling today' })
    expect(await answer.json()).toMatchObject({ status: 'accepted', answeredBy: 'Sam', answerNote: 'calling today' })
    expect(await (await api('POST', '/escalations/escalation-1/decline')).json()).toMatchObject({
      status: 'declined',
      answeredBy: 'api',
    })
    expect((await api('POST', '/escalations/nothing/accept')).status).toBe(404)
  })

  it('closes a task', async () => {
    const { api, list } = filled()
    expect((await list('/tasks')).items).toMatchObject([
      { id: 'task-1', dueBy: '2026-11-23T09:05:00.000Z', doneAt: null },
    ])
    expect(await (await api('POST', '/tasks/task-1/close', { by: 'Lea' })).json()).toMatchObject({
      status: 'done',
      doneBy: 'Lea',
    })
    expect((await list('/tasks?status=open')).items).toEqual([])
  })
})

describe('receipts', () => {
  it('filters by status, without bytes, keys and hashes', async () => {
    const { list, api } = filled()
    const { items } = await list('/receipts?status=quarantined')
    expect(items).toMatchObject([
      { id: 'receipt-9', status: 'quarantined', outcome: 'quarantined', receivedAt: '2026-11-22T11:05:00.000Z' },
    ])
    expect(await (await api('GET', '/receipts')).text()).not.toMatch(/stays-inside|"body"|repeatKey|requestHash/)
  })

  it('replays a quarantined one and refuses another', async () => {
    const { api } = filled()
    expect(await (await api('POST', '/receipts/receipt-9/replay')).json()).toMatchObject({ outcome: 'accepted' })
    expect((await api('POST', '/receipts/receipt-9/replay')).status).toBe(409)
  })
})

describe('suppressions', () => {
  it('adds one for a domain, until a time or for ever', async () => {
    const { api } = filled()
    const body = {
      scope: 'domain',
      value: 'fabrikam.example',
      reason: 'their lawyer asked',
      until: '2027-01-01T00:00:00Z',
    }
    const answer = await api('POST', '/suppressions', body)
    expect(answer.status).toBe(201)
    expect(await answer.json()).toMatchObject({
      scope: 'domain',
      label: 'fabrikam.example',
      because: 'their lawyer asked',
      by: 'api',
      until: '2027-01-01T00:00:00.000Z',
    })
    expect((await api('POST', '/suppressions', { scope: 'planet', value: 'x', reason: 'y' })).status).toBe(400)
    expect((await api('POST', '/suppressions', { scope: 'lead', value: 'x' })).status).toBe(400)
  })

  it('lifts one only for a reason', async () => {
    const { api, list } = filled()
    expect((await api('DELETE', '/suppressions/suppression-2')).status).toBe(400)
    const answer = await api('DELETE', '/suppressions/suppression-2', { reason: 'a mistake' })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ id: 'suppression-2', liftedBecause: 'a mistake' })
    expect(JSON.stringify((await list('/suppressions')).items)).not.toContain('stays-inside')
  })
})

describe('workflows', () => {
  it('lists, pauses and resumes', async () => {
    const { api, list } = filled()
    expect((await list('/workflows')).items[1]).toMatchObject({
      id: 'test-drive',
      state: 'paused',
      counts: { active: 5 },
      trouble: expect.stringContaining('sned'),
    })
    expect(await (await api('POST', '/workflows/test-drive/resume')).json()).toMatchObject({ state: 'active' })
    expect(await (await api('POST', '/workflows/test-drive/pause')).json()).toMatchObject({ state: 'paused' })
    expect((await api('POST', '/workflows/nothing/pause')).status).toBe(404)
  })
})

describe('endpoints', () => {
  it('shows a token once, when it is made, with the URL for Partner Center', async () => {
    const { api } = createTestApp({ data: sampleData(), deps: { publicUrl: 'https://tend.contoso.example' } })
    const answer = await api('POST', '/endpoints', {
      label: 'Second offer',
      offer: 'contoso.other',
      environment: 'test',
    })
    expect(answer.status).toBe(201)
    expect(await answer.json()).toMatchObject({
      endpoint: { label: 'Second offer', offer: 'contoso.other', environment: 'test', lastReceiptAt: null },
      token: 'a-token-that-is-shown-once',
      url: 'https://tend.contoso.example/ingest/a-token-that-is-shown-once',
    })
    expect(await (await api('GET', '/endpoints')).text()).not.toContain('shown-once')
  })

  it('rotates and revokes', async () => {
    const { api, list } = filled()
    expect(await (await api('POST', '/endpoints/endpoint-trial/rotate')).json()).toMatchObject({
      url: 'http://localhost/ingest/a-fresh-token-shown-once',
    })
    expect(await (await api('POST', '/endpoints/endpoint-trial/revoke')).json()).toEqual({
      id: 'endpoint-trial',
      revoked: true,
    })
    expect((await list('/endpoints')).items[1]).toMatchObject({
      revokedAt: '2026-11-22T13:05:00.000Z',
      tokens: [{ id: 'token-2', revokedAt: null }],
    })
  })
})

describe('state', () => {
  it('counts by status and adds the number of alerts', async () => {
    const stats = (await (await filled().api('GET', '/stats')).json()) as Record<string, unknown>
    expect(stats).toMatchObject({
      leads: { open: 3, qualified: 1, 'do-not-contact': 1 },
      messages: { sent: 3 },
      dueNow: 2,
      oldestDueSeconds: 1.5,
      late24h: 0,
      alerts: 1,
    })
    expect(Object.keys(stats)).toEqual([
      'receipts',
      'leads',
      'enrollments',
      'messages',
      'escalations',
      'dueNow',
      'oldestDueSeconds',
      'late24h',
      'lateBecause',
      'alerts',
    ])
  })

  it('lists alerts with what to do', async () => {
    expect((await filled().list('/alerts')).items).toMatchObject([
      { kind: 'workflow', nextAction: expect.stringContaining('tend check'), raisedAt: '2026-11-22T12:35:00.000Z' },
    ])
  })
})
