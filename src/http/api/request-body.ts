import type { MiddlewareHandler } from 'hono'
import { TendError } from '../../domain/errors.ts'
import type { HttpEnv } from '../deps.ts'
import { readText } from '../read-body.ts'

/**
 * Reads the body of a write once and says clearly what is wrong with it. A missing body counts as `{}`, so that
 * a button-like POST needs none; a missing content type is taken for JSON.
 */
export const readJsonBody: MiddlewareHandler<HttpEnv> = async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
  const text = await readText(c.req.raw)
  const isEmpty = text.trim() === ''
  if (!isEmpty) {
    refuseOtherTypes(c.req.header('content-type'))
    refuseMalformed(text)
  }
  const headers = new Headers(c.req.raw.headers)
  headers.set('content-type', 'application/json')
  headers.delete('content-length')
  c.req.raw = new Request(c.req.url, { method: c.req.method, headers, body: isEmpty ? '{}' : text })
  await next()
}

function refuseOtherTypes(contentType: string | undefined): void {
  if (contentType === undefined || /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType)) return
  throw new TendError({
    code: 'bad-request',
    message: `Expected a JSON body, got "${contentType.slice(0, 80)}".`,
    nextAction: 'Send the header "Content-Type: application/json" and the fields as JSON.',
  })
}

function refuseMalformed(text: string): void {
  try {
    JSON.parse(text)
  } catch (cause) {
    const where = cause instanceof Error ? /position \d+/.exec(cause.message)?.[0] : undefined
    throw new TendError({
      code: 'bad-request',
      message: `Expected valid JSON, but reading stopped ${where === undefined ? 'before the end' : `at ${where}`}.`,
      nextAction: 'Check quotes, commas and brackets of the body.',
      cause,
    })
  }
}
