import type { Clock } from './engine/ports.ts'

/** The real time: the one place that reads the wall clock. */
export const systemClock: Clock = { now: () => Date.now(), uptime: () => performance.now() }
