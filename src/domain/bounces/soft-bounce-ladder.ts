import { DAY_MS } from '../time/units.ts'

const RUNGS = [7, 14, 30, 180] as const
const ROUND = 3
const ROUND_MS = 30 * DAY_MS
const MEMORY_MS = 365 * DAY_MS

/** A silence because of soft bounces; one without an end is of another kind and stands above the ladder. */
export interface PastSilence {
  createdAt: number
  until: number | null
}

/**
 * How long an address is to be left alone because mail to it keeps failing for the time being; null while it need not be.
 * Three soft bounces within 30 days, none of them from before the last silence, are a round; a round within a year of the
 * last silence is the next rung.
 */
export function nextSoftSuppression(
  past: PastSilence[],
  softBounces: number[],
  now: number,
): { days: (typeof RUNGS)[number] } | null {
  if (past.some(({ until }) => until === null || until > now)) return null
  const silences = past.map(({ createdAt, until }) => ({ from: createdAt, to: until ?? createdAt }))
  silences.sort((a, b) => a.from - b.from)
  const last = silences.at(-1)?.from ?? Number.NEGATIVE_INFINITY
  const round = softBounces.filter(at => at > last && at > now - ROUND_MS && at <= now)
  if (round.length < ROUND) return null
  const days = RUNGS[Math.min(rungsUsed(silences, now), RUNGS.length - 1)]
  return days === undefined ? null : { days }
}

/** Silences that followed one another within a year each, the last of them within a year of now. */
function rungsUsed(silences: { from: number; to: number }[], now: number): number {
  let used = 0
  let lastEnd = Number.NEGATIVE_INFINITY
  for (const { from, to } of silences) {
    used = from - lastEnd <= MEMORY_MS ? used + 1 : 1
    lastEnd = Math.max(lastEnd, to)
  }
  return now - lastEnd <= MEMORY_MS ? used : 0
}
