import type { Command } from 'commander'
import { TendError } from '../domain/errors.ts'
import type { Engine, WorkflowSummary } from '../engine/engine-api.ts'
import { withEngine } from './open-engine.ts'
import { print, printJson, withFormat } from './print.ts'
import { unknownWorkflow } from './project.ts'

interface WorkflowChange {
  name: 'pause' | 'resume'
  description: string
  change(engine: Engine, id: string): Promise<WorkflowSummary>
  words(id: string): string
  concerns(workflow: WorkflowSummary): boolean
  nothing: string
}

/** `pause` and `resume` differ only in what they do to each workflow. Both work while a file is broken. */
export function defineWorkflowChange(command: Command, change: WorkflowChange): void {
  command
    .description(change.description)
    .argument('[workflow]', 'id of a workflow')
    .option('--all', 'every workflow')
    .addHelpText('after', `\nExample: tend ${change.name} test-drive`)
  withFormat(command).action((id: string | undefined, options: { all?: true; format: string }) =>
    run(change, id, options),
  )
}

async function run(
  change: WorkflowChange,
  id: string | undefined,
  options: { all?: true; format: string },
): Promise<void> {
  if ((id === undefined) === (options.all === undefined)) throw idOrAll(change.name)
  await withEngine(async ({ engine }) => {
    const workflows = await engine.listWorkflows()
    const wanted =
      id === undefined ? workflows.filter(change.concerns) : workflows.filter(workflow => workflow.id === id)
    if (id !== undefined && wanted.length === 0) throw notKnown(id, workflows)
    const changed: WorkflowSummary[] = []
    for (const workflow of wanted) changed.push(await change.change(engine, workflow.id))
    if (options.format === 'json')
      return printJson({ items: changed.map(({ id, title, state }) => ({ id, title, state })) })
    print(changed.length === 0 ? change.nothing : changed.map(workflow => change.words(workflow.id)))
  })
}

/** The database learns of a workflow when the product starts, or takes over its new file. */
function notKnown(id: string, workflows: WorkflowSummary[]): TendError {
  if (workflows.length > 0)
    return unknownWorkflow(
      id,
      workflows.map(workflow => workflow.id),
    )
  return new TendError({
    code: 'wrong-use',
    message: `There is no workflow \`${id}\` in the database, nor any other.`,
    nextAction: 'The first `tend up` takes the workflow files in; TEND_DATA says which database is looked at.',
  })
}

function idOrAll(name: string): TendError {
  return new TendError({
    code: 'wrong-use',
    message: 'Expected the id of a workflow, or --all.',
    nextAction: `For example \`tend ${name} test-drive\` or \`tend ${name} --all\`.`,
  })
}
