import { BETWEEN, meantField } from './condition-advice.ts'

/** For whatever has no better advice. */
export const CONDITION_EXAMPLE = 'For example `lead.score >= 60 && lead.company != ""`.'

/** What other languages write, by how the text goes on where it cannot be read. */
const ELSEWHERE: [RegExp, string][] = [
  [
    /^(?:is|==?)\s+(?:not\s+(?:empty|blank|null|set|missing)|set|known)\b/i,
    'Compare with the empty text: `lead.company != ""`.',
  ],
  [/^(?:is\s+)?(?:empty|blank|null|missing|unknown)\b/i, 'Compare with the empty text: `lead.company == ""`.'],
  [/^if\b/i, 'Take the `if` inside the text out: the key says it.'],
  [/^(?:is\s+)?(?:less|fewer|smaller|below|under)\b/i, 'Write `<`: `lead.score < 60`.'],
  [/^(?:is\s+)?(?:more|greater|bigger|above|over)\b/i, 'Write `>`: `lead.score > 60`.'],
  [/^(?:is\s+)?at\s+least\b/i, 'Write `>=`: `lead.score >= 60`.'],
  [/^else\b/i, 'For all other cases write the arm `- otherwise:`, with its steps right below.'],
  [/^between\b/i, BETWEEN],
  [/^exists\b/i, 'Compare with the empty text: `lead.company != ""`.'],
  [/^=?~/, 'There are no patterns: write `lead.company.contains("Contoso")`, `startsWith` or `endsWith`.'],
  [/^=>/, 'Write `>=`: the sign of equality comes last.'],
  [/^=</, 'Write `<=`: the sign of equality comes last.'],
  [/^=/, 'Write `==` to compare.'],
  [/^;/, 'Take the `;` out.'],
  [/^\)/, 'Take the `)` out, or open it with `(` before.'],
  [/^[“”„‘’]/, 'Write straight quotes: `"…"`.'],
  [/^(?:is\s+not|isnt|isn't|ne)\b/i, 'Write `!=` for not equal.'],
  [/^(?:is|equals?|eq)\b/i, 'Write `==` to compare.'],
  [/^(?:and|or|not)\b/i, 'Write `&&` for and, `||` for or, `!` for not.'],
  [
    /^(?:contains?|includes?|has|starts?|begins?|ends?|like)\b/i,
    'Write `lead.company.contains("Contoso")`, `startsWith` or `endsWith`.',
  ],
  [/^[&|]/, 'Write `&&` for and, `||` for or.'],
]

/** What to write instead of a condition that cannot be read. */
export function syntaxHint(text: string, { start, code }: { start: number; code: string }): string {
  if (/\{\{|\$\{|\{%/.test(text)) return bracesHint(text)
  if (/->|\$\w/.test(text))
    return `A field stands by its name: \`${text
      .replaceAll('->', '.')
      .replace(/\$(?=\w)/g, '')
      .slice(0, 120)}\`.`
  const choice = start >= text.trimEnd().length ? choiceHint(text) : null
  if (choice !== null) return choice
  const [before, rest] = [text.slice(0, start), text.slice(start)]
  const [, empty] = /\bnot\s+(?:is_?)?empty\s*\(\s*([\w.]+)/i.exec(text) ?? []
  if (empty !== undefined) return `Compare with the empty text: \`${empty} != ""\`.`
  if (/!=$/.test(before.trimEnd()) && rest.startsWith('=')) return 'Write `!=` for not equal.'
  if (/<$/.test(before.trimEnd()) && rest.startsWith('>')) return 'Write `!=` for not equal.'
  if (/\d\s*%\s*$/.test(before)) return 'Write the number alone, without `%`.'
  if (/^not\s+in\b/i.test(rest)) return 'Write `!` before the whole: `!(lead.country in ["US", "CA"])`.'
  if (/^(?:contains?|includes?|has)\b/i.test(rest) && /\.tags\s*$/.test(before))
    return 'Ask for a value in a list with `in`: `"vip" in lead.tags`.'
  const [, asked] = /\b(?:no|not|hasn't|didn't|never)\s+(\w+)\s*$/i.exec(text) ?? []
  const missed = asked === undefined ? null : meantField(null, asked)
  if (missed?.includes('wait-for')) return missed
  const method = methodHint(text)
  if (method !== null && /^(?:contains?|includes?|has|starts?|begins?|ends?|like)/i.test(rest)) return method
  const known = ELSEWHERE.find(([form]) => form.test(rest))?.[1]
  if (known !== undefined) return aboutField(known, before)
  if (/\bnot\s*$/i.test(before)) return 'Write `&&` for and, `||` for or, `!` for not.'
  if (rest.startsWith(',') && /\bin\s*\([^()]*$/.test(before))
    return `A list stands in brackets: \`${listInBrackets(text)}\`.`
  if (rest.startsWith(',')) return 'Write `&&` for and, `||` for or.'
  if (code === 'unterminated_string' || unevenQuotes(text))
    return 'Close the quote; text inside a condition stands in `"…"`.'
  if (rest.trim() === '' && text.split('(').length > text.split(')').length) return 'Close the parenthesis with `)`.'
  return code === 'invalid_escape_sequence' ? 'Write a backslash as `\\\\`.' : CONDITION_EXAMPLE
}

/** `lead.score > 5 ? true`, `lead.score > 5 ? 1 : 0`. */
export function choiceHint(text: string): string | null {
  const [, condition] = /^([^?]*[<>=!][^?]*?)\s*\?/.exec(text) ?? []
  return condition === undefined ? null : `The condition alone says it: \`${condition.trim().slice(0, 120)}\`.`
}

/** `lead.email contains "x"` as a call. */
function methodHint(text: string): string | null {
  const [, field, word = '', value = ''] =
    /([a-z]+\.\w+)\s+(contains?|includes?|has|starts?\s?with|begins?\s?with|ends?\s?with|like)\s+("[^"]*"|'[^']*')/i.exec(
      text,
    ) ?? []
  if (field === undefined) return null
  const method = /^e/i.test(word) ? 'endsWith' : /^[sb]/i.test(word) ? 'startsWith' : 'contains'
  return `Write \`${field}.${method}(${value.replaceAll('%', '')})\`.`
}

/** The advice about the field that stands before, where it is a text. */
function aboutField(advice: string, before: string): string {
  const [, field] = /\b((?:lead|inquiry|offer|attribute)\.\w+)\s*$/.exec(before) ?? []
  const isText = field !== undefined && !/\.(?:score|tags|at)$/.test(field)
  return isText ? advice.replaceAll('lead.company', field) : advice
}

/** The condition as it should be, where other tools put fields into braces. */
export function withoutBraces(text: string): string {
  return text.replace(/(["']?)(?:\$?\{\{|\$\{|\{%\s*(?:if\b)?)\s*([^{}]*?)\s*(?:\}\}?|%\})\1/g, '$2')
}

function bracesHint(text: string): string {
  return `Fields stand without braces: \`${withoutBraces(text).slice(0, 120)}\`.`
}

function listInBrackets(text: string): string {
  return text.replace(/\bin\s*\(([^()]*)\)/, 'in [$1]').slice(0, 120)
}

function unevenQuotes(text: string): boolean {
  return text.split('"').length % 2 === 0 || text.split("'").length % 2 === 0
}
