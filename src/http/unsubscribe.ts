import { Hono } from 'hono'
import type { HttpDeps, HttpEnv } from './deps.ts'
import { unknownLinkPage, unsubscribedPage, unsubscribePage } from './pages/unsubscribe.ts'

/**
 * The unsubscribe link of a mail. Link scanners GET everything, so only POST acts; it takes the one-click request of
 * RFC 8058 as it comes: no cookie, no origin, no redirect, whatever the body says.
 */
export function createUnsubscribe(deps: HttpDeps): Hono<HttpEnv> {
  const unsubscribe = new Hono<HttpEnv>()
  unsubscribe.use(async (c, next) => {
    c.header('Cache-Control', 'no-store')
    c.header('X-Robots-Tag', 'noindex')
    await next()
  })
  unsubscribe.get('/:token', async c => {
    const view = await deps.engine.viewUnsubscribe(c.req.param('token'))
    return view === null ? c.html(unknownLinkPage(), 404) : c.html(unsubscribePage(view))
  })
  unsubscribe.post('/:token', async c => {
    const done = await deps.engine.unsubscribe(c.req.param('token'))
    return done ? c.html(unsubscribedPage(deps.settings().publisher.name)) : c.html(unknownLinkPage(), 404)
  })
  return unsubscribe
}
