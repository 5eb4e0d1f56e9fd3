import { Lexer } from 'yaml'
import type { Report } from './report.ts'

const SIZE_LIMITS = { bytes: 64 * 1024, lines: 2000, depth: 32, tokens: 30_000 }

/**
 * Looks at a text before anything builds a tree of it: bytes, lines, nesting. Stops at the first limit that is
 * passed, so that a refusal costs milliseconds whatever the size. Returns false when the text must not be parsed.
 */
export function isSmallEnough(report: Report): boolean {
  const { text } = report
  const bytes = text.length > SIZE_LIMITS.bytes ? text.length : Buffer.byteLength(text)
  if (bytes > SIZE_LIMITS.bytes) return refuse(report, 0, `the file is larger than 64 KiB (${bytes} bytes)`)
  const lines = report.lineOf(text.length) - (text.endsWith('\n') ? 1 : 0)
  if (lines > SIZE_LIMITS.lines) return refuse(report, 0, `the file has more than 2,000 lines (${lines})`)
  return isShallow(report)
}

function refuse(report: Report, offset: number, message: string): false {
  report.add('too-large', offset, { message, hint: 'Split it into several workflows.' })
  return false
}

/** Depth of a text as the tokens come by: open brackets, and columns at which block collections begin. */
interface Nesting {
  brackets: number
  columns: number[]
  column: number
  /** The next token begins a node: first on its line, or after a `- ` or `? `. */
  begins: boolean
}

function isShallow(report: Report): boolean {
  const nesting: Nesting = { brackets: 0, columns: [], column: 0, begins: true }
  let [offset, tokens] = [0, 0]
  for (const token of new Lexer().lex(report.text)) {
    if (++tokens > SIZE_LIMITS.tokens) return refuse(report, offset, 'the file holds too many words and signs')
    if (VIRTUAL.has(token)) continue
    follow(nesting, token)
    if (nesting.brackets + nesting.columns.length > SIZE_LIMITS.depth) return refuseDepth(report, offset)
    offset += token.length
  }
  return true
}

function refuseDepth(report: Report, offset: number): false {
  report.add('too-deep', offset, {
    message: 'lists and maps stand more than 32 deep here',
    hint: 'Split the workflow, or put the branch into a workflow of its own.',
  })
  return false
}

/** Marks that the lexer puts between tokens and that are not in the text. */
const VIRTUAL: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f'])

function follow(nesting: Nesting, token: string): void {
  if (token === '[' || token === '{') nesting.brackets++
  if ((token === ']' || token === '}') && nesting.brackets > 0) nesting.brackets--
  const blank = token.trim() === ''
  if (!blank && nesting.begins && nesting.brackets === 0) enterColumn(nesting)
  if (!blank) nesting.begins = token === '-' || token === '?'
  const newline = token.lastIndexOf('\n')
  nesting.column = newline < 0 ? nesting.column + token.length : token.length - newline - 1
  if (newline >= 0) nesting.begins = true
}

function enterColumn(nesting: Nesting): void {
  const { columns, column } = nesting
  while ((columns.at(-1) ?? -1) > column) columns.pop()
  if ((columns.at(-1) ?? -1) < column) columns.push(column)
}
