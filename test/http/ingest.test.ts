import { describe, expect, it } from 'vitest'
import { TendError } from '../../src/domain/errors.ts'
import { sampleData } from '../support/engine-sample.ts'
import { createTestApp } from '../support/http-app.ts'

const LIMIT = 64 * 1024

function post(body: RequestInit['body'], headers: Record<string, string> = {}): RequestInit {
  return { method: 'POST', headers, body: body ?? null, duplex: 'half' } as RequestInit
}

/** A body that comes in pieces, without an announced length. */
function pieces(count: number, bytes: number): ReadableStream<Uint8Array> {
  let sent = 0
  return new ReadableStream({
    pull(controller) {
      if (sent++ === count) controller.close()
      else controller.enqueue(new Uint8Array(bytes).fill(0x7b))
    },
  })
}

describe('POST /ingest/{token}', () => {
  it('hands the raw bytes over whatever the content type, and answers with the receipt', async () => {
    const { app, data } = createTestApp({ data: sampleData() })
    const body = new TextEncoder().encode('\ufeff {"LeadSource":"AppSource-PLT|Analytics"}')
    const answer = await app.request('/ingest/good-token', post(body, { 'content-type': 'text/plain; charset=x' }))
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ status: 'accepted', receipt: 'receipt-5' })
    const delivery = data.deliveries[0]
    expect(delivery?.body).toEqual(body)
    expect(delivery).toMatchObject({
      size: body.byteLength,
      contentType: 'text/plain; charset=x',
      endpoint: { id: 'endpoint-appsource' },
    })
  })

  it('takes in a body of exactly the limit as it is', async () => {
    const { app, data } = createTestApp({ data: sampleData() })
    expect((await app.request('/ingest/good-token', post(pieces(64, 1024)))).status).toBe(200)
    expect(data.deliveries[0]).toMatchObject({ size: LIMIT, body: { byteLength: LIMIT } })
  })

  it('answers 202 for bytes that cannot be understood, an empty body among them', async () => {
    const { app, data } = createTestApp({ data: sampleData() })
    for (const body of ['not json', null]) {
      const answer = await app.request('/ingest/good-token', post(body))
      expect(answer.status).toBe(202)
      expect(await answer.json()).toMatchObject({ status: 'quarantined' })
    }
    expect(data.deliveries.map(({ size }) => size)).toEqual([8, 0])
  })

  it.each([
    ['announced', new Uint8Array(LIMIT + 500).fill(0x7b), { 'content-length': String(LIMIT + 500) }],
    ['not announced', pieces(66, 1000), {}],
  ])('keeps the first 64 KiB of a larger body that is %s, and answers 413', async (_, body, headers) => {
    const { app, data } = createTestApp({ data: sampleData() })
    const answer = await app.request('/ingest/good-token', post(body, headers as Record<string, string>))
    expect(answer.status).toBe(413)
    expect(await answer.json()).toMatchObject({
      error: { code: 'too-large', requestId: answer.headers.get('x-request-id') },
    })
    expect(data.deliveries[0]?.body.byteLength).toBe(LIMIT)
    expect(data.deliveries[0]?.size).toBeGreaterThan(LIMIT)
    expect(data.receipts.at(-1)?.outcome).toBe('quarantined')
  })

  it('stops listening to a sender without end', async () => {
    const { app, data } = createTestApp({ data: sampleData() })
    const answer = await app.request('/ingest/good-token', post(pieces(Number.POSITIVE_INFINITY, LIMIT)))
    expect(answer.status).toBe(413)
    expect(data.deliveries[0]?.size).toBeLessThan(2 * 1024 * 1024)
  })

  it('stores nothing when the sender goes away in the middle', async () => {
    const { app, data } = createTestApp({ data: sampleData() })
    const broken = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"half":'))
        controller.error(new Error('gone'))
      },
    })
    expect((await app.request('/ingest/good-token', post(broken))).status).toBe(400)
    expect(data.deliveries).toEqual([])
  })

  it('answers every wrong token alike and writes none of them down', async () => {
    const { app, lines } = createTestApp({ data: sampleData() })
    const bodies: string[] = []
    for (const token of ['x', 'good-tokem', 'a'.repeat(500), '%E0%A4%A', '..%2f..']) {
      const answer = await app.request(`/ingest/${token}`, post('{}', { 'x-request-id': 'same' }))
      expect(answer.status).toBe(404)
      bodies.push(await answer.text())
    }
    expect(new Set(bodies).size).toBe(1)
    expect(lines.join()).not.toMatch(/good-tokem|aaaa/)
  })

  it('answers 503 with a time to come back when nothing could be kept, and keeps the token out of the log', async () => {
    for (const error of [
      new TendError({ code: 'not-durable', message: 'disk full', nextAction: 'make room' }),
      new Error('boom'),
    ]) {
      const { app, lines } = createTestApp({
        data: sampleData(),
        engine: { takeInDelivery: () => Promise.reject(error) },
      })
      const answer = await app.request('/ingest/good-token', post('{}'))
      expect(answer.status).toBe(503)
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(await answer.json()).toMatchObject({ error: { code: 'not-durable' } })
      expect(lines).toHaveLength(1)
      expect(lines[0]).not.toContain('good-token')
    }
  })
})

describe('other methods on /ingest/{token}', () => {
  it('reveals nothing to GET and HEAD: right and wrong tokens look the same', async () => {
    const { app } = createTestApp({ data: sampleData() })
    const right = await app.request('/ingest/good-token')
    const wrong = await app.request('/ingest/bad-token')
    expect([right.status, wrong.status]).toEqual([200, 200])
    expect(await right.text()).toBe(await wrong.text())
    const head = await app.request('/ingest/bad-token', { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('refuses %s with 405 and the methods that work', async method => {
    const { app } = createTestApp({ data: sampleData() })
    const answer = await app.request('/ingest/good-token', { method })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST')
    expect(await answer.json()).toMatchObject({ error: { code: 'method-not-allowed' } })
  })
})
