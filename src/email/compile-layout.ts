import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import type { Problem } from '../workflow/problem.ts'
import { checkBlocks } from './check-blocks.ts'
import type { TemplateFile } from './load-templates.ts'
import { styleName, type TagStyles } from './markdown.ts'
import { type Mustache, scanMustaches, shorten } from './mustaches.ts'
import { templateProblem } from './template-problem-codes.ts'
import { createTokens, type Tokens } from './tokens.ts'

/** Keeps what MJML made, so that a start with unchanged layouts never loads it. */
export interface LayoutCache {
  get(key: string): Promise<string | null>
  set(key: string, value: string): Promise<void>
}

/** A place in the layout that a Markdown text fills: the body or a partial. */
export interface LayoutSlot {
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

interface MjmlResult {
  html: string
  styles: TagStyles[]
  errors: { line: number; message: string }[]
}

/** Partials that are single lines of the template's own front matter. */
export const LINE_SLOTS = ['subject', 'preheader']
const SAMPLES =
  '<p>x</p><h1>x</h1><h2>x</h2><h3>x</h3><ul><li>x</li></ul><ol><li>x</li></ol><blockquote><p class="quote">x</p></blockquote><hr>' +
  '<strong>x</strong><em>x</em><code>x</code><pre>x</pre><table><tr><th>x</th><td>x</td></tr></table><a href="#">x</a>' +
  '<table class="button"><tr><td class="button"><a class="button" href="#">x</a></td></tr></table>'
const STYLED = /<([a-z][a-z0-9]*)((?:\s+[\w-]+(?:="[^"]*"|='[^']*'))*?)\s+style=("[^"]*"|'[^']*')/g

/** Marks where the text of slot `index` goes. */
export function slotMarker(index: number): string {
  return `tendslot${index}q`
}

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
  const text = source.text.replace(/<!--(?!\[if)[\s\S]*?-->/g, comment => comment.replace(/[^\n]/g, ' '))
  const { scanned, mustaches, problems } = scanMustaches(text, start)
  problems.push(...checkBlocks(scanned, mustaches, false))
  const tokens = createTokens('l')
  const slots: Omit<LayoutSlot, 'styles'>[] = []
  const mjml = scanned.pieces.map(piece => (typeof piece === 'string' ? piece : place(piece, tokens, slots))).join('')
  if (!slots.some(slot => slot.name === 'body')) {
    problems.push(templateProblem('TEND-T024', start, 'The layout has no place for the text of a mail.', 'Put `{{> body}}` into an `<mj-text>`.'))
  }
  if (problems.length > 0) return { layout: null, problems }
  const made = await compileMjml(mjml, slots.length, cache)
  const wrong = made.errors.map(error => templateProblem('TEND-T023', { ...start, line: error.line }, error.message, 'See the MJML documentation of that element.'))
  wrong.push(...lostMustaches(made.html, mustaches, tokens, slots))
  const withStyles = slots.map((slot, index) => ({ ...slot, styles: made.styles[index] ?? {} }))
  const layout = { name: source.name, file: source.file, html: made.html, tokens, slots: withStyles, text }
  return { layout: wrong.length > 0 ? null : layout, problems: wrong }
}

function place(mustache: Mustache, tokens: Tokens, slots: Omit<LayoutSlot, 'styles'>[]): string {
  if (mustache.form === 'comment') return ''
  if (mustache.form !== 'partial') return tokens.keep({ ...mustache, alone: false })
  if (LINE_SLOTS.includes(mustache.name)) return lineMarker(mustache.name)
  slots.push({ name: mustache.name, mustache })
  const marker = slotMarker(slots.length - 1)
  return marker + SAMPLES + marker
}

async function compileMjml(mjml: string, slots: number, cache: LayoutCache | undefined): Promise<MjmlResult> {
  const require = createRequire(import.meta.url)
  const version = String((require('mjml/package.json') as { version: unknown }).version)
  const key = `layout-1-${createHash('sha256').update(`${version}\n${SAMPLES}\n${mjml}`).digest('hex')}`
  const known = await cache?.get(key)
  if (typeof known === 'string') return JSON.parse(known) as MjmlResult
  const made = await runMjml(mjml)
  const styles = Array.from({ length: slots }, (_, index) => stylesAt(made.html, slotMarker(index)))
  const html = withoutSamples(made.html, slots).replace(/[ \t]*\n\s*/g, '\n')
  const result = { html, styles, errors: made.errors }
  await cache?.set(key, JSON.stringify(result))
  return result
}

// MJML costs 50 MB and half a second: it is loaded here and nowhere else.
async function runMjml(mjml: string): Promise<Pick<MjmlResult, 'html' | 'errors'>> {
  const { default: toHtml } = await import('mjml')
  try {
    const options = { fonts: {}, keepComments: true, validationLevel: 'soft', ignoreIncludes: true, useMjmlConfigOptions: false } as const
    const { html, errors } = await toHtml(mjml, options)
    return { html, errors: errors.map(({ line, message }) => ({ line, message })) }
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    return { html: '', errors: [{ line: Number(/line:? (\d+)/i.exec(message)?.[1] ?? 1), message }] }
  }
}

function stylesAt(html: string, marker: string): TagStyles {
  const sample = html.split(marker)[1] ?? ''
  const styles: TagStyles = {}
  for (const [, tag = '', attributes = '', style = ''] of sample.matchAll(STYLED)) {
    styles[styleName(tag, attributes)] ??= style
  }
  return styles
}

function withoutSamples(html: string, slots: number): string {
  let rest = html
  for (let index = 0; index < slots; index += 1) {
    const marker = slotMarker(index)
    const [before = '', , ...after] = rest.split(marker)
    rest = after.length === 0 ? rest : before + marker + after.join('')
  }
  return rest
}

function lostMustaches(html: string, mustaches: Mustache[], tokens: Tokens, slots: { mustache: Mustache }[]): Problem[] {
  const restored = html === '' ? null : tokens.restore(html)
  if (restored === null) return []
  const markers = slots.map((slot, index) => ({ raw: slot.mustache, kept: html.includes(slotMarker(index)) }))
  const lost = mustaches.filter(mustache => {
    if (mustache.form === 'comment') return false
    if (LINE_SLOTS.includes(mustache.name)) return !html.includes(lineMarker(mustache.name))
    const slot = markers.find(marker => marker.raw === mustache)
    return slot === undefined ? !restored.includes(mustache.raw) : !slot.kept
  })
  return lost.map(mustache => {
    const message = `MJML drops \`${shorten(mustache.raw)}\` where it stands.`
    return templateProblem('TEND-T025', mustache, message, 'Put it inside `<mj-text>` or `<mj-raw>`.')
  })
}
