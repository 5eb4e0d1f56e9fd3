import { describe, expect, it } from 'vitest'
import { sampleData } from '../support/engine-sample.ts'
import { ADMIN_TOKEN, createTestApp } from '../support/http-app.ts'

const HOUR = 3_600_000
const PUBLIC = ['/ingest/', '/u/', '/c/', '/webhooks/', '/healthz', '/readyz', '/docs', '/openapi.json', '/assets/']

describe('who may read what', () => {
  it('lets nobody in without token or session, on any route but the public ones', async () => {
    const { app } = createTestApp({ data: sampleData() })
    const routes = app.routes.filter(
      ({ method, path }) => method !== 'ALL' && !PUBLIC.some(start => path.startsWith(start)),
    )
    expect(routes.length).toBeGreaterThan(50)
    for (const { method, path } of routes) {
      const answer = await app.request(path.replace(/:file\{.*/, 'message-1.eml').replaceAll(/:\w+/g, 'lead-ada'), {
        method,
      })
      expect([method, path, answer.status]).toEqual([method, path, 401])
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(await answer.text()).not.toContain('Moreau')
    }
  })

  it('tells a person how to get in, and a program in JSON', async () => {
    const { app } = createTestApp()
    const page = await app.request('/leads', { headers: { accept: 'text/html' } })
    expect(page.status).toBe(401)
    expect(await page.text()).toContain('Open the dashboard link that Tend prints')
    const data = await app.request('/mailbox', { headers: { accept: 'application/json' } })
    expect([data.status, await data.json()]).toMatchObject([401, { error: { code: 'unauthorized' } }])
  })

  it('opens a page with the Bearer token too, without a session', async () => {
    const { app } = createTestApp({ data: sampleData() })
    const answer = await app.request('/leads', {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, accept: 'text/html' },
    })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('set-cookie')).toBeNull()
  })
})

describe('the link with the token', () => {
  it('opens a session on any page and leads to the address without the token', async () => {
    const { app } = createTestApp({ data: sampleData() })
    const answer = await app.request(`/leads?status=open&token=${ADMIN_TOKEN}`)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/leads?status=open')
    const cookie = answer.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^tend=[^;]+; Max-Age=28800; Path=\/; HttpOnly; SameSite=Lax$/)
    expect(cookie).not.toContain(ADMIN_TOKEN)
  })

  it('marks the cookie for HTTPS where browsers come over HTTPS', async () => {
    const { app } = createTestApp({ deps: { secureCookies: true } })
    const answer = await app.request(`/?token=${ADMIN_TOKEN}`)
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-tend=.*Secure/)
    expect(answer.headers.get('strict-transport-security')).toContain('max-age')
  })

  it('refuses another token and sets nothing', async () => {
    const { app } = createTestApp()
    const answer = await app.request('/?token=wrong')
    expect(answer.status).toBe(401)
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(await answer.text()).toContain('not the admin token')
  })
})

describe('a session', () => {
  it('lives while it is used and ends after eight idle hours', async () => {
    const { app, clock, signIn } = createTestApp()
    const { get, cookie } = await signIn()
    clock.at += 7 * HOUR
    const used = await get('/')
    expect(used.status).toBe(200)
    const moved = used.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect(moved).not.toBe(cookie)
    clock.at += 7 * HOUR
    expect((await app.request('/', { headers: { cookie: moved } })).status).toBe(200)
    expect((await get('/')).status).toBe(401)
  })

  it('ends after a day, however much it is used', async () => {
    const { app, clock, signIn } = createTestApp()
    let { cookie } = await signIn()
    for (let hours = 0; hours < 23; hours += 1) {
      clock.at += HOUR
      const answer = await app.request('/', { headers: { cookie } })
      expect(answer.status).toBe(200)
      cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie
    }
    clock.at += HOUR
    expect((await app.request('/', { headers: { cookie } })).status).toBe(401)
  })

  it('survives a restart but not a change of the admin token, and cannot be forged', async () => {
    const { signIn } = createTestApp()
    const { cookie } = await signIn()
    const open = async (app: ReturnType<typeof createTestApp>['app'], value: string) =>
      (await app.request('/', { headers: { cookie: value } })).status
    expect(await open(createTestApp().app, cookie)).toBe(200)
    expect(await open(createTestApp({ deps: { adminToken: 'rotated' } }).app, cookie)).toBe(401)
    expect(await open(createTestApp({ deps: { sessionSecret: 'another' } }).app, cookie)).toBe(401)
    expect(await open(createTestApp().app, cookie.replace(/\.[^.]+\./, '.zzzzzzzz.'))).toBe(401)
    expect(await open(createTestApp().app, 'tend=')).toBe(401)
  })

  it('is over after signing out, also for somebody who kept the cookie', async () => {
    const { signIn } = createTestApp()
    const person = await signIn()
    const answer = await person.post('/sign-out')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/'])
    expect(answer.headers.get('set-cookie')).toContain('Max-Age=0')
    expect((await person.get('/')).status).toBe(401)
  })
})
