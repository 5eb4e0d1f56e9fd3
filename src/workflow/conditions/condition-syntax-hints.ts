/** For whatever has no better advice. */
export const CONDITION_EXAMPLE = 'For example `lead.score >= 60 && lead.company != ""`.'

/** What other languages write, by how the text goes on where it cannot be read. */
const ELSEWHERE: [RegExp, string][] = [
  [/^=>/, 'Write `>=`: the sign of equality comes last.'],
  [/^=</, 'Write `<=`: the sign of equality comes last.'],
  [/^=/, 'Write `==` to compare.'],
  [/^(?:<>|~=)/, 'Write `!=` for not equal.'],
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
  if (/\{\{|\$\{/.test(text)) return bracesHint(text)
  const [before, rest] = [text.slice(0, start), text.slice(start)]
  const [, empty] = /\bnot\s+(?:is_?)?empty\s*\(\s*([\w.]+)/i.exec(text) ?? []
  if (empty !== undefined) return `Compare with the empty text: \`${empty} != ""\`.`
  const known = ELSEWHERE.find(([form]) => form.test(rest))?.[1]
  if (known !== undefined) return known
  if (/\bnot\s*$/i.test(before)) return 'Write `&&` for and, `||` for or, `!` for not.'
  if (rest.startsWith(',') && /\bin\s*\([^()]*$/.test(before))
    return `A list stands in brackets: \`${listInBrackets(text)}\`.`
  if (code === 'unterminated_string' || unevenQuotes(text))
    return 'Close the quote; text inside a condition stands in `"…"`.'
  if (rest.trim() === '' && text.split('(').length > text.split(')').length) return 'Close the parenthesis with `)`.'
  return code === 'invalid_escape_sequence' ? 'Write a backslash as `\\\\`.' : CONDITION_EXAMPLE
}

/** The condition as it should be, where other tools put fields into braces. */
export function withoutBraces(text: string): string {
  return text.replace(/(["']?)(?:\{\{|\$\{)\s*([^{}]*?)\s*\}\}?\1/g, '$2')
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
