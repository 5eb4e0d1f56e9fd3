import type { ErrorCode } from 'yaml'
import { present } from '../../domain/text/present.ts'
import { durationHint } from '../../domain/time/duration-hints.ts'
import { checkCondition, isConditionError } from '../conditions/check-condition.ts'
import { withoutBraces } from '../conditions/condition-syntax-hints.ts'
import { flowYaml } from './flow-yaml.ts'
import { twoLines } from './one-line.ts'
import { inWords } from './placeholder-words.ts'
import type { Report } from './report.ts'
import { SYNTAX_HINTS } from './syntax-hints.ts'
import { lineHint } from './yaml-line-hints.ts'

interface YamlComplaint {
  code: ErrorCode
  message: string
  pos: [number, number]
}

/** Reports errors of the YAML parser; the line of the first of them, from 1, or null. */
export function reportSyntax(report: Report, errors: readonly YamlComplaint[]): number | null {
  const seen = new Set<number>()
  for (const error of errors.slice(0, 200)) {
    const line = report.lineOf(error.pos[0])
    if (seen.has(line)) continue
    seen.add(line)
    if (reportSyntaxError(report, error)) break
  }
  const lines = [...errors.map(({ pos }) => report.lineOf(pos[0])), ...report.problems().map(({ line }) => line)]
  return errors.length === 0 ? null : lines.reduce((first, line) => Math.min(first, line))
}

/** Tags are reported where they stand, by `convert`; every other warning is an error. */
export function reportWarning(report: Report, warning: YamlComplaint): void {
  if (warning.code === 'TAG_RESOLVE_FAILED') return
  report.add('not-yaml', warning.pos[0], {
    message: `cannot be read as YAML: ${lowerFirst(warning.message)}`,
    hint: SYNTAX_HINTS[warning.code],
  })
}

/** How the line looks with its value in quotes, when the value is of a kind that YAML takes apart. */
export function quotedLine(line: string): string | null {
  const [, key, value] = /^\s*(?:- +)*([a-z][a-z-]*):\s+(.*\S)\s*$/.exec(line) ?? []
  if (!key || !value || value.length > 500) return null
  if (MAP_KEYS.includes(key) && /^[a-z][\w-]*: +\S[^{}[\]]*$/i.test(value))
    return `Put it in braces: \`${key}: {${value}}\`.`
  if (key === 'wait' && /\bthen:/.test(value)) return durationHint(value)
  const split = TEXT_KEYS.includes(key) ? null : twoLines(key, value)
  if (split !== null && value.includes(': ')) return split
  const risky = /^[!"'[{%&*@`]/.test(value) || value.includes(': ') || value.includes(' #')
  if (/^\[.*\}$|^\{.*\]$/.test(value)) return null
  const [, until] = /^until:\s*"?([^"]+)"?$/.exec(value) ?? []
  if (key === 'wait' && until !== undefined) return `Write \`wait: {until: ${flowYaml(until)}}\`.`
  if (value === '*')
    return key === 'offer' ? 'Write `offer: ["*"]`.' : `Take \`${key}\` out: without it everything fits.`
  if (!risky || /^(\[[^\]]*\]|\{(?![{%])[^}]*\}|"[^"]*"|'[^']*')$/.test(value)) return null
  const text = withoutOuterQuotes(value)
  if (/^"[^"]*"\s*[\w ]+$/.test(value) && !TEXT_KEYS.includes(key))
    return `Take the quotes out: \`${key}: ${value.replaceAll('"', '')}\`.`
  if (/\{[{%]/.test(text)) return bracesHint(key, text)
  return `Put the whole text in quotes: \`${key}: '${text.replaceAll("'", "''")}'\`.`
}

/** The same for a value that begins with `!`: what no quotes would mend is told at once. */
export function tagHint(line: string, tag: string): string | null {
  const [, list] = /\b(action|source|offer):\s*\[[^\]]*$/.exec(line.slice(0, line.indexOf(tag))) ?? []
  if (list !== undefined)
    return `A list says what fits. For all but one write \`if: 'inquiry.${list} != "${tag.replace(/^!+/, '')}"'\` in its place.`
  const quoted = quotedLine(line)
  const [, condition] = /^\s*(?:- +)*if:\s+(.*\S)\s*$/.exec(line) ?? []
  const [wrong] = condition === undefined ? [] : checkCondition(condition).filter(isConditionError)
  // A field that nobody knows may be anything, and still wants the quotes.
  return wrong === undefined || /^(?:Known|Fields|Tend)/.test(wrong.hint) ? quoted : wrong.hint
}

export function lineAt(text: string, offset: number): string {
  const start = text.slice(0, offset).lastIndexOf('\n') + 1
  return text.slice(start).replace(/\n.*/s, '')
}

/** True when the line is plainly indented or begun wrongly: what YAML says of the lines below it follows from that. */
function reportSyntaxError(report: Report, error: YamlComplaint): boolean {
  const open = openLine(report, error)
  if (open !== null) {
    report.add('not-yaml', open.start, { message: `cannot be read as YAML: ${open.what}`, hint: open.hint })
    return true
  }
  const line = lineAt(report.text, error.pos[0])
  const hint = lineHint({
    line,
    ...linesRound(report, error),
    code: error.code,
    isKey: word => report.homeOf(word) !== null,
    isVerb: word => isVerb(report, word),
    isTop: word => report.homeOf(word)?.includes('to the left margin: it') === true,
  })
  const quoted = hint === null ? quotedLine(line) : null
  if (quoted)
    report.add('needs-quotes', error.pos[0], {
      message: `YAML misreads this text: ${lowerFirst(error.message)}`,
      hint: quoted,
    })
  else
    report.add('not-yaml', error.pos[0], {
      message: `cannot be read as YAML: ${error.code === 'MULTIPLE_DOCS' ? 'a second document begins here' : lowerFirst(error.message)}`,
      hint: hint ?? SYNTAX_HINTS[error.code],
    })
  return hint !== null || error.code === 'TAB_AS_INDENT'
}

/** The line whose quote or bracket stays open: YAML notices it further down only. */
function openLine({ text, lineOf }: Report, { message, pos }: YamlComplaint) {
  const isQuote = /closing ["']quote/.test(message)
  if (!isQuote && !/^Flow (?:map|sequence) in block collection/.test(message)) return null
  const lines = text.split('\n').slice(0, lineOf(pos[0]) - (isQuote ? 0 : 1))
  const index = lines.findLastIndex(one => (isQuote ? OPEN_QUOTE.test(one) : closingOf(one) !== ''))
  if (index < 0) return null
  const line = present(lines[index], 'the line of an index')
  const written = line.trim().replace(/^- /, '')
  const end = isQuote ? line.replace(OPEN_QUOTE, '$1').slice(-1) : closingOf(line)
  if (written.length > 100) return null
  return {
    start: lines.slice(0, index).reduce((sum, one) => sum + one.length + 1, 0) + line.search(/["'[{]/),
    what: `this ${isQuote ? 'quote' : 'bracket'} stays open`,
    hint: `Close it: \`${written}${end}\`.`,
  }
}

const OPEN_QUOTE = /:\s+(["'])(?:(?!\1).)+$/

/** The brackets that close all that the line opens. */
function closingOf(line: string): string {
  const open: string[] = []
  for (const sign of line) {
    if (sign === '[' || sign === '{') open.unshift(sign === '[' ? ']' : '}')
    if (sign === ']' || sign === '}') open.shift()
  }
  return open.join('')
}

function isVerb(report: Report, word: string): boolean {
  return report.homeOf(word)?.includes('begins a step') === true
}

function linesRound({ text, lineOf }: Report, { pos }: YamlComplaint) {
  const lines = text.split('\n')
  const index = lineOf(pos[0]) - 1
  return {
    above: lines.slice(0, index),
    before: lines[index - 1] ?? '',
    after: lines.slice(index + 1).find(line => line.trim() !== '') ?? '',
  }
}

const MAP_KEYS = ['set', 'for', 'hours', 'limits', 'quiet-hours', 'publisher']
const TEXT_KEYS = ['title', 'task', 'because', 'finish', 'note']

/** Merge fields, which only templates have. */
function bracesHint(key: string, text: string): string {
  if (!TEXT_KEYS.includes(key) && key !== 'if')
    return `Nothing is filled in here: write the value of \`${key}\` itself.`
  const better = key === 'if' ? withoutBraces(text) : inWords(text)
  return `Write it without braces: \`${key}: ${flowYaml(better)}\`.`
}

/** A quoted text whose quotes a quote or apostrophe inside it closes too early. */
function withoutOuterQuotes(value: string): string {
  return /^(["'])(?:(?!\1).)*\1\w.*\1$/.test(value) ? value.slice(1, -1) : value
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
