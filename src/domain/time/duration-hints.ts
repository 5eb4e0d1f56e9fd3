import { closestWord } from '../text/closest-word.ts'

/** How durations are written, for messages. */
export const DURATION_FORMS = '`30s`, `15m`, `24h`, `3 days`, `2 weeks` or `3 business days`'

/** What to write instead of a text that is no duration. */
export function durationHint(text: string): string {
  if (/^0+$/.test(text)) return 'That is no time at all: write `24h` or another length, or take it out.'
  if (/^\d+$/.test(text)) return `Write the unit too: \`${text}h\` or \`${counted(text, 'day')}\`.`
  if (/^-\s*\d/.test(text)) return 'Time goes forward only: write it without `-`.'
  if (/^\d{4}-\d\d?-\d\d?/.test(text)) return `A \`wait\` for a date is \`{until: ${text.slice(0, 25)}}\`.`
  const [, date] = /^(?:until|on|at)\s+(\d{4}-\d\d-\d\d)$/.exec(text) ?? []
  if (date !== undefined) return `A \`wait\` for a date is \`{until: ${date}}\`.`
  if (/\$\{|\{\{/.test(text)) return 'Nothing is filled in here: write the length itself, for example `3 days`.'
  const more = moreHint(text)
  if (more !== null) return more
  const moment = momentIn(text)
  if (moment !== null) return `A \`wait\` for a time is \`${moment}\`.`
  const signal = signalNamed(text)
  if (signal !== null) return `A step that waits for a signal is \`- wait-for: ${signal}\`.`
  if (AT_ONCE.test(text)) return 'Nothing is waited for by itself: write `1m`, or take it out.'
  const better = betterDuration(text)
  return better === null ? `Write ${DURATION_FORMS}.` : `Write \`${better}\`.`
}

/** A length of time with something else on its line; null for one alone. */
function moreHint(text: string): string | null {
  const [, first = '', next = ''] = /^(.+?),?\s+(?:and\s+)?then\b:?\s*(.*)$/i.exec(text) ?? []
  const before = betterDuration(first)
  if (before !== null && next === '') return `Write \`${before}\`.`
  if (before !== null) {
    const [, verb = next, rest = '…'] = /^([a-z-]+):?\s+(\S.*)$/.exec(next) ?? []
    return `Write \`${before}\`, and what comes then as a step of its own below: \`- ${verb}: ${rest}\`.`
  }
  const parts = text.split(/,?\s+(?:or|and|unless|but)\s+/i)
  const signal = parts.map(signalNamed).find(one => one !== null)
  const isSignals = parts.length > 1 && parts.every(part => signalNamed(part) !== null)
  const length = parts.map(betterDuration).find(one => one !== null) ?? (isSignals ? '3 days' : undefined)
  if (signal !== undefined && length !== undefined)
    return `A step that waits for a signal is \`- wait-for: ${signal}\`, and below it \`up-to: ${length}\`.`
  const [random, least = ''] = /^rand\w*\s*\(?\s*([^,)]*)/i.exec(text) ?? []
  const shortest = betterDuration(least) ?? betterDuration(`${least} days`) ?? '1 day'
  return random === undefined ? null : `A length of time is the same for every lead: \`${shortest}\`.`
}

/** The signal that a word names, or null. */
export function signalNamed(text: string): string | null {
  return SIGNALS.find(([form]) => form.test(text))?.[1] ?? null
}

const SIGNALS: [RegExp, string][] = [
  [/^(?:(?:until|for)\s+)?(?:an?\s+|the\s+)?(?:repl(?:y|ies|ied)|answer(?:ed)?|response)$/i, 'reply'],
  [/^(?:(?:until|for)\s+)?(?:an?\s+|the\s+)?(?:click(?:ed)?|open(?:ed)?)$/i, 'click'],
  [/^(?:(?:until|for)\s+)?(?:an?\s+|the\s+)?(?:purchased?|order(?:ed)?|payment)$/i, 'purchase'],
]
const AT_ONCE = /^(?:now|immediately|at once|instantly|instant|asap)$/i

const CALENDAR: [RegExp, string][] = [
  [/\bend of (?:the |this )?(?:(?:business|work(?:ing)?) ?)?day\b|^eod$/i, '{until: "17:00"}'],
  [/\bend of (?:the |this |next )?(?:(?:business|work(?:ing)?) ?)?week\b|^eow$/i, '{until: "17:00", days: fri}'],
  [/\b(?:start|beginning) of (?:the |next )*week\b/i, '{until: "09:00", days: mon}'],
  [/\bweekend\b/i, '{until: "09:00", days: sat}'],
  [/\b(?:of|on) (?:the |this |next |each |every )*(?:month|quarter|year)\b|^(?:eom|eoq|eoy)$/i, '{until: 2026-12-31}'],
]

const DAY_NAMES = /\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b/i

/** `until 9:00`, `9am`, `monday 10:30`, `end of month`: the time that it names, as a wait has it; null for a length. */
export function momentIn(text: string): string | null {
  const named = CALENDAR.find(([form]) => form.test(text))?.[1]
  if (named !== undefined) return named
  const [, day] = DAY_NAMES.exec(text) ?? []
  const [, hour, minutes = '00', half] = /\b(\d{1,2})(?::(\d\d)\b|\s*(?=[ap]m\b))\s*([ap]m)?/i.exec(text) ?? []
  if ((day === undefined && hour === undefined) || Number(hour) > 23) return null
  const late = half?.toLowerCase() === 'pm' && Number(hour) < 12 ? 12 : 0
  const time = `"${String(Number(hour ?? 9) + late).padStart(2, '0')}:${minutes}"`
  return day === undefined ? `{until: ${time}}` : `{until: ${time}, days: ${day.toLowerCase()}}`
}

const WHOLE: [RegExp, string][] = [
  [/^(never|forever|for ever|always|unlimited|infinite)$/, '365 days'],
  [/^(tomorrow|next day|daily|overnight)$/, '1 day'],
  [/^weekly$/, '1 week'],
  [/^monthly$/, '30 days'],
  [/^quarterly$/, '90 days'],
  [/^(yearly|annually)$/, '365 days'],
  [/^half an hour$/, '30m'],
]
const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const PARTS = /(\d+(?:[.,]\d+)?)\s*([a-z]+(?:[\s_-]+days?\b)?)\.?/g

/** A length of time as people write it elsewhere, or misspell it, in the form of this language; null when it is none. */
export function betterDuration(written: string): string | null {
  const lower = written.trim().toLowerCase()
  const whole = WHOLE.find(([form]) => form.test(lower))?.[1]
  if (whole !== undefined) return whole
  const text = lower
    .replace(/[;,.!]+$/, '')
    .replace(/\(s\)/g, 's')
    .replace(/^(\d+),\s+/, '$1 ')
    .replace(/^(?:after|for|in|at least|at most|about|around|between|up to|every|wait)\s+/, '')
    .replace(/\bdays? business\b|\bweek ?days?\b|\bbusinessdays?\b|\bworkdays?\b/, 'business days')
    .replace(/\b[a-z]+\b/g, word => (NUMBERS.includes(word) ? String(NUMBERS.indexOf(word)) : word))
    .replace(/^(?:a )?couple(?: of)? /, '2 ')
    .replace(/^(?:a )?few /, '3 ')
    .replace(/^(?:an?|next) /, '1 ')
    .replace(/^(\d+)\s*(?:-|–|to|or|and)\s*\d+/, '$1')
    .replace(/^p(?:(\d+)([dw]))?(?:t(\d+)([hms]))?$/, '$1$2$3$4')
  const parts = [...text.matchAll(PARTS)].map(([, count = '', word = '']) => ({ count, unit: unitOf(word) }))
  const left = text.replace(PARTS, '').replace(/and|[,+\s]/g, '')
  const known = parts.flatMap(({ count, unit }) => (unit === null ? [] : [{ count: count.replace(',', '.'), unit }]))
  if (known.length < parts.length || left !== '') return null
  const [only, ...more] = known
  return only === undefined || more.length > 0 ? inTotal(known) : (asWritten(only) ?? inTotal(known))
}

interface Part {
  count: string
  unit: Unit
}

interface Unit {
  form: RegExp
  /** As other people spell it, for what is misspelt. */
  words: string[]
  /** Null for business days, whose length depends on where they stand. */
  minutes: number | null
  write: string
}

const DAY = 24 * 60
const UNITS: Unit[] = [
  { form: /^s(ec)?s?$/, words: ['seconds', 'second'], minutes: 1 / 60, write: 's' },
  { form: /^m(ins?)?$/, words: ['minutes', 'minute'], minutes: 1, write: 'm' },
  { form: /^(h(r)?s?|stunden?)$/, words: ['hours', 'hour'], minutes: 60, write: 'h' },
  { form: /^(d|tage?|nights?)$/, words: ['days', 'day'], minutes: DAY, write: 'day' },
  { form: /^(wk?s?|wochen?)$/, words: ['weeks', 'week'], minutes: 7 * DAY, write: 'week' },
  { form: /^fortnights?$/, words: [], minutes: 14 * DAY, write: '' },
  { form: /^monate?$/, words: ['months', 'month'], minutes: 30 * DAY, write: '' },
  { form: /^quarters?$/, words: [], minutes: 90 * DAY, write: '' },
  { form: /^(jahre?|y(rs?)?)$/, words: ['years', 'year'], minutes: 365 * DAY, write: '' },
  {
    form: /^((b|work)[a-z]*[\s_-]+days?|bd)$/,
    words: ['business days', 'business day', 'working days', 'working day'],
    minutes: null,
    write: 'business day',
  },
]

/** The unit that a word names, or most likely means. */
function unitOf(word: string): Unit | null {
  const spelt = UNITS.find(({ form, words }) => form.test(word) || words.includes(word))
  if (spelt !== undefined) return spelt
  const near = closestWord(
    word,
    UNITS.flatMap(({ words }) => words),
    word.length < 3 ? 0 : Math.max(1, Math.floor(word.length / 3)),
  )
  return UNITS.find(({ words }) => near !== null && words.includes(near)) ?? null
}

/** In its own unit; null when that is none of this language, or the count is no whole number. */
function asWritten({ count, unit }: Part): string | null {
  if (!/^\d+$/.test(count) || unit.write === '') return null
  return unit.write.length > 1 ? counted(count, unit.write) : `${count}${unit.write}`
}

/** The sum, in days where every part has whole days, else in hours or minutes. */
function inTotal(parts: Part[]): string | null {
  let sum = 0
  for (const { count, unit } of parts) {
    if (unit.minutes === null) return null
    sum += Number(count) * unit.minutes
  }
  if (!Number.isInteger(sum) || sum <= 0) return null
  const inDays = sum % DAY === 0 && parts.every(({ unit }) => Number(unit.minutes) >= DAY)
  if (inDays) return counted(String(sum / DAY), 'day')
  return sum % 60 === 0 ? `${sum / 60}h` : `${sum}m`
}

function counted(count: string, noun: string): string {
  return `${count} ${noun}${count === '1' ? '' : 's'}`
}
