import { request } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Receipt } from '../../src/domain/inquiry/receipt.ts'
import { type HttpServer, serveHttp } from '../../src/http/serve.ts'
import { receiptRow } from '../support/engine-rows.ts'
import { sampleData } from '../support/engine-sample.ts'
import { createTestApp } from '../support/http-app.ts'

const servers: HttpServer[] = []

async function listen(options: Parameters<typeof createTestApp>[0] = {}, port = 0) {
  const test = createTestApp({ data: sampleData(), ...options })
  const server = await serveHttp(test.app, { host: '127.0.0.1', port })
  servers.push(server)
  return { ...test, server }
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

describe('serving over a real socket', () => {
  it('answers at its URL, and no more once it is closed', async () => {
    const { server } = await listen()
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    await server.close()
    servers.pop()
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow()
  })

  it('says what to do when the port is taken', async () => {
    const { server } = await listen()
    const port = Number(new URL(server.url).port)
    await expect(listen({}, port)).rejects.toMatchObject({
      code: 'bad-settings',
      message: expect.stringContaining(`127.0.0.1:${port}`),
      nextAction: expect.stringContaining('PORT='),
    })
  })

  it('keeps the first 64 KiB of a body that is too large, and lets the sender read the answer', async () => {
    const { server, data } = await listen()
    const answer = await fetch(`${server.url}/ingest/good-token`, { method: 'POST', body: new Uint8Array(300_000) })
    expect(answer.status).toBe(413)
    expect(data.deliveries).toMatchObject([{ size: 300_000, body: { byteLength: 65_536 } }])
  })

  it('stores nothing of a sender who hangs up in the middle', async () => {
    const { server, data } = await listen()
    const { port } = new URL(server.url)
    await new Promise<void>(resolve => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write('POST /ingest/good-token HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{"half":', () =>
          socket.destroy(),
        )
      })
      socket.once('close', () => resolve())
    })
    await server.close()
    servers.pop()
    expect(data.deliveries).toEqual([])
  })

  it('lets a running request end and closes right after it', async () => {
    let finish: (receipt: Receipt) => void = () => undefined
    const begun = Promise.withResolvers<void>()
    const takeInDelivery = () => {
      begun.resolve()
      return new Promise<Receipt>(resolve => {
        finish = resolve
      })
    }
    const { server } = await listen({ engine: { takeInDelivery } })
    const status = new Promise<number>((resolve, reject) => {
      const sent = request(`${server.url}/ingest/good-token`, { method: 'POST' }, answer =>
        resolve(answer.statusCode ?? 0),
      )
      sent.once('error', reject).end('{}')
    })
    await begun.promise
    const closed = server.close()
    servers.pop()
    finish(receiptRow({ id: 'receipt-late' }))
    expect(await status).toBe(200)
    await closed
  }, 3_000)
})
