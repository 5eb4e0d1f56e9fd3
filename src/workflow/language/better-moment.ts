import { betterDuration, momentIn } from '../../domain/time/duration-hints.ts'
import { betterClockTimes } from './clock-times.ts'

/** Dates and times as people write them elsewhere, in the form of this language; null when nothing comes to mind. */
export function betterMoment(written: string): string | null {
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(written) ?? []
  if (day && month && year) return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const slashed = slashedDate(written)
  if (slashed !== null) return slashed
  const [, date, hour = '', minutes] = /^(\d{4}-\d\d-\d\d)[ T]+(\d{1,2}):(\d\d)$/.exec(written) ?? []
  if (date !== undefined && (hour.length === 1 || !written.includes('T')))
    return `${date}T${hour.padStart(2, '0')}:${minutes}`
  const [clock] = betterClockTimes(written.replace(/^(noon|midday)$/i, '12:00').replace(/^midnight$/i, '00:00'))
  if (clock !== undefined) return `"${clock}"`
  const named = namedDate(written)
  if (named !== null) return named
  return movedMoment(written) ?? weeklyMoment(written)
}

/** `12/24/2026`, or `24/12/2026`; which of two small numbers is the day cannot be known. */
function slashedDate(written: string): string | null {
  const [, one = '', other = '', year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(written) ?? []
  if (year === undefined) return null
  const [month, day] = Number(one) > 12 ? [other, one] : [one, other]
  return Number(day) > 12 ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : '2026-12-01'
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/** `1 December 2026`, `Dec 1, 2026`. */
function namedDate(written: string): string | null {
  const [, day, word, year] = /^(\d{1,2})\.?\s+([a-z]+)\.?\s+(\d{4})$/i.exec(written) ?? []
  const [, word2, day2, year2] = /^([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/i.exec(written) ?? []
  const month = MONTHS.indexOf((word ?? word2 ?? '').slice(0, 3).toLowerCase()) + 1
  const [date, of] = [day ?? day2, year ?? year2]
  return month === 0 || !date || !of ? null : `${of}-${String(month).padStart(2, '0')}-${date.padStart(2, '0')}`
}

/** `inquiry.at + 14 days`. */
function movedMoment(written: string): string | null {
  const [, from, sign, length] =
    /^([a-z]+\.\w+|\d{4}-\d\d-\d\d)\s*([+-])\s*(\d+ ?(?:business )?[a-z]+)$/.exec(written) ?? []
  const [, later] = /^(?:now|today)(?:\(\))?\s*\+\s*(\d+.*)$/.exec(written) ?? []
  const better = later === undefined ? null : betterDuration(later)
  if (better !== null) return `wait: ${better}`
  return from === undefined ? null : `{until: ${from}, offset: ${sign === '-' ? '-' : ''}${length}}`
}

/** `monday`, `next monday 10:00`, `tomorrow`: a time on a day of the week, or on the next day. */
function weeklyMoment(written: string): string | null {
  if (!/^[a-z]{2,}[a-z0-9 :,]*$/i.test(written)) return null
  if (/^(tomorrow|next day)\b/i.test(written)) return '{until: "09:00"}'
  const moment = momentIn(written)
  return moment?.includes('days') || moment?.includes('-') || /^end of/i.test(written) ? moment : null
}
