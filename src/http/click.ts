import { Hono } from 'hono'
import { browserLanguage } from './browser-language.ts'
import type { HttpDeps, HttpEnv } from './deps.ts'
import { unknownLinkPage } from './pages/unsubscribe.ts'

/** Links of mails, where clicks are noticed. They lead to where they led when the mail was written, and to no other place. */
export function createClick(deps: HttpDeps): Hono<HttpEnv> {
  const click = new Hono<HttpEnv>()
  click.get('/:token', c => {
    c.header('Cache-Control', 'no-store')
    c.header('X-Robots-Tag', 'noindex')
    const look = { method: c.req.method, userAgent: c.req.header('user-agent') ?? '' }
    const link = deps.engine.followClick(c.req.param('token'), look)
    return link === null ? c.html(unknownLinkPage(browserLanguage(c)), 404) : c.redirect(link, 302)
  })
  return click
}
