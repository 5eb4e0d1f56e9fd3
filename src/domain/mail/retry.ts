const MINUTE_MS = 60_000
const SCHEDULE_MINUTES = [1, 5, 15, 30, 60]
const LATER_MINUTES = 150
const JITTER = 0.2

/**
 * How long to wait after the `attempts`-th failed try (from 1), in milliseconds: 1, 5, 15, 30 and 60 minutes, then
 * every 2 to 3 hours, each ±20 %. The short first steps serve greylisting; RFC 5321 section 4.5.4.1 asks for at
 * least 30 minutes in general and two tries in the first hour. `random01` is in [0, 1).
 */
export function retryDelayMs(attempts: number, random01: number): number {
  const place = Math.max(1, Math.trunc(attempts)) - 1
  const minutes = SCHEDULE_MINUTES[place] ?? LATER_MINUTES
  const factor = 1 - JITTER + 2 * JITTER * random01
  return Math.round(minutes * MINUTE_MS * factor)
}

/** Why a transport that is being closed sends nothing more: the mail is due again at once, for the next process. */
export const TRANSPORT_CLOSING = 'the transport is closing'

/** How a reason begins when the contact question could not be put: the fault is ours, not that of the line. */
export const GATE_UNASKED = 'the gate could not be asked'
