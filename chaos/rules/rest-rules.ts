import type { State } from './state.ts'
import { type Violation, violated } from './violation.ts'

const ENDS_OF_MAIL: Record<string, string> = {
  sent: 'mail-sent',
  uncertain: 'mail-uncertain',
  failed: 'mail-failed',
  held: 'mail-held',
  suppressed: 'mail-suppressed',
}
const ENDED = new Set([...Object.keys(ENDS_OF_MAIL), 'cancelled', 'skipped'])
const NEEDS_A_PERSON = new Set(['uncertain', 'held', 'failed'])

/** At rest every row is at an end, and what only a person can decide has an open alert. */
export function restIsComplete(state: State): Violation[] {
  const alerts = new Set(state.openAlerts)
  const bounced = new Set(state.bounced)
  const open = state.messages.filter(({ status }) => !ENDED.has(status))
  const untold = state.messages.filter(({ id, status, leadId }) => {
    if (!NEEDS_A_PERSON.has(status) || alerts.has(`${status} ${id}`)) return false
    return status !== 'failed' || !bounced.has(leadId)
  })
  const underWay = state.enrollments.filter(({ status }) => status === 'active' || status === 'waiting')
  return [
    ...open.map(({ id, status }) => violated('at-rest', `the message ${id} is still ${status}`)),
    ...underWay.map(({ id, status }) => violated('at-rest', `the enrollment ${id} is still ${status}`)),
    ...untold.map(({ id, status }) => violated('alert-is-open', `the message ${id} is ${status} without an alert`)),
  ]
}

/** Every lead's timeline has all its places, and tells the end of every mail exactly once, and each doubt before it. */
export function timelineIsComplete({ messages, mailEvents, timelineGaps }: State): Violation[] {
  const told = Map.groupBy(mailEvents, ({ messageId }) => messageId)
  const wrong = messages.flatMap(({ id, status, resends }) => {
    const end = ENDS_OF_MAIL[status]
    const expected = [...Array<string>(resends).fill('mail-uncertain'), ...(end === undefined ? [] : [end])]
    const kinds = (told.get(id) ?? []).map(({ kind }) => kind)
    if (kinds.join() === expected.join()) return []
    return [
      violated(
        'timeline-complete',
        `the message ${id} is ${status}; its timeline tells ${kinds.join(', ') || 'nothing'}`,
      ),
    ]
  })
  return [...timelineGaps.map(id => violated('timeline-complete', `the timeline of ${id} has a gap`)), ...wrong]
}

export function fileIsWhole(integrity: string): Violation[] {
  return integrity === 'ok' ? [] : [violated('file-whole', integrity)]
}
