import { z } from 'zod'
import { readEmailAddress } from '../domain/people/email-address.ts'
import { nominalMs, parseDuration } from '../domain/time/duration.ts'
import { betterClockTimes } from '../workflow/language/clock-times.ts'
import { elapsed, text } from '../workflow/language/keys.ts'
import { proposeSnippets, sayExpected } from '../workflow/language/proposals.ts'
import { innerMap, withRemarks } from '../workflow/language/reading.ts'
import { type Remark, refuse } from '../workflow/language/refusals.ts'

const DATE = 'a date such as `"2026-12-25"`'

/** A day that exists, kept as text. */
export const calendarDate = z
  .string({ error: DATE })
  .regex(/^\d{4}-\d{2}-\d{2}$/, DATE)
  .refine(written => isDay(written), DATE)
  .meta({ examples: ['2026-12-25'] })

function isDay(written: string): boolean {
  const day = new Date(`${written}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(written)
}

/** Words of a person on one line: they end up in mail headers. */
export function line(expected: string, longest = 200) {
  return withRemarks(lines(expected, longest).regex(/^[^\n\t]*$/, `${expected} on one line`), remarkBraces)
}

/** The same on one line or more. A merge field in it is warned of. */
export function lines(expected: string, longest: number) {
  return withRemarks(text(expected, longest), remarkBraces)
}

function remarkBraces(value: unknown): Remark[] {
  const [field] = /\{\{[^{}]*\}\}/.exec(String(value)) ?? []
  if (field === undefined) return []
  const variable = field
    .replace(/[^a-z0-9]+/gi, '_')
    .replace(/^_|_$/g, '')
    .toUpperCase()
  return [
    {
      problem: 'text-not-filled-in',
      message: `\`${field.slice(0, 60)}\` stands there as it is: merge fields are for templates`,
      hint: `Write the words themselves, or a variable of the environment: \`\${${variable.slice(0, 60) || 'NAME'}}\`.`,
      at: String(value).indexOf(field),
    },
  ]
}

const ADDRESS = 'an e-mail address such as `jana@contoso.example`'

export const emailAddress = z
  .string({ error: ADDRESS })
  .refine(written => readEmailAddress(written) !== null, ADDRESS)
  .transform(written => readEmailAddress(written)?.address ?? '')

const PAGE = 'a web address such as `https://contoso.example/privacy`'

export const webAddress = z
  .string({ error: PAGE })
  .trim()
  .refine(written => /^https?:\/\/[^\s<>"'`\\]+$/i.test(written) && URL.canParse(written), PAGE)

export const member = innerMap(
  {
    name: line('a name', 100).meta({ description: 'Name of a person.', examples: ['Sam'] }),
    email: emailAddress.meta({ description: 'E-mail address of that person.', examples: ['sam@contoso.example'] }),
  },
  'a name and an address such as `{name: Sam, email: sam@contoso.example}`',
)

/** A whole number, also as text, since a replaced `${NAME}` is text. */
export function whole({ least, most, expected }: { least: number; most: number; expected: string }) {
  const digits = z
    .string()
    .trim()
    .regex(/^[+-]?\d{1,9}$/, expected)
  return z
    .union([z.number(), digits], { error: expected })
    .transform(Number)
    .refine(count => Number.isInteger(count) && count >= least && count <= most, expected)
    .meta({ anyOf: [{ type: 'integer', minimum: least, maximum: most }, VARIABLE] })
}

/** Read by a later release; taken, and not proposed. */
export const notUsed = z.unknown().optional().meta({ description: 'Not used yet.', doNotSuggest: true })

/** For editors: a text that is replaced by a variable. */
export const VARIABLE = { type: 'string', pattern: '^\\$\\{\\w+\\}$' }

/** How many mails; null is unlimited. `per` is the unit that may follow the number, in words. */
export function mostMails({ expected, per, example }: { expected: string; per: string; example: string | number }) {
  const form = new RegExp(`^(\\d{1,6})( (a|per) ${per})?$`)
  return z
    .union([z.number(), z.string()], { error: expected })
    .transform((written, ctx): number | null => {
      const words = String(written).trim()
      if (words === 'unlimited') return null
      const count = form.exec(words)?.[1]
      if (count !== undefined) return Number(count)
      refuseCount(ctx, { words, expected, per })
      return z.NEVER
    })
    .meta({
      anyOf: [
        { type: 'integer', minimum: 0 },
        { type: 'string', pattern: `^(unlimited|\\d+( (a|per) ${per})?)$`, ...sayExpected(expected) },
      ],
      examples: [example, 'unlimited'],
    })
}

function refuseCount(
  ctx: z.core.$RefinementCtx,
  { words, expected, per }: { words: string; expected: string; per: string },
): void {
  const better = countHint(words, per)
  if (better !== null)
    refuse(ctx, {
      problem: 'wrong-value',
      message: `\`${words.slice(0, 60)}\` is no count of mails in ${per === 'day' ? '24 hours' : per}`,
      hint: better,
    })
  else if (words !== 'none') ctx.addIssue({ code: 'custom', message: expected })
  else
    refuse(ctx, {
      problem: 'wrong-value',
      message: '`none` could mean no limit or no mail',
      hint: 'Write `unlimited` for no limit, `0` for no mail at all.',
    })
}

/** `4 per week`, `once a day`: the key and the count that say so; null when it is none. */
function countHint(words: string, per: string): string | null {
  const [, number = '', unit = ''] =
    /^(\d+|once|twice)\s*(?:x|times|mails?|e-?mails?)?\s*(?:an?|per|each|every|in|\/)\s*(day|24 ?h(?:ours)?|week|month|30 days)$/i.exec(
      words,
    ) ?? []
  if (number === '') return null
  const count = number === 'once' ? 1 : number === 'twice' ? 2 : Number(number)
  const [key, line] = /^(?:day|24)/i.test(unit)
    ? ['ceiling', `ceiling: ${count} a day`]
    : ['per-30-days', `per-30-days: ${unit.toLowerCase() === 'week' ? Math.floor((count * 30) / 7) : count}`]
  const written = per === 'day' ? 'ceiling' : 'per-30-days'
  return `Write \`${line}\`${key === written ? '' : ` in place of \`${written}\``}.`
}

const GAP = 'a duration such as `20h`, or `none`'

/** The shortest time between two mails, in milliseconds. */
export const gap = z
  .union([z.string(), z.number()], { error: GAP })
  .transform((written, ctx): number => {
    const words = String(written).trim()
    const read = parseDuration(words)
    const isNone = ['none', 'unlimited', '0'].includes(words) || (read.ok && nominalMs(read.time) === 0)
    if (isNone) return 0
    const checked = elapsed({ expected: 'a duration', days: 30 }).safeParse(words)
    if (checked.success) return checked.data
    for (const issue of checked.error.issues) ctx.addIssue({ ...issue, code: 'custom', input: written })
    return z.NEVER
  })
  .meta({
    anyOf: [
      {
        type: 'string',
        pattern: '^\\s*(none|unlimited|\\d+([smh]| days?| weeks?))\\s*$',
        ...sayExpected(GAP),
      },
      { type: 'integer', minimum: 0, maximum: 0 },
    ],
    examples: ['20h', '2 days', 'none'],
  })

const TIME = 'a time such as `"20:00"`'

/** `HH:MM`. What other YAML dialects or people write otherwise is explained. */
export function timeOfDay(description: string, example: string) {
  return z
    .union([z.string(), z.number()], { error: TIME })
    .transform((written, ctx): string => {
      const words = String(written).trim()
      if (/^([01]\d|2[0-3]):[0-5]\d$/.test(words)) return words
      refuse(ctx, {
        problem: 'wrong-value',
        message: 'a time of day must be hours and minutes such as `"20:00"`',
        hint: timeHint(words),
      })
      return z.NEVER
    })
    .meta({ description, anyOf: [{ type: 'string' }], ...proposeSnippets([{ label: example, example }]) })
}

function timeHint(words: string): string {
  if (/^24:00$/.test(words)) return 'Midnight is `"00:00"`.'
  const [time] = betterClockTimes(words)
  return time === undefined ? 'From `"00:00"` to `"23:59"`.' : `Write \`"${time}"\`.`
}
