import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { styleName, type TagStyles } from './markdown.ts'

/** Keeps what MJML made, so that a start with unchanged layouts never loads it. */
export interface LayoutCache {
  get(key: string): Promise<string | null>
  set(key: string, value: string): Promise<void>
}

export interface MjmlResult {
  /** One marker is left for each slot. */
  html: string
  /** Styles of each slot, in its order. */
  styles: TagStyles[]
  errors: { line: number; message: string }[]
}

const SAMPLES =
  '<p>x</p><h1>x</h1><h2>x</h2><h3>x</h3><ul><li>x</li></ul><ol><li>x</li></ol><blockquote><p class="quote">x</p></blockquote><hr>' +
  '<strong>x</strong><em>x</em><code>x</code><pre>x</pre><table><tr><th>x</th><td>x</td></tr></table><a href="#">x</a>' +
  '<table class="button"><tr><td class="button"><a class="button" href="#">x</a></td></tr></table>'
const STYLED = /<([a-z][a-z0-9]*)((?:\s+[\w-]+(?:="[^"]*"|='[^']*'))*?)\s+style=("[^"]*"|'[^']*')/g

/** Marks where the text of slot `index` goes. */
export function slotMarker(index: number): string {
  return `tendslot${index}q`
}

/** What stands in slot `index` while MJML works: samples of every tag, to learn their styles from. */
export function slotSample(index: number): string {
  return slotMarker(index) + SAMPLES + slotMarker(index)
}

/** HTML of an MJML text with this many slots, from the cache where it is known. */
export async function compileMjml(mjml: string, slots: number, cache: LayoutCache | undefined): Promise<MjmlResult> {
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
    const options = {
      fonts: {},
      keepComments: true,
      validationLevel: 'soft',
      ignoreIncludes: true,
      useMjmlConfigOptions: false,
    } as const
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
