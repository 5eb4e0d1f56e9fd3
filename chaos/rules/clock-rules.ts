import type { Acceptance } from '../sink/smtp-sink.ts'
import { type Violation, violated } from './violation.ts'

/** One step of the clock lets one lead have one mail at most, however many are due by it. */
export function noBurst(since: Pick<Acceptance, 'to'>[], step: string): Violation[] {
  return [...Map.groupBy(since, ({ to }) => to)]
    .filter(([, mails]) => mails.length > 1)
    .map(([to, mails]) => violated('no-burst', `${to} got ${mails.length} mails after the clock went to ${step}`))
}
