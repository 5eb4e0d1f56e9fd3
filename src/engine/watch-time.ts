import { type ClockJump, type ClockReading, isDueByJump, startWatch, watchClock } from '../domain/time/clock-jump.ts'
import type { Clock } from './ports.ts'

/** Knows when the wall clock is in doubt. */
export interface TimeWatch {
  /** Compares the clocks again; words for people when a doubt begins, else null. */
  look(): string | null
  /** True while what was due at this time must wait, since it became due by a step of the clock. */
  doubts(dueAt: number): boolean
  /** Why some steps wait, in words; null when all is well. */
  trouble(): string | null
}

export function createTimeWatch(clock: Clock): TimeWatch {
  const read = (): ClockReading => ({ wall: clock.now(), uptime: clock.uptime() })
  let watch = startWatch(read())
  let told: ClockJump | null = null

  function trouble(): string | null {
    if (watch.jump === null) return null
    const { from, to } = watch.jump
    return `the clock went from ${inWords(from)} to ${inWords(to)} at once: what became due by that waits five minutes`
  }

  return {
    look() {
      watch = watchClock(watch, read())
      if (watch.jump === told) return null
      told = watch.jump
      return trouble()
    },
    doubts(dueAt) {
      watch = watchClock(watch, read())
      return isDueByJump(watch, dueAt)
    },
    trouble,
  }
}

function inWords(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
