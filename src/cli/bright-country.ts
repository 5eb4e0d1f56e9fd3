import { HOUR_MS } from '../domain/time/units.ts'
import { systemClock } from '../system-clock.ts'

/** Countries round the world with the offset of their business days, near enough. */
const COUNTRIES: [string, number][] = [
  ['CZ', 1],
  ['IN', 5.5],
  ['SG', 8],
  ['AU', 10],
  ['US', -6],
  ['BR', -3],
]

/** A country in which it is about the middle of the day, so that quiet hours do not hold the example's mail. */
export function brightCountry(now = systemClock.now()): string {
  const distance = (offset: number) => Math.abs(((((now / HOUR_MS + offset) % 24) + 24) % 24) - 13)
  const sorted = [...COUNTRIES].sort(([, a], [, b]) => distance(a) - distance(b))
  return sorted[0]?.[0] ?? 'CZ'
}
