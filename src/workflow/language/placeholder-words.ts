import { flowYaml } from './flow-yaml.ts'
import type { Remark } from './refusals.ts'

/** `{{lead.company}}`, `${lead.company}`, `{lead.company}`; a block such as `{{#if lead.company}}` as well. */
const PLACEHOLDER = /\{\{[^{}]*\}\}|\$\{[^{}]*\}|\{\s*(?:lead|inquiry|offer|attribute|enrollment|signal)\.\w+\s*\}/g
const BLOCK = /^\{\{\s*[#/^!>&~]|^\{\{~?\s*else/
/** What a field is in words, by how its name looks in this and in other tools. */
const WORDS: [RegExp, string][] = [
  [/company|organi[sz]ation|account/i, 'the company'],
  [/offer|product|plan\b/i, 'the offer'],
  [/score|points/i, 'the score'],
  [/country/i, 'the country'],
  [/phone/i, 'the phone number'],
  [/note|message|comment/i, 'the note'],
  [/sender|owner|rep\b/i, 'the owner of the lead'],
  [/publisher/i, 'our name'],
  [/inquiry/i, 'the inquiry'],
]
const LONGEST_LINE = 120

/** A merge field in a text that nothing fills in. */
export function remarkPlaceholder(written: unknown, key: string): Remark[] {
  const value = String(written)
  const [first] = value.match(PLACEHOLDER) ?? []
  if (first === undefined) return []
  const line = `${key}: ${flowYaml(inWords(value))}`
  const isShort = line.length <= LONGEST_LINE && !line.includes('`')
  return [
    {
      problem: 'text-not-filled-in',
      message: `\`${first.slice(0, 60)}\` stands there as it is: merge fields are for templates, and a text is taken as written`,
      hint: isShort ? `Write it in words: \`${line}\`.` : 'Write it in words, for example `the customer`.',
      at: value.indexOf(first),
    },
  ]
}

/** The text with words in place of its merge fields. */
export function inWords(text: string): string {
  const words = text.replace(PLACEHOLDER, field => (BLOCK.test(field) ? '' : wordsFor(field)))
  return words
    .replace(/(the \w+)(?:\s+\1)+/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
}

function wordsFor(field: string): string {
  return WORDS.find(([form]) => form.test(field))?.[1] ?? 'the customer'
}
