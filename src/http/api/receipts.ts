import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { HttpDeps, HttpEnv } from '../deps.ts'
import { presentReceipt, receiptOutcomeSchema, receiptSchema } from '../present/receipt.ts'
import { actionRoute, answer, listOf, pageQueryWith, refusals, security, toPageRequest } from './contract.ts'

const tags = ['Receipts']

const listRoute = createRoute({
  method: 'get',
  path: '/receipts',
  tags,
  security,
  summary: 'List deliveries as they came, newest first',
  request: {
    query: pageQueryWith({ status: receiptOutcomeSchema.optional(), endpoint: z.string().min(1).optional() }),
  },
  responses: { 200: answer(listOf(receiptSchema), 'A page of receipts'), ...refusals() },
})

const replayRoute = actionRoute({
  path: '/receipts/{id}/replay',
  tags,
  summary: "Read a quarantined delivery again with today's rules",
  now: receiptSchema,
  description: 'The receipt as it is now',
})

export function addReceipts(api: OpenAPIHono<HttpEnv>, { engine }: HttpDeps): void {
  api.openapi(listRoute, async c => {
    const { status, endpoint, ...page } = c.req.valid('query')
    const filter = { outcome: status, endpointId: endpoint }
    const { items, next } = await engine.listReceipts(filter, toPageRequest(page))
    return c.json({ items: items.map(presentReceipt), next }, 200)
  })
  api.openapi(replayRoute, async c => {
    return c.json(presentReceipt(await engine.replayReceipt(c.req.valid('param').id)), 200)
  })
}
