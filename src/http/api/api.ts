import { OpenAPIHono } from '@hono/zod-openapi'
import { requireBearer } from '../auth.ts'
import type { HttpDeps, HttpEnv } from '../deps.ts'
import { addEndpoints } from './endpoints.ts'
import { addEscalations } from './escalations.ts'
import { addLeadActions } from './lead-actions.ts'
import { addLeads } from './leads.ts'
import { addMessages } from './messages.ts'
import { addReceipts } from './receipts.ts'
import { readJsonBody } from './request-body.ts'
import { addStats } from './stats.ts'
import { addSuppressions } from './suppressions.ts'
import { addTasks } from './tasks.ts'
import { explainInvalid } from './validation.ts'
import { addWorkflows } from './workflows.ts'

/** `/api/v1`, one resource a file. */
export function createApi(deps: HttpDeps): OpenAPIHono<HttpEnv> {
  const api = new OpenAPIHono<HttpEnv>({ defaultHook: explainInvalid })
  api.use(requireBearer(deps), readJsonBody)
  addLeads(api, deps)
  addLeadActions(api, deps)
  addMessages(api, deps)
  addEscalations(api, deps)
  addTasks(api, deps)
  addReceipts(api, deps)
  addWorkflows(api, deps)
  addSuppressions(api, deps)
  addEndpoints(api, deps)
  addStats(api, deps)
  return api
}
