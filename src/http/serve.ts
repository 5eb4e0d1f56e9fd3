import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { TendError } from '../domain/errors.ts'
import type { HttpEnv } from './deps.ts'

const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 30_000
const CLOSE_GRACE_MS = 5_000

export interface HttpServer {
  url: string
  /** Takes no new connection, lets running requests end, and cuts them after five seconds. */
  close(): Promise<void>
}

/** Listens. Throws `bad-settings` when the address is taken, not ours or not allowed. */
export async function serveHttp(app: Hono<HttpEnv>, at: { host: string; port: number }): Promise<HttpServer> {
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: 5_000 },
    getRequestListener(app.fetch, { hostname: at.host }),
  )
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explainListenError(error, at)))
    server.listen(at.port, at.host, () => resolve((server.address() as AddressInfo).port))
  })
  return { url: `http://${nameHost(at.host)}:${port}`, close: closerOf(server) }
}

function closerOf(server: Server): () => Promise<void> {
  let isClosing = false
  // A connection that was busy when the server closed would otherwise be kept alive until it is cut.
  server.on('request', (_, response) => {
    response.once('finish', () => isClosing && setImmediate(() => server.closeIdleConnections()))
  })
  return () =>
    new Promise(resolve => {
      isClosing = true
      const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS)
      server.close(() => {
        clearTimeout(cut)
        resolve()
      })
    })
}

/** The name under which a browser on this machine reaches the server. */
function nameHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

function explainListenError(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): TendError {
  const reasons: Record<string, [string, string]> = {
    EADDRINUSE: [
      'another program already listens there',
      `Stop it, or set PORT to a free one, for example PORT=${port + 1}.`,
    ],
    EACCES: ['this user may not use that port', 'Set PORT to 1024 or higher.'],
    EADDRNOTAVAIL: [
      'this machine has no such address',
      'Set HOST to 127.0.0.1, 0.0.0.0 or an address of this machine.',
    ],
    ENOTFOUND: ['that name leads nowhere', 'Set HOST to an address of this machine.'],
  }
  const [why, nextAction] = reasons[error.code ?? ''] ?? [error.message, 'Check HOST and PORT.']
  const message = `Expected to listen on ${host}:${port}, but ${why}.`
  return new TendError({ code: 'bad-settings', message, nextAction, cause: error })
}
