import { z } from 'zod'
import type { SIGNAL_KINDS } from '../../domain/signal.ts'

/** In quotes, because older YAML takes it for a number. */
const CLOCK_TIME = /^\d\d:\d\d$/

/**
 * What may stand as a value: an editor proposes it, and a hint shows the first of it. In the words of JSON Schema and its
 * editors, but for `snippets`, whose values become the texts that editors want when the schema is written. Single values
 * with nothing to explain stand as `examples`; one alone is written when the key is chosen, to write over.
 */
type Proposals = Record<string, unknown>

interface Snippet {
  label: string
  description?: string
  /** A value as it may stand in a file. */
  example: unknown
  /** It is not to be written over. */
  isFixed?: boolean
}

/** Words to choose from, each explained; other words may stand as well. */
export function proposeWords(words: Record<string, string>): Proposals {
  return { anyOf: [choice(words), {}] }
}

/** The same for a list of such words. */
export function proposeLists(words: Record<string, string>): Proposals {
  return { anyOf: [{ items: choice(words) }, {}], examples: Object.keys(words).map(word => [word]) }
}

/** The same for one item of the list. An `anyOf` here would propose an empty item of each form beside the words. */
export function proposeItems(words: Record<string, string>): Proposals {
  const items = Object.entries(words).map(([label, description]) => ({ label, description, example: label }))
  return proposeSnippets(items.map(item => ({ ...item, isFixed: true })))
}

/** Values that are written as they stand here, with the cursor in each of their texts in turn, to write over. */
export function proposeSnippets(snippets: Snippet[]): Proposals {
  return { snippets }
}

/** The first value that is proposed; undefined without one. */
export function firstProposed(proposals: Proposals): unknown {
  const { examples, snippets, enum: words, anyOf } = proposals as Partial<Record<string, unknown[]>>
  const [snippet] = (snippets ?? []) as Snippet[]
  const forms = (anyOf ?? []) as Proposals[]
  return examples?.[0] ?? snippet?.example ?? words?.[0] ?? forms.map(firstProposed).find(one => one !== undefined)
}

/** What signals say. */
export const SIGNAL_WORDS: Record<(typeof SIGNAL_KINDS)[number], string> = {
  reply: 'The customer answered a mail.',
  click: 'The customer followed a link in a mail.',
  purchase: 'The customer bought: a `Create` inquiry on the same offer.',
  qualified: 'The lead has the points that `scoring.qualified-at` of tend.yaml asks for.',
  bounce: 'A mail could not be delivered. An address that does not exist ends every workflow, whatever stands here.',
  complaint: 'The customer reported a mail as spam. That ends every workflow, whatever stands here.',
  unsubscribe: 'The customer wants no more mail. That ends every workflow, whatever stands here.',
}

export const DAYS_WORDS = {
  'mon-fri': 'Monday to Friday.',
  'sun-thu': 'Sunday to Thursday.',
  'mon-sat': 'Monday to Saturday.',
  'mon, wed, fri': 'Single days, with commas.',
}

/** For a text with a pattern: what the editor says where it does not fit. */
export function sayExpected(expected: string): Proposals {
  return { patternErrorMessage: `Expected ${expected}.`.replaceAll('`', '') }
}

/** A pattern for one of these words, which are all letters, in small or capital ones. */
export function anyCase(words: readonly string[]): string {
  const letter = (one: string) => `[${one.toLowerCase()}${one.toUpperCase()}]`
  return `(${words.map(word => Array.from(word, letter).join('')).join('|')})`
}

/** What an editor needs beside what zod makes of a schema. */
export function completeForEditors({ zodSchema, jsonSchema, path }: Made): void {
  // zod drops the examples of a value that it changes when it reads it; these are of the value in the file.
  const examples = z.globalRegistry.get(zodSchema)?.examples
  if (Array.isArray(examples)) jsonSchema.examples = examples
  if (jsonSchema.snippets !== undefined) jsonSchema.defaultSnippets = snippetTexts(jsonSchema.snippets as Snippet[])
  delete jsonSchema.snippets
  // A map with keys that must be there is proposed whole, under its title.
  if (path.length > 0 && jsonSchema.required !== undefined) jsonSchema.title ??= jsonSchema.required.join(', ')
}

interface Made {
  zodSchema: z.core.$ZodType
  jsonSchema: z.core.JSONSchema.BaseSchema
  path: readonly unknown[]
}

/** As `defaultSnippets` of an editor. */
export function snippetTexts(snippets: Snippet[]) {
  return snippets.map(({ example, isFixed, ...words }) => ({
    ...words,
    body: isFixed ? example : withPlaces(example, { last: 0 }),
  }))
}

function withPlaces(example: unknown, places: { last: number }): unknown {
  if (Array.isArray(example)) return example.map(item => withPlaces(item, places))
  if (typeof example === 'object' && example !== null)
    return Object.fromEntries(Object.entries(example).map(([key, value]) => [key, withPlaces(value, places)]))
  places.last += 1
  const place = `\${${places.last}:${example}}`
  if (typeof example !== 'string') return place
  if (example.startsWith('"')) return `'${place}'`
  return CLOCK_TIME.test(example) ? `"${place}"` : place
}

function choice(words: Record<string, string>) {
  return { enum: Object.keys(words), enumDescriptions: Object.values(words) }
}
