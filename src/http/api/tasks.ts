import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { HttpDeps, HttpEnv } from '../deps.ts'
import { presentTask, TASK_STATUSES, taskSchema } from '../present/escalation.ts'
import {
  actionBody,
  answer,
  idParams,
  listOf,
  optionalBody,
  pageQueryWith,
  refusals,
  security,
  toPageRequest,
} from './contract.ts'

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

const closeRoute = createRoute({
  method: 'post',
  path: '/tasks/{id}/close',
  tags,
  security,
  summary: 'Say that a task is done',
  request: { params: idParams, ...optionalBody(actionBody) },
  responses: { 200: answer(taskSchema, 'The task as it is now'), ...refusals(404, 409, 503) },
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
