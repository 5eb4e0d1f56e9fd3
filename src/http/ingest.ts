import { randomUUID } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { Hono } from 'hono'
import type { Receipt } from '../domain/inquiry/receipt.ts'
import type { Delivery } from '../engine/engine-api.ts'
import type { HttpDeps, HttpEnv } from './deps.ts'
import { answerProblem, problem } from './errors.ts'
import { secureHeaders } from './headers.ts'
import { BODY_LIMIT_BYTES, type LimitedBody, readLimited } from './read-body.ts'

/** Where the marketplace delivers. The token is the only secret, so it appears in no answer and no log line. */
export function createIngest(deps: HttpDeps): Hono<HttpEnv> {
  const ingest = new Hono<HttpEnv>()
  ingest.get('/:token', c => c.text('Ready. Leads are taken in with POST.\n'))
  ingest.post('/:token', async c => {
    try {
      return await takeIn(deps, c)
    } catch (error) {
      return answerNotKept(deps, c, error)
    }
  })
  return ingest
}

/**
 * Nearly every delivery: of known, small length, to a good token. It is answered before anything else looks at the request;
 * whatever is not so goes on to the route above, untouched.
 */
export function takeInQuickly(deps: HttpDeps): MiddlewareHandler<HttpEnv> {
  const headers = { ...secureHeaders(deps), 'Content-Type': 'application/json' }
  return async (c, next) => {
    const size = Number(c.req.header('content-length') ?? Number.NaN)
    if (!(size <= BODY_LIMIT_BYTES) || c.req.header('x-request-id') !== undefined) return next()
    const endpoint = await deps.engine.findEndpoint(c.req.param('token') ?? '').catch(() => null)
    if (endpoint === null) return next()
    const bytes = await c.req.arrayBuffer().catch(() => null)
    if (bytes === null) return next()
    const requestId = randomUUID()
    try {
      const receipt = await keep(deps, c, { endpoint, body: new Uint8Array(bytes), size: bytes.byteLength })
      // A plain response with plain headers goes to Node as it is; one of the context's own takes half as long again.
      const words = JSON.stringify(wordsOf(receipt))
      return new Response(words, { status: statusOf(receipt), headers: { ...headers, 'X-Request-Id': requestId } })
    } catch (error) {
      c.set('requestId', requestId)
      for (const [name, value] of Object.entries({ ...headers, 'X-Request-Id': requestId })) c.header(name, value)
      return answerNotKept(deps, c, error)
    }
  }
}

async function takeIn(deps: HttpDeps, c: Context<HttpEnv>) {
  const endpoint = await deps.engine.findEndpoint(c.req.param('token') ?? '')
  if (endpoint === null) return answerProblem(c, UNKNOWN_TOKEN)
  const body = await readLimited(c.req.raw, BODY_LIMIT_BYTES).catch(() => null)
  if (body === null) return answerProblem(c, CUT_OFF)
  return answerReceipt(c, await keep(deps, c, { endpoint, body: body.bytes, size: body.size }), body)
}

function keep(deps: HttpDeps, c: Context<HttpEnv>, delivery: Omit<Delivery, 'contentType'>): Promise<Receipt> {
  return deps.engine.takeInDelivery({ ...delivery, contentType: c.req.header('content-type') ?? null })
}

function answerReceipt(c: Context, receipt: Receipt, body: LimitedBody) {
  if (body.size > BODY_LIMIT_BYTES) {
    const kept = `the first ${BODY_LIMIT_BYTES} are kept as receipt ${receipt.id}`
    const message = `Expected at most ${BODY_LIMIT_BYTES} bytes, got ${body.size}; ${kept}.`
    return answerProblem(c, problem('too-large', message, 'Send one lead in a request.'))
  }
  return c.json(wordsOf(receipt), statusOf(receipt))
}

function wordsOf({ outcome, id }: Receipt) {
  return { status: outcome, receipt: id }
}

function statusOf({ outcome }: Receipt): 200 | 202 {
  return outcome === 'quarantined' ? 202 : 200
}

/** Whatever failed, the sender needs to know one thing: it is not kept, send it again. */
function answerNotKept(deps: HttpDeps, c: Context<HttpEnv>, error: unknown) {
  deps.log.error(`A delivery could not be kept (request ${c.get('requestId')})`, error)
  return answerProblem(c, NOT_KEPT)
}

const UNKNOWN_TOKEN = problem(
  'not-found',
  'There is no such ingest URL.',
  'Copy the whole URL again, or make a new one on the Endpoints page.',
)

const CUT_OFF = problem('bad-request', 'The body ended before it was complete; nothing was kept.', 'Send it again.')

const NOT_KEPT = problem('not-durable', 'The delivery could not be kept safely.', 'Send it again in a while.')
