import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context, Hono } from 'hono'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { requestId } from 'hono/request-id'
import { routePath } from 'hono/route'
import { createApi } from './api/api.ts'
import { describeApi, registerOutside } from './api/openapi.ts'
import { createAssets } from './assets.ts'
import { createClick } from './click.ts'
import type { HttpDeps, HttpEnv } from './deps.ts'
import { answerProblem, type Problem, problem, toProblem, wantsJson } from './errors.ts'
import { secureAnswers } from './headers.ts'
import { createHealth } from './health.ts'
import { createIngest, takeInQuickly } from './ingest.ts'
import { docsPage } from './pages/docs.ts'
import { errorPage } from './pages/error-page.ts'
import { createPages } from './pages/pages.ts'
import { createSessions } from './session.ts'
import { createUnsubscribe } from './unsubscribe.ts'
import { createWebhooks } from './webhooks/webhooks.ts'

/** Everything that Tend answers over HTTP. It parses, calls one verb of the engine and translates the outcome. */
export function createHttpApp(deps: HttpDeps): Hono<HttpEnv> {
  const app = new OpenAPIHono<HttpEnv>()
  app.post('/ingest/:token', takeInQuickly(deps))
  app.use(requestId({ limitLength: 64 }), secureAnswers(deps))
  app.use(methodNotAllowed({ app, onMethodNotAllowed: refuseMethod }))
  app.notFound(c => answer(c, NOT_FOUND))
  app.onError((error, c) => answerError(deps, c, error))

  app.route('/ingest', createIngest(deps))
  app.route('/u', createUnsubscribe(deps))
  app.route('/c', createClick(deps))
  app.route('/webhooks', createWebhooks(deps))
  app.route('/', createHealth(deps))
  app.route('/', createAssets())
  app.route('/api/v1', createApi(deps))
  registerOutside(app)
  addDescriptions(app, deps)
  app.route('/', createPages(deps, createSessions(deps)))
  return app
}

function addDescriptions(app: OpenAPIHono<HttpEnv>, deps: HttpDeps): void {
  const description = describeApi(app, deps)
  app.get('/openapi.json', c => c.json(description))
  app.get('/docs', c => c.html(docsPage(description, deps.publicUrl ?? new URL(c.req.url).origin)))
}

const NOT_FOUND = problem('not-found', 'There is nothing at this address.', 'Check the address; /docs lists every one.')

function refuseMethod(c: Context, methods: string[]) {
  const allowed = methods.toSorted().join(', ')
  c.header('Allow', allowed)
  return answer(
    c,
    problem('method-not-allowed', `Expected ${allowed}, got ${c.req.method}.`, 'Use one of these methods.'),
  )
}

function answerError(deps: HttpDeps, c: Context<HttpEnv>, error: unknown) {
  const found = toProblem(error)
  const fields = { requestId: c.get('requestId'), method: c.req.method, route: routePath(c, -1) }
  if (found.status < 500) deps.log.info('A request was refused', { ...fields, code: found.code })
  else deps.log.error(`${fields.method} ${fields.route} failed (request ${fields.requestId})`, error)
  return answer(c, found)
}

/** JSON for programs, a page for people. */
function answer(c: Context, found: Problem) {
  return wantsJson(c) ? answerProblem(c, found) : c.html(errorPage(found, c.get('requestId')), found.status)
}
