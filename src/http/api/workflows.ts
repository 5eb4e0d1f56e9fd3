import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Engine } from '../../engine/engine-api.ts'
import type { HttpDeps, HttpEnv } from '../deps.ts'
import { presentWorkflow, workflowSchema } from '../present/workflow.ts'
import { actionRoute, answer, listOf, refusals, security } from './contract.ts'

const tags = ['Workflows']

const listRoute = createRoute({
  method: 'get',
  path: '/workflows',
  tags,
  security,
  summary: 'List workflows with the leads inside',
  responses: { 200: answer(listOf(workflowSchema), 'All workflows'), ...refusals() },
})

const SWITCHES = [
  {
    path: '/workflows/{id}/pause',
    summary: 'Hold everybody inside; remaining waits freeze',
    turn: (engine: Engine, id: string) => engine.pauseWorkflow(id),
  },
  {
    path: '/workflows/{id}/resume',
    summary: 'Let everybody inside go on',
    turn: (engine: Engine, id: string) => engine.resumeWorkflow(id),
  },
]

export function addWorkflows(api: OpenAPIHono<HttpEnv>, { engine }: HttpDeps): void {
  api.openapi(listRoute, async c => {
    const workflows = await engine.listWorkflows()
    return c.json({ items: workflows.map(presentWorkflow), next: null }, 200)
  })
  for (const { path, summary, turn } of SWITCHES) {
    const route = actionRoute({
      path,
      tags,
      summary,
      now: workflowSchema,
      description: 'The workflow as it is now',
    })
    api.openapi(route, async c => c.json(presentWorkflow(await turn(engine, c.req.valid('param').id)), 200))
  }
}
