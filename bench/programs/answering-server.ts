import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { serve } from '@hono/node-server'
import SqliteClient from 'better-sqlite3'
import { Hono } from 'hono'
import { serveCalls } from '../programs.ts'

export type ServerKind =
  /** No HTTP server at all: what the load generator itself can do. */
  | 'blind'
  /** Hono alone. */
  | 'echo'
  /** Hono, and every request waits for a shared commit of its body. */
  | 'shared-commits'
  /** Hono, and every request commits its body alone. */
  | 'single-commits'

interface ServerOrder {
  kind: ServerKind
  /** Database of the committing kinds. */
  file: string
}

serveCalls({
  async listen({ kind, file }: ServerOrder): Promise<number> {
    if (kind === 'blind') return listenBlindly()
    return listenWithHono(kind === 'echo' ? async () => undefined : insertion(kind, openTable(file)))
  },
})

function listenBlindly(): Promise<number> {
  const body = '{"status":"accepted"}'
  const answer = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  const server = createServer({ noDelay: true }, socket => {
    socket.on('error', () => socket.destroy())
    socket.on('data', chunk => {
      if (chunk.at(-1) === '}'.charCodeAt(0)) socket.write(answer)
    })
  })
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

function listenWithHono(keep: (body: Uint8Array) => Promise<unknown>): Promise<number> {
  const app = new Hono()
  app.post('/ingest/:token', async c => {
    await keep(new Uint8Array(await c.req.arrayBuffer()))
    return c.json({ status: 'accepted' })
  })
  return new Promise(resolve => {
    serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(port))
  })
}

function openTable(file: string): SqliteClient.Database {
  const client = new SqliteClient(file)
  client.pragma('journal_mode = WAL')
  client.pragma('synchronous = FULL')
  client.exec('CREATE TABLE deliveries (id INTEGER PRIMARY KEY, received_at INTEGER NOT NULL, body BLOB NOT NULL)')
  return client
}

function insertion(kind: ServerKind, client: SqliteClient.Database): (body: Uint8Array) => Promise<unknown> {
  const insert = client.prepare('INSERT INTO deliveries (received_at, body) VALUES (?, ?)')
  const keep = (body: Uint8Array) => insert.run(Date.now(), body)
  if (kind === 'single-commits') return async body => keep(body)
  const commitTogether = client.transaction((batch: Uint8Array[]) => batch.forEach(keep)).immediate
  let waiting: { body: Uint8Array; resolve(): void }[] = []
  const flush = () => {
    const batch = waiting
    waiting = []
    commitTogether(batch.map(({ body }) => body))
    for (const { resolve } of batch) resolve()
  }
  return body =>
    new Promise<void>(resolve => {
      if (waiting.length === 0) setImmediate(flush)
      waiting.push({ body, resolve })
    })
}
