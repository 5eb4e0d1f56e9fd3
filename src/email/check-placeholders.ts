import type { Problem } from '../workflow/problem.ts'
import { templateProblem } from './template-problem-codes.ts'

/**
 * `{lead.firstName}`, `*|FNAME|*`, `%FIRSTNAME%`, `[[firstName]]`, `[First Name]`, `<%= name %>`, `{% if name %}`, `«Name»`: what other tools, or
 * a lost brace, make of a merge field.
 */
const PLACEHOLDER =
  /(?<![{\\])\{ ?(?:(?:lead|inquiry|offer|publisher|sender)\.\w+|first_?name|last_?name|company) ?\}(?!\})|\*\|[A-Z_]+\|\*|%[A-Z]+_?NAME%|\[\[ ?[a-z][\w.]* ?\]\]|\[(?:first|last|full|company)[ _-]?name\](?![([:])|<%=?[^%\n]{1,80}%>|\{%[^%\n]{1,80}%\}|«[\w .]{1,60}»/gi

/** Refuses placeholders that no one would fill: the reader of the mail would see them as they stand. */
export function checkPlaceholders({ file, text }: { file: string; text: string }): Problem[] {
  return [...text.matchAll(PLACEHOLDER)].map(match => {
    const before = text.slice(0, match.index).split('\n')
    const at = { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
    const message = `\`${match[0].slice(0, 60)}\` would stand in the mail as it is.`
    return templateProblem('TEND-T052', at, { message, hint: hintFor(match[0]) })
  })
}

function hintFor(placeholder: string): string {
  const field = fieldFor(placeholder)
  return /^\{%/.test(placeholder)
    ? `Conditions are written \`{{#if ${field}}}…{{else}}…{{/if}}\`.`
    : `Write a merge field: \`{{${field}}}\`.`
}

function fieldFor(placeholder: string): string {
  const [named] = /(?:lead|inquiry|offer|publisher|sender)\.\w+/.exec(placeholder) ?? []
  if (named !== undefined) return named
  if (/company/i.test(placeholder)) return 'lead.company'
  return /last|lname/i.test(placeholder) ? 'lead.lastName' : 'lead.firstName'
}
