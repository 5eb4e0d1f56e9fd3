import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type ErrorCode, TendError } from '../domain/errors.ts'

/** The codes of the engine, and the one that only HTTP knows. */
export type HttpErrorCode = ErrorCode | 'method-not-allowed'

export interface Problem {
  code: HttpErrorCode
  message: string
  nextAction: string
  status: ContentfulStatusCode
}

export const STATUS_BY_CODE: Record<HttpErrorCode, ContentfulStatusCode> = {
  'bad-request': 400,
  'wrong-use': 400,
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  stale: 409,
  'too-large': 413,
  'bad-workflow': 422,
  'bad-template': 422,
  'bad-settings': 422,
  internal: 500,
  'not-durable': 503,
}

/** What may be said outside about an error; anything foreign is `internal` and says nothing of itself. */
export function toProblem(error: unknown): Problem {
  if (error instanceof TendError && error.code !== 'internal') {
    return {
      code: error.code,
      message: error.message,
      nextAction: error.nextAction,
      status: STATUS_BY_CODE[error.code],
    }
  }
  if (error instanceof HTTPException && error.status < 500) {
    return {
      code: 'bad-request',
      message: error.message || 'The request could not be understood.',
      nextAction: 'Compare the request with /docs.',
      status: error.status,
    }
  }
  return {
    code: 'internal',
    message: 'Something failed inside Tend.',
    nextAction: 'Try again; if it stays, look for the request id in the log.',
    status: 500,
  }
}

export function problem(code: HttpErrorCode, message: string, nextAction: string): Problem {
  return { code, message, nextAction, status: STATUS_BY_CODE[code] }
}

export function unknownLead(id: string): TendError {
  return new TendError({
    code: 'not-found',
    message: `Expected the id of a lead, but there is no lead "${id}".`,
    nextAction: 'Look it up with GET /api/v1/leads?email=…',
  })
}

/** The one shape of a failure in JSON. */
export function answerProblem(c: Context, { code, message, nextAction, status }: Problem) {
  const requestId: string = c.get('requestId') ?? ''
  if (code === 'not-durable') c.header('Retry-After', '30')
  return c.json({ error: { code, message, nextAction, requestId } }, status)
}

const NEVER_PAGES = ['/api', '/ingest', '/webhooks', '/metrics', '/healthz', '/readyz', '/openapi.json']

/** True when the caller is a program: an API path, or `Accept` without HTML. */
export function wantsJson(c: Context): boolean {
  const path = c.req.path
  if (NEVER_PAGES.some(start => path === start || path.startsWith(`${start}/`))) return true
  const accept = c.req.header('accept') ?? ''
  if (accept.includes('text/html')) return false
  return accept.includes('application/json') || c.req.header('authorization') !== undefined
}
