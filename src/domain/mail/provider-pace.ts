import { MINUTE_MS } from '../time/units.ts'

/** How fast one provider may be written to. */
export interface ProviderPace {
  /** Mails a minute. */
  perMinute: number
  /** When the next mail may leave. */
  nextAt: number
  /** When the pace last changed. */
  changedAt: number
}

/** Where a provider begins that has just asked for less. */
const FIRST_PER_MINUTE = 20
const LEAST_PER_MINUTE = 1
/** So fast that nobody need be held up any more. */
const FREE_PER_MINUTE = 320
const FASTER_AFTER_MS = 10 * MINUTE_MS
/** Refusals of mails that were under way together are one wish. */
const ONE_WISH_MS = 30_000

/**
 * The pace after a provider has asked for less (421, 4.7.x): 20 mails a minute at first, then half of what it was. Places that
 * were given before are void: whoever has one takes another.
 */
export function slower(pace: ProviderPace | null, now: number): ProviderPace {
  if (pace === null) return { perMinute: FIRST_PER_MINUTE, nextAt: now + MINUTE_MS / FIRST_PER_MINUTE, changedAt: now }
  if (now - pace.changedAt < ONE_WISH_MS) return pace
  const perMinute = Math.max(LEAST_PER_MINUTE, paceAt(pace, now) / 2)
  return { perMinute, nextAt: now + MINUTE_MS / perMinute, changedAt: now }
}

/** When the next mail may leave, and the pace with that place taken; null in place of a pace that holds nobody up any more. */
export function takePlace(pace: ProviderPace, now: number): { at: number; pace: ProviderPace | null } {
  if (paceAt(pace, now) >= FREE_PER_MINUTE) return { at: now, pace: null }
  const at = Math.max(now, pace.nextAt)
  // A long line moves up faster as the pace comes back.
  return { at, pace: { ...pace, nextAt: at + MINUTE_MS / paceAt(pace, at) } }
}

/** Doubled for every ten minutes without another wish. */
function paceAt({ perMinute, changedAt }: ProviderPace, now: number): number {
  return perMinute * 2 ** Math.max(0, Math.floor((now - changedAt) / FASTER_AFTER_MS))
}
