import { TendError } from '../domain/errors.ts'
import type { EngineContext } from './context.ts'
import type { WorkflowSummary } from './engine-api.ts'
import type { StoredWorkflow, WorkflowState } from './ports.ts'
import { shiftAfterPause } from './resume-workflow.ts'

/** Every workflow that runs or still has people inside, with how many stand where. */
export async function listWorkflows(context: EngineContext): Promise<WorkflowSummary[]> {
  const { store } = context
  const [stored, counts] = await Promise.all([store.workflows.list(), store.workflows.counts()])
  return Promise.all(
    stored.map(async workflow => ({
      ...(await summary(context, workflow)),
      counts: Object.fromEntries(
        counts.filter(({ workflowId }) => workflowId === workflow.id).map(({ status, count }) => [status, count]),
      ),
    })),
  )
}

/** Freezes what runs in the workflow; leads still come in. Pausing twice is harmless. Throws `not-found`. */
export function pauseWorkflow(context: EngineContext, id: string): Promise<WorkflowSummary> {
  return setState(context, id, 'paused')
}

/** Lets a paused workflow go on where it stood, without a burst: the whole timetable moves by the length of the pause. */
export async function resumeWorkflow(context: EngineContext, id: string): Promise<WorkflowSummary> {
  const paused = (await context.store.workflows.list()).find(known => known.id === id && known.state === 'paused')
  if (paused !== undefined) await shiftAfterPause(context, paused)
  return setState(context, id, 'active')
}

async function setState(context: EngineContext, id: string, state: WorkflowState): Promise<WorkflowSummary> {
  const known = (await listWorkflows(context)).find(workflow => workflow.id === id)
  if (known === undefined) {
    throw new TendError({
      code: 'not-found',
      message: `There is no workflow ${id}.`,
      nextAction: 'List them with GET /api/v1/workflows.',
    })
  }
  if (known.state !== state) await context.store.workflows.setState(id, state, context.clock.now())
  return { ...known, state }
}

async function summary(context: EngineContext, workflow: StoredWorkflow): Promise<Omit<WorkflowSummary, 'counts'>> {
  const { program } = await context.version(workflow.current)
  return {
    id: workflow.id,
    title: program.title,
    state: workflow.state,
    version: workflow.current,
    actions: program.for.actions,
    rank: program.rank,
    trouble: context.catalog().troubles[workflow.id] ?? null,
  }
}
