import type { Context, MiddlewareHandler } from 'hono'
import type { HttpDeps, HttpEnv } from './deps.ts'
import { answerProblem, problem, wantsJson } from './errors.ts'
import { signInPage } from './pages/sign-in.ts'
import { isSame, type Sessions } from './session.ts'

/** Programs: the Bearer token and nothing else, so that no browser can be made to act. */
export function requireBearer(deps: HttpDeps): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    c.header('Cache-Control', 'no-store')
    if (!hasBearer(deps, c)) return refuse(c)
    c.set('session', null)
    return next()
  }
}

/** People: a session, the link with the token in it that opens one, or the Bearer token. */
export function requireReader(deps: HttpDeps, sessions: Sessions): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    c.header('Cache-Control', 'no-store')
    c.set('session', null)
    if (hasBearer(deps, c)) return next()
    const session = sessions.read(c)
    const token = isReading(c) ? c.req.query('token') : undefined
    if (token !== undefined) {
      const isRight = isSame(token, deps.adminToken)
      if (isRight) sessions.open(c)
      if (isRight || session !== null) return c.redirect(withoutToken(c.req.url), 303)
    }
    if (session === null) return wantsJson(c) ? refuse(c) : c.html(signInPage(token !== undefined), 401)
    c.set('session', session)
    await next()
  }
}

function isReading(c: Context): boolean {
  return c.req.method === 'GET' || c.req.method === 'HEAD'
}

function hasBearer(deps: HttpDeps, c: Context): boolean {
  const token = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '')?.[1]
  return token !== undefined && isSame(token, deps.adminToken)
}

function refuse(c: Context) {
  c.header('WWW-Authenticate', 'Bearer realm="tend"')
  const got = c.req.header('authorization') === undefined ? 'none came' : 'another one came'
  return answerProblem(
    c,
    problem(
      'unauthorized',
      `Expected "Authorization: Bearer <TEND_ADMIN_TOKEN>"; ${got}.`,
      'Send the admin token: the value of TEND_ADMIN_TOKEN, or the one in the dashboard link that Tend prints at start.',
    ),
  )
}

function withoutToken(url: string): string {
  const { pathname, searchParams } = new URL(url)
  searchParams.delete('token')
  const rest = searchParams.toString()
  return rest === '' ? pathname : `${pathname}?${rest}`
}
