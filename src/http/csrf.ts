import type { Context, MiddlewareHandler } from 'hono'
import { TendError } from '../domain/errors.ts'
import type { HttpDeps, HttpEnv } from './deps.ts'
import type { Sessions } from './session.ts'

/**
 * Forms of the dashboard: the session's own token, and no sign of another site. Our `no-referrer` makes browsers send
 * `Origin: null` from our own pages, so that value alone says nothing and the token decides.
 */
export function guardForms(deps: HttpDeps, sessions: Sessions): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const session = c.get('session')
    if (c.req.method !== 'POST' || session === null) return next()
    if (comesFromElsewhere(deps, c)) throw refusal('from another site')
    const form = await c.req.parseBody()
    if (!sessions.isCsrfToken(session, form.csrf)) throw refusal('without the token of this session')
    return next()
  }
}

function comesFromElsewhere(deps: HttpDeps, c: Context): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  const origin = c.req.header('origin')
  if (origin === undefined || origin === 'null') return false
  const ours = [new URL(c.req.url).origin, ...(deps.publicUrl === null ? [] : [new URL(deps.publicUrl).origin])]
  return !ours.includes(origin)
}

function refusal(how: string): TendError {
  return new TendError({
    code: 'forbidden',
    message: `Expected a form of this dashboard, got one ${how}.`,
    nextAction: 'Go back, reload the page and press the button again.',
  })
}
