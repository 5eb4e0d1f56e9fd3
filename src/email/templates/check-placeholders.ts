import type { Problem } from '../../workflow/problem.ts'
import { placeAt } from './place.ts'
import { templateProblem } from './template-problem-codes.ts'

/**
 * `{lead.firstName}`, `*|FNAME|*`, `%FIRSTNAME%`, `[[firstName]]`, `[First Name]`, `<%= name %>`, `{% if name %}`, `«Name»`: what other tools, or
 * a lost brace, make of a merge field.
 */
const PLACEHOLDER =
  /(?<![{\\])\{ ?(?:(?:lead|inquiry|offer|publisher|sender)\.\w+|first_?name|last_?name|company) ?\}{1,2}|(?<!\w)[@$<(_]{1,2}(?:(?:lead|inquiry|offer|publisher|sender)\.[a-zA-Z]+|(?:first|last|full|company)_?name\b)[>)_]{0,2}|\[[FL]?NAME\](?![([:])|\*\|[A-Z_]+\|\*|%[A-Z]+_?NAME%|\[\[ ?[a-z][\w.]* ?\]\]|\[(?:first|last|full|company)[ _-]?name\](?![([:])|<%=?[^%\n]{1,80}%>|\{%[^%\n]{1,80}%\}|«[\w .]{1,60}»/gi

/** Refuses placeholders that no one would fill: the reader of the mail would see them as they stand. */
export function checkPlaceholders({ file, text }: { file: string; text: string }): Problem[] {
  const plain = text.replace(/\{\{[^{}]*\}\}/g, whole => whole.replace(/[^\n]/g, ' '))
  return [...plain.matchAll(PLACEHOLDER)].map(match => {
    const at = placeAt({ file, text }, match.index)
    const message = `\`${match[0].slice(0, 60)}\` would stand in the mail as it is.`
    return templateProblem('TEND-T052', at, { message, hint: hintFor(match[0]) })
  })
}

function hintFor(placeholder: string): string {
  const field = fieldFor(placeholder)
  if (UNSUBSCRIBE.test(placeholder))
    return 'Take it out: the layout carries the link. In the text it is `[Unsubscribe]({{unsubscribeUrl}})`.'
  return /^\{%-?\s*(?:if|unless|elsif|elif|else|for|end)/.test(placeholder)
    ? `Conditions are written \`{{#if ${field}}}…{{else}}…{{/if}}\`.`
    : `Write a merge field: \`{{${field}}}\`.`
}

const UNSUBSCRIBE = /unsub|opt_?out/i

function fieldFor(placeholder: string): string {
  const [named] = /(?:lead|inquiry|offer|publisher|sender)\.[a-zA-Z]+/.exec(placeholder) ?? []
  if (named !== undefined) return named
  if (/company/i.test(placeholder)) return 'lead.company'
  return /last|lname/i.test(placeholder) ? 'lead.lastName' : 'lead.firstName'
}
