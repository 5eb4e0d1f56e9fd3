import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { HttpDeps, HttpEnv } from '../deps.ts'
import { presentSuppression, suppressionSchema } from '../present/suppression.ts'
import {
  answer,
  body,
  idParams,
  listOf,
  pageQuery,
  reasonedBody,
  refusals,
  security,
  toPageRequest,
} from './contract.ts'

const tags = ['Suppressions']

const newSuppressionSchema = reasonedBody
  .extend({
    scope: z.enum(['address', 'domain', 'lead']),
    value: z.string().trim().min(1).max(320).openapi({ description: 'An address, a domain or a lead id, by scope' }),
    until: z.iso.datetime({ offset: true }).nullish().openapi({ description: 'For ever when left out' }),
  })
  .openapi('NewSuppression', {
    example: { scope: 'domain', value: 'fabrikam.example', reason: 'their lawyer asked', by: 'Sam' },
  })

const listRoute = createRoute({
  method: 'get',
  path: '/suppressions',
  tags,
  security,
  summary: 'List whom not to write to, and why',
  request: { query: pageQuery },
  responses: { 200: answer(listOf(suppressionSchema), 'A page of suppressions'), ...refusals() },
})

const addRoute = createRoute({
  method: 'post',
  path: '/suppressions',
  tags,
  security,
  summary: 'Never write to an address, a domain or a lead',
  request: body(newSuppressionSchema),
  responses: { 201: answer(suppressionSchema, 'In force'), ...refusals(404, 409, 503) },
})

const liftRoute = createRoute({
  method: 'delete',
  path: '/suppressions/{id}',
  tags,
  security,
  summary: 'Lift a suppression; needs a reason',
  request: { params: idParams, ...body(reasonedBody) },
  responses: { 200: answer(suppressionSchema, 'The suppression, lifted'), ...refusals(404, 409, 503) },
})

export function addSuppressions(api: OpenAPIHono<HttpEnv>, { engine }: HttpDeps): void {
  api.openapi(listRoute, async c => {
    const { items, next } = await engine.listSuppressions(toPageRequest(c.req.valid('query')))
    return c.json({ items: items.map(presentSuppression), next }, 200)
  })
  api.openapi(addRoute, async c => {
    const { scope, value, reason, by, until } = c.req.valid('json')
    const suppression = await engine.addSuppression({
      scope,
      value,
      because: reason,
      by: by ?? 'api',
      until: typeof until === 'string' ? Date.parse(until) : null,
    })
    return c.json(presentSuppression(suppression), 201)
  })
  api.openapi(liftRoute, async c => {
    const { reason, by } = c.req.valid('json')
    const lifted = await engine.liftSuppression(c.req.valid('param').id, reason, by ?? 'api')
    return c.json(presentSuppression(lifted), 200)
  })
}
