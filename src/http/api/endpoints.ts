import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { HttpDeps, HttpEnv } from '../deps.ts'
import { ingestUrl } from '../ingest-url.ts'
import { endpointViewSchema, newTokenSchema, presentEndpoint, presentEndpointView } from '../present/endpoint.ts'
import { environmentSchema } from '../present/lead.ts'
import { actionRoute, answer, body, listOf, refusals, security } from './contract.ts'

const tags = ['Endpoints']

const listRoute = createRoute({
  method: 'get',
  path: '/endpoints',
  tags,
  security,
  summary: 'List ingest endpoints',
  responses: { 200: answer(listOf(endpointViewSchema), 'All endpoints'), ...refusals() },
})

const addRoute = createRoute({
  method: 'post',
  path: '/endpoints',
  tags,
  security,
  summary: 'Make an ingest URL for an offer',
  request: body(
    z
      .object({
        label: z.string().trim().min(1).max(128),
        offer: z.string().trim().min(1).max(256).nullish().openapi({ description: '`publisher.offer`' }),
        environment: environmentSchema.default('live'),
      })
      .openapi('NewEndpoint', { example: { label: 'Analytics in AppSource', offer: 'contoso.analytics' } }),
  ),
  responses: { 201: answer(newTokenSchema, 'Made; the token is shown only here'), ...refusals(409, 503) },
})

const rotateRoute = actionRoute({
  path: '/endpoints/{id}/rotate',
  tags,
  summary: 'Make a second token; the old one goes on working until it is revoked',
  now: newTokenSchema,
  description: 'The new token',
})

const revokeRoute = actionRoute({
  path: '/endpoints/{id}/revoke',
  tags,
  summary: 'Close an endpoint and all its tokens at once',
  now: z.object({ id: z.string(), revoked: z.boolean() }),
  description: 'Closed',
})

export function addEndpoints(api: OpenAPIHono<HttpEnv>, deps: HttpDeps): void {
  const { engine } = deps
  api.openapi(listRoute, async c => {
    const endpoints = await engine.listEndpoints()
    return c.json({ items: endpoints.map(presentEndpointView), next: null }, 200)
  })
  api.openapi(addRoute, async c => {
    const { label, offer, environment } = c.req.valid('json')
    const { endpoint, token } = await engine.addEndpoint({ label, offer: offer ?? null, environment })
    return c.json({ endpoint: presentEndpoint(endpoint), token, url: ingestUrl(deps, c, token) }, 201)
  })
  api.openapi(rotateRoute, async c => {
    const { endpoint, token } = await engine.rotateEndpoint(c.req.valid('param').id)
    return c.json({ endpoint: presentEndpoint(endpoint), token, url: ingestUrl(deps, c, token) }, 200)
  })
  api.openapi(revokeRoute, async c => {
    const { id } = c.req.valid('param')
    await engine.revokeEndpoint(id)
    return c.json({ id, revoked: true }, 200)
  })
}
