import { event } from '../domain/event.ts'
import type { InboundMail } from '../domain/inbound/inbound-mail.ts'
import type { Message } from '../domain/mail/message.ts'
import { HOUR_MS } from '../domain/time/units.ts'
import { fromWall } from '../domain/time/zone-clock.ts'
import { zoneOfLead } from '../workflow/planner/lead-zone.ts'
import type { EngineContext } from './context.ts'
import { type Draft, put } from './draft.ts'

/** Nobody reads mail before that on the day they are back. */
const BACK_AT_MS = 9 * HOUR_MS

/** A machine answered: that stops nothing. Where it names a day, what waits for the lead waits until then. */
export function hearAutomaticAnswer(
  context: EngineContext,
  draft: Draft,
  { mail, message }: { mail: InboundMail; message: Message | null },
): void {
  const { backOn } = mail
  draft.events.push(event('automatic-answer', draft.now, { messageId: message?.id ?? null, backOn }))
  if (backOn === null) return
  const zone = zoneOfLead(draft.lead, context.settings())
  waitUntil(draft, fromWall(Date.parse(`${backOn}T00:00:00Z`) + BACK_AT_MS, zone), backOn)
}

/** A first touch is a promise, and keeps its time. */
function waitUntil(draft: Draft, backAt: number, backOn: string): void {
  const active = draft.enrollments.find(({ status }) => status === 'active')
  if (active === undefined || active.dueAt === null || active.firstTouchAt === null || active.dueAt >= backAt) return
  put(draft, 'enrollments', { ...active, dueAt: backAt, generation: active.generation + 1 })
  const ms = backAt - active.dueAt
  const because = `the person is away until ${backOn}`
  draft.events.push(event('timetable-shifted', draft.now, { enrollmentId: active.id, ms, because }))
}
