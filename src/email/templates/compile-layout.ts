import type { Problem } from '../../workflow/problem.ts'
import { checkBlocks } from './check-blocks.ts'
import { compileMjml, type LayoutCache, type MjmlResult, slotMarker, slotSample } from './compile-mjml.ts'
import type { TemplateFile } from './load-templates.ts'
import type { TagStyles } from './markdown.ts'
import { checkDepth, type Mustache, scanMustaches, shorten } from './mustaches.ts'
import { templateProblem } from './template-problem-codes.ts'
import { createTokens, type Tokens } from './tokens.ts'

export type { LayoutCache } from './compile-mjml.ts'

/** A place in the layout that a Markdown text fills: the body or a partial. */
interface LayoutSlot {
  name: string
  mustache: Mustache
  styles: TagStyles
}

export interface CompiledLayout {
  name: string
  file: string
  /** HTML with token words for mustaches and a marker for each slot. */
  html: string
  tokens: Tokens
  slots: LayoutSlot[]
  /** The source as one Handlebars text, for the check of its fields. */
  text: string
}

/** Partials that are single lines of the template's own front matter. */
export const LINE_SLOTS = ['subject', 'preheader']

/** Marks where a line of the front matter goes. */
export function lineMarker(name: string): string {
  return `tendline${name}q`
}

/**
 * Compiles one MJML layout. Markdown is put in later and per template, so the styles that the layout gives to each tag
 * are learnt from samples standing in its place.
 */
export async function compileLayout(
  source: TemplateFile,
  cache: LayoutCache | undefined,
): Promise<{ layout: CompiledLayout | null; problems: Problem[] }> {
  const start = { file: source.file, line: 1, column: 1 }
  const text = withoutComments(source.text)
  const { scanned, mustaches, problems } = scanMustaches(text, start)
  problems.push(...checkDepth(mustaches))
  problems.push(...checkBlocks(scanned, mustaches, false))
  const tokens = createTokens('l')
  const slots = mustaches.filter(isSlot)
  const stands = new Map(mustaches.map(mustache => [mustache, standIn(mustache, tokens, slots)]))
  if (!slots.some(slot => slot.name === 'body')) {
    const message = 'The layout has no place for the text of a mail.'
    problems.push(templateProblem('TEND-T024', start, { message, hint: 'Put `{{> body}}` into an `<mj-text>`.' }))
  }
  if (problems.length > 0) return { layout: null, problems }
  const pieces = scanned.pieces.map(piece => (typeof piece === 'string' ? piece : (stands.get(piece)?.given ?? '')))
  const made = await compileMjml(pieces.join(''), slots.length, cache)
  const lost = mustaches.filter(mustache => !made.html.includes(stands.get(mustache)?.left ?? ''))
  const wrong = made.errors.length > 0 ? made.errors.map(error => mjmlProblem(error, source)) : lost.map(lostProblem)
  if (wrong.length > 0) return { layout: null, problems: wrong }
  const withStyles = slots.map((mustache, index) => ({
    name: mustache.name,
    mustache,
    styles: made.styles[index] ?? {},
  }))
  const { name, file } = source
  return { layout: { name, file, html: made.html, tokens, slots: withStyles, text }, problems: [] }
}

function withoutComments(mjml: string): string {
  return mjml.replace(/<!--(?!\[if)[\s\S]*?-->/g, comment => comment.replace(/[^\n]/g, ' '))
}

function isSlot(mustache: Mustache): boolean {
  return mustache.form === 'partial' && !LINE_SLOTS.includes(mustache.name)
}

/** What MJML is given for a mustache, and what must be left of it in the HTML. */
function standIn(mustache: Mustache, tokens: Tokens, slots: Mustache[]): { given: string; left: string } {
  if (mustache.form === 'comment') return { given: '', left: '' }
  const slot = slots.indexOf(mustache)
  if (slot !== -1) return { given: slotSample(slot), left: slotMarker(slot) }
  const word = mustache.form === 'partial' ? lineMarker(mustache.name) : tokens.keep({ ...mustache, alone: false })
  return { given: word, left: word }
}

function mjmlProblem({ line, message }: MjmlResult['errors'][number], { file }: TemplateFile): Problem {
  const hint = 'See the MJML documentation of that element.'
  return templateProblem('TEND-T023', { file, line, column: 1 }, { message, hint })
}

function lostProblem(mustache: Mustache): Problem {
  const message = `MJML drops \`${shorten(mustache.raw)}\` where it stands.`
  return templateProblem('TEND-T025', mustache, { message, hint: 'Put it inside `<mj-text>` or `<mj-raw>`.' })
}
