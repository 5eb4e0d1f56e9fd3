import { HOUR_MS, MINUTE_MS } from './units.ts'

/** What two clocks said at the same moment, in milliseconds: the wall clock, and one that nobody can set. */
export interface ClockReading {
  wall: number
  uptime: number
}

/** The wall clock went from one time to a later one without the time between. */
export interface ClockJump {
  from: number
  to: number
  seenAt: ClockReading
}

export interface ClockWatch {
  last: ClockReading
  jump: ClockJump | null
}

/** Smaller steps are what time services make; this one may be a fault, or a machine that slept. */
const JUMP_MS = HOUR_MS
/** A clock that has gone evenly for so long is believed. */
const STEADY_MS = 5 * MINUTE_MS

export function startWatch(reading: ClockReading): ClockWatch {
  return { last: reading, jump: null }
}

/**
 * Compares the clocks anew. A wall clock that steps forward an hour or more is in doubt until it has gone evenly for five
 * minutes; one that steps back again ends the doubt, since nothing was done in the time between.
 */
export function watchClock(watch: ClockWatch, reading: ClockReading): ClockWatch {
  const expected = watch.last.wall + (reading.uptime - watch.last.uptime)
  const step = reading.wall - expected
  if (step >= JUMP_MS) return { last: reading, jump: jumped(watch.jump, expected, reading) }
  const isBack = watch.jump !== null && reading.wall < watch.jump.to
  const isSteady = watch.jump !== null && reading.uptime - watch.jump.seenAt.uptime >= STEADY_MS
  return { last: reading, jump: isBack || isSteady ? null : watch.jump }
}

/** True for what became due only because the clock jumped: it waits until the clock is believed. */
export function isDueByJump({ jump }: ClockWatch, dueAt: number): boolean {
  return jump !== null && dueAt > jump.from && dueAt < jump.to
}

/** A second step begins where the first doubt began. */
function jumped(before: ClockJump | null, expected: number, reading: ClockReading): ClockJump {
  return { from: before?.from ?? expected, to: reading.wall, seenAt: reading }
}
