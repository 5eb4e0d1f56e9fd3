import { describe, expect, it } from 'vitest'
import { sampleData } from '../support/engine-sample.ts'
import { createTestApp } from '../support/http-app.ts'

async function person() {
  const test = createTestApp({ data: sampleData() })
  return { ...test, ...(await test.signIn()) }
}

describe('forms of the dashboard', () => {
  it.each([
    ['/leads/lead-bo/do-not-contact', '/leads/lead-bo?done=do-not-contact'],
    ['/leads/lead-bo/qualify', '/leads/lead-bo?done=qualify'],
    ['/leads/lead-bo/disqualify', '/leads/lead-bo?done=disqualify'],
    ['/receipts/receipt-9/replay', '/receipts?done=replayed'],
    ['/escalations/escalation-1/accept', '/escalations?done=accept'],
    ['/escalations/escalation-1/decline', '/escalations?done=decline'],
    ['/tasks/task-1/close', '/escalations?done=closed'],
    ['/workflows/asked-to-be-contacted/pause', '/workflows?done=pause'],
    ['/workflows/test-drive/resume', '/workflows?done=resume'],
    ['/endpoints/endpoint-trial/revoke', '/endpoints?done=revoked'],
  ])('%s acts and leads back to a page that says so', async (path, back) => {
    const { post, get } = await person()
    const answer = await post(path)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, back])
    expect(await (await get(back)).text()).toContain('class="notice" role="status"')
  })

  it('passes on who decided and why', async () => {
    const { post, data } = await person()
    await post('/leads/lead-bo/qualify', { reason: 'called us' })
    expect(data.actions).toEqual([{ verb: 'qualify', leadId: 'lead-bo', by: 'dashboard', because: 'called us' }])
    await post('/escalations/escalation-1/accept', { by: 'Lea', note: 'mine' })
    expect(data.escalations[0]).toMatchObject({ status: 'accepted', answeredBy: 'Lea', answerNote: 'mine' })
  })

  it('wants a reason to allow contact again', async () => {
    const { post, data } = await person()
    const refused = await post('/leads/lead-stop/allow-contact', { reason: ' ' })
    expect(refused.status).toBe(400)
    expect(await refused.text()).toContain('Expected a reason')
    expect((await post('/leads/lead-stop/allow-contact', { reason: 'signed up again' })).status).toBe(303)
    expect(data.actions).toMatchObject([{ verb: 'allow-contact', because: 'signed up again' }])
  })

  it('settles an uncertain mail', async () => {
    const { post, data } = await person()
    expect((await post('/mailbox/message-2/resolve', { as: 'perhaps' })).status).toBe(400)
    expect((await post('/mailbox/message-2/resolve', { as: 'sent' })).headers.get('location')).toBe(
      '/mailbox/message-2?done=sent',
    )
    expect(data.messages.find(({ id }) => id === 'message-2')?.status).toBe('sent')
  })

  it('shows a new ingest URL once', async () => {
    const { post, get } = await person()
    const made = await post('/endpoints', { label: 'Second offer', offer: '', environment: 'test' })
    expect(made.status).toBe(200)
    expect(await made.text()).toContain('http://localhost/ingest/a-token-that-is-shown-once')
    expect(await (await get('/endpoints')).text()).not.toContain('shown-once')
    expect((await post('/endpoints', { label: '' })).status).toBe(400)
  })
})

describe('forged forms', () => {
  const cases: [string, Record<string, string>, Record<string, string>][] = [
    ['without the token of the session', {}, { csrf: '' }],
    ['with the token of another session', {}, { csrf: 'bm90LXRoaXMtc2Vzc2lvbg' }],
    ['from another origin', { origin: 'https://evil.example' }, {}],
    ['that the browser calls cross-site', { 'sec-fetch-site': 'cross-site' }, {}],
    ['that the browser calls same-site', { 'sec-fetch-site': 'same-site' }, {}],
  ]
  it.each(cases)('refuses one %s', async (_, headers, fields) => {
    const { app, cookie, get, data } = await person()
    const csrf = /name="csrf" value="([^"]+)"/.exec(await (await get('/')).text())?.[1] ?? ''
    expect(csrf).not.toBe('')
    const answer = await app.request('/leads/lead-bo/do-not-contact', {
      method: 'POST',
      headers: { cookie, accept: 'text/html', origin: 'http://localhost', ...headers },
      body: new URLSearchParams({ csrf, ...fields }),
    })
    expect(answer.status).toBe(403)
    expect(data.actions).toEqual([])
  })

  it('takes the same form from its own page, also behind a proxy that ends TLS', async () => {
    const test = createTestApp({ data: sampleData(), deps: { publicUrl: 'https://tend.contoso.example' } })
    const { cookie, get } = await test.signIn()
    const csrf = /name="csrf" value="([^"]+)"/.exec(await (await get('/')).text())?.[1] ?? ''
    const headers = { cookie, origin: 'https://tend.contoso.example', 'sec-fetch-site': 'same-origin' }
    const body = new URLSearchParams({ csrf })
    expect((await test.app.request('/leads/lead-bo/qualify', { method: 'POST', headers, body })).status).toBe(303)
  })

  it('acts on no GET', async () => {
    const { get, data } = await person()
    for (const verb of ['do-not-contact', 'allow-contact', 'qualify', 'disqualify']) {
      expect((await get(`/leads/lead-bo/${verb}`)).status).toBe(405)
    }
    expect(data.actions).toEqual([])
  })
})
