import type { Problem } from '../../workflow/problem.ts'
import { shorten } from './mustaches.ts'
import { type Place, placeAt } from './place.ts'
import { templateProblem } from './template-problem-codes.ts'

const TARGET = String.raw`(?:https?:|mailto:|tel:|\{\{)`
const WORDS = String.raw`(?<words>[^[\]\n]+)`

/** What was meant for a link and is none to Markdown. */
const NO_LINKS = [
  // `[Book](https://…`
  String.raw`\[${WORDS}\]\( ?(?<target>${TARGET}[^\s()]*)(?![^\n]*\))`,
  // `[Book] (https://…)`
  String.raw`\[${WORDS}\](?: +|: *)\((?<target>${TARGET}[^()\s]*)\)`,
  // `[Book](https://… …)`
  String.raw`\[${WORDS}\]\((?<target>https?:[^()\s"'<>]* +[^()\n"'<>]*)\)`,
  // `(Book)[https://…]`
  String.raw`\((?<words>[^()\n]+)\)\[(?<target>${TARGET}[^\]\s]*)\]`,
].map(form => new RegExp(form, 'g'))

/** Links that are none, and tags of layouts: Markdown passes both on as they stand. */
export function checkMarkdown({ file, text }: { file: string; text: string }): Problem[] {
  const plain = text.replace(/`[^`\n]*`/g, code => ' '.repeat(code.length))
  const placeOf = (index: number) => placeAt({ file, text: plain }, index)
  const links = NO_LINKS.flatMap(form =>
    [...plain.matchAll(form)].map(({ 0: written, index, groups }) => {
      const target = groups?.target?.trim().replace(/(?<!\{\{[^}]*) +/g, '%20')
      const message = `\`${shorten(written)}\` is no link: it would stand in the mail as it is.`
      return templateProblem('TEND-T053', placeOf(index), { message, hint: `Write \`[${groups?.words}](${target})\`.` })
    }),
  )
  const tag = /<mj-[a-z]+/.exec(plain)
  return tag === null ? links : [...links, layoutTag(plain.slice(tag.index), tag[0].slice(1), placeOf(tag.index))]
}

function layoutTag(text: string, tag: string, at: Place): Problem {
  const message = `\`<${tag}>\` belongs to a layout: the text of a mail is Markdown.`
  return templateProblem('TEND-T044', at, { message, hint: layoutHint(text, tag) })
}

function layoutHint(text: string, tag: string): string {
  if (tag === 'mj-image') return 'An image is `![logo](https://contoso.example/logo.png)`.'
  if (tag !== 'mj-button')
    return 'Take the tag out and write the text itself; what all mails look like stands in `templates/layouts/`.'
  const [, attributes = '', words = 'Book a call'] = /^<mj-button([^>]*)>\s*([^<\n]*)/.exec(text) ?? []
  const [, target = '{{publisher.bookingUrl}}'] = /href=["']([^"']+)["']/.exec(attributes) ?? []
  return `A link alone in its paragraph becomes a button: \`[${words.trim()}](${target})\`.`
}
