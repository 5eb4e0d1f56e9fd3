import type { Clock } from '../../src/engine/ports.ts'

export interface FakeClock extends Clock {
  /** Moves on; going back is refused, as a test that wants it should say so through `set`. */
  advance(ms: number): void
  set(at: number): void
  /** Sets the wall clock alone, as a wrong time service would. */
  step(ms: number): void
}

export function fakeClock(start: string | number): FakeClock {
  let now = typeof start === 'string' ? Date.parse(start) : start
  let stepped = 0
  return {
    now: () => now,
    uptime: () => now - stepped,
    advance(ms) {
      if (ms < 0) throw new RangeError('time goes forward')
      now += ms
    },
    set(at) {
      now = at
    },
    step(ms) {
      now += ms
      stepped += ms
    },
  }
}
