import { lookUp } from '../../domain/text/look-up.ts'
import type { Problem } from '../../workflow/problem.ts'
import { type FieldTree, fieldAt } from './merge-fields.ts'
import { type Mustache, shorten } from './mustaches.ts'
import type { Place } from './place.ts'
import { VALUE_WORDS } from './template-language.ts'
import { templateProblem } from './template-problem-codes.ts'
import { tokenWords } from './tokens.ts'

interface LinkCheck {
  /** HTML with token words in it. */
  html: string
  find(word: string): Mustache | undefined
  fields: FieldTree
  /** Where the text begins. */
  start: Place
  /** Where a word without a mustache stands; where the text begins when it cannot be found. */
  placeOf(word: string): Place
}

const TAG = /<([a-z][a-z0-9]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)>/gi
const ATTRIBUTE = /([^\s=/"'<>]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)/g
const ACTIVE = /^(src|srcset|style|action|formaction|background|poster|data|on\w+)$/i
const REFUSED_ELEMENTS =
  /<(script|iframe|object|embed|form|button|input|video|audio|link|base|meta http-equiv="refresh")\b/i
const GOOD_LINK = /^(https:|http:|mailto:|tel:|#)/i

/** Merge fields in places where escaping does not help, and links that mail must not carry. */
export function checkLinks(check: LinkCheck): Problem[] {
  const problems: Problem[] = []
  for (const [, , attributes = ''] of check.html.matchAll(TAG)) {
    for (const [, name = '', quoted = ''] of attributes.matchAll(ATTRIBUTE)) {
      problems.push(...checkAttribute(name, quoted, check))
    }
  }
  return [...problems, ...checkElements(check)]
}

function checkElements(check: LinkCheck): Problem[] {
  const problems: Problem[] = []
  const refused = REFUSED_ELEMENTS.exec(check.html)?.[1]
  if (refused !== undefined) {
    problems.push(
      templateProblem('TEND-T044', check.start, {
        message: `\`<${refused}>\` has no place in a mail.`,
        hint:
          refused === 'button'
            ? 'A link alone in its paragraph becomes a button: `[Book a call]({{publisher.bookingUrl}})`.'
            : 'Remove it.',
      }),
    )
  }
  for (const [style] of check.html.matchAll(/<style[\s\S]*?<\/style>/gi)) {
    for (const mustache of mustachesIn(style, check)) {
      const message = `\`${shorten(mustache.raw)}\` stands inside a style sheet.`
      problems.push(templateProblem('TEND-T042', mustache, { message, hint: 'Write the style itself.' }))
    }
  }
  return problems
}

function checkAttribute(name: string, quoted: string, check: LinkCheck): Problem[] {
  const mustaches = mustachesIn(quoted, check)
  const bare = !/^["']/.test(quoted)
  const [first] = mustaches
  if (first !== undefined && bare) {
    const message = `The attribute \`${name}\` holds \`${shorten(first.raw)}\` without quotes.`
    return [templateProblem('TEND-T040', first, { message, hint: `Write \`${name}="…"\`.` })]
  }
  const target = quoted.replace(/^["']|["']$/g, '')
  if (/^(?:src|background)$/i.test(name) && mustaches.length === 0) return checkImage(target, check)
  if (ACTIVE.test(name)) return mustaches.map(mustache => activeProblem(name, mustache))
  return /^href$/i.test(name) ? checkTarget(target, mustaches, check) : []
}

/** What lies beside the template, in the mail or on a disk, no mailbox shows. */
function checkImage(target: string, { placeOf }: LinkCheck): Problem[] {
  if (/^https?:\/\/[^/\s]/i.test(target)) return []
  const [name = ''] = /[\w.-]+\.\w+$/.exec(target) ?? []
  return [
    templateProblem('TEND-T045', placeOf(target), {
      message: `No mailbox can show the image \`${target.slice(0, 60)}\`.`,
      hint: `Put it on a web server and write its address: \`https://contoso.example/${name || 'logo.png'}\`.`,
    }),
  ]
}

function activeProblem(name: string, mustache: Mustache): Problem {
  const message = `\`${shorten(mustache.raw)}\` stands in \`${name}\`, where escaping does not protect the reader.`
  return templateProblem('TEND-T042', mustache, { message, hint: 'Put it into the text of the mail instead.' })
}

function checkTarget(target: string, mustaches: Mustache[], check: LinkCheck): Problem[] {
  if (mustaches.length === 0) return checkStaticTarget(target, check)
  const [only, ...others] = mustaches
  if (only === undefined) return []
  const origin = only.form === 'value' ? fieldAt(check.fields, only.name.replace(/^@root\./, '').split('.')) : null
  const around = target.replace(/tendm[a-z]\d+q/, '')
  // A field that nobody knows is told as such.
  if (origin === null && only.form === 'value' && isUnknown(only.name)) return []
  if (others.length === 0 && origin === 'url' && around === '') return []
  if (others.length === 0 && origin === 'mailbox' && around === 'mailto:') return []
  const message = `A link leads to \`${shorten(only.raw)}\`: a stranger could choose where it goes.`
  const hint =
    'A link leads to a fixed address or, alone, to a URL of the publisher such as `{{publisher.bookingUrl}}`.'
  return [templateProblem('TEND-T041', only, { message, hint })]
}

/** True for what is no word of templates, which might stand for anything. */
function isUnknown(name: string): boolean {
  return lookUp(VALUE_WORDS, name) === undefined
}

function checkStaticTarget(target: string, check: LinkCheck): Problem[] {
  if (GOOD_LINK.test(target)) return []
  const message = `A link leads to \`${target.slice(0, 60)}\`.`
  return [
    templateProblem('TEND-T044', check.placeOf(target), {
      message,
      hint: `Mail links begin with \`https://\`, \`mailto:\` or \`tel:\`${addressFor(target)}.`,
    }),
  ]
}

/** `contoso.example/a` and `/pricing` as whole addresses. */
function addressFor(target: string): string {
  const host = target.startsWith('/') ? 'contoso.example' : /^[\w-]+(\.[\w-]+)+(\/|$)/.test(target) ? '' : null
  return host === null ? '' : `: write \`https://${host}${target.slice(0, 60)}\``
}

function mustachesIn(text: string, check: LinkCheck): Mustache[] {
  return tokenWords(text).flatMap(word => check.find(word) ?? [])
}
