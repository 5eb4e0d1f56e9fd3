import { describe, expect, it } from 'vitest'
import { type ErrorCode, TendError } from '../../src/domain/errors.ts'
import { STATUS_BY_CODE } from '../../src/http/errors.ts'
import { sampleData } from '../support/engine-sample.ts'
import { ADMIN_TOKEN, createTestApp } from '../support/http-app.ts'

type Failure = { error: { code: string; message: string; nextAction: string; requestId: string } }

async function failureOf(answer: Response): Promise<Failure['error']> {
  const { error } = (await answer.json()) as Failure
  expect(Object.keys(error).sort()).toEqual(['code', 'message', 'nextAction', 'requestId'])
  expect(error.requestId).toBe(answer.headers.get('x-request-id'))
  expect(error.nextAction).not.toBe('')
  return error
}

describe('failures of the API', () => {
  it('keeps a request id that the caller sent, and makes one otherwise', async () => {
    const { app } = createTestApp()
    const own = await app.request('/api/v1/stats', { headers: { 'x-request-id': 'caller-7' } })
    expect((await failureOf(own)).requestId).toBe('caller-7')
    const odd = await app.request('/api/v1/stats', { headers: { 'x-request-id': 'a b\u00e9' } })
    expect((await failureOf(odd)).requestId).toMatch(/^[0-9a-f-]{36}$/)
  })

  it.each([
    ['no header', undefined],
    ['another token', 'Bearer another'],
    ['a token that only begins right', `Bearer ${ADMIN_TOKEN}x`],
    ['another scheme', `Basic ${ADMIN_TOKEN}`],
  ])('answers 401 to %s', async (_, authorization) => {
    const { app } = createTestApp()
    const answer = await app.request('/api/v1/leads', authorization === undefined ? {} : { headers: { authorization } })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toContain('Bearer')
    expect((await failureOf(answer)).code).toBe('unauthorized')
  })

  it('does not take a session for a token: a browser cannot be made to call the API', async () => {
    const { app, signIn } = createTestApp()
    const { cookie } = await signIn()
    expect((await app.request('/api/v1/leads', { headers: { cookie } })).status).toBe(401)
  })

  it('answers 404 for an unknown path and an unknown thing, 405 for another method', async () => {
    const { api } = createTestApp()
    for (const path of ['/nothing', '/leads/nobody', '/leads/nobody/timeline']) {
      const answer = await api('GET', path)
      expect(answer.status).toBe(404)
      expect((await failureOf(answer)).code).toBe('not-found')
    }
    const put = await api('PUT', '/leads')
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
    expect((await failureOf(put)).code).toBe('method-not-allowed')
  })

  it.each([
    ['/leads?limit=0', 'limit', '"0"'],
    ['/leads?limit=201', 'limit', '"201"'],
    ['/leads?limit=many', 'limit', '"many"'],
    ['/leads?status=opne', 'status', '"opne"'],
    ['/messages?status=lost', 'status', '"lost"'],
    ['/receipts?status=lost', 'status', '"lost"'],
  ])('says which parameter of %s was wrong and what came', async (path, field, came) => {
    const answer = await createTestApp().api('GET', path)
    expect(answer.status).toBe(400)
    const { code, message } = await failureOf(answer)
    expect(code).toBe('bad-request')
    expect(message).toContain(`query parameter "${field}"`)
    expect(message).toMatch(/expected/)
    expect(message).toContain(came)
  })

  it('says which body field was wrong, in one sentence for each', async () => {
    const answer = await createTestApp({ data: sampleData() }).api('POST', '/leads/lead-ada/signals', {
      kind: 7,
      at: 'yesterday',
    })
    expect(answer.status).toBe(400)
    const { message } = await failureOf(answer)
    expect(message).toContain('The body field "kind": expected string, received number, got 7.')
    expect(message).toContain('The body field "at":')
  })

  it.each([
    ['{"email":', 'valid JSON', { 'content-type': 'application/json' }],
    ['email=a%40b.example', 'Expected a JSON body', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['[1]', 'The body', { 'content-type': 'application/json' }],
    ['', 'expected at least one of email', {}],
  ])('explains the body %j', async (body, words, headers) => {
    const { app } = createTestApp()
    const init = {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, ...headers } as Record<string, string>,
    }
    const answer = await app.request('/api/v1/leads', init)
    expect(answer.status).toBe(400)
    expect((await failureOf(answer)).message).toContain(words)
  })

  it('refuses a body over 64 KiB with 413, and bytes that are not UTF-8 with 400', async () => {
    const { app, data } = createTestApp()
    const send = (body: Uint8Array<ArrayBuffer>) =>
      app.request('/api/v1/leads', { method: 'POST', body, headers: { authorization: `Bearer ${ADMIN_TOKEN}` } })
    expect((await failureOf(await send(new Uint8Array(70_000).fill(0x20)))).code).toBe('too-large')
    expect((await failureOf(await send(new Uint8Array([0x7b, 0xff])))).message).toContain('UTF-8')
    expect(data.submissions).toEqual([])
  })

  it.each(Object.entries(STATUS_BY_CODE).filter(([code]) => code !== 'method-not-allowed'))(
    'turns the code %s of the engine into %i',
    async (code, status) => {
      const error = new TendError({ code: code as ErrorCode, message: 'what came', nextAction: 'what to do' })
      const { api } = createTestApp({ engine: { readStats: () => Promise.reject(error) } })
      const answer = await api('GET', '/stats')
      expect(answer.status).toBe(status)
      expect((await failureOf(answer)).code).toBe(code)
      if (status === 503) expect(answer.headers.get('retry-after')).toBe('30')
    },
  )

  it('logs a refusal by its route, so that ids and addresses stay out of the log', async () => {
    const { api, lines } = createTestApp()
    await api('GET', '/leads/ada@fabrikam.example?token=secret')
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ route: '/api/v1/leads/:id', code: 'not-found', method: 'GET' })
    expect(lines[0]).not.toMatch(/fabrikam|secret/)
  })

  it('says nothing about a foreign error outside, and everything in the log, with the request id', async () => {
    const { api, lines } = createTestApp({
      engine: { readStats: () => Promise.reject(new Error('SQLITE_CORRUPT /data/tend.db')) },
    })
    const answer = await api('GET', '/stats')
    expect(answer.status).toBe(500)
    const { code, message, requestId } = await failureOf(answer)
    expect(code).toBe('internal')
    expect(message).not.toContain('SQLITE')
    expect(lines.join()).toContain('SQLITE_CORRUPT')
    expect(lines.join()).toContain(requestId)
  })
})
