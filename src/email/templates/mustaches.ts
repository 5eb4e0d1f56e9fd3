import type { Problem } from '../../workflow/problem.ts'
import type { Place } from './place.ts'
import { templateProblem } from './template-problem-codes.ts'

type MustacheForm = 'value' | 'open' | 'close' | 'else' | 'partial' | 'comment'

/** One `{{…}}` as it stands in a file. */
export interface Mustache extends Place {
  form: MustacheForm
  raw: string
  /** First word: the field, helper, block or partial. */
  name: string
  offset: number
  /** Nothing else stands on its lines. */
  alone: boolean
}

/** A text cut at its mustaches, in order. */
export interface ScannedText {
  file: string
  text: string
  pieces: (string | Mustache)[]
}

const MUSTACHE = /\{\{!--[\s\S]{0,4000}?--~?\}\}|\{\{\{[\s\S]{0,500}?\}\}\}|\{\{(?:"[^"]*"|'[^']*'|[^{}"'])*\}\}/y
const MOST_MUSTACHES = 1_000
const DEEPEST_BLOCKS = 16
const WORD = /^\{\{~?\s*([#/^>!&*]?)\s*([^\s~}]*)/

/** Finds every mustache and the problems of single ones. `origin` is where `text` begins in the file. */
export function scanMustaches(
  text: string,
  origin: Place,
): { scanned: ScannedText; mustaches: Mustache[]; problems: Problem[] } {
  const scanned: ScannedText = { file: origin.file, text, pieces: [] }
  const mustaches: Mustache[] = []
  const problems: Problem[] = []
  const placeAt = placeTeller(text, origin)
  let from = 0
  for (let at = text.indexOf('{{'); at !== -1; at = text.indexOf('{{', from)) {
    MUSTACHE.lastIndex = at
    const raw = MUSTACHE.exec(text)?.[0] ?? '{{'
    const place = placeAt(at)
    const wrong =
      text[at - 1] === '\\'
        ? escapedProblem(place)
        : problemOf(raw, place, text.slice(at + raw.length, at + raw.length + 80))
    scanned.pieces.push(text.slice(from, at))
    if (wrong === null) {
      const mustache = { ...describe(raw), ...place, raw, offset: at, alone: isAlone(text, at, raw.length) }
      scanned.pieces.push(mustache)
      mustaches.push(mustache)
    } else problems.push(wrong)
    from = at + raw.length
    if (scanned.pieces.length > 2 * MOST_MUSTACHES || problems.length > MOST_MUSTACHES) {
      problems.push(tooMany(place, `The file has more than ${MOST_MUSTACHES} mustaches.`))
      break
    }
  }
  scanned.pieces.push(text.slice(from))
  return { scanned, mustaches, problems }
}

/** Tells line and column of offsets that only rise, counted from where the text begins. */
function placeTeller(text: string, origin: Place): (offset: number) => Place {
  let line = origin.line
  let lineStart = 1 - origin.column
  return offset => {
    for (
      let end = text.indexOf('\n', Math.max(lineStart, 0));
      end !== -1 && end < offset;
      end = text.indexOf('\n', lineStart)
    ) {
      line += 1
      lineStart = end + 1
    }
    return { file: origin.file, line, column: offset - lineStart + 1 }
  }
}

function describe(raw: string): { form: MustacheForm; name: string } {
  const [, sigil = '', name = ''] = WORD.exec(raw) ?? []
  if (sigil === '!') return { form: 'comment', name: '' }
  if (sigil === '#') return { form: 'open', name }
  if (sigil === '/') return { form: 'close', name }
  if (sigil === '>') return { form: 'partial', name: name.replace(/^["']|["']$/g, '') }
  if (sigil === '^' || name === 'else') return { form: 'else', name: 'else' }
  return { form: 'value', name }
}

function problemOf(raw: string, place: Place, after = ''): Problem | null {
  if (after.startsWith('}') && /^\{\{[^{]/.test(raw)) {
    const message = `\`${shorten(raw)}}\` ends with a brace too many.`
    return templateProblem('TEND-T030', place, { message, hint: `Write \`${shorten(raw)}\`.` })
  }
  if (raw === '{{') {
    return templateProblem('TEND-T030', place, {
      message: '`{{` opens and is never closed with `}}`.',
      hint: closingHint(after),
    })
  }
  if (isTypographic(raw)) {
    const message = `\`${shorten(raw)}\` has typographic quotes, as a word processor makes them.`
    return templateProblem('TEND-T030', place, {
      message,
      hint: `Write \`${shorten(raw.replace(/[“”„«»]/g, '"').replace(/[‘’‚]/g, "'"))}\`.`,
    })
  }
  const [, partial] = /^\{\{~?\s*(?:<|>\s*>|->)\s*([\w/-]+)\s*~?\}\}$/.exec(raw) ?? []
  if (partial !== undefined)
    return templateProblem('TEND-T030', place, {
      message: `\`${shorten(raw)}\` is not Handlebars.`,
      hint: `A partial is \`{{> ${partial}}}\`.`,
    })
  if (raw.startsWith('{{{') || /^\{\{~?\s*&/.test(raw)) {
    const message = `\`${shorten(raw)}\` puts data into the mail without escaping it.`
    return templateProblem('TEND-T034', place, {
      message,
      hint: `Write \`{{${raw
        .replace(/[{}&~]/g, '')
        .trim()
        .slice(0, 60)}}}\`.`,
    })
  }
  if (/^\{\{~?(#?\*|#>|>\s*[(@])/.test(raw)) {
    const message = `\`${shorten(raw)}\` is a decorator, a partial block or a partial chosen by data.`
    return templateProblem('TEND-T035', place, { message, hint: 'Name the partial: `{{> name}}`.' })
  }
  if (/^\{\{~?\^\s*[^\s~}]/.test(raw)) {
    const message = `\`${shorten(raw)}\` opens an inverse section.`
    return templateProblem('TEND-T032', place, { message, hint: 'Write `{{#unless …}}`.' })
  }
  return null
}

/** What stands between straight quotes, or in a comment, is text. */
function isTypographic(raw: string): boolean {
  return !raw.startsWith('{{!') && /[“”„«»‘’‚]/.test(raw.replace(/"[^"]*"|'[^']*'/g, ''))
}

/** The mustache as it was most likely meant. */
function closingHint(after: string): string {
  const [, word] = /^\s*((?:[>#/]\s*)?[\w.-]+(?: [\w.]+)?)\s*(?:\}|\n|$)/.exec(after) ?? []
  return word === undefined ? 'Close it, or drop it.' : `Write \`{{${word}}}\`.`
}

function escapedProblem(place: Place): Problem {
  const hint = 'Drop the backslash; for braces in the text write `&#123;&#123;`.'
  return templateProblem('TEND-T030', place, { message: 'A backslash stands before `{{`.', hint })
}

/** Refuses a text on which the checks themselves would take too long. */
export function checkDepth(mustaches: Mustache[]): Problem[] {
  let depth = 0
  for (const mustache of mustaches) {
    if (mustache.form === 'open') depth += 1
    if (mustache.form === 'close') depth -= 1
    if (depth > DEEPEST_BLOCKS) return [tooMany(mustache, `Blocks stand ${depth} deep in each other.`)]
  }
  return []
}

function tooMany(place: Place, message: string): Problem {
  return templateProblem('TEND-T036', place, { message, hint: 'Make several templates of it.' })
}

function isAlone(text: string, at: number, length: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at)
  const end = text.indexOf('\n', at + length)
  const after = text.slice(at + length, end === -1 ? text.length : end)
  return before.trim() === '' && after.trim() === ''
}

/** A mustache on one line, short enough for a message. */
export function shorten(raw: string): string {
  const line = raw.replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 57)}...` : line
}
