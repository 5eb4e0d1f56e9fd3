import { MONTH_PATTERN, monthOf, WEEKDAY_PATTERN, weekdayOf } from '../time/day-words.ts'
import { DAY_MS } from '../time/units.ts'

/** A day that a text names, at its place. */
export interface DayMention {
  start: number
  end: number
  /** Days since 1970 (UTC); null when it can be read in two ways. */
  day: number | null
}

export interface Reading {
  /** Day on which the text came, in days since 1970. */
  today: number
  /** True where 3/4 may also be the 4th of March. */
  isEnglish: boolean
}

const YEAR = '(?:,? ?(?:de |del |of )?(20\\d{2})(?!\\d)(?! ?uhr))?'
const ORDINAL = '(?:st|nd|rd|th|er|eme|[oº°]|\\.)?'
const MENTIONS = new RegExp(
  [
    '(?<![\\d./-])(20\\d{2})-(\\d{1,2})-(\\d{1,2})(?!\\d)',
    '(?<![\\d./:-])(\\d{1,2}) ?([./-]) ?(\\d{1,2})(?: ?\\5 ?(20\\d{2}|\\d{2})(?![\\d:])|\\.?(?![\\d:/]))',
    `(?<![\\d./:])(\\d{1,2})${ORDINAL},? ?(?:of |de |del |do |d')?(${MONTH_PATTERN})\\b\\.?${YEAR}`,
    `\\b(${MONTH_PATTERN})\\b\\.? (?:the )?(\\d{1,2})(?!\\d|:\\d)(?:st|nd|rd|th)?${YEAR}`,
    `\\b(${WEEKDAY_PATTERN})\\b`,
  ].join('|'),
  'g',
)

/** The days that a text without marks and in lower case names, in its order; a weekday next to a date belongs to it. */
export function dayMentions(text: string, reading: Reading): DayMention[] {
  const found = [...text.matchAll(MENTIONS)].slice(0, 100).map(match => {
    const isWeekday = match[14] !== undefined
    return { start: match.index, end: match.index + match[0].length, day: dayOf(match, reading), isWeekday }
  })
  const dates = found.filter(({ isWeekday }) => !isWeekday)
  const isApart = ({ start, end }: DayMention) => !dates.some(date => date.start - end < 12 && start - date.end < 6)
  return found.filter(mention => !mention.isWeekday || isApart(mention))
}

function dayOf(match: RegExpExecArray, reading: Reading): number | null {
  const [, isoYear, isoMonth, isoDay, first, mark, second, year, day, month, monthYear] = match
  const [monthFirst, dayAfter, yearAfter, weekday] = match.slice(11)
  if (weekday !== undefined) return nextWeekday(weekdayOf(weekday), reading.today)
  if (isoYear !== undefined) return dated(Number(isoYear), Number(isoMonth), Number(isoDay))
  if (month !== undefined) return nearest(monthYear, monthOf(month), Number(day), reading.today)
  if (monthFirst !== undefined) return nearest(yearAfter, monthOf(monthFirst), Number(dayAfter), reading.today)
  return numeric([Number(first), Number(second)], mark ?? '', year, reading)
}

function numeric(
  [first, second]: [number, number],
  mark: string,
  year: string | undefined,
  reading: Reading,
): number | null {
  // "9-12" is more often a time than a day.
  if (mark === '-' && year === undefined) return null
  const european = nearest(year, second, first, reading.today)
  if (mark === '.' || !reading.isEnglish) return european
  const american = nearest(year, first, second, reading.today)
  if (european === null || american === null) return european ?? american
  return european === american ? european : null
}

/** With no year, the one that makes the day the next to come. */
function nearest(year: string | undefined, month: number, day: number, today: number): number | null {
  if (year !== undefined) return dated(Number(year) + (year.length === 2 ? 2000 : 0), month, day)
  const thisYear = new Date(today * DAY_MS).getUTCFullYear()
  const soon = dated(thisYear, month, day)
  return soon !== null && soon < today ? dated(thisYear + 1, month, day) : soon
}

function dated(year: number, month: number, day: number): number | null {
  const at = Date.UTC(year, month - 1, day)
  const date = new Date(at)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? at / DAY_MS : null
}

function nextWeekday(weekday: number, today: number): number {
  const now = new Date(today * DAY_MS).getUTCDay()
  return today + ((weekday - now + 6) % 7) + 1
}
