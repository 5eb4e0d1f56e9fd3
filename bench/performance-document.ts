import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './stage.ts'

const DOCUMENT = join(ROOT, 'docs/performance.md')

/** Puts the words between the markers of the section, in place of what stood there. */
export function writeSection(name: string, words: string): void {
  writeFileSync(DOCUMENT, withSection(readFileSync(DOCUMENT, 'utf8'), name, words))
}

export function withSection(text: string, name: string, words: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`]
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`expected ${begin} and ${end} in ${DOCUMENT}`)
  return `${text.slice(0, from)}${begin}\n\n${words}\n\n${text.slice(to)}`
}
