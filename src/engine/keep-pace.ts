import type { Clock } from './ports.ts'

/** Runs work unless the same work began less than so long ago. */
export type KeepPace = (name: string, everyMs: number, work: () => Promise<unknown>) => Promise<void>

/** For work that a round comes by more often than is good for it. After a restart everything runs at once. */
export function createPace(clock: Pick<Clock, 'uptime'>): KeepPace {
  const begun = new Map<string, number>()
  return async (name, everyMs, work) => {
    const now = clock.uptime()
    const last = begun.get(name)
    if (last !== undefined && Math.abs(now - last) < everyMs) return
    begun.set(name, now)
    await work()
  }
}
