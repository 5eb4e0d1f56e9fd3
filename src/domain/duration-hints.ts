/** How durations are written, for messages. */
export const DURATION_FORMS = '`30s`, `15m`, `24h`, `3 days`, `2 weeks` or `3 business days`'

/** What to write instead of a text that is no duration. */
export function durationHint(text: string): string {
  if (/^0+$/.test(text)) return 'That is no time at all: write `24h` or another length, or take it out.'
  if (/^\d+$/.test(text)) return `Write the unit too: \`${text}h\` or \`${text} days\`.`
  if (/^-\s*\d/.test(text)) return 'Time goes forward only: write it without `-`.'
  if (/^\d{4}-\d\d?-\d\d?/.test(text)) return `A \`wait\` for a date is \`{until: ${text.slice(0, 25)}}\`.`
  const [, date] = /^(?:until|on|at)\s+(\d{4}-\d\d-\d\d)$/.exec(text) ?? []
  if (date !== undefined) return `A \`wait\` for a date is \`{until: ${date}}\`.`
  if (/\$\{|\{\{/.test(text)) return 'Nothing is filled in here: write the length itself, for example `3 days`.'
  const moment = momentIn(text)
  if (moment !== null) return `A \`wait\` for a time is \`${moment}\`.`
  const rewritten = rewrite(text.toLowerCase())
  return rewritten === null ? `Write ${DURATION_FORMS}.` : `Write \`${rewritten}\`.`
}

const DAY_NAMES = /\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b/i

/** `until 9:00`, `9am`, `monday 10:30`: the time that it names, as a wait has it. */
function momentIn(text: string): string | null {
  const [, day] = DAY_NAMES.exec(text) ?? []
  const [, hour, minutes = '00', half] = /\b(\d{1,2})(?::(\d\d)\b|\s*(?=[ap]m\b))\s*([ap]m)?/i.exec(text) ?? []
  if ((day === undefined && hour === undefined) || Number(hour) > 23) return null
  const late = half?.toLowerCase() === 'pm' && Number(hour) < 12 ? 12 : 0
  const time = `"${String(Number(hour ?? 9) + late).padStart(2, '0')}:${minutes}"`
  return day === undefined ? `{until: ${time}}` : `{until: ${time}, days: ${day.toLowerCase()}}`
}

const WHOLE: [RegExp, string][] = [
  [/^(never|forever|for ever|always|unlimited|infinite)$/, '365 days'],
  [/^(tomorrow|next day|daily)$/, '1 day'],
  [/^(next week|weekly)$/, '1 week'],
  [/^half an hour$/, '30m'],
]
const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

function rewrite(written: string): string | null {
  const whole = WHOLE.find(([form]) => form.test(written))?.[1]
  if (whole !== undefined) return whole
  const text = written
    .replace(/[;,.!]+$/, '')
    .replace(/^(\d+),\s+/, '$1 ')
    .replace(/^(?:after|for|in|at least|at most|about|around|up to|every|wait)\s+/, '')
    .replace(/\bdays? business\b|\bweek ?days?\b|\bbusinessdays?\b|\bworkdays?\b/, 'business days')
    .replace(/\b[a-z]+\b/g, word => (NUMBERS.includes(word) ? String(NUMBERS.indexOf(word)) : word))
    .replace(/^an? /, '1 ')
    .replace(/^(\d+)\s*(?:-|–|to|or)\s*\d+/, '$1')
    .replace(/^p(?:(\d+)([dw]))?(?:t(\d+)([hms]))?$/, '$1$2$3$4')
  const parts = [...text.matchAll(/(\d+(?:[.,]\d+)?)\s*([a-z]+(?:[\s-]+days?)?)\.?/g)]
  const left = text.replace(/(\d+(?:[.,]\d+)?)\s*([a-z]+(?:[\s-]+days?)?)\.?/g, '').replace(/and|[,+\s]/g, '')
  if (parts.length === 0 || left !== '') return null
  const [only, ...more] = parts
  return more.length === 0 && only !== undefined
    ? oneLength(only[1] ?? '', only[2] ?? '')
    : inHours(parts.map(([, count = '', unit = '']) => minutesOf(count, unit)))
}

function oneLength(count: string, unit: string): string | null {
  const whole = /^\d+$/.test(count)
  if (/^(?:(?:b|work)[a-z]*[\s-]+days?|bd)$/.test(unit)) return whole ? counted(count, 'business day') : null
  if (/^(months?|monate?)$/.test(unit)) return `${Math.round(number(count) * 30)} days`
  if (!whole) return inHours([minutesOf(count, unit)])
  if (/^(d(a?y+z?s?)?|tage?)$/.test(unit)) return counted(count, 'day')
  if (/^(w(eeks?)?|wochen?)$/.test(unit)) return counted(count, 'week')
  if (/^stunden?$/.test(unit)) return `${count}h`
  const clock = /^(s|m|h)(ec(ond)?s?|in(ute)?s?|(ou)?rs?)?$/.exec(unit)
  return clock ? `${count}${clock[1]}` : null
}

function counted(count: string, noun: string): string {
  return `${count} ${noun}${count === '1' ? '' : 's'}`
}

const MINUTES: [RegExp, number][] = [
  [/^m(in(ute)?s?)?$/, 1],
  [/^h((ou)?rs?)?$/, 60],
  [/^d(ays?)?$/, 24 * 60],
  [/^w(eeks?)?$/, 7 * 24 * 60],
]

function minutesOf(count: string, unit: string): number | null {
  const each = MINUTES.find(([form]) => form.test(unit))?.[1]
  return each === undefined ? null : number(count) * each
}

function inHours(minutes: (number | null)[]): string | null {
  let sum = 0
  for (const part of minutes) {
    if (part === null) return null
    sum += part
  }
  if (!Number.isInteger(sum) || sum <= 0) return null
  return sum % 60 === 0 ? `${sum / 60}h` : `${sum}m`
}

function number(text: string): number {
  return Number(text.replace(',', '.'))
}
