import { MINUTE_MS } from '../domain/time/units.ts'
import type { Alarm, Clock } from './ports.ts'

/** How long a row that failed lets others go first. */
const ASIDE_MS = MINUTE_MS
/** More are not remembered: then every row may be broken, and nobody is kept waiting by trying. */
const MOST_ASIDE = 10_000

/** Rows that failed, so that those behind them get their turn. Known to this process only: it is a courtesy, not a state. */
export interface SetAside {
  add(alarm: Pick<Alarm, 'id' | 'generation'>): void
  has(alarm: Pick<Alarm, 'id' | 'generation'>): boolean
  size(): number
}

export function createSetAside(clock: Pick<Clock, 'uptime'>): SetAside {
  const until = new Map<string, number>()

  function forgetPast(): void {
    const now = clock.uptime()
    for (const [key, end] of until) {
      if (end > now) return
      until.delete(key)
    }
  }

  return {
    add(alarm) {
      forgetPast()
      if (until.size < MOST_ASIDE) until.set(keyOf(alarm), clock.uptime() + ASIDE_MS)
    },
    has: alarm => (until.get(keyOf(alarm)) ?? Number.NEGATIVE_INFINITY) > clock.uptime(),
    size() {
      forgetPast()
      return until.size
    },
  }
}

function keyOf({ id, generation }: Pick<Alarm, 'id' | 'generation'>): string {
  return `${id}-${generation}`
}
