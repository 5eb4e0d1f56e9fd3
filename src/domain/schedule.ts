import { Temporal } from 'temporal-polyfill'
import type { OpeningHours, Weekday } from './opening-hours.ts'
import type { QuietHours } from './settings.ts'

/** The furthest that hours and quiet hours may push a mail before they count as never meeting. */
const MOST_SHIFTS = 60

/** The same wall time so many days later: a missing hour takes the later moment, a doubled one the earlier (RFC 5545). */
export function addDays(at: number, days: number, zone: string): number {
  return zoned(at, zone).add({ days }).epochMilliseconds
}

/**
 * The same wall time so many working days later. From a day that is not a working day it counts from the next opening.
 */
export function addBusinessDays(at: number, days: number, hours: OpeningHours, zone: string): number {
  let moment = zoned(at, zone)
  if (!isWorkday(moment, hours)) moment = openingOf(nextWorkday(moment, hours), hours)
  for (let left = days; left > 0; left -= 1) moment = nextWorkday(moment, hours)
  return moment.epochMilliseconds
}

/** The first moment from `at` on that lies in the opening hours. Throws a RangeError when they never open. */
export function nextOpening(at: number, hours: OpeningHours, leadZone: string): number {
  const zone = hours.zone === 'lead' ? leadZone : hours.zone
  const now = zoned(at, zone)
  for (let ahead = -1; ahead <= 8; ahead += 1) {
    const opened = windowOn(now.add({ days: ahead }), hours)
    if (opened && now.epochMilliseconds < opened.to) return Math.max(at, opened.from)
  }
  throw new RangeError('the opening hours never open')
}

/** The first moment from `at` on that is not quiet. */
export function afterQuietHours(at: number, quiet: QuietHours | null, leadZone: string): number {
  if (quiet === null) return at
  const zone = quiet.zone === 'lead' ? leadZone : quiet.zone
  const now = zoned(at, zone)
  const everyDay: OpeningHours = { days: [1, 2, 3, 4, 5, 6, 7], from: quiet.from, to: quiet.to, zone }
  for (const ahead of [-1, 0]) {
    const window = windowOn(now.add({ days: ahead }), everyDay)
    if (window && at >= window.from && at < window.to) return window.to
  }
  return at
}

export interface Slot {
  at: number
  /** What moved it, in words; empty when nothing did. */
  because: string[]
}

/** The first moment from `at` on at which mail may leave by the clock. Throws a RangeError when there is none. */
export function nextSlot(
  at: number,
  rules: { hours: OpeningHours | null; quiet: QuietHours | null; zone: string },
): Slot {
  const because = new Set<string>()
  let moment = at
  for (let shift = 0; shift < MOST_SHIFTS; shift += 1) {
    const opened = rules.hours === null ? moment : nextOpening(moment, rules.hours, rules.zone)
    if (opened > moment && rules.hours) because.add(`hours ${rules.hours.from}–${rules.hours.to}`)
    const loud = afterQuietHours(opened, rules.quiet, rules.zone)
    if (loud > opened && rules.quiet) because.add(`quiet hours ${rules.quiet.from}–${rules.quiet.to}`)
    if (loud === moment) return { at: moment, because: [...because] }
    moment = loud
  }
  throw new RangeError('hours and quiet hours never meet')
}

/** `Mon 23 Nov 2026, 09:00` in the zone. */
export function localWords(at: number, zone: string): string {
  return zoned(at, zone).toLocaleString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
}

/** `23 November 2026` in the zone, in the language where one is given. */
export function dayWords(at: number, zone: string, language: string | null = null): string {
  return zoned(at, zone).toLocaleString(language ?? 'en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
}

/** ISO 8601 with the offset of the zone, to the second: `2026-11-23T09:00:00+01:00`. */
export function localIso(at: number, zone: string): string {
  return zoned(at, zone).toString({ timeZoneName: 'never', fractionalSecondDigits: 0 })
}

function windowOn(day: Temporal.ZonedDateTime, hours: OpeningHours): { from: number; to: number } | null {
  if (!isWorkday(day, hours)) return null
  const from = atWallTime(day, hours.from)
  const crosses = hours.to <= hours.from
  const to = atWallTime(crosses ? day.add({ days: 1 }) : day, hours.to)
  return { from: from.epochMilliseconds, to: to.epochMilliseconds }
}

function nextWorkday(from: Temporal.ZonedDateTime, hours: OpeningHours): Temporal.ZonedDateTime {
  for (let ahead = 1; ahead <= 7; ahead += 1) {
    const day = from.add({ days: ahead })
    if (isWorkday(day, hours)) return day
  }
  throw new RangeError('the opening hours have no working day')
}

function isWorkday(day: Temporal.ZonedDateTime, hours: OpeningHours): boolean {
  return hours.days.includes(day.dayOfWeek as Weekday)
}

function openingOf(day: Temporal.ZonedDateTime, hours: OpeningHours): Temporal.ZonedDateTime {
  return atWallTime(day, hours.from)
}

function atWallTime(day: Temporal.ZonedDateTime, wallTime: string): Temporal.ZonedDateTime {
  return day.toPlainDate().toZonedDateTime({ timeZone: day.timeZoneId, plainTime: wallTime })
}

function zoned(at: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone)
}
