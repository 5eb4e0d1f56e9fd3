import type { Clock } from '../../src/engine/ports.ts'

export interface FakeClock extends Clock {
  /** Moves on; going back is refused, as a test that wants it should say so through `set`. */
  advance(ms: number): void
  set(at: number): void
}

export function fakeClock(start: string | number): FakeClock {
  let now = typeof start === 'string' ? Date.parse(start) : start
  return {
    now: () => now,
    advance(ms) {
      if (ms < 0) throw new RangeError('time goes forward')
      now += ms
    },
    set(at) {
      now = at
    },
  }
}
