import { SALES_ADDRESS, SEND_STEPS } from '../product/publisher-files.ts'
import type { Acceptance } from '../sink/smtp-sink.ts'
import type { MessageRow, State } from './state.ts'
import { type Violation, violated } from './violation.ts'

type Mails = Pick<State, 'messages'>

/**
 * The server took no mail twice: neither the same bytes nor the same step of a lead. Only a notice to our own people goes
 * again after a quarter of an hour of doubt: a missed hand-over is worse than a doubled one.
 */
export function noDuplicateMessage(acceptances: Acceptance[], { messages }: Mails): Violation[] {
  const again = new Set(messages.filter(isNoticeSentAgain).map(({ messageId }) => messageId))
  const twice = (rule: string, keys: string[]) =>
    [...counted(keys)]
      .filter(([, count]) => count > 1)
      .map(([key, count]) => violated(rule, `${key} came ${count} times`))
  const toLeads = acceptances.filter(({ to }) => to !== SALES_ADDRESS)
  return [
    ...twice(
      'no-duplicate-message',
      acceptances.map(({ messageId }) => messageId).filter(messageId => !again.has(messageId)),
    ),
    ...twice(
      'no-duplicate-step',
      toLeads.map(({ to, subject }) => `${subject} to ${to}`),
    ),
  ]
}

/** What the server took stands as sent or uncertain; what stands as sent was taken. */
export function recordsAgree(acceptances: Acceptance[], { messages }: Mails): Violation[] {
  const rows = new Map(messages.map(row => [row.messageId, row]))
  const taken = new Set(acceptances.map(({ messageId }) => messageId))
  const unrecorded = [...taken].flatMap(messageId => {
    const row = rows.get(messageId)
    if (row !== undefined && ['sent', 'uncertain'].includes(row.status)) return []
    return [violated('records-agree', `the server took ${messageId}, whose row is ${row?.status ?? 'missing'}`)]
  })
  const unsent = messages.filter(({ status, messageId }) => status === 'sent' && !taken.has(messageId))
  return [
    ...unrecorded,
    ...unsent.map(({ id }) => violated('records-agree', `${id} is sent, but the server never took it`)),
  ]
}

/** Between two mails to a lead lies at least the gap of the settings, by the moments at which their gates opened. */
export function gapIsKept({ messages }: Mails, gapMs: number): Violation[] {
  const byLead = Map.groupBy(leftToLeads(messages), ({ leadId }) => leadId)
  return [...byLead.values()].flatMap(rows => {
    const times = rows.map(({ gateAt, id }) => ({ at: gateAt ?? 0, id })).sort((a, b) => a.at - b.at)
    return times.flatMap(({ at, id }, index) => {
      const before = times[index - 1]
      if (before === undefined || at - before.at >= gapMs) return []
      return [violated('min-gap', `${id} left ${at - before.at} ms after ${before.id}, less than ${gapMs}`)]
    })
  })
}

/** A lead gets the mails of the workflow in its order. Mail of unknown fate may have come late. */
export function stepsAreInOrder(acceptances: Acceptance[], { messages }: Mails): Violation[] {
  const rows = new Map(messages.map(row => [row.messageId, row]))
  const certain = acceptances.flatMap(({ messageId, acceptedAt }) => {
    const row = rows.get(messageId)
    const place = SEND_STEPS.indexOf(row?.template ?? '')
    return row?.status === 'sent' && place >= 0 ? [{ ...row, place, acceptedAt }] : []
  })
  const ways = Map.groupBy(certain, ({ enrollmentId }) => enrollmentId)
  return [...ways].flatMap(([enrollmentId, mails]) => {
    const places = mails.sort((a, b) => a.acceptedAt - b.acceptedAt).map(({ place }) => place)
    const isRising = places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0))
    return isRising ? [] : [violated('step-order', `${enrollmentId} got its mails in the order ${places.join(', ')}`)]
  })
}

function isNoticeSentAgain({ kind, resends }: MessageRow): boolean {
  return kind === 'notice' && resends > 0
}

function leftToLeads(messages: MessageRow[]): MessageRow[] {
  return messages.filter(({ kind, status, gateAt }) => {
    return kind === 'nurture' && gateAt !== null && ['sent', 'uncertain'].includes(status)
  })
}

function counted(keys: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}
