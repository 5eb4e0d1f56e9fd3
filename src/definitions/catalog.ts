import { TendError } from '../domain/errors.ts'
import type { Catalog } from '../engine/context.ts'
import type { Store } from '../engine/ports.ts'
import { type Problem, problemLine } from '../workflow/problem.ts'
import type { StepMap } from '../workflow/versions/step-map.ts'
import type { WorkflowVersion } from '../workflow/versions/version.ts'
import type { Definitions } from './read-definitions.ts'

/**
 * Takes over what the files say, as far as it is good: new versions are stored, a bad file leaves the last good version
 * running, a file that is gone takes in nobody new. Throws `bad-workflow` when a bad file has no good version at all.
 */
export async function adoptDefinitions(store: Store, definitions: Definitions, now: number): Promise<Catalog> {
  const stored = new Map((await store.workflows.list()).map(workflow => [workflow.id, workflow]))
  for (const version of definitions.versions) {
    const known = stored.get(version.workflowId)
    if (known?.current !== version.hash) await store.workflows.keep(version)
    if (known?.state === 'removed') await store.workflows.setState(version.workflowId, 'active', now)
  }
  const bad = definitions.workflowIds.filter(id => !definitions.versions.some(version => version.workflowId === id))
  const fallen: WorkflowVersion[] = []
  for (const id of bad) {
    const version = await lastGood(store, stored.get(id)?.current)
    if (version === null) throw badDefinitions(definitions.problems)
    fallen.push(version)
  }
  for (const id of stored.keys()) {
    const isGone = !definitions.workflowIds.includes(id) && stored.get(id)?.state !== 'removed'
    if (isGone) await store.workflows.setState(id, 'removed', now)
  }
  const workflows = [...definitions.versions, ...fallen]
  return {
    workflows,
    notices: Object.fromEntries(Object.entries(definitions.templates).filter(([, { kind }]) => kind === 'notice')),
    stepMaps: await readStepMaps(store, workflows),
    troubles: Object.fromEntries(bad.map(id => [id, troubleOf(id, definitions.problems)])),
  }
}

/** Maps that lead on from older versions; one that leads out of a version that is current again no longer counts. */
export async function readStepMaps(store: Store, workflows: WorkflowVersion[]): Promise<StepMap[]> {
  const maps = await store.workflows.stepMaps()
  return maps.filter(({ from }) => !workflows.some(({ hash }) => hash === from))
}

/** One error that lists all problems that keep the product from starting. */
function badDefinitions(problems: Problem[]): TendError {
  const errors = problems.filter(({ severity }) => severity === 'error')
  return new TendError({
    code: 'bad-workflow',
    message: ['Workflows or templates have problems:', ...errors.map(problemLine)].join('\n  '),
    nextAction: 'Mend what is named above; `bin/tend check` shows the same list.',
  })
}

async function lastGood(store: Store, hash: string | undefined): Promise<WorkflowVersion | null> {
  return hash === undefined ? null : store.workflows.version(hash)
}

function troubleOf(id: string, problems: Problem[]): string {
  const own = problems.find(({ file, severity }) => severity === 'error' && file.includes(`${id}.y`))
  const any = own ?? problems.find(({ severity }) => severity === 'error')
  return any === undefined ? 'the file is bad' : problemLine(any)
}
