import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { HttpDeps, HttpEnv } from '../deps.ts'
import { ESCALATION_STATUSES, escalationSchema, presentEscalation } from '../present/escalation.ts'
import { actionRoute, answer, listOf, pageQueryWith, refusals, security, toPageRequest } from './contract.ts'

const tags = ['Escalations']

const listRoute = createRoute({
  method: 'get',
  path: '/escalations',
  tags,
  security,
  summary: 'List leads handed to a team',
  request: { query: pageQueryWith({ status: z.enum(ESCALATION_STATUSES).optional() }) },
  responses: { 200: answer(listOf(escalationSchema), 'A page of escalations'), ...refusals() },
})

const ANSWERS = [
  { path: '/escalations/{id}/accept', as: 'accepted', summary: 'Take the lead on' },
  { path: '/escalations/{id}/decline', as: 'declined', summary: 'Hand the lead back' },
] as const

export function addEscalations(api: OpenAPIHono<HttpEnv>, { engine }: HttpDeps): void {
  api.openapi(listRoute, async c => {
    const { status, ...page } = c.req.valid('query')
    const { items, next } = await engine.listEscalations({ status }, toPageRequest(page))
    return c.json({ items: items.map(presentEscalation), next }, 200)
  })
  for (const { path, as, summary } of ANSWERS) {
    const route = actionRoute({
      path,
      tags,
      summary,
      now: escalationSchema,
      description: 'The escalation as it is now',
    })
    api.openapi(route, async c => {
      const { reason, by } = c.req.valid('json')
      const given = { id: c.req.valid('param').id, as, by: by ?? 'api', note: reason ?? null }
      return c.json(presentEscalation(await engine.answerEscalation(given)), 200)
    })
  }
}
