import { nominalMs } from '../../domain/time/duration.ts'
import type { Weekday } from '../../domain/time/opening-hours.ts'
import { DAY_MS } from '../../domain/time/units.ts'
import type { Step } from '../program.ts'

/** Milliseconds that a step may take at the longest, a working week counted with its weekend; Infinity: nobody knows. */
export function longestMs(step: Step): number {
  if (step.kind === 'wait-for') return step.upTo === null ? Number.POSITIVE_INFINITY : longest(step.upTo)
  return step.kind === 'wait' ? longest(step.time) : 0
}

/** Milliseconds that a step takes at the least: a step with a condition may be skipped, a signal may come at once. */
export function shortestMs(step: Step): number {
  if (step.kind !== 'wait' || step.if !== null || step.time.kind === 'clock' || step.time.kind === 'date') return 0
  return nominalMs(step.time)
}

function longest(time: Extract<Step, { kind: 'wait' }>['time']): number {
  switch (time.kind) {
    case 'clock':
      return longestGap(time.days) * DAY_MS
    case 'date':
      return Number.POSITIVE_INFINITY
    case 'business days':
      return nominalMs(time) + Math.ceil(time.days / 5) * 2 * DAY_MS
    default:
      return nominalMs(time)
  }
}

/** Days from one of the weekdays to the next, at the most. */
function longestGap(days: Weekday[]): number {
  const daysUntil = (from: Weekday, to: Weekday) => ((to - from + 6) % 7) + 1
  return Math.max(...days.map(from => Math.min(...days.map(to => daysUntil(from, to)))))
}
