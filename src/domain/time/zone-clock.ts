import { Temporal } from 'temporal-polyfill'
import { DAY_MS, MINUTE_MS } from './units.ts'

/** A stretch of time in which the zone keeps one offset. */
interface Span {
  from: number
  to: number
  offsetMs: number
}

/** Spans found so far: zones hold few, and looking one up is far quicker than asking the calendar library. */
const spansByZone = new Map<string, Span[]>()

/** The zone's offset from UTC at the instant, in milliseconds. Throws a RangeError for a zone that does not exist. */
export function offsetAt(at: number, zone: string): number {
  const spans = spansByZone.get(zone)
  const known = spans?.find(span => at >= span.from && at < span.to)
  if (known !== undefined) return known.offsetMs
  const found = findSpan(at, zone)
  if (spans === undefined) spansByZone.set(zone, [found])
  else spans.push(found)
  return found.offsetMs
}

/** Wall time in the zone as if it were UTC: its UTC fields are the local ones. */
export function toWall(at: number, zone: string): number {
  return at + offsetAt(at, zone)
}

/** The instant of a wall time: one that is skipped takes the later moment, one that comes twice the earlier (RFC 5545). */
export function fromWall(wall: number, zone: string): number {
  const before = offsetAt(wall - DAY_MS, zone)
  const after = offsetAt(wall + DAY_MS, zone)
  const first = wall - before
  if (before === after || offsetAt(first, zone) === before) return first
  const second = wall - after
  return offsetAt(second, zone) === after ? second : first
}

/** Midnight of the wall time's day. */
export function dayOf(wall: number): number {
  return Math.floor(wall / DAY_MS) * DAY_MS
}

/** ISO weekday of a wall time: 1 is Monday. */
export function weekdayOf(wall: number): number {
  // 1 January 1970 was a Thursday.
  return ((((Math.floor(wall / DAY_MS) + 3) % 7) + 7) % 7) + 1
}

/** `2026-11-23` of a wall time. */
export function dateOf(wall: number): string {
  return new Date(wall).toISOString().slice(0, 10)
}

/** `HH:MM` in milliseconds since midnight. */
export function sinceMidnight(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return (hours * 60 + minutes) * MINUTE_MS
}

function findSpan(at: number, zone: string): Span {
  const moment = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone)
  // One millisecond on, so that a change at this very instant counts as the one before it.
  const from = moment.add({ milliseconds: 1 }).getTimeZoneTransition('previous')?.epochMilliseconds
  const to = moment.getTimeZoneTransition('next')?.epochMilliseconds
  return {
    from: from ?? Number.NEGATIVE_INFINITY,
    to: to ?? Number.POSITIVE_INFINITY,
    offsetMs: moment.offsetNanoseconds / 1_000_000,
  }
}
