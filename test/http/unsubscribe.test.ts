import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { DAY, NOON } from '../support/engine-rows.ts'
import { sampleData } from '../support/engine-sample.ts'
import { createTestApp } from '../support/http-app.ts'

const isUnsubscribed = (data: ReturnType<typeof sampleData>) => data.unsubscribes.get('unsubscribe-token')

describe('the unsubscribe link', () => {
  it('shows its choices to GET and changes nothing, however often a scanner looks', async () => {
    const { app, data } = createTestApp({ data: sampleData() })
    for (const method of ['GET', 'HEAD', 'GET']) {
      const answer = await app.request('/u/unsubscribe-token', { method })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
    expect(isUnsubscribed(data)).toBe(false)
    const text = await (await app.request('/u/unsubscribe-token')).text()
    expect(text.match(/<button[^>]*>[^<]+/g)?.map(button => button.replace(/.*>/, ''))).toEqual([
      'Unsubscribe',
      '2 weeks',
      '1 month',
      '6 months',
      'No more about Contoso Analytics',
    ])
    expect(text).not.toMatch(/<script|(?:src|href)="(?!data:)/)
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
    expect(text).toContain('will not send you these mails any more')
    expect(text).not.toContain('<button')
  })

  const choose = (app: ReturnType<typeof createTestApp>['app'], fields: Record<string, string>) =>
    app.request('/u/unsubscribe-token', { method: 'POST', body: new URLSearchParams(fields) })

  it.each([
    ['snooze-2-weeks', 14],
    ['snooze-1-month', 31],
    ['snooze-6-months', 184],
  ])('takes %s for a pause and says until when', async (choice, days) => {
    const { app, data } = createTestApp({ data: sampleData() })
    const answer = await choose(app, { choice })
    expect(answer.status).toBe(200)
    expect(data.wishes.snoozedUntil).toBe(NOON + days * DAY)
    const day = new Date(NOON + days * DAY).toLocaleDateString('en', { dateStyle: 'long', timeZone: 'UTC' })
    expect(await answer.text()).toContain(`Paused until ${day}`)
    expect(isUnsubscribed(data)).toBe(false)
  })

  it('leaves out one offer, and offers that no second time', async () => {
    const { app, data } = createTestApp({ data: sampleData() })
    const text = await (await choose(app, { choice: 'offer' })).text()
    expect(data.wishes.offer?.declined).toBe(true)
    expect(isUnsubscribed(data)).toBe(false)
    expect(text).toContain('No more about Contoso Analytics.')
    expect(text).not.toContain('value="offer"')
  })

  it.each([
    { choice: 'snooze-2-weeks', 'List-Unsubscribe': 'One-Click' },
    { 'List-Unsubscribe': 'One-Click', choice: 'offer' },
    { choice: 'snooze-for-ever' },
    { choice: '' },
    { choice: 'offer', filler: 'x'.repeat(5_000) },
  ])('unsubscribes for good where %j asks for nothing less that is plain', async fields => {
    const { app, data } = createTestApp({ data: sampleData() })
    await choose(app, fields as Record<string, string>)
    expect(isUnsubscribed(data)).toBe(true)
    expect(data.wishes).toMatchObject({ snoozedUntil: null, offer: { declined: false } })
  })

  it('speaks the language of the lead where there are words in it', async () => {
    const { app, data } = createTestApp({ data: sampleData() })
    for (const [language, lang, button] of [
      ['cs', 'cs', 'Odhlásit se'],
      ['cs-cz', 'cs', 'Odhlásit se'],
      ['ja', 'en', 'Unsubscribe'],
    ] as const) {
      data.wishes.language = language
      const text = await (await app.request('/u/unsubscribe-token')).text()
      expect(text).toContain(`<html lang="${lang}">`)
      expect(text).toContain(button)
    }
  })

  it('allows no style but its own and no script at all', async () => {
    const { app } = createTestApp({ data: sampleData() })
    const answer = await app.request('/u/unsubscribe-token')
    const style = /<style>([\s\S]*)<\/style>/.exec(await answer.text())?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(answer.headers.get('content-security-policy')).toContain(`style-src 'sha256-${hash}'`)
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'none'")
  })

  it.each(['/u/unsubscribe-token/', '/u/unsubscribe-token?utm_source=x'])(
    'acts on %s, as programs on the way make it of the link',
    async path => {
      const { app, data } = createTestApp({ data: sampleData() })
      expect(await (await app.request(path)).text()).toContain('<form method="post"')
      expect((await app.request(path, { method: 'POST', body: new URLSearchParams({ choice: '' }) })).status).toBe(200)
      expect(isUnsubscribed(data)).toBe(true)
    },
  )

  it.each(['/u', '/u/', '/u/unsubscribe-token/more'])(
    'says of %s what to do instead, and names no page for programmers',
    async path => {
      const { app, data } = createTestApp({ data: sampleData() })
      for (const method of ['GET', 'POST']) {
        const answer = await app.request(path, { method })
        expect(answer.status).toBe(404)
        const text = await answer.text()
        expect(text).toContain('simply answer the mail')
        expect(text).not.toContain('/docs')
      }
      expect(isUnsubscribed(data)).toBe(false)
    },
  )

  it('speaks the language of the browser where it knows no lead, or none of its own for the lead', async () => {
    const { app, data } = createTestApp({ data: sampleData() })
    const headers = { 'accept-language': 'cs-CZ,cs;q=0.9,en;q=0.8' }
    expect(await (await app.request('/u/not-ours', { headers })).text()).toContain('Tento odkaz nefunguje')
    data.wishes.language = null
    expect(await (await app.request('/u/unsubscribe-token', { headers })).text()).toContain('Odhlásit se')
    data.wishes.language = 'en'
    expect(await (await app.request('/u/unsubscribe-token', { headers })).text()).toContain('Unsubscribe')
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
