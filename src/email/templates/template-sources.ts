import type { MessageKind } from '../../domain/mail/message.ts'
import type { Problem } from '../../workflow/problem.ts'
import { checkBlocks } from './check-blocks.ts'
import { checkHonestLinks } from './check-honest-links.ts'
import { checkMarkdown } from './check-markdown.ts'
import { checkPlaceholders } from './check-placeholders.ts'
import { checkSubject, checkWords } from './check-spam-words.ts'
import { type FrontMatter, type FrontText, readFrontMatter } from './front-matter.ts'
import type { TemplateFile, TemplateFiles } from './load-templates.ts'
import { checkDepth, type Mustache, type ScannedText, scanMustaches, shorten } from './mustaches.ts'
import { nearestName } from './nearest-name.ts'
import { type Place, placeAt } from './place.ts'
import { templateProblem } from './template-problem-codes.ts'

/** A Markdown file, cut at its mustaches. */
export interface MarkdownSource {
  name: string
  language: string | null
  file: string
  scanned: ScannedText
  partials: Mustache[]
}

export interface TemplateSource extends MarkdownSource {
  front: FrontMatter
}

const LANGUAGES = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })
const LANGUAGE = /^[a-z]{2,3}(-[a-z0-9]{2,8})?$/

/** Reads the templates of a folder; what has problems is left out and told. */
export function readTemplates(files: TemplateFile[]): { sources: TemplateSource[]; problems: Problem[] } {
  const problems: Problem[] = []
  const sources: TemplateSource[] = []
  for (const file of files) {
    const { front, body, problems: frontProblems } = readFrontMatter(file.file, file.text)
    const read = readMarkdownSource({ ...file, text: body })
    problems.push(...frontProblems, ...read.problems, ...checkLines(front), ...checkText(body, file))
    problems.push(...checkPlaceholders(file), ...checkMarkdown({ file: file.file, text: body }))
    // Own people may be written to in any way.
    if (front?.kind === 'nurture')
      problems.push(...checkSubject(front.subject), ...checkManners({ ...file, text: body }))
    if (front !== null && read.source !== null) sources.push({ ...read.source, front })
  }
  const bases = files.map(file => file.name).filter(name => !name.includes('.'))
  problems.push(...files.flatMap(file => checkBase(file, bases)))
  return { sources, problems }
}

/** Reads the partials, by key (`footer`, `footer.cs`). */
export function readPartials(files: TemplateFiles['partials']): {
  partials: Map<string, MarkdownSource>
  problems: Problem[]
} {
  const read = files.map(readMarkdownSource)
  const partials = new Map(
    read.flatMap(({ source }) => (source === null ? [] : [[sourceKey(source), source] as const])),
  )
  return {
    partials,
    problems: [
      ...read.flatMap(({ problems }) => problems),
      ...files.flatMap(checkMarkdown),
      ...files.flatMap(checkManners),
    ],
  }
}

/** `welcome`, or `welcome.cs` for a language variant. */
export function sourceKey(source: { name: string; language: string | null }): string {
  return source.language === null ? source.name : `${source.name}.${source.language}`
}

function readMarkdownSource(file: TemplateFile): { source: MarkdownSource | null; problems: Problem[] } {
  const start = { file: file.file, line: 1, column: 1 }
  const [name = '', suffix] = file.name.split('.')
  const { scanned, mustaches, problems } = scanMustaches(file.text, start)
  const tooMuch = [...problems.filter(({ code }) => code === 'TEND-T036'), ...checkDepth(mustaches)]
  if (tooMuch.length > 0) return { source: null, problems: tooMuch }
  problems.push(...checkBlocks(scanned, mustaches, true), ...checkAutolinks(file))
  const language = suffix?.toLowerCase() ?? null
  if (language !== null && (!LANGUAGE.test(language) || LANGUAGES.of(language) === undefined)) {
    const hint = 'Use a code such as `cs`, `de` or `pt-br`.'
    problems.push(templateProblem('TEND-T005', start, { message: `\`${suffix}\` is not a language.`, hint }))
    return { source: null, problems }
  }
  const partials = mustaches.filter(mustache => mustache.form === 'partial')
  return { source: { name, language, file: file.file, scanned, partials }, problems }
}

function checkManners(file: TemplateFile): Problem[] {
  return [...checkWords(file), ...checkHonestLinks(file)]
}

function checkBase(file: TemplateFile, bases: string[]): Problem[] {
  const [name = '', suffix] = file.name.split('.')
  if (suffix === undefined || bases.includes(name)) return []
  const near = nearestName(name, bases)
  const hint =
    near === null
      ? `Add \`${name}.hbs\`, which serves every other language.`
      : `Did you mean \`${near}.${suffix}.hbs\`?`
  const at = { file: file.file, line: 1, column: 1 }
  return [templateProblem('TEND-T006', at, { message: `There is no \`${name}.hbs\` for this variant.`, hint })]
}

function checkLines(front: FrontMatter | null): Problem[] {
  const lines = front === null ? [] : [front.subject, front.preheader]
  return lines.flatMap(line => (line === null ? [] : checkLine(line)))
}

function checkLine(line: FrontText): Problem[] {
  const { scanned, mustaches, problems } = scanMustaches(line.text, line)
  const partial = mustaches.find(mustache => mustache.form === 'partial')
  if (partial !== undefined) {
    const message = `\`${shorten(partial.raw)}\` stands in a line of the front matter.`
    problems.push(templateProblem('TEND-T033', partial, { message, hint: 'Write the words themselves.' }))
  }
  return [...problems, ...checkBlocks(scanned, mustaches, true)]
}

function checkText(body: string, file: TemplateFile): Problem[] {
  if (body.replace(/\{\{![\s\S]*?\}\}|<[^>]*>/g, '').trim() !== '') return []
  const at: Place = { file: file.file, line: 1, column: 1 }
  return [
    templateProblem('TEND-T065', at, { message: 'The mail has no text.', hint: 'Write it below the front matter.' }),
  ]
}

function checkAutolinks(file: TemplateFile): Problem[] {
  return [...file.text.matchAll(/<\s*\{\{/g)].map(match => {
    const at = placeAt(file, match.index)
    const hint = 'Write `[words]({{publisher.bookingUrl}})`.'
    return templateProblem('TEND-T043', at, {
      message: 'A merge field in angle brackets does not become a link.',
      hint,
    })
  })
}

/** The kind's own layout where the front matter names none. */
export function layoutOf(front: FrontMatter): string {
  const defaults: Record<MessageKind, string> = { nurture: 'nurture', notice: 'notice' }
  return front.layout?.text ?? defaults[front.kind]
}
