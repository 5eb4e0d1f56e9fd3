import { isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument } from 'yaml'
import type { MessageKind } from '../../domain/mail/message.ts'
import type { Problem } from '../../workflow/problem.ts'
import { didYouMean } from './nearest-name.ts'
import type { Place } from './place.ts'
import { templateProblem } from './template-problem-codes.ts'

/** A front-matter text and where it begins, so that a mustache inside it can be named by line. */
export interface FrontText extends Place {
  text: string
}

export interface FrontMatter {
  kind: MessageKind
  /** Null: the kind's own. */
  layout: FrontText | null
  subject: FrontText
  preheader: FrontText | null
}

interface FrontRead {
  front: FrontMatter | null
  /** The file with its front matter blanked, so that lines keep their numbers. */
  body: string
  problems: Problem[]
}

const KEYS = ['subject', 'preheader', 'layout', 'kind']
const FRONT = /^---[ \t]*\n([\s\S]*?)(?:^|\n)---[ \t]*(?:\n|$)/
/** A whole text in the quotes that word processors make. */
const TYPOGRAPHIC = /^[“”„«]([^“”„«»]*)[“”»]$/
const EXAMPLE = 'Begin the file with `---`, `subject: "…"` and `---`.'

/** Reads the YAML between the first two `---` lines of a template. */
export function readFrontMatter(file: string, text: string): FrontRead {
  const start = { file, line: 1, column: 1 }
  const match = FRONT.exec(text)
  if (match === null) {
    return {
      front: null,
      body: text,
      problems: [templateProblem('TEND-T010', start, noFront(text))],
    }
  }
  const body = text.slice(0, match[0].length).replace(/[^\n]/g, '') + text.slice(match[0].length)
  const lines = new LineCounter()
  // One empty line stands for the opening `---`: the counter then speaks of lines of the file.
  const yaml = `\n${match[1] ?? ''}\n`
  const document = parseDocument(yaml, { lineCounter: lines, maxAliasCount: 0, uniqueKeys: true } as object)
  const broken = [...document.errors, ...document.warnings].map(error => {
    const at = lines.linePos(error.pos[0])
    const hint = brokenHint(yaml.split('\n')[at.line - 1] ?? '', String(error.code))
    return templateProblem(
      'TEND-T011',
      { file, line: at.line, column: at.col },
      { message: firstLine(error.message), hint },
    )
  })
  const open = document.errors.length === 0 ? null : openQuote(yaml.split('\n'), file)
  if (broken.length > 0) return { front: null, body, problems: open === null ? broken : [open] }
  if (!isMap(document.contents)) {
    return {
      front: null,
      body,
      problems: [templateProblem('TEND-T014', start, noKeys(document.contents !== null))],
    }
  }
  return { body, ...readKeys(document.contents.items, { file, lines, yaml }) }
}

function noKeys(isOther: boolean): { message: string; hint: string } {
  if (!isOther) return { message: 'The front matter is empty.', hint: EXAMPLE }
  return { message: 'The front matter has no keys.', hint: 'Write each key at the left margin: `subject: "…"`.' }
}

/** The line whose quote stays open: YAML notices it further down only. */
function openQuote(lines: string[], file: string): Problem | null {
  for (const [index, line] of lines.entries()) {
    const [, before, key, sign, text = ''] = /^((\w+):\s+)(["'])((?:(?!\3).)+)$/.exec(line) ?? []
    if (before === undefined || sign === undefined) continue
    const at = { file, line: index + 1, column: before.length + 1 }
    const hint = `Write \`${key}: ${quoted(text.trimEnd())}\`.`
    return templateProblem('TEND-T011', at, { message: `The quote ${sign} is never closed.`, hint })
  }
  return null
}

/** A text in quotes that it does not hold. */
function quoted(text: string): string {
  return text.includes('"') ? `'${text.replaceAll("'", "''")}'` : `"${text}"`
}

function brokenHint(line: string, code: string): string {
  if (code === 'DUPLICATE_KEY') return 'Keep one of them.'
  const [, key, text = ''] = /^\s*(\w+):\s+(.*\S)\s*$/.exec(line) ?? []
  if (code === 'TAB_AS_INDENT') return 'Begin the line with its key: no tab, no spaces.'
  if (key !== undefined && !/^(["']).*\1$/.test(text))
    return `Write \`${key}: ${quoted(text.replace(/^["']/, '').replace(TYPOGRAPHIC, '$1'))}\`.`
  const [, word, value] = /^\s*(\w+)\s*(?:=\s*|\s(?="))(.*)$/.exec(line) ?? []
  if (word !== undefined) return `Write \`${word}: ${value}\`.`
  return 'Quote a text that holds `: `, ` #` or a brace; use single quotes round one with double quotes inside.'
}

function noFront(text: string): { message: string; hint: string } {
  if (!/^---[ \t]*\n/.test(text)) return { message: 'The file has no front matter.', hint: EXAMPLE }
  return {
    message: 'The front matter does not end.',
    hint: 'Write a second line `---` between the settings and the text.',
  }
}

function readKeys(
  pairs: Pair[],
  { file, lines, yaml }: { file: string; lines: LineCounter; yaml: string },
): { front: FrontMatter | null; problems: Problem[] } {
  const problems: Problem[] = []
  const texts = new Map<string, FrontText>()
  for (const pair of pairs) {
    const at = placeOfNode(pair.key, file, lines)
    const key = isScalar(pair.key) ? String(pair.key.value) : '?'
    const value = isScalar(pair.value) ? pair.value.value : null
    if (!KEYS.includes(key)) problems.push(unknownKey(key, at))
    else if (typeof value !== 'string' || /[\r\n]/.test(value)) problems.push(wrongValue(key, at, { yaml, pair }))
    else if (isScalar(pair.value) && pair.value.type === 'PLAIN' && /^[^"]*"$/.test(value))
      problems.push(halfQuoted(key, placeOfNode(pair.value, file, lines), value))
    else if (isScalar(pair.value) && pair.value.type === 'PLAIN' && TYPOGRAPHIC.test(value))
      problems.push(typographic(key, placeOfNode(pair.value, file, lines), value))
    else texts.set(key, { text: value, ...placeOfText(pair.value, file, lines) })
  }
  const kind = texts.get('kind')
  if (kind !== undefined && kind.text !== 'nurture' && kind.text !== 'notice') {
    problems.push(
      templateProblem('TEND-T013', kind, {
        message: `\`kind\` is \`${kind.text}\`.`,
        hint: 'Write `nurture` or `notice`.',
      }),
    )
  }
  const subject = texts.get('subject')
  if (subject === undefined || subject.text.trim() === '') {
    const named = pairs.some(pair => isScalar(pair.key) && pair.key.value === 'subject' && subject === undefined)
    if (!named && !problems.some(({ hint }) => hint === 'Did you mean `subject`?'))
      problems.push(
        templateProblem(
          'TEND-T014',
          { file, line: 1, column: 1 },
          { message: 'The mail has no subject.', hint: subject === undefined ? EXAMPLE : 'Write `subject: "…"`.' },
        ),
      )
    return { front: null, problems }
  }
  const isNotice = kind?.text === 'notice'
  const rest = { layout: texts.get('layout') ?? null, preheader: texts.get('preheader') ?? null }
  return { front: { kind: isNotice ? 'notice' : 'nurture', subject, ...rest }, problems }
}

/** What other tools have at the top of a mail. */
const ELSEWHERE: [RegExp, string][] = [
  [/^(title|betreff|topic|headline)$/i, 'Did you mean `subject`?'],
  [/^(preview|teaser|snippet|summary)[-_ ]?(text)?$/i, 'Did you mean `preheader`?'],
  [/^(type|category)$/i, 'Did you mean `kind`?'],
  [
    /^(from|sender|reply[-_]?to|from[-_]?name)$/i,
    'Who writes stands in `tend.yaml` under `publisher`: take it out here.',
  ],
  [/^(to|cc|bcc|recipient)$/i, 'The mail goes to the lead: take it out.'],
  [/^attachments?$/i, 'A mail carries no files: put a link into the text.'],
  [/^(lang|language|locale)$/i, 'The language stands in the name of the file: `welcome.cs.hbs` beside `welcome.hbs`.'],
]

function unknownKey(key: string, at: Place): Problem {
  const elsewhere = ELSEWHERE.find(([form]) => form.test(key))?.[1]
  const hint = elsewhere ?? didYouMean(key, KEYS, `Take it out; known keys: ${KEYS.join(', ')}.`)
  return templateProblem('TEND-T012', at, { message: `\`${key}\` is no front-matter key.`, hint })
}

function halfQuoted(key: string, at: Place, value: string): Problem {
  const message = `\`${key}\` ends with a quote that nothing opens.`
  return templateProblem('TEND-T013', at, { message, hint: `Write \`${key}: ${quoted(value.slice(0, -1))}\`.` })
}

function typographic(key: string, at: Place, value: string): Problem {
  const message = `\`${key}\` stands in typographic quotes, which would stand in the mail.`
  return templateProblem('TEND-T013', at, {
    message,
    hint: `Write \`${key}: ${quoted(value.replace(TYPOGRAPHIC, '$1'))}\`.`,
  })
}

function wrongValue(key: string, at: Place, { yaml, pair }: { yaml: string; pair: Pair }): Problem {
  const [, text] = /:\s+(\{\{.*\S)\s*$/.exec(yaml.split('\n')[at.line - 1] ?? '') ?? []
  if (text !== undefined)
    return templateProblem('TEND-T013', at, {
      message: `\`${key}\` is not one line of text: what begins with a brace wants quotes.`,
      hint: `Write \`${key}: ${quoted(text)}\`.`,
    })
  const hint = severalHint(key, at, pair.value) ?? `Write \`${key}: "…"\`; quote a text that begins with a brace.`
  return templateProblem('TEND-T013', at, { message: `\`${key}\` is not one line of text.`, hint })
}

/** Several subjects in a list, or one for each language. */
function severalHint(key: string, { file }: Place, value: unknown): string | null {
  const texts = isSeq(value) || isMap(value) ? Object.entries(value.toJSON() as object) : []
  const [first, ...others] = texts.map(([name, text]) => ({ name, line: `\`${key}: ${quoted(String(text))}\`` }))
  if (first === undefined) return null
  const variant = others.find(({ name }) => /^[a-z]{2}(?:-[a-z]+)?$/i.test(name))
  if (isSeq(value))
    return `Write one: ${first.line}. For a trial of two write two templates, and a \`split\` in the workflow.`
  return variant === undefined
    ? `Write ${first.line}.`
    : `A language has a file of its own: ${first.line} here, and ${variant.line} in \`${file.replace(/^.*\/|\.hbs$/g, '')}.${variant.name.toLowerCase()}.hbs\`.`
}

function placeOfNode(node: unknown, file: string, lines: LineCounter): Place {
  const range =
    typeof node === 'object' && node !== null ? (node as { range?: [number, number, number] }).range : undefined
  const at = lines.linePos(range?.[0] ?? 0)
  return { file, line: Math.max(1, at.line), column: Math.max(1, at.col) }
}

function placeOfText(node: unknown, file: string, lines: LineCounter): Place {
  const at = placeOfNode(node, file, lines)
  const quoted = isScalar(node) && node.type !== 'PLAIN'
  return { ...at, column: at.column + (quoted ? 1 : 0) }
}

function firstLine(message: string): string {
  return message.split('\n')[0]?.replace(/ at line .*$/, '.') ?? message
}
