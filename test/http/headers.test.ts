import { describe, expect, it } from 'vitest'
import { sampleData } from '../support/engine-sample.ts'
import { ADMIN_TOKEN, createTestApp } from '../support/http-app.ts'

describe('the headers of every answer', () => {
  it.each(['/', '/leads', '/nothing', '/api/v1/stats', '/docs', '/u/unsubscribe-token', '/healthz', '/ingest/x'])(
    'guard %s',
    async path => {
      const { app } = createTestApp({ data: sampleData() })
      const { headers } = await app.request(path, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } })
      const policy = headers.get('content-security-policy') ?? ''
      for (const part of [
        "default-src 'none'",
        // The page that people see who know nothing of Tend carries its style itself.
        path.startsWith('/u/') ? expect.stringMatching(/^style-src 'sha256-[\w+/=]+'$/) : "style-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ]) {
        expect(policy.split('; ')).toContainEqual(part)
      }
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('x-request-id')).not.toBeNull()
    },
  )

  it('keep authenticated answers out of caches', async () => {
    const { app } = createTestApp({ data: sampleData() })
    for (const path of ['/', '/mailbox', '/metrics', '/api/v1/leads', '/api/v1/leads/nobody']) {
      const { headers } = await app.request(path, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } })
      expect(headers.get('cache-control')).toBe('no-store')
    }
  })

  it('let browsers keep the style sheet and the script for ever', async () => {
    const { app } = createTestApp()
    const text = await (await app.request('/docs')).text()
    const assets = [...text.matchAll(/"(\/assets\/tend-[0-9a-f]{12}\.(?:css|js))"/g)].map(([, path]) => path ?? '')
    expect(assets).toHaveLength(2)
    for (const path of assets) {
      const answer = await app.request(path)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toMatch(/^text\/(css|javascript); charset=utf-8$/i)
      expect(answer.headers.get('cache-control')).toContain('immutable')
    }
    expect((await app.request('/assets/tend-000000000000.css')).status).toBe(404)
  })

  it('leave no inline script or style in a page', async () => {
    const { get } = await createTestApp({ data: sampleData() }).signIn()
    for (const path of [
      '/',
      '/leads',
      '/leads/lead-ada',
      '/receipts',
      '/escalations',
      '/workflows',
      '/endpoints',
      '/mailbox',
      '/docs',
    ]) {
      expect(await (await get(path)).text()).not.toMatch(/<script>|<style|\sstyle="|\son\w+="/)
    }
  })
})
