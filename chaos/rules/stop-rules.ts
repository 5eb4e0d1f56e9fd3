import type { Stop } from '../load/history.ts'
import type { Acceptance } from '../sink/smtp-sink.ts'
import type { State } from './state.ts'
import { type Violation, violated } from './violation.ts'

/**
 * After a wish for silence that was known to hold, no gate opens. The server's 354 comes before the gate, so a later
 * 354 proves a later gate; the product's own mark of the gate proves it too, while its clock was not turned back.
 */
export function noContactAfterStop(
  stops: Stop[],
  seen: { acceptances: Acceptance[]; state: Pick<State, 'messages'>; isClockTrue: boolean },
): Violation[] {
  const silentSince = new Map<string, number>()
  for (const { email, confirmedAt } of stops) {
    silentSince.set(email, Math.min(confirmedAt, silentSince.get(email) ?? Number.POSITIVE_INFINITY))
  }
  const isAfter = (email: string | null, at: number) => at > (silentSince.get(email ?? '') ?? Number.POSITIVE_INFINITY)
  const taken = seen.acceptances
    .filter(({ to, readyAt }) => isAfter(to, readyAt))
    .map(({ to, messageId }) => violated('no-contact-after-stop', `${messageId} was begun after ${to} was silent`))
  const opened = !seen.isClockTrue
    ? []
    : seen.state.messages
        .filter(({ kind, to, gateAt }) => kind === 'nurture' && gateAt !== null && isAfter(to, gateAt))
        .map(({ id, to }) => violated('no-contact-after-stop', `the gate of ${id} opened after ${to} was silent`))
  return [...taken, ...opened]
}
