import { describe, expect, it } from 'vitest'
import { sampleData } from '../support/engine-sample.ts'
import { createTestApp } from '../support/http-app.ts'

const isUnsubscribed = (data: ReturnType<typeof sampleData>) => data.unsubscribes.get('unsubscribe-token')

describe('the unsubscribe link', () => {
  it('shows one button to GET and changes nothing, however often a scanner looks', async () => {
    const { app, data } = createTestApp({ data: sampleData() })
    for (const method of ['GET', 'HEAD', 'GET']) {
      const answer = await app.request('/u/unsubscribe-token', { method })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
    expect(isUnsubscribed(data)).toBe(false)
    const text = await (await app.request('/u/unsubscribe-token')).text()
    expect(text.match(/<button/g)).toHaveLength(1)
    expect(text).toContain('a•••@f•••.example')
    expect(text).toContain('<form method="post"')
  })

  it('acts on the one-click request of a mail provider: no cookie, no origin, no token', async () => {
    const { app, data } = createTestApp({ data: sampleData() })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await app.request('/u/unsubscribe-token', {
      method: 'POST',
      headers,
      body: 'List-Unsubscribe=One-Click',
    })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('You are unsubscribed')
    expect(isUnsubscribed(data)).toBe(true)
  })

  it.each([
    [
      'multipart',
      {
        body: (() => {
          const form = new FormData()
          form.set('List-Unsubscribe', 'One-Click')
          return form
        })(),
      },
    ],
    ['no body', {}],
    [
      'another origin',
      {
        headers: { origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' },
        body: new URLSearchParams({ x: '1' }),
      },
    ],
  ] as [string, RequestInit][])('acts on POST with %s as well', async (_, init) => {
    const { app, data } = createTestApp({ data: sampleData() })
    expect((await app.request('/u/unsubscribe-token', { method: 'POST', ...init })).status).toBe(200)
    expect(isUnsubscribed(data)).toBe(true)
  })

  it('may be pressed again, and says then that it is done', async () => {
    const { app } = createTestApp({ data: sampleData() })
    await app.request('/u/unsubscribe-token', { method: 'POST' })
    expect((await app.request('/u/unsubscribe-token', { method: 'POST' })).status).toBe(200)
    const text = await (await app.request('/u/unsubscribe-token')).text()
    expect(text).toContain('no longer writes')
    expect(text).not.toContain('<button')
  })

  it.each(['GET', 'POST'])('answers %s on a link that is not ours kindly, with 404', async method => {
    const { app } = createTestApp()
    const answer = await app.request('/u/not-ours', { method })
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('answer the mail and say')
  })

  it('refuses other methods', async () => {
    expect((await createTestApp().app.request('/u/unsubscribe-token', { method: 'DELETE' })).status).toBe(405)
  })
})
