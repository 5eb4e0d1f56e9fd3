import { type OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi'
import type { HttpDeps, HttpEnv } from '../deps.ts'
import { receiptOutcomeSchema } from '../present/receipt.ts'
import { answer, errorSchema } from './contract.ts'

export type OpenApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>

const token = { params: z.object({ token: z.string() }) }
const kept = z.object({ status: receiptOutcomeSchema, receipt: z.string() }).openapi('Kept')
const page = { content: { 'text/html': { schema: z.string() } } }
const state = z.object({ status: z.string(), degraded: z.array(z.string()) })

/** Routes outside `/api/v1` that other programs call. */
const OUTSIDE: RouteConfig[] = [
  {
    method: 'post',
    path: '/ingest/{token}',
    tags: ['Ingest'],
    summary: 'Deliver a lead as the marketplace does',
    description:
      'Any body of at most 64 KiB. It is durable when the answer comes. The token in the URL is the only secret.',
    request: {
      ...token,
      body: { content: { 'application/json': { schema: z.record(z.string(), z.unknown()) } } },
    },
    responses: {
      200: answer(kept, 'Kept: accepted, a repeat, or a test lead'),
      202: answer(kept, 'Kept, but not understood: quarantined, alarmed, replayable'),
      404: answer(errorSchema, 'Wrong token'),
      413: answer(errorSchema, 'Larger than 64 KiB; the first 64 KiB are kept as quarantined'),
      503: answer(errorSchema, 'It could not be made durable; send it again'),
    },
  },
  {
    method: 'get',
    path: '/u/{token}',
    tags: ['Unsubscribe'],
    summary: 'Show the unsubscribe page; changes nothing',
    request: token,
    responses: { 200: { description: 'The page', ...page }, 404: { description: 'A link that is not ours', ...page } },
  },
  {
    method: 'post',
    path: '/u/{token}',
    tags: ['Unsubscribe'],
    summary: 'Unsubscribe, from the page or by one click (RFC 8058)',
    request: token,
    responses: { 200: { description: 'Done', ...page }, 404: { description: 'A link that is not ours', ...page } },
  },
  {
    method: 'post',
    path: '/webhooks/{provider}/{token}',
    tags: ['Webhooks'],
    summary: 'Take in what a mail provider tells of bounces and complaints',
    request: {
      params: z.object({ provider: z.enum(['amazon-ses', 'sendgrid', 'postmark', 'azure']), token: z.string() }),
    },
    responses: {
      200: { description: 'Kept and worked off, or the answer of a handshake' },
      401: answer(errorSchema, 'Not proven to come from the provider; nothing was kept'),
      404: answer(errorSchema, 'The settings do not name the provider'),
      413: answer(errorSchema, 'Larger than 1 MiB'),
      503: answer(errorSchema, 'It could not be worked off; send it again'),
    },
  },
  {
    method: 'get',
    path: '/healthz',
    tags: ['State'],
    summary: 'Say that the process answers',
    responses: { 200: answer(z.object({ status: z.string() }), 'It does') },
  },
  {
    method: 'get',
    path: '/readyz',
    tags: ['State'],
    summary: 'Say whether it can work, and what is poorer than it should be',
    responses: { 200: answer(state, 'Ready or degraded'), 503: answer(state, 'Not ready') },
  },
  {
    method: 'get',
    path: '/metrics',
    tags: ['State'],
    security: [{ bearer: [] }],
    summary: 'Read the counts in the Prometheus text format',
    responses: { 200: { description: 'Metrics', content: { 'text/plain': { schema: z.string() } } } },
  },
]

/** The OpenAPI document of everything that other programs may call. */
export function describeApi(app: OpenAPIHono<HttpEnv>, deps: HttpDeps): OpenApiDocument {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Tend',
      version: deps.version,
      description: 'Looks after the leads of the Microsoft commercial marketplace. Times are ISO 8601 in UTC.',
    },
    ...(deps.publicUrl === null ? {} : { servers: [{ url: deps.publicUrl }] }),
  })
}

export function registerOutside(app: OpenAPIHono<HttpEnv>): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'The admin token: TEND_ADMIN_TOKEN, or the one in the dashboard link that Tend prints at start.',
  })
  for (const route of OUTSIDE) app.openAPIRegistry.registerPath(route)
}
