import type { Context } from 'hono'
import { Hono } from 'hono'
import type { Receipt } from '../domain/receipt.ts'
import type { HttpDeps, HttpEnv } from './deps.ts'
import { answerProblem, problem } from './errors.ts'
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

async function takeIn(deps: HttpDeps, c: Context<HttpEnv>) {
  const endpoint = await deps.engine.findEndpoint(c.req.param('token') ?? '')
  if (endpoint === null) return answerProblem(c, UNKNOWN_TOKEN)
  const body = await readLimited(c.req.raw, BODY_LIMIT_BYTES).catch(() => null)
  if (body === null) return answerProblem(c, CUT_OFF)
  const contentType = c.req.header('content-type') ?? null
  const receipt = await deps.engine.takeInDelivery({ endpoint, body: body.bytes, size: body.size, contentType })
  return answerReceipt(c, receipt, body)
}

function answerReceipt(c: Context, receipt: Receipt, body: LimitedBody) {
  if (body.size > BODY_LIMIT_BYTES) {
    const kept = `the first ${BODY_LIMIT_BYTES} are kept as receipt ${receipt.id}`
    const message = `Expected at most ${BODY_LIMIT_BYTES} bytes, got ${body.size}; ${kept}.`
    return answerProblem(c, problem('too-large', message, 'Send one lead in a request.'))
  }
  return c.json({ status: receipt.outcome, receipt: receipt.id }, receipt.outcome === 'quarantined' ? 202 : 200)
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
