import { z } from 'zod'
import { anyStep } from './any-step.ts'
import { betterMoment } from './better-moment.ts'
import { betterClockTimes } from './clock-times.ts'
import { betterLength } from './lengths-of-time.ts'
import { formOf, isOptional } from './schema-places.ts'

/** What a person who wrote this most likely meant, in a form that the schema takes; undefined when nothing comes to mind. */
export function betterValue(schema: z.core.$ZodType, written: unknown, issue: z.core.$ZodIssue): unknown {
  return guesses(schema, written, issue).find(guess => guess !== '' && z.safeParse(schema, guess).success)
}

function guesses(schema: z.core.$ZodType, written: unknown, issue: z.core.$ZodIssue): unknown[] {
  if (Array.isArray(written)) return [...joined(written), ...sentence(written, issue), ...written.slice(0, 1)]
  if (typeof written === 'object' && written !== null) {
    const values: unknown[] = Object.values(written)
    const keys = Object.keys(written)
    const isNamed = keys.every(key => (written as Record<string, unknown>)[key] === true)
    return [
      betterLength(written),
      ...(isNamed ? inList(schema, keys) : []),
      // `{3 days}`, in braces for no reason.
      ...(keys.length === 1 && values[0] === null ? keys : []),
      ...inList(schema, [written]),
      // `{after: 30 days}`
      ...(keys[0] === 'after' && keys.length === 1 ? [`${keys[0]} ${values[0]}`] : []),
      ...(issue.message.includes('address') ? sentence(values, issue) : []),
      ...values.filter(value => typeof value !== 'boolean' || values.length === 1),
      ...inList(schema, values),
    ]
  }
  if (written === null || written === undefined) return []
  const scalars = scalarGuesses(String(written), issue)
  return [
    ...scalars,
    ...mapGuesses(schema, String(written)),
    ...stepGuesses(schema, String(written)),
    ...listGuesses(schema, [written, ...scalars]),
  ]
}

/** Entries of a list that are meant for one map. */
function joined(list: unknown[]): unknown[] {
  const maps = list.every(item => typeof item === 'object' && item !== null && !Array.isArray(item))
  return maps && list.length > 0 ? [Object.assign({}, ...list)] : []
}

/** Words of a person that stand in pieces. */
function sentence(list: unknown[], issue: z.core.$ZodIssue): string[] {
  const isWords = /in words|reason|a note|a title|in a few words|postal address|^text/.test(issue.message)
  const isPlain = list.length > 1 && list.every(item => typeof item === 'string' || typeof item === 'number')
  return isWords && isPlain ? [list.join(', ')] : []
}

/** `plan = pro`, `9-17`, `Sam <sam@contoso.example>`, or the one key that a map must have, by its value alone. */
function mapGuesses(schema: z.core.$ZodType, written: string): object[] {
  const form = formOf(schema)
  const shape = form instanceof z.ZodObject ? form.shape : {}
  const needed = Object.keys(shape).filter(key => !isOptional(shape[key]))
  const pairs = written.split(/\s*,\s*/).map(pair => /^(\w+)\s*[=:]\s*(.+)$/.exec(pair) ?? [])
  const [, from = '', to = ''] = /^([\d:.]+ ?[ap]?m?)\s*(?:-|–|to|until)\s*([\d:.]+ ?[ap]?m?)$/i.exec(written) ?? []
  const isAfternoon = /^\d+$/.test(from) && /^\d+$/.test(to) && Number(from) <= 12 && Number(to) <= Number(from)
  const [[opens], [closes]] = [betterClockTimes(from), betterClockTimes(isAfternoon ? `${to} pm` : to)]
  const [, person, address] = /^(?:(.+?)\s*<)?([^\s<>@]+@[^\s<>@]+?)>?$/.exec(written) ?? []
  return [
    ...(needed.length === 1 ? needed.map(key => ({ [key]: written })) : []),
    ...(pairs.every(([pair]) => pair !== undefined)
      ? [
          Object.fromEntries(
            pairs.map(([, name, value]) => [name, /^-?\d+$/.test(String(value)) ? Number(value) : value]),
          ),
        ]
      : []),
    ...(opens && closes ? [{ from: opens, to: closes }] : []),
    ...(address === undefined ? [] : [{ name: person ?? nameIn(address), email: address }]),
  ]
}

/** `sam@contoso.example` is Sam. */
function nameIn(address: string): string {
  const [first = ''] = address.split(/[.@_+-]/)
  return first.charAt(0).toUpperCase() + first.slice(1)
}

/** A list of steps or arms is no list of whatever stands there. */
function inList(schema: z.core.$ZodType, items: unknown[]): unknown[][] {
  const form = formOf(schema)
  const takesAny = form instanceof z.ZodArray && form.element instanceof z.ZodUnknown
  return takesAny ? [] : [items]
}

/** `send drive/welcome`, or a template alone, where a list of steps belongs. */
function stepGuesses(schema: z.core.$ZodType, written: string): unknown[][] {
  const form = formOf(schema)
  if (!(form instanceof z.ZodArray) || form.element !== anyStep) return []
  const [, template] = /^(?:send:?\s+)?([a-z0-9_-]+(?:\/[a-z0-9_-]+)+)$/.exec(written.trim()) ?? []
  const [, verb, argument] = /^(wait|wait-for|escalate|task|tag|start|finish):?\s+(\S.*)$/.exec(written.trim()) ?? []
  if (written.trim() === 'finish') return [[{ finish: 'no answer to five mails' }]]
  if (verb !== undefined) return [[{ [verb]: argument }]]
  return template === undefined ? [] : [[{ send: template }]]
}

function listGuesses(schema: z.core.$ZodType, scalars: unknown[]): unknown[][] {
  const [written] = scalars
  const words =
    typeof written === 'string' && /[,;|]/.test(written) ? written.split(/[,;|]/).map(word => word.trim()) : []
  return [...(words.length > 0 ? inList(schema, words) : []), ...scalars.flatMap(scalar => inList(schema, [scalar]))]
}

function scalarGuesses(written: string, issue: z.core.$ZodIssue): unknown[] {
  const text = written.trim()
  return [
    text,
    ...numbers(text, issue),
    ...betterClockTimes(text),
    betterMoment(text) ?? '',
    `https://${text}`,
    ...(/^\d+$/.test(text) ? [text === '1' ? 'after 1 day' : `after ${text} days`] : []),
    text.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim(),
    text.toLowerCase(),
    ...(/\p{L}/u.test(text) ? idsIn(text, issue.message).map(slugOf) : []),
  ]
}

function idsIn(text: string, expected: string): string[] {
  if (expected.startsWith('the kind')) return partsOf(text)
  return /^(?:an id|a name|the id)/.test(expected) ? [text.replace(/^.*\//, '').replace(/\.ya?ml$/, '')] : []
}

/** The number that stands there, whole, and inside the limits that it broke. */
function numbers(given: string, issue: z.core.$ZodIssue): number[] {
  const text = given.replace(/^=\s*/, '')
  const [, part, of] = /^(\d+)\s*\/\s*(\d+)$/.exec(text) ?? []
  if (part !== undefined && issue.message.includes('percent')) return [Math.round((100 * Number(part)) / Number(of))]
  const [, added] = /^lead\.score\s*([+-]\s*\d+)$/.exec(text) ?? []
  if (added !== undefined) return [Number(added.replace(/\s/g, ''))]
  if (!/^[+-]?\d+([.,]\d+)?\s*(%|[a-z]*)$/i.test(text)) return []
  const share = Number(text.replace(',', '.'))
  if (share > 0 && share < 1 && issue.message.includes('percent')) return [Math.round(share * 100)]
  const whole = Math.trunc(Number.parseFloat(text.replace(',', '.')))
  if (issue.code === 'too_big') return [whole, Number(issue.maximum)]
  return issue.code === 'too_small' ? [whole, Number(issue.minimum)] : [whole]
}

/** `reply or click`, `reply; click` in its parts. */
export function partsOf(text: string): string[] {
  return text.split(/\s*[;,|&]\s*|\s+(?:or|and)\s+/).filter(part => part !== '')
}

/** As an id, at most 40 long. */
function slugOf(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-|-$/g, '')
}
