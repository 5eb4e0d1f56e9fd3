import type { Acceptance } from '../sink/smtp-sink.ts'
import type { State } from './state.ts'
import { type Violation, violated } from './violation.ts'

const MOST_BYTES = 300 * 1024 * 1024
const HANDED_OVER_WITHIN_MS = 60_000

/** Mail that waits is rows on the disk, not memory. */
export function memoryIsBounded(bytes: number): Violation[] {
  if (bytes < MOST_BYTES) return []
  return [violated('memory-bounded', `it took ${Math.round(bytes / 1_048_576)} MiB`)]
}

/** A hand-over to a team does not wait behind the mail of everybody else. Judged where its minute was over in time. */
export function escalationsLeave(
  acceptances: Acceptance[],
  { messages }: Pick<State, 'messages'>,
  until: number,
): Violation[] {
  const taken = new Map(acceptances.map(mail => [mail.messageId, mail.acceptedAt]))
  return messages
    .filter(({ kind, createdAt }) => kind === 'notice' && createdAt + HANDED_OVER_WITHIN_MS < until)
    .flatMap(({ id, messageId, createdAt }) => {
      const tookMs = (taken.get(messageId) ?? Number.POSITIVE_INFINITY) - createdAt
      if (tookMs <= HANDED_OVER_WITHIN_MS) return []
      const words = Number.isFinite(tookMs) ? `left after ${Math.round(tookMs / 1000)} s` : 'did not leave in a minute'
      return [violated('escalation-leaves', `the hand-over ${id} ${words}`)]
    })
}
