import type { Context } from 'hono'
import { Hono } from 'hono'
import { SNOOZE_LENGTHS } from '../domain/snooze.ts'
import { browserLanguage } from './browser-language.ts'
import type { HttpDeps, HttpEnv } from './deps.ts'
import { allowOwnStyle } from './headers.ts'
import { unknownLinkPage, unsubscribePage } from './pages/unsubscribe.ts'
import { readLimited } from './read-body.ts'

const FORM_LIMIT_BYTES = 4 * 1024

/**
 * The unsubscribe link of a mail. Link scanners GET everything, so only POST acts; it takes the one-click request of
 * RFC 8058 as it comes: no cookie, no origin, no redirect. Whatever does not plainly ask for less unsubscribes.
 */
export function createUnsubscribe(deps: HttpDeps): Hono<HttpEnv> {
  const unsubscribe = new Hono<HttpEnv>()
  unsubscribe.use(async (c, next) => {
    c.header('Cache-Control', 'no-store')
    c.header('X-Robots-Tag', 'noindex')
    allowOwnStyle(c)
    await next()
  })
  // Programs on the way put a slash behind links.
  for (const path of ['/:token', '/:token/'] as const) {
    unsubscribe.get(path, c => show(deps, c, c.req.param('token')))
    unsubscribe.post(path, async c => {
      const token = c.req.param('token')
      const known = await act(deps, token, await choiceOf(c))
      return known ? show(deps, c, token) : unknown(c)
    })
  }
  // A link that was cut off is opened by a person, too.
  unsubscribe.on(['GET', 'POST'], '/*', unknown)
  return unsubscribe
}

async function show({ engine }: HttpDeps, c: Context<HttpEnv>, token: string) {
  const view = await engine.viewUnsubscribe(token)
  if (view === null) return unknown(c)
  return c.html(unsubscribePage({ ...view, language: view.language ?? browserLanguage(c) }))
}

function unknown(c: Context<HttpEnv>) {
  return c.html(unknownLinkPage(browserLanguage(c)), 404)
}

function act({ engine }: HttpDeps, token: string, choice: string): Promise<boolean> {
  const length = SNOOZE_LENGTHS.find(known => choice === `snooze-${known}`)
  if (length !== undefined) return engine.snoozeMail(token, length)
  return choice === 'offer' ? engine.declineOffer(token) : engine.unsubscribe(token)
}

/** Empty, which unsubscribes, unless a form of our page says otherwise: the word of RFC 8058 stands above everything. */
async function choiceOf(c: Context): Promise<string> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(c.req.header('content-type') ?? '')) return ''
  const body = await readLimited(c.req.raw, FORM_LIMIT_BYTES).catch(() => null)
  if (body === null || body.size > FORM_LIMIT_BYTES) return ''
  const form = new URLSearchParams(new TextDecoder().decode(body.bytes))
  return form.has('List-Unsubscribe') ? '' : (form.get('choice') ?? '')
}
