import type { QuietHours } from './settings.ts'
import type { OpeningHours, Weekday } from './time/opening-hours.ts'
import { DAY_MS } from './time/units.ts'
import { dateOf, dayOf, fromWall, sinceMidnight, toWall, weekdayOf } from './time/zone-clock.ts'

/** The furthest that hours, holidays and quiet hours may push a mail before they count as never meeting. */
const MOST_DAYS_AHEAD = 400
const MOST_SHIFTS = 60

/** Days of the year on which nobody works, `2026-12-25`; and the opening hours that they interrupt. */
export interface WorkCalendar {
  hours: OpeningHours
  holidays: readonly string[]
}

/** The same wall time so many days later; a wall time that does not exist that day takes the later moment. */
export function addDays(at: number, days: number, zone: string): number {
  return fromWall(toWall(at, zone) + days * DAY_MS, zone)
}

/**
 * The same wall time so many working days later, or earlier when `days` is negative. From a day that is none it counts from
 * the next opening.
 */
export function addBusinessDays(at: number, days: number, calendar: WorkCalendar, zone: string): number {
  let wall = toWall(at, zone)
  if (!isWorkday(wall, calendar)) wall = nearestWorkday(wall, 1, calendar) + sinceMidnight(calendar.hours.from)
  const sign = Math.sign(days)
  for (let left = days; left !== 0; left -= sign) wall = nearestWorkday(wall, sign, calendar) + (wall - dayOf(wall))
  return fromWall(wall, zone)
}

/** The next moment of that wall time on one of the days, `at` itself included. */
export function nextWallTime(at: number, rule: { time: string; days: readonly Weekday[] }, zone: string): number {
  const today = dayOf(toWall(at, zone))
  for (let ahead = 0; ahead <= MOST_DAYS_AHEAD; ahead += 1) {
    const day = today + ahead * DAY_MS
    const moment = fromWall(day + sinceMidnight(rule.time), zone)
    if (moment >= at && rule.days.includes(weekdayOf(day) as Weekday)) return moment
  }
  throw new RangeError('no day is allowed')
}

export interface Slot {
  at: number
  /** What moved it, in words; empty when nothing did. */
  because: string[]
}

export interface SlotRules {
  hours: OpeningHours | null
  quiet: QuietHours | null
  /** Only `hours` keep them: quiet hours are the same on every day. */
  holidays: readonly string[]
  /** The lead's zone. */
  zone: string
}

/** The first moment from `at` on at which mail may leave by the clock. Throws a RangeError when there is none. */
export function nextSlot(at: number, rules: SlotRules): Slot {
  const { hours, quiet, holidays, zone } = rules
  const because = new Set<string>()
  let moment = at
  for (let shift = 0; shift < MOST_SHIFTS; shift += 1) {
    const opened = hours === null ? moment : nextOpening(moment, { hours, holidays }, zone)
    if (opened > moment && hours) because.add(`hours ${hours.from}–${hours.to}`)
    const loud = afterQuietHours(opened, quiet, zone)
    if (loud > opened && quiet) because.add(`quiet hours ${quiet.from}–${quiet.to}`)
    if (loud === moment) return { at: moment, because: [...because] }
    moment = loud
  }
  throw new RangeError('hours and quiet hours never meet')
}

function nextOpening(at: number, calendar: WorkCalendar, leadZone: string): number {
  const zone = calendar.hours.zone === 'lead' ? leadZone : calendar.hours.zone
  const today = dayOf(toWall(at, zone))
  // A window that crosses midnight may have opened yesterday.
  for (let ahead = -1; ahead <= MOST_DAYS_AHEAD; ahead += 1) {
    const day = today + ahead * DAY_MS
    if (!isWorkday(day, calendar)) continue
    const { from, to } = windowOf(day, calendar.hours, zone)
    if (at < to) return Math.max(at, from)
  }
  throw new RangeError('the opening hours never open')
}

function afterQuietHours(at: number, quiet: QuietHours | null, leadZone: string): number {
  if (quiet === null) return at
  const zone = quiet.zone === 'lead' ? leadZone : quiet.zone
  const today = dayOf(toWall(at, zone))
  for (const day of [today - DAY_MS, today]) {
    const { from, to } = windowOf(day, quiet, zone)
    if (at >= from && at < to) return to
  }
  return at
}

function windowOf(day: number, { from, to }: { from: string; to: string }, zone: string): { from: number; to: number } {
  const lastDay = to <= from ? day + DAY_MS : day
  return { from: fromWall(day + sinceMidnight(from), zone), to: fromWall(lastDay + sinceMidnight(to), zone) }
}

/** The first working day after that day, or before it when `sign` is -1. */
function nearestWorkday(wall: number, sign: number, calendar: WorkCalendar): number {
  for (let away = 1; away <= MOST_DAYS_AHEAD; away += 1) {
    const day = dayOf(wall) + sign * away * DAY_MS
    if (isWorkday(day, calendar)) return day
  }
  throw new RangeError('the opening hours have no working day')
}

function isWorkday(wall: number, { hours, holidays }: WorkCalendar): boolean {
  return hours.days.includes(weekdayOf(wall) as Weekday) && (holidays.length === 0 || !holidays.includes(dateOf(wall)))
}
