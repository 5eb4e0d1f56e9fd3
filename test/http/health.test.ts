import { describe, expect, it } from 'vitest'
import { sampleData } from '../support/engine-sample.ts'
import { ADMIN_TOKEN, createTestApp } from '../support/http-app.ts'

describe('health', () => {
  it('says that the process answers without asking the engine anything', async () => {
    const unasked = new Proxy({}, { get: () => () => Promise.reject(new Error('asked')) })
    const { app } = createTestApp({ engine: unasked })
    const answer = await app.request('/healthz')
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }])
  })

  it.each([
    [{ ready: true, degraded: [], lostAlarms: 0 }, 200, { status: 'ready', degraded: [] }],
    [
      { ready: true, degraded: ['Redis is away'], lostAlarms: 0 },
      200,
      { status: 'degraded', degraded: ['Redis is away'] },
    ],
    [{ ready: false, degraded: [], lostAlarms: 0 }, 503, { status: 'unready', degraded: [] }],
  ])('says %j as %i', async (health, status, body) => {
    const { app } = createTestApp({ engine: { readHealth: async () => health } })
    const answer = await app.request('/readyz')
    expect([answer.status, await answer.json()]).toEqual([status, body])
  })

  it('is unready when the engine cannot say', async () => {
    const { app, lines } = createTestApp({ engine: { readHealth: () => Promise.reject(new Error('closed')) } })
    expect((await app.request('/readyz')).status).toBe(503)
    expect(lines.join()).toContain('closed')
  })
})

describe('metrics', () => {
  it('counts in the Prometheus text format, for the token and for a session', async () => {
    const { app, signIn } = createTestApp({ data: sampleData() })
    const answer = await app.request('/metrics', { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } })
    expect(answer.headers.get('content-type')).toContain('text/plain')
    const lines = (await answer.text()).split('\n')
    for (const line of [
      'tend_receipts{outcome="quarantined"} 1',
      'tend_leads{status="open"} 3',
      'tend_messages{status="sent"} 3',
      'tend_enrollments{status="active"} 2',
      'tend_escalations{status="open"} 1',
      'tend_due_now 2',
      'tend_oldest_due_seconds 1.5',
      'tend_late24h 0',
      'tend_lost_alarms 0',
      'tend_alerts 1',
    ]) {
      expect(lines).toContain(line)
    }
    expect((await (await signIn()).get('/metrics')).status).toBe(200)
  })

  it('are refused in JSON without a token', async () => {
    const answer = await createTestApp().app.request('/metrics', { headers: { accept: 'text/html' } })
    expect([answer.status, await answer.json()]).toMatchObject([401, { error: { code: 'unauthorized' } }])
  })
})
