import type { Problem } from '../../workflow/problem.ts'
import type { FrontText } from './front-matter.ts'
import { placeAt } from './place.ts'
import { type TemplateWarningCode, templateWarning } from './template-problem-codes.ts'

interface Sign {
  code: TemplateWarningCode
  pattern: RegExp
  message(found: string): string
  hint: string
}

/** What a mailbox shows of a subject at most; a telephone shows half of it. */
const LONGEST_SUBJECT = 78
/** A merge field is as long as a name. */
const FIELD = '__________'
const MUSTACHE = /\{\{[^{}]*\}\}/g
const FEWEST_LETTERS = 10
const MOST_CAPITALS = 0.7

// Of several languages, and only what no sober letter to a business says.
const KNOWN_PHRASES = [
  "act now|limited[- ]time (?:offer|only)|once[- ]in[- ]a[- ]lifetime|don['’]t miss out|while (?:supplies|stocks) last",
  '100 ?% (?:free|guaranteed|satisf\\w+)|risk[- ]free|money[- ]back guarantee|no strings attached|no obligation|this is not spam|lowest prices?',
  "double your (?:income|revenue|sales)|(?:earn|make) (?:money|cash|extra)|cash bonus|free (?:gift|money)|congratulations,? you|you(?:['’]ve| have) (?:won|been selected)",
  'dear friend|urgent (?:action|response)|(?:special|exclusive) promotion|amazing offer|casino|lottery|viagra|miracle',
  'jetzt zugreifen|nur heute|100 ?% kostenlos|garantiert kostenlos|gewinnspiel|sie haben gewonnen|schnell sein lohnt sich',
  "offre limitée|gagnez de l['’]argent|vous avez gagné|100 ?% gratuit|oferta limitada|gane dinero|ha ganado|100 ?% gratis|offerta limitata|hai vinto",
  'jen dnes|neváhejte a|vyhráli jste|zaručený výdělek|100 ?% zdarma',
].join('|')

const SIGNS: Sign[] = [
  {
    code: 'TEND-T070',
    pattern: /[!?]{2,}|[$€£]{2,}|(?<![\p{L}\p{N}])\p{Lu}{2,}(?:[ ,&-]+\p{Lu}{2,}){3,}(?![\p{L}\p{N}])/gu,
    message: found => `\`${found}\` shouts: readers and filters take it for advertising.`,
    hint: 'Write it as you would say it to one person.',
  },
  {
    code: 'TEND-T072',
    pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${KNOWN_PHRASES})(?![\\p{L}\\p{N}])`, 'giu'),
    message: found => `\`${found}\` is among what spam filters look for.`,
    hint: 'Say plainly what the reader gets from you.',
  },
]

const PRETENDS: Sign = {
  code: 'TEND-T071',
  pattern: /^\s*(?:re|fwd?|aw|wg|antw|odp|vs|sv|tr|rif|rv|enc)\s*:/giu,
  message: found =>
    `\`${found.trim()}\` pretends that the lead wrote before: that is deceptive, and unlawful in many places.`,
  hint: 'Take it out. `thread: true` on the `send` step makes a mail an answer to the one before it.',
}

/** What filters and readers take for spam in the subject of a mail (CAN-SPAM section 5 (a) (2) for the ones that deceive). */
export function checkSubject(subject: FrontText): Problem[] {
  const words = subject.text.replace(MUSTACHE, FIELD)
  const at = { file: subject.file, line: subject.line, column: subject.column }
  const found = [PRETENDS, ...SIGNS].flatMap(({ code, pattern, message, hint }) =>
    [...words.matchAll(pattern)].map(([sign]) => templateWarning(code, at, { message: message(sign), hint })),
  )
  if (isInCapitals(words) && !found.some(({ code }) => code === 'TEND-T070')) {
    const hint = `Write it as a sentence: \`${asSentence(subject.text)}\`.`
    found.push(templateWarning('TEND-T070', at, { message: 'The subject is in capitals: that shouts.', hint }))
  }
  return [...found, ...checkLength(words, subject)]
}

/** The same in the text of a mail. */
export function checkWords(file: { file: string; text: string }): Problem[] {
  const words = file.text.replace(/\{\{[^{}]*\}\}|<!--[\s\S]{0,4000}?-->|`[^`\n]*`|\]\([^()\n]*\)|<[^<>\n]*>/g, blank)
  return SIGNS.flatMap(({ code, pattern, message, hint }) =>
    [...words.matchAll(pattern)].map(({ 0: sign, index }) =>
      templateWarning(code, placeAt(file, index), { message: message(sign), hint }),
    ),
  )
}

function checkLength(words: string, at: FrontText): Problem[] {
  if (words.length <= LONGEST_SUBJECT) return []
  const message = `The subject has about ${words.length} characters; mailboxes cut it after ${LONGEST_SUBJECT}, telephones after 40.`
  return [templateWarning('TEND-T076', at, { message, hint: 'Say the matter in the first 40 characters.' })]
}

function isInCapitals(words: string): boolean {
  const letters = words.match(/\p{L}/gu) ?? []
  const capitals = words.match(/\p{Lu}/gu) ?? []
  return letters.length >= FEWEST_LETTERS && capitals.length / letters.length > MOST_CAPITALS
}

/** Merge fields stay to the letter. */
function asSentence(text: string): string {
  const small = text.replace(/(\{\{[^{}]*\}\})|[^{]+/g, (part, field?: string) => field ?? part.toLowerCase())
  return small.charAt(0).toUpperCase() + small.slice(1)
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}
