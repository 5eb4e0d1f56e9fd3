import { Temporal } from 'temporal-polyfill'
import type { Clock } from '../engine/ports.ts'

/** The real time for commands that must start without loading the whole product. */
export const wallClock: Clock = { now: () => Temporal.Now.instant().epochMilliseconds }
