import { BETWEEN } from './condition-advice.ts'
import { CONDITION_EXAMPLE, choiceHint, syntaxHint } from './condition-syntax-hints.ts'
import type { ConditionProblem } from './condition-tree.ts'

/** What the expression library says about a text. */
export interface Failure {
  code: string
  summary: string
  start: number
  end: number
}

/** A parse failure in words a newcomer understands, with what to write instead. */
export function syntaxProblem(text: string, failure: Failure): ConditionProblem {
  const { start, end } = failure
  if (failure.code === 'limit_exceeded') {
    return {
      name: 'condition-too-complex',
      message: 'the condition is nested too deeply or has too many parts',
      hint: 'Split it over several steps.',
      start,
      end,
    }
  }
  const atEnd = start >= text.trimEnd().length
  const found = atEnd ? 'it ends too early' : `\`${text.slice(start, Math.max(end, start + 1))}\` does not fit here`
  return {
    name: 'condition-syntax',
    message: `the condition cannot be read: ${found}`,
    hint: syntaxHint(text, failure),
    start,
    end,
  }
}

/** The problem of a condition that parses but does not fit together, or whose type is not true or false. */
export function typeProblem(text: string, wrong: Failure | string): ConditionProblem {
  if (typeof wrong === 'string') return notBool(text, wrong)
  const { start, end, summary } = wrong
  const misfit = /^no such overload: (?:(\S+) (\S+) (\S+)|([!-])(\S+))$/.exec(summary)
  if (!misfit) return { name: 'condition-type', message: plainWords(summary), hint: plainHint(text, wrong), start, end }
  const [, left = '', operator = '', right = '', unary = '', operand = ''] = misfit
  if (unary)
    return {
      name: 'condition-type',
      message: `\`${unary}\` does not go with ${word(operand)}`,
      hint: boolHint(text.slice(start + 1, end), operand)
        .replace('!= ""', '== ""')
        .replace('> 0', '== 0'),
      start,
      end,
    }
  const message = `\`${operator}\` does not go with ${word(left)} and ${word(right)}`
  const hint = orHint(text) ?? quotesHint(text, wrong, [left, right]) ?? misfitHint(operator, [left, right])
  return { name: 'condition-type', message, hint, start, end }
}

const MOMENT_HINT = 'Write `2026-12-01`, `2026-12-01T09:00`, or an expression such as `inquiry.at`.'

/** The same for an expression that should give a moment: an example of a condition would lead astray. */
export function momentSyntaxProblem(text: string, failure: Failure): ConditionProblem {
  const problem = syntaxProblem(text, failure)
  return problem.hint === CONDITION_EXAMPLE ? { ...problem, hint: MOMENT_HINT } : problem
}

/** The problem of an expression that gives no moment: its type, or null for a text that is no date. */
export function momentProblem(text: string, type: string | null): ConditionProblem {
  const date = /^\s*\d{4}-\d\d?-\d\d?\s*$/.test(text)
  return {
    name: 'bad-moment',
    message:
      type === null || date
        ? `${text.trim().slice(0, 60)} is not a date`
        : `this must come out as a time or a date, but is ${word(type)}`,
    hint: MOMENT_HINT,
    start: 0,
    end: text.length,
  }
}

function notBool(text: string, type: string): ConditionProblem {
  return {
    name: 'condition-type',
    message: `the condition must come out as true or false, but is ${word(type)}`,
    hint: choiceHint(text) ?? boolHint(text, type),
    start: 0,
    end: text.length,
  }
}

function boolHint(operand: string, type: string): string {
  const name = operand.trim()
  if (type === 'string') return `Compare it: \`${name} != ""\`.`
  if (type === 'int') return `Compare it: \`${name} > 0\`.`
  if (type.endsWith('Timestamp')) return `Compare it: \`${name} > timestamp("2026-12-01T00:00:00Z")\`.`
  return type.startsWith('list') ? `Ask for a value in it: \`"vip" in ${name}\`.` : CONDITION_EXAMPLE
}

/** A number in quotes beside a number, or a number beside a text. */
function quotesHint(text: string, { start, end }: Failure, types: string[]): string | null {
  const part = text.slice(start, end)
  const whole = (mended: string) => `\`${(text.slice(0, start) + mended + text.slice(end)).slice(0, 120)}\``
  const inNumbers = part.replace(/(?<=[[,]\s*)(["'])(-?\d+)\1/g, '$2')
  if (types[0] === 'int' && inNumbers !== part) return `Numbers stand without quotes: ${whole(inNumbers)}.`
  if (!types.includes('string') || !types.includes('int')) return null
  const bare = part.replace(/(["'])(-?\d+)\1/, '$2')
  if (bare !== part) return `A number stands without quotes: ${whole(bare)}.`
  const word = part.replace(/(["'])[^"']*\1/, '60')
  if (word !== part) return `A number stands there: ${whole(word)}.`
  const quoted = part.replace(/^-?\d+\b|(?<=[=<>]\s*)-?\d+$/, '"$&"')
  return quoted === part ? null : `Text stands in quotes: ${whole(quoted)}.`
}

/** `lead.country == "DE" || "AT"`: one field, several values. */
function orHint(text: string): string | null {
  const [, field, values = ''] =
    /([a-z]+\.\w+)\s*==\s*("[^"]*"(?:\s*\|\|\s*"[^"]*")+)/.exec(text) ??
    /([a-z]+\.\w+)\s*==\s*\[([^\]]*)\]/.exec(text) ??
    []
  return field === undefined
    ? null
    : `A field that may have several values: \`${field} in [${values.split(/\s*(?:\|\||,)\s*/).join(', ')}]\`.`
}

function misfitHint(operator: string, types: string[]): string {
  if (types.includes('string') && types.includes('int')) return 'Numbers stand without quotes, text in quotes.'
  if (types.some(type => type.endsWith('Timestamp')))
    return 'Times go with `timestamp("2026-12-01T00:00:00Z")` and `duration("48h")`.'
  if (types.includes('string') && types.some(type => type.startsWith('list')))
    return operator === 'in'
      ? 'Write the value first, then the list: `"vip" in lead.tags`.'
      : 'Ask for a value in a list with `in`: `"vip" in lead.tags`.'
  if (operator === 'in')
    return types.every(type => type === 'string')
      ? 'A list stands in brackets, each text in quotes: `lead.country in ["DE", "AT"]`.'
      : 'Write the value first, then the list: `"vip" in lead.tags`.'
  if (types.some(type => type.startsWith('null')))
    return 'What is missing is an empty text or 0: `lead.company != ""`, `lead.score > 0`.'
  if (types.includes('double')) return 'Write a whole number: `lead.score > 60`.'
  if (types.includes('bool') && /^[<>]=?$/.test(operator)) return BETWEEN
  return /^[-+*/%]$/.test(operator)
    ? 'Calculate with numbers only: `lead.score + 10 > 60`.'
    : 'Compare two values of one type: `lead.score >= 60`, `lead.company == "Contoso"`.'
}

const WORDS: Record<string, string> = {
  string: 'text',
  int: 'a number',
  double: 'a fraction',
  bool: 'true or false',
  null_type: 'null',
  'google.protobuf.Timestamp': 'a time',
  'google.protobuf.Duration': 'a length of time',
}

function word(type: string): string {
  return WORDS[type] ?? (type.startsWith('list') ? 'a list' : `\`${type}\``)
}

function plainHint(text: string, { code, summary }: Failure): string {
  if (/'list\.(contains|exists|all)\(/.test(summary)) {
    const [, list = 'lead.tags', value = '"vip"'] =
      /([\w.]+)\.(?:contains|exists|all)\(\s*("[^"]*"|'[^']*')\s*\)/.exec(text) ?? []
    return `Ask for a value in a list with \`in\`: \`${value} in ${list}\`.`
  }
  const [, counted] = /([a-z]+\.tags)\.(?:size|length|count)\b/.exec(text) ?? []
  if (/list index/i.test(summary) && counted !== undefined) return `Write \`${counted}.size()\`.`
  const [, number] = /([a-z]+\.\w+)\.\w+\(/.exec(text) ?? []
  if (/'int\.\w+\(/.test(summary) && number !== undefined) return `It is a number already: \`${number}\` stands alone.`
  if (/cannot index type 'string'/i.test(summary))
    return 'A text has no fields: its length is `lead.company.size()`, its end `lead.email.endsWith("@contoso.example")`.'
  return code === 'invalid_logical_operand'
    ? (orHint(text) ?? 'Both sides must be true or false: `lead.company != "" && lead.score > 0`.')
    : CONDITION_EXAMPLE
}

function plainWords(summary: string): string {
  return `the condition does not fit together: ${summary.charAt(0).toLowerCase()}${summary.slice(1)}`
}
