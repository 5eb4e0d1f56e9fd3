import { present } from '../../domain/text/present.ts'
import type { Problem } from '../../workflow/problem.ts'
import type { CompiledTemplate } from '../../workflow/versions/version.ts'
import { checkDuties, checkSize } from './check-duties.ts'
import { checkFields } from './check-fields.ts'
import { checkLinks } from './check-links.ts'
import { type CompiledLayout, LINE_SLOTS, lineMarker } from './compile-layout.ts'
import { slotMarker } from './compile-mjml.ts'
import { type BothParts, type Expansion, expandMarkdown, findPartial } from './expand-markdown.ts'
import type { FrontText } from './front-matter.ts'
import { MERGE_FIELDS } from './merge-fields.ts'
import { scanMustaches } from './mustaches.ts'
import { didYouMean } from './nearest-name.ts'
import { type Place, placeAt } from './place.ts'
import { checkTemplateText } from './template-language.ts'
import { templateProblem } from './template-problem-codes.ts'
import { layoutOf, type MarkdownSource, type TemplateSource } from './template-sources.ts'
import { createTokens } from './tokens.ts'

/** What templates are put together with. */
export interface TemplateParts {
  layouts: Map<string, CompiledLayout>
  /** Broken ones, too: a template must not be blamed for them. */
  layoutNames: string[]
  partials: Map<string, MarkdownSource>
}

interface Compilation {
  /** Null when something is wrong with it or its layout. */
  template: CompiledTemplate | null
  problems: Problem[]
  /** Files that went into it. */
  used: string[]
}

/** Puts one template into its layout and checks the whole mail. */
export function compileTemplate(source: TemplateSource, parts: TemplateParts): Compilation {
  const { partials } = parts
  const problems: Problem[] = []
  const layout = findLayout(source, parts, problems)
  const expansion = {
    partials,
    language: source.language,
    tokens: createTokens('b'),
    problems,
    used: new Set<MarkdownSource>(),
  }
  if (layout === null) {
    expandMarkdown(source, {}, expansion)
    checkAllFields(source, null, expansion)
    return { template: null, problems, used: [] }
  }
  const words = fillLayout(source, layout, expansion)
  checkWords(words.html, source, { layout, expansion })
  const variables = checkAllFields(source, layout, expansion)
  const template = { ...frontOf(source), ...restore(words, source, [expansion.tokens, layout.tokens]), variables }
  problems.push(...checkMail(template, source, layout))
  if (problems.length === 0) problems.push(...checkStrictly(template, source))
  const used = [...[...expansion.used].map(part => part.file), layout.file]
  return { template: problems.length > 0 ? null : template, problems, used }
}

function frontOf({
  name,
  language,
  front,
}: TemplateSource): Pick<CompiledTemplate, 'name' | 'language' | 'kind' | 'subject' | 'preheader'> {
  return { name, language, kind: front.kind, subject: front.subject.text, preheader: front.preheader?.text ?? '' }
}

function startOf({ file }: { file: string }): Place {
  return { file, line: 1, column: 1 }
}

function checkWords(
  html: string,
  source: TemplateSource,
  { layout, expansion }: { layout: CompiledLayout; expansion: Expansion },
): void {
  const find = (word: string) => expansion.tokens.find(word) ?? layout.tokens.find(word)
  const fields = MERGE_FIELDS[source.front.kind]
  expansion.problems.push(
    ...checkLinks({
      html,
      find,
      fields,
      start: startOf(source),
      placeOf: word => placeIn([source, ...expansion.used], word),
    }),
  )
}

/** Where a word stands in the first source that has it; where the mail begins when none has. */
function placeIn(sources: MarkdownSource[], word: string): Place {
  for (const source of sources) {
    const at = source.scanned.text.indexOf(word)
    if (at === -1) continue
    return placeAt(source.scanned, at)
  }
  return startOf(present(sources[0], 'a source'))
}

function checkMail(template: CompiledTemplate, source: TemplateSource, layout: CompiledLayout): Problem[] {
  const duties = template.kind === 'nurture' ? checkDuties(template, source.front.layout ?? startOf(layout)) : []
  return [...duties, ...checkSize(template.html, startOf(source))]
}

function findLayout(source: TemplateSource, parts: TemplateParts, problems: Problem[]): CompiledLayout | null {
  const name = layoutOf(source.front)
  const layout = parts.layouts.get(name)
  if (layout !== undefined) return layout
  if (!parts.layoutNames.includes(name)) {
    const at = source.front.layout ?? startOf(source)
    const bare = name.replace(/^(\.?\/)?layouts\//, '').replace(/\.mjml$/, '')
    const hint = /^(none|no|plain|empty)$/i.test(bare)
      ? 'Take `layout` out: every mail stands in one, which carries what the law asks for.'
      : didYouMean(bare, parts.layoutNames, `Add \`layouts/${bare}.mjml\`.`)
    problems.push(templateProblem('TEND-T020', at, { message: `There is no layout \`${name}\`.`, hint }))
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
  for (const part of expansion.used) texts.push({ text: part.scanned.text, ...startOf(part) })
  if (layout !== null) texts.push({ text: layout.text, ...startOf(layout) })
  const checks = texts.map(text => checkFields(text.text, text, fields))
  expansion.problems.push(...checks.flatMap(check => check.problems))
  return [...new Set(checks.flatMap(check => check.variables))].sort()
}

function checkStrictly(template: CompiledTemplate, source: TemplateSource): Problem[] {
  try {
    for (const text of [template.subject, template.preheader, template.html, template.text]) checkTemplateText(text)
    return []
  } catch (error) {
    const message = `Handlebars refuses the mail: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`
    return [templateProblem('TEND-T030', startOf(source), { message, hint: 'Look at its blocks.' })]
  }
}
