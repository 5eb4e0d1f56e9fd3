import { addBusinessDays } from '../../domain/schedule.ts'
import type { Settings } from '../../domain/settings.ts'
import { nominalMs, type WaitTime } from '../../domain/time/duration.ts'
import type { Weekday } from '../../domain/time/opening-hours.ts'
import { DAY_MS, HOUR_MS } from '../../domain/time/units.ts'
import type { WaitStep } from '../program.ts'

/**
 * The most that clocks of one zone are moved by: two hours in Antarctica/Troll, one nearly everywhere else. A wait that
 * keeps the wall time may be so much shorter or longer than its days.
 */
export const CLOCK_CHANGE_MS = 2 * HOUR_MS

/** How long a wait takes whoever the lead is and whenever it begins. */
export interface Span {
  leastMs: number
  /** Infinity: nobody knows. */
  mostMs: number
}

/** Long enough to meet every weekday at every place of the month, and the holidays that are written down. */
const DAYS_LOOKED_AT = 2 * 366

/** The shortest and the longest that a step may wait, over all zones and all moments of the next two years from `now`. */
export function spanOf(time: WaitStep['time'], settings: Settings, now: number): Span {
  switch (time.kind) {
    case 'elapsed':
      return { leastMs: time.ms, mostMs: time.ms }
    case 'days':
      return around(nominalMs(time), nominalMs(time))
    case 'business days':
      return businessSpan(time, settings, now)
    case 'clock':
      return { leastMs: 0, mostMs: longestPause(time.days) * DAY_MS + CLOCK_CHANGE_MS }
    case 'date':
      return { leastMs: 0, mostMs: Number.POSITIVE_INFINITY }
  }
}

function around(leastMs: number, mostMs: number): Span {
  return { leastMs: Math.max(0, leastMs - CLOCK_CHANGE_MS), mostMs: mostMs + CLOCK_CHANGE_MS }
}

/**
 * From midnight of every day. A later hour gives the same on a working day, less on a free one, and never less than the
 * working day after it; holidays only make it longer.
 */
function businessSpan(time: Extract<WaitTime, { kind: 'business days' }>, settings: Settings, now: number): Span {
  const { businessHours: hours, holidays } = settings
  const first = Math.floor(now / DAY_MS) * DAY_MS
  let [least, most] = [Number.POSITIVE_INFINITY, 0]
  for (let day = 0; day < DAYS_LOOKED_AT; day += 1) {
    const at = first + day * DAY_MS
    if (day < 7) least = Math.min(least, addBusinessDays(at, time.days, { hours, holidays: [] }, 'UTC') - at)
    most = Math.max(most, addBusinessDays(at, time.days, { hours, holidays }, 'UTC') - at)
  }
  return around(least, most)
}

/** Days between two of the weekdays, at the most. */
function longestPause(days: readonly Weekday[]): number {
  const sorted = [...days].sort((a, b) => a - b)
  const [first = 1] = sorted
  return Math.max(...sorted.map((day, index) => (sorted[index + 1] ?? first + 7) - day))
}
