import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { HttpDeps, HttpEnv } from '../deps.ts'
import { alertSchema, presentAlert } from '../present/alert.ts'
import { answer, idParams, listOf, refusals, security } from './contract.ts'

const tags = ['State']
const counts = z.record(z.string(), z.number())

const statsSchema = z
  .object({
    receipts: counts,
    leads: counts,
    enrollments: counts,
    messages: counts,
    escalations: counts,
    dueNow: z.number(),
    oldestDueSeconds: z.number(),
    late24h: z.number().openapi({ description: 'First touches that came, or are, later than promised' }),
    lateBecause: z
      .record(z.string(), z.number())
      .openapi({ description: 'The same, by what holds them up or made them late' }),
    alerts: z.number().openapi({ description: 'Alerts that nobody has cleared' }),
  })
  .openapi('Stats')

const statsRoute = createRoute({
  method: 'get',
  path: '/stats',
  tags,
  security,
  summary: 'Count everything by status',
  responses: { 200: answer(statsSchema, 'The counts'), ...refusals() },
})

const alertsRoute = createRoute({
  method: 'get',
  path: '/alerts',
  tags,
  security,
  summary: 'List what a person should look at',
  responses: { 200: answer(listOf(alertSchema), 'All open alerts'), ...refusals() },
})

const dismissRoute = createRoute({
  method: 'post',
  path: '/alerts/{id}/dismiss',
  tags,
  security,
  summary: 'Say that an alert was seen',
  request: { params: idParams },
  responses: { 200: answer(alertSchema, 'The alert as it is now'), ...refusals(404, 503) },
})

export function addStats(api: OpenAPIHono<HttpEnv>, { engine }: HttpDeps): void {
  api.openapi(statsRoute, async c => {
    const [stats, alerts] = await Promise.all([engine.readStats(), engine.listAlerts()])
    return c.json({ ...stats, alerts: alerts.length }, 200)
  })
  api.openapi(alertsRoute, async c => {
    const alerts = await engine.listAlerts()
    return c.json({ items: alerts.map(presentAlert), next: null }, 200)
  })
  api.openapi(dismissRoute, async c => {
    return c.json(presentAlert(await engine.dismissAlert(c.req.valid('param').id)), 200)
  })
}
