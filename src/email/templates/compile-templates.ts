import type { Problem } from '../../workflow/problem.ts'
import type { CompiledTemplate } from '../../workflow/versions/version.ts'
import { type CompiledLayout, compileLayout, type LayoutCache } from './compile-layout.ts'
import { compileTemplate } from './compile-template.ts'
import type { TemplateFiles } from './load-templates.ts'
import { readPartials, readTemplates, sourceKey } from './template-sources.ts'

export interface CompiledTemplates {
  /** By name, or `name.lang` for a variant; only those without an error. */
  templates: Record<string, CompiledTemplate>
  /** All of them at once, in the order of files and lines. */
  problems: Problem[]
}

/**
 * Turns template files into Handlebars texts that wait for a person's data: Markdown and MJML are done here, once.
 * Layouts are taken from the cache where it knows them.
 */
export async function compileTemplates(files: TemplateFiles, cache?: LayoutCache): Promise<CompiledTemplates> {
  const read = readTemplates(files.templates)
  const { partials, problems: partialProblems } = readPartials(files.partials)
  const problems = [...files.problems, ...read.problems, ...partialProblems]
  const layouts = new Map<string, CompiledLayout>()
  for (const source of files.layouts) {
    const { layout, problems: layoutProblems } = await compileLayout(source, cache)
    if (layout !== null) layouts.set(layout.name, layout)
    problems.push(...layoutProblems)
  }
  const parts = { layouts, layoutNames: files.layouts.map(layout => layout.name), partials }
  const templates: Record<string, CompiledTemplate> = {}
  for (const source of read.sources) {
    const { template, problems: found, used } = compileTemplate(source, parts)
    // Handlebars' own words about a text add nothing to what is known of it.
    const isToldOf = problems.some(({ code, file }) => code === 'TEND-T030' && file === source.file)
    problems.push(...found.filter(({ code }) => !isToldOf || code !== 'TEND-T030'))
    const isGood = template !== null && !problems.some(problem => isError(problem) && used.includes(problem.file))
    if (isGood) templates[sourceKey(source)] = template
  }
  return { templates, problems: inOrder(problems) }
}

function isError({ severity }: Problem): boolean {
  return severity === 'error'
}

function inOrder(problems: Problem[]): Problem[] {
  const distinct = new Map(
    problems.map(problem => [
      `${problem.file}:${problem.line}:${problem.column} ${problem.code} ${problem.message}`,
      problem,
    ]),
  )
  return [...distinct.values()].sort(
    (left, right) => left.file.localeCompare(right.file) || left.line - right.line || left.column - right.column,
  )
}
