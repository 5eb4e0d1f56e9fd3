import { z } from '@hono/zod-openapi'
import type { WorkflowSummary } from '../../engine/engine-api.ts'

export const workflowSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    state: z.enum(['active', 'paused', 'removed']),
    version: z.string(),
    actions: z.array(z.string()),
    rank: z.number(),
    counts: z.record(z.string(), z.number()).openapi({ description: 'Leads inside, by enrollment status' }),
    trouble: z.string().nullable().openapi({ description: 'Why the last good version runs instead of the file' }),
  })
  .openapi('Workflow')

export function presentWorkflow(workflow: WorkflowSummary): z.infer<typeof workflowSchema> {
  const { id, title, state, version, actions, rank, counts, trouble } = workflow
  return { id, title, state, version, actions, rank, counts: { ...counts }, trouble }
}
