import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { MESSAGE_STATUSES } from '../../domain/mail/message.ts'
import type { HttpDeps, HttpEnv } from '../deps.ts'
import { messageSchema, presentMessage } from '../present/message.ts'
import { answer, body, idParams, listOf, pageQueryWith, refusals, security, toPageRequest } from './contract.ts'

const tags = ['Messages']

const listRoute = createRoute({
  method: 'get',
  path: '/messages',
  tags,
  security,
  summary: 'List messages, newest first',
  request: { query: pageQueryWith({ status: z.enum(MESSAGE_STATUSES).optional() }) },
  responses: { 200: answer(listOf(messageSchema), 'A page of messages'), ...refusals() },
})

const resolveRoute = createRoute({
  method: 'post',
  path: '/messages/{id}/resolve',
  tags,
  security,
  summary: 'Say what became of an uncertain, held or failed mail',
  description: '`sent`: it arrived, leave it. `resend`: it did not, try again.',
  request: {
    params: idParams,
    ...body(z.object({ as: z.enum(['sent', 'resend']), by: z.string().trim().min(1).max(128).optional() })),
  },
  responses: { 200: answer(messageSchema, 'The message as it is now'), ...refusals(404, 409, 503) },
})

export function addMessages(api: OpenAPIHono<HttpEnv>, { engine }: HttpDeps): void {
  api.openapi(listRoute, async c => {
    const { status, ...page } = c.req.valid('query')
    const { items, next } = await engine.listMessages({ status }, toPageRequest(page))
    return c.json({ items: items.map(presentMessage), next }, 200)
  })
  api.openapi(resolveRoute, async c => {
    const { as, by } = c.req.valid('json')
    return c.json(presentMessage(await engine.resolveMessage(c.req.valid('param').id, as, by ?? 'api')), 200)
  })
}
