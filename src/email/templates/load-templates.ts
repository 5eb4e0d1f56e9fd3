import type { Dirent } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Problem } from '../../workflow/problem.ts'
import { templateProblem } from './template-problem-codes.ts'

export interface TemplateFile {
  /** Path as the reader knows it. */
  file: string
  /** Below its folder, without the last suffix, with `/`: `test-drive/welcome.cs`. */
  name: string
  text: string
}

/** Every file of a templates folder, as text. */
export interface TemplateFiles {
  templates: TemplateFile[]
  layouts: TemplateFile[]
  partials: TemplateFile[]
  problems: Problem[]
}

const LARGEST_BYTES = 64 * 1024
const NAME = /^[a-z0-9][a-z0-9-]*(\/[a-z0-9][a-z0-9-]*)*(\.[a-zA-Z0-9-]+)?$/
const PARTS = [
  { part: 'layouts', suffix: '.mjml', prefix: 'layouts/' },
  { part: 'partials', suffix: '.hbs', prefix: 'partials/' },
  { part: 'templates', suffix: '.hbs', prefix: '' },
] as const

/** Reads a folder of templates, layouts and partials. A file that cannot be used is a problem, never an exception. */
export async function loadTemplates(folder: string): Promise<TemplateFiles> {
  const files: TemplateFiles = { templates: [], layouts: [], partials: [], problems: [] }
  const shown = shownPath(folder)
  let entries: Dirent[]
  try {
    entries = await readdir(folder, { recursive: true, withFileTypes: true })
  } catch (error) {
    const message = `The folder cannot be read: ${error instanceof Error ? error.message : String(error)}`
    files.problems.push(
      templateProblem(
        'TEND-T001',
        { file: shown, line: 1, column: 1 },
        { message, hint: 'Name the folder with TEND_TEMPLATES.' },
      ),
    )
    return files
  }
  const paths = entries
    .filter(entry => !entry.isDirectory())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter(path => !path.split('/').some(part => part.startsWith('.')) && !/(^|\/)README\.md$/i.test(path))
  for (const path of paths.sort()) await addFile(files, folder, path)
  return files
}

async function addFile(files: TemplateFiles, folder: string, path: string): Promise<void> {
  const file = shownPath(join(folder, path))
  const at = { file, line: 1, column: 1 }
  const kind = PARTS.find(({ prefix }) => path.startsWith(prefix))
  const name = kind === undefined ? path : path.slice(kind.prefix.length, -kind.suffix.length)
  if (kind === undefined || !path.endsWith(kind.suffix) || !NAME.test(name)) {
    const message = `\`${path}\` is not the name of a template, layout or partial.`
    const hint =
      'Use lower-case letters, digits and dashes: `name.hbs`, `name.cs.hbs`, `layouts/name.mjml`, `partials/name.hbs`.'
    files.problems.push(templateProblem('TEND-T004', at, { message, hint }))
    return
  }
  const text = await readText(join(folder, path))
  if (typeof text === 'string') files[kind.part].push({ file, name, text })
  else files.problems.push(templateProblem(text.code, at, { message: text.message, hint: text.hint }))
}

interface Unreadable {
  code: 'TEND-T001' | 'TEND-T002' | 'TEND-T003'
  message: string
  hint: string
}

async function readText(path: string): Promise<string | Unreadable> {
  try {
    const { size } = await stat(path)
    if (size > LARGEST_BYTES) {
      return { code: 'TEND-T002', message: `The file has ${size} bytes; at most 65536 are read.`, hint: 'Shorten it.' }
    }
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
    return text.replaceAll('\r\n', '\n')
  } catch (error) {
    if (error instanceof TypeError) {
      return { code: 'TEND-T003', message: 'The file holds bytes that are not UTF-8.', hint: 'Save it as UTF-8.' }
    }
    const message = `The file cannot be read: ${error instanceof Error ? error.message : String(error)}`
    return { code: 'TEND-T001', message, hint: 'Check its permissions.' }
  }
}

function shownPath(path: string): string {
  const near = relative(process.cwd(), path)
  return (near.startsWith('..') ? path : near).replaceAll('\\', '/')
}
