import type { Problem } from '../workflow/problem.ts'
import type { CompiledTemplate } from '../workflow/version.ts'
import { checkDuties, checkSize } from './check-duties.ts'
import { checkFields } from './check-fields.ts'
import { checkLinks } from './check-links.ts'
import { type CompiledLayout, compileLayout, LINE_SLOTS, type LayoutCache, lineMarker, slotMarker } from './compile-layout.ts'
import { type BothParts, type Expansion, expandMarkdown, findPartial } from './expand-markdown.ts'
import type { FrontText } from './front-matter.ts'
import type { TemplateFiles } from './load-templates.ts'
import { MERGE_FIELDS } from './merge-fields.ts'
import { scanMustaches } from './mustaches.ts'
import { didYouMean } from './nearest-name.ts'
import { checkTemplateText } from './template-language.ts'
import { templateProblem } from './template-problem-codes.ts'
import { layoutOf, type MarkdownSource, readPartials, readTemplates, sourceKey, type TemplateSource } from './template-sources.ts'
import { createTokens } from './tokens.ts'

export interface CompiledTemplates {
  /** By name, or `name.lang` for a variant; only those without a problem. */
  templates: Record<string, CompiledTemplate>
  /** All of them at once, in the order of files and lines. */
  problems: Problem[]
}

interface Parts {
  layouts: Map<string, CompiledLayout>
  layoutNames: string[]
  partials: Map<string, MarkdownSource>
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
    problems.push(...found)
    const isGood = template !== null && !problems.some(problem => used.includes(problem.file))
    if (isGood) templates[sourceKey(source)] = template
  }
  return { templates, problems: inOrder(problems) }
}

function compileTemplate(source: TemplateSource, parts: Parts): { template: CompiledTemplate | null; problems: Problem[]; used: string[] } {
  const problems: Problem[] = []
  const layout = findLayout(source, parts, problems)
  const tokens = createTokens('b')
  const expansion: Expansion = { partials: parts.partials, language: source.language, tokens, problems, used: new Set() }
  if (layout === null) {
    expandMarkdown(source, {}, expansion)
    checkAllFields(source, null, expansion)
    return { template: null, problems, used: [] }
  }
  const words = fillLayout(source, layout, expansion)
  const { kind } = source.front
  const start = { file: source.file, line: 1, column: 1 }
  const find = (word: string) => tokens.find(word) ?? layout.tokens.find(word)
  problems.push(...checkLinks({ html: words.html, find, fields: MERGE_FIELDS[kind], start }))
  const variables = checkAllFields(source, layout, expansion)
  const { html, text } = restore(words, source, [expansion.tokens, layout.tokens])
  if (kind === 'nurture') problems.push(...checkDuties({ html, text }, layoutPlace(source, layout)))
  problems.push(...checkSize(html, start))
  const { subject, preheader } = source.front
  const template = {
    name: source.name,
    language: source.language,
    kind,
    subject: subject.text,
    preheader: preheader?.text ?? '',
    html,
    text,
    variables,
  }
  problems.push(...(problems.length > 0 ? [] : checkStrictly(template, source)))
  const used = [...expansion.used].map(part => part.file)
  return { template: problems.length > 0 ? null : template, problems, used: [...used, layout.file] }
}

function findLayout(source: TemplateSource, parts: Parts, problems: Problem[]): CompiledLayout | null {
  const name = layoutOf(source.front)
  const layout = parts.layouts.get(name)
  if (layout !== undefined) return layout
  if (!parts.layoutNames.includes(name)) {
    const at = source.front.layout ?? { file: source.file, line: 1, column: 1 }
    const hint = didYouMean(name, parts.layoutNames, `Add \`layouts/${name}.mjml\`.`)
    problems.push(templateProblem('TEND-T020', at, `There is no layout \`${name}\`.`, hint))
  }
  return null
}

// The text part is the body and the layout's partials, in their order: what the layout draws itself is for the eye.
function fillLayout(source: TemplateSource, layout: CompiledLayout, expansion: Expansion): BothParts {
  let html = layout.html
  const texts: string[] = []
  for (const [index, slot] of layout.slots.entries()) {
    const content = slot.name === 'body' ? source : findPartial(slot.mustache, expansion)
    const parts = content === null ? { html: '', text: '' } : expandMarkdown(content, slot.styles, expansion)
    html = html.replaceAll(slotMarker(index), () => parts.html)
    texts.push(parts.text)
  }
  return { html, text: texts.filter(text => text !== '').join('\n\n') }
}

function restore(words: BothParts, source: TemplateSource, tables: Expansion['tokens'][]): BothParts {
  let { html, text } = words
  for (const name of LINE_SLOTS) {
    const line = name === 'subject' ? source.front.subject : source.front.preheader
    html = html.replaceAll(lineMarker(name), () => (line === null ? '' : escapedLine(line)))
  }
  for (const tokens of tables) {
    html = tokens.restore(html)
    text = tokens.restore(text)
  }
  const language = source.language
  return { html: language === null ? html : html.replace(/ lang="[^"]*"/g, ` lang="${language}"`), text }
}

function escapedLine(line: FrontText): string {
  const { pieces } = scanMustaches(line.text, line).scanned
  return pieces.map(piece => (typeof piece === 'string' ? escapeHtml(piece) : piece.raw)).join('')
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function checkAllFields(source: TemplateSource, layout: CompiledLayout | null, expansion: Expansion): string[] {
  const fields = MERGE_FIELDS[source.front.kind]
  const texts = [source.front.subject, source.front.preheader].flatMap(line => (line === null ? [] : [line]))
  for (const part of expansion.used) texts.push({ text: part.scanned.text, file: part.file, line: 1, column: 1 })
  if (layout !== null) texts.push({ text: layout.text, file: layout.file, line: 1, column: 1 })
  const checks = texts.map(text => checkFields(text.text, text, fields))
  expansion.problems.push(...checks.flatMap(check => check.problems))
  return [...new Set(checks.flatMap(check => check.variables))].sort()
}

function layoutPlace(source: TemplateSource, layout: CompiledLayout): { file: string; line: number; column: number } {
  return source.front.layout ?? { file: layout.file, line: 1, column: 1 }
}

function checkStrictly(template: CompiledTemplate, source: TemplateSource): Problem[] {
  try {
    for (const text of [template.subject, template.preheader, template.html, template.text]) checkTemplateText(text)
    return []
  } catch (error) {
    const message = `Handlebars refuses the mail: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`
    return [templateProblem('TEND-T030', { file: source.file, line: 1, column: 1 }, message, 'Look at its blocks.')]
  }
}

function inOrder(problems: Problem[]): Problem[] {
  const distinct = new Map(problems.map(problem => [`${problem.file}:${problem.line}:${problem.column} ${problem.code} ${problem.message}`, problem]))
  return [...distinct.values()].sort(
    (left, right) => left.file.localeCompare(right.file) || left.line - right.line || left.column - right.column,
  )
}
