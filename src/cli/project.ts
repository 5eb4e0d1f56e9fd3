import { existsSync, mkdirSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { type Config, readConfig } from '../config.ts'
import { foldersOf, withSender } from '../definitions/live-definitions.ts'
import { type Definitions, readDefinitions } from '../definitions/read-definitions.ts'
import { TendError } from '../domain/errors.ts'
import type { Settings } from '../domain/settings.ts'
import { loadSettings } from '../settings.ts'
import { systemClock } from '../system-clock.ts'
import { hintFor } from '../workflow/language/nearest.ts'
import { type Problem, problemLine } from '../workflow/problem.ts'
import type { WorkflowVersion } from '../workflow/versions/version.ts'

/** Settings, workflows and templates as the files say, without a database. */
export interface Project {
  config: Config
  settings: Settings
  definitions: Definitions
}

/** Reads the files. Throws `bad-settings`; what is wrong with workflows and templates is among the problems. */
export async function readProject(
  scope: { workflowsFolder?: string; templatesFolder?: string; only?: string } = {},
): Promise<Project> {
  const config = readConfig()
  const settings = withSender(await loadSettings(config.settingsFile, config.variable), config.mailFrom)
  // The cache of compiled layouts goes there, and the folder will hold personal data later.
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 })
  const folders = { ...foldersOf(config), ...scope }
  return { config, settings, definitions: await readDefinitions(folders, settings, systemClock.now()) }
}

/** The same for what looks at all workflows together. Throws `bad-workflow` when one of them cannot be used. */
export async function readSoundProject(scope: Parameters<typeof readProject>[0] = {}): Promise<Project> {
  const project = await readProject(scope)
  const errors = project.definitions.problems.filter(({ severity }) => severity === 'error')
  if (errors.length === 0) return project
  throw new TendError({
    code: 'bad-workflow',
    message: ['Not all files can be used:', ...errors.map(problemLine)].join('\n'),
    nextAction: 'Mend what is named above; `tend check` looks at all files.',
  })
}

export interface OpenedWorkflow {
  project: Project
  version: WorkflowVersion
  /** Workflows that a `start` in it may go on with; empty without one. */
  others: WorkflowVersion[]
}

/**
 * The workflow with this id, or in this file. Throws `wrong-use` with the nearest name when there is none, and
 * `bad-workflow` with its problems when its file cannot be used.
 */
export async function openWorkflow(given: string): Promise<OpenedWorkflow> {
  const path = pathOf(given)
  const id = path === null ? given : basename(path).replace(/\.ya?ml$/, '')
  const project = await readProject({ only: id, ...(path === null ? {} : { workflowsFolder: dirname(path) }) })
  const version = project.definitions.versions.find(({ workflowId }) => workflowId === id)
  if (version !== undefined) return { project, version, others: [] }
  if (!project.definitions.workflowIds.includes(id)) throw unknownWorkflow(given, project.definitions.workflowIds)
  return openAmongOthers(id, path, project)
}

/** By itself a file that starts another workflow, or reads an attribute of another one, seems wrong. */
async function openAmongOthers(id: string, path: string | null, alone: Project): Promise<OpenedWorkflow> {
  const project = await readProject(path === null ? {} : { workflowsFolder: dirname(path) })
  const version = project.definitions.versions.find(({ workflowId }) => workflowId === id)
  if (version === undefined) throw badFile(id, problemsOf(id, { alone, project }))
  return { project, version, others: startedBy(version, project) }
}

function startedBy({ program, workflowId }: WorkflowVersion, { definitions }: Project): WorkflowVersion[] {
  if (Object.values(program.steps).every(step => step.kind !== 'start')) return []
  return definitions.versions.filter(other => other.workflowId !== workflowId)
}

/** There is no workflow of this name: exit code 2, with the nearest one. */
export function unknownWorkflow(given: string, known: string[]): TendError {
  return new TendError({
    code: 'wrong-use',
    message: `There is no workflow \`${given}\`.`,
    nextAction: hintFor(given, known, 'There are no workflows yet: write one into the workflows folder.'),
  })
}

function pathOf(given: string): string | null {
  if (!/[\\/]|\.ya?ml$/.test(given)) return null
  const path = resolve(given)
  if (existsSync(path) && /\.ya?ml$/.test(path)) return path
  throw new TendError({
    code: 'wrong-use',
    message: `Expected a workflow file (.yaml), came \`${given}\`, which is not there.`,
    nextAction: 'Give the path of a workflow file, or the id of a workflow.',
  })
}

/** What is wrong in this file as one of all, and in what it uses: a bad template makes its workflow bad. */
function problemsOf(id: string, { alone, project }: { alone: Project; project: Project }): Problem[] {
  const isOwn = ({ file }: Problem) => fileNames(id).includes(basename(file))
  const used = alone.definitions.problems.filter(problem => !isOwn(problem))
  const problems = [...used, ...project.definitions.problems.filter(isOwn)]
  return problems.filter(({ severity }) => severity === 'error')
}

function fileNames(id: string): string[] {
  return [`${id}.yaml`, `${id}.yml`]
}

function badFile(id: string, problems: Problem[]): TendError {
  return new TendError({
    code: 'bad-workflow',
    message: [`The workflow ${id} cannot be used:`, ...problems.map(problemLine)].join('\n'),
    nextAction: 'Mend what is named above; `tend check` looks at all files.',
  })
}
