import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { HttpDeps, HttpEnv } from '../deps.ts'
import { presentTask, TASK_STATUSES, taskSchema } from '../present/escalation.ts'
import { actionRoute, answer, listOf, pageQueryWith, refusals, security, toPageRequest } from './contract.ts'

const tags = ['Tasks']

const listRoute = createRoute({
  method: 'get',
  path: '/tasks',
  tags,
  security,
  summary: 'List calls for a person to make',
  request: { query: pageQueryWith({ status: z.enum(TASK_STATUSES).optional() }) },
  responses: { 200: answer(listOf(taskSchema), 'A page of tasks'), ...refusals() },
})

const closeRoute = actionRoute({
  path: '/tasks/{id}/close',
  tags,
  summary: 'Say that a task is done',
  now: taskSchema,
  description: 'The task as it is now',
})

export function addTasks(api: OpenAPIHono<HttpEnv>, { engine }: HttpDeps): void {
  api.openapi(listRoute, async c => {
    const { status, ...page } = c.req.valid('query')
    const { items, next } = await engine.listTasks({ status }, toPageRequest(page))
    return c.json({ items: items.map(presentTask), next }, 200)
  })
  api.openapi(closeRoute, async c => {
    const by = c.req.valid('json').by ?? 'api'
    return c.json(presentTask(await engine.closeTask(c.req.valid('param').id, by)), 200)
  })
}
