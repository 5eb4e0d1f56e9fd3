import { lookUp } from '../../domain/text/look-up.ts'
import type { Problem } from '../../workflow/problem.ts'
import { markdownToHtml, readMarkdown, type TagStyles } from './markdown.ts'
import { fieldPaths, MERGE_FIELDS } from './merge-fields.ts'
import { type Mustache, shorten } from './mustaches.ts'
import { didYouMean } from './nearest-name.ts'
import { markdownToText } from './plain-text.ts'
import { VALUE_WORDS } from './template-language.ts'
import { templateProblem } from './template-problem-codes.ts'
import type { MarkdownSource } from './template-sources.ts'
import type { Tokens } from './tokens.ts'

/** What one mail is made of while it is compiled. */
export interface Expansion {
  partials: Map<string, MarkdownSource>
  language: string | null
  tokens: Tokens
  problems: Problem[]
  /** Every source that went into the mail. */
  used: Set<MarkdownSource>
}

export interface BothParts {
  html: string
  text: string
}

/** Both parts of one Markdown source, with its partials written out and words in place of mustaches. */
export function expandMarkdown(source: MarkdownSource, styles: TagStyles, expansion: Expansion): BothParts {
  const blocks = readMarkdown(writeOut(source, expansion, []))
  const isEach = (comment: string) => expansion.tokens.find(comment.replace(/[^a-z0-9]/g, ''))?.name === 'each'
  return { html: markdownToHtml(blocks, styles, isEach), text: markdownToText(blocks) }
}

/** The partial in the mail's language, else the one for all; a problem when there is none. */
export function findPartial(mustache: Mustache, expansion: Expansion): MarkdownSource | null {
  const { language, partials } = expansion
  const keys = language === null ? [] : [language, language.split('-')[0] ?? ''].map(code => `${mustache.name}.${code}`)
  for (const key of [...keys, mustache.name]) {
    const found = partials.get(key)
    if (found !== undefined) return found
  }
  const known = [...partials.keys()]
  const bare = mustache.name.replace(/^(\.?\/)?partials\//, '').replace(/\.hbs$/, '')
  const hint = fieldHint(bare) ?? didYouMean(bare, known, `Add \`partials/${mustache.name}.hbs\`.`)
  expansion.problems.push(
    templateProblem('TEND-T021', mustache, { message: `There is no partial \`${mustache.name}\`.`, hint }),
  )
  return null
}

/** What other tools have a partial for, and what is a merge field here. */
function fieldHint(name: string): string | null {
  if (/unsub|opt-?out|preferences|abmeld/i.test(name))
    return 'Take it out: the layout of a mail to leads carries the link. In the text it is `[Unsubscribe]({{unsubscribeUrl}})`.'
  if (/^body$/i.test(name)) return 'Take it out: it belongs to a layout, and stands for the text of the template.'
  const word = lookUp(VALUE_WORDS, name)
  if (word !== undefined) return `Write \`${word}\`.`
  const last = name.replace(/[-_]/g, '').toLowerCase()
  const field = fieldPaths(MERGE_FIELDS.nurture).find(path =>
    [path, path.replace(/^.*\./, '')].some(one => one.toLowerCase() === last),
  )
  return field === undefined ? null : `Write \`{{${field}}}\`.`
}

function writeOut(source: MarkdownSource, expansion: Expansion, inside: string[]): string {
  expansion.used.add(source)
  return source.scanned.pieces
    .map(piece => (typeof piece === 'string' ? piece : writeOutMustache(piece, expansion, [...inside, source.name])))
    .join('')
}

function writeOutMustache(mustache: Mustache, expansion: Expansion, inside: string[]): string {
  if (mustache.form === 'comment') return ''
  if (mustache.form !== 'partial') return expansion.tokens.keep(mustache)
  if (/\s/.test(mustache.raw.replace(/^\{\{~?>\s*|\s*~?\}\}$/g, ''))) {
    const message = `\`${shorten(mustache.raw)}\` hands values to a partial.`
    expansion.problems.push(
      templateProblem('TEND-T033', mustache, {
        message,
        hint: `Write \`{{> ${mustache.name}}}\`: it sees the same fields.`,
      }),
    )
    return ''
  }
  if (inside.includes(mustache.name)) {
    const message = `\`${mustache.name}\` includes itself: ${[...inside, mustache.name].join(' > ')}.`
    expansion.problems.push(
      templateProblem('TEND-T022', mustache, { message, hint: 'Take the partial out of one of them.' }),
    )
    return ''
  }
  const partial = findPartial(mustache, expansion)
  return partial === null ? '' : writeOut(partial, expansion, inside).trim()
}
