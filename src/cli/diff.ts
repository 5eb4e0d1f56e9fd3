import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Command } from 'commander'
import { TendError } from '../domain/errors.ts'
import type { Engine } from '../engine/engine-api.ts'
import { type Problem, problemLine } from '../workflow/problem.ts'
import { readStepMap, type StepMapFile } from '../workflow/versions/read-step-map.ts'
import { diffText } from './diff-text.ts'
import { mapText } from './map-text.ts'
import { isoUtc, readerZone } from './moments.ts'
import { withEngine } from './open-engine.ts'
import { print, printJson, withFormat } from './print.ts'
import { type OpenedWorkflow, openWorkflow } from './project.ts'

interface DiffOptions {
  map?: string
  commit?: true
  format: 'text' | 'json'
}

export function define(command: Command): void {
  command
    .description(
      'Shows what a changed workflow file means for the people inside older versions, and moves them by a step map.',
    )
    .argument('<workflow>', 'id of a workflow, or (without a map) the path of a workflow file')
    .option('--map <file>', 'step map: `from: all` (or a version) and `steps: {old-step: new-step}`')
    .option('--commit', 'keep the map, so that people move; without it nothing is written')
  withFormat(command)
    .addHelpText(
      'after',
      '\nExit code 1 when people are inside an older version, or the map has errors.\nExample: tend diff test-drive --map moves.yaml',
    )
    .action(async (name: string, options: DiffOptions) => {
      if (options.commit && options.map === undefined) throw mapMissing()
      const opened = await openWorkflow(name).catch(error => explainGone(error, name))
      process.exitCode = await withEngine(({ engine }) =>
        options.map === undefined
          ? diff(engine, opened, options)
          : map(engine, opened, { ...options, map: options.map, name }),
      )
    })
}

/** A workflow without a file may still have people inside. */
async function explainGone(error: unknown, name: string): Promise<never> {
  const isUnknown = error instanceof TendError && error.code === 'wrong-use'
  const stored = isUnknown ? await withEngine(({ engine }) => engine.listWorkflows()) : []
  const gone = stored.find(({ id }) => id === name)
  if (gone === undefined) throw error
  const inside = (gone.counts.active ?? 0) + (gone.counts.waiting ?? 0)
  throw new TendError({
    code: 'not-found',
    message: `The workflow \`${name}\` has no file any more: it takes in nobody new, and the ${inside} inside finish their version.`,
    nextAction: 'Put a file of this name back to compare, or to move them.',
  })
}

async function diff(engine: Engine, opened: OpenedWorkflow, { format }: DiffOptions): Promise<number> {
  const found = await engine.diffWorkflow({ file: opened.version, path: pathOf(opened) })
  if (format === 'json') {
    const versions = found.versions.map(version => ({ ...version, createdAt: isoUtc(version.createdAt) }))
    printJson({ ...found, versions })
  } else print(diffText(found, readerZone()))
  return found.versions.some(({ people }) => people > 0) ? 1 : 0
}

async function map(
  engine: Engine,
  opened: OpenedWorkflow,
  { map: path, commit, format, name }: DiffOptions & { map: string; name: string },
): Promise<number> {
  if (name !== opened.version.workflowId) throw idWanted(opened.version.workflowId)
  const read = readStepMap(path, readMapFile(path))
  if (read.map === null) return refuse(read.problems, format)
  const preview = await engine.mapWorkflow({ file: opened.version, map: read.map, commit: commit === true })
  if (format === 'json') {
    const { at, versions, ...rest } = preview
    printJson({
      ...rest,
      at: isoUtc(at),
      versions: versions.map(version => ({ ...version, createdAt: isoUtc(version.createdAt) })),
    })
  } else print(mapText(preview, { zone: readerZone(), commit: commit === true, again: againWords(name, read.map) }))
  return preview.problems.some(({ severity }) => severity === 'error') ? 1 : 0
}

function againWords(name: string, { file }: StepMapFile): string {
  return `tend diff ${name} --map ${file} --commit`
}

function refuse(problems: Problem[], format: DiffOptions['format']): number {
  if (format === 'json') printJson({ isKept: false, problems })
  else print([...problems.map(problemLine), '', 'The map is refused: nothing is written.'])
  return 1
}

function pathOf({ project, version }: OpenedWorkflow): string {
  const base = join(project.config.workflowsFolder, version.workflowId)
  const path = existsSync(`${base}.yml`) ? `${base}.yml` : `${base}.yaml`
  const near = relative(process.cwd(), path)
  return near.startsWith('..') ? path : near
}

function readMapFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new TendError({
      code: 'wrong-use',
      message: `Expected a step map in ${path}, but it cannot be read.`,
      nextAction: 'Give the path of a YAML file with `from: all` and `steps: {old-step: new-step}`.',
      cause,
    })
  }
}

function mapMissing(): TendError {
  return new TendError({
    code: 'wrong-use',
    message: 'Expected --map FILE with --commit: there is nothing to keep.',
    nextAction: 'For example `tend diff test-drive --map moves.yaml --commit`.',
  })
}

/** Moving people into a draft would make the draft the version that runs. */
function idWanted(id: string): TendError {
  return new TendError({
    code: 'wrong-use',
    message: 'Expected the id of a workflow: people move into the file in the workflows folder, not into a draft.',
    nextAction: `Put the file in its place, then \`tend diff ${id} --map …\`.`,
  })
}
