import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Settings } from '../domain/settings.ts'
import { compileTemplates } from '../email/templates/compile-templates.ts'
import { createLayoutCache } from '../email/templates/layout-cache.ts'
import { loadTemplates, type TemplateFiles } from '../email/templates/load-templates.ts'
import { templateInfo } from '../email/templates/template-info.ts'
import { checkWorkflows } from '../workflow/check/check-workflows.ts'
import { parseWorkflow } from '../workflow/language/parse-workflow.ts'
import type { Problem } from '../workflow/problem.ts'
import type { Program } from '../workflow/program.ts'
import type { CompiledTemplate, WorkflowVersion } from '../workflow/versions/version.ts'
import { versionHash } from '../workflow/versions/version-hash.ts'

/** What the files of the workflows and templates folders say. */
export interface Definitions {
  /** Good workflows, each with the templates it uses. */
  versions: WorkflowVersion[]
  /** Every workflow id that has a file, good or bad. */
  workflowIds: string[]
  templates: Record<string, CompiledTemplate>
  problems: Problem[]
}

export interface DefinitionFolders {
  workflowsFolder: string
  templatesFolder: string
  /** The templates that ship: layouts and team notices that the publisher's own folder lacks come from here. */
  shippedTemplates: string
  /** For compiled layouts. */
  cacheFolder: string
  /** This workflow alone, with the templates it uses: enough to simulate it, and several times quicker. */
  only?: string
}

/** Reads, checks and compiles all workflows and templates. What is wrong is among the problems; nothing throws. */
export async function readDefinitions(
  folders: DefinitionFolders,
  settings: Settings,
  now: number,
): Promise<Definitions> {
  const all = await readWorkflowTexts(folders.workflowsFolder)
  const wanted = folders.only === undefined ? undefined : all.find(({ id }) => id === folders.only)
  const texts = wanted === undefined ? all : [wanted]
  const files = onlyUsed(await readTemplateFiles(folders), wanted)
  const compiled = await compileTemplates(files, createLayoutCache(folders.cacheFolder))
  const checked = checkWorkflows({
    workflows: texts,
    templates: templateInfo(compiled.templates, files),
    templateFiles: files.templates.map(({ name }) => name),
    teams: settings.teams.map(team => team.id),
    offers: Object.keys(settings.offers),
    hasScoring: settings.scoring.rules.length > 0,
    quietHours: settings.quietHours,
    firstTouchMs: settings.firstTouchMs,
    limits: settings.limits,
  })
  return {
    versions: checked.programs.map(program => versionOf(program, { texts, templates: compiled.templates, now })),
    workflowIds: all.map(text => text.id),
    templates: compiled.templates,
    problems: [...compiled.problems, ...checked.problems],
  }
}

interface WorkflowFile {
  file: string
  id: string
  text: string
}

async function readWorkflowTexts(folder: string): Promise<WorkflowFile[]> {
  const names = await readdir(folder).catch(() => [])
  const files = names.filter(name => /\.ya?ml$/.test(name)).sort()
  return Promise.all(
    files.map(async name => ({
      file: shown(join(folder, name)),
      id: name.replace(/\.ya?ml$/, ''),
      text: await readFile(join(folder, name), 'utf8'),
    })),
  )
}

async function readTemplateFiles({ templatesFolder, shippedTemplates }: DefinitionFolders): Promise<TemplateFiles> {
  const own = await loadTemplates(templatesFolder)
  if (templatesFolder === shippedTemplates) return own
  const shipped = await loadTemplates(shippedTemplates)
  const notices = shipped.templates.filter(({ name }) => name.startsWith('team/'))
  return {
    templates: withMissing(own.templates, notices),
    layouts: withMissing(own.layouts, shipped.layouts),
    partials: withMissing(own.partials, shipped.partials),
    problems: own.problems,
  }
}

/** The templates that a workflow names, in every language; all of them when it cannot be read. */
function onlyUsed(files: TemplateFiles, workflow: WorkflowFile | undefined): TemplateFiles {
  const program = workflow === undefined ? null : parseWorkflow(workflow).program
  if (program === null) return files
  const names = new Set(Object.values(program.steps).flatMap(step => (step.kind === 'send' ? [step.template] : [])))
  return { ...files, templates: files.templates.filter(({ name }) => names.has(name.split('.')[0] ?? name)) }
}

function withMissing<T extends { name: string }>(own: T[], shipped: T[]): T[] {
  const names = new Set(own.map(({ name }) => name))
  return [...own, ...shipped.filter(({ name }) => !names.has(name))]
}

function versionOf(
  program: Program,
  from: { texts: WorkflowFile[]; templates: Record<string, CompiledTemplate>; now: number },
): WorkflowVersion {
  const templates = templatesOf(program, from.templates)
  return {
    hash: versionHash(program, templates),
    workflowId: program.workflow,
    source: from.texts.find(({ id }) => id === program.workflow)?.text ?? '',
    program,
    templates,
    createdAt: from.now,
  }
}

function templatesOf(program: Program, all: Record<string, CompiledTemplate>): Record<string, CompiledTemplate> {
  const names = new Set(Object.values(program.steps).flatMap(step => (step.kind === 'send' ? [step.template] : [])))
  return Object.fromEntries(Object.entries(all).filter(([, template]) => names.has(template.name)))
}

function shown(path: string): string {
  const near = relative(process.cwd(), path)
  return near.startsWith('..') ? path : near
}
