import { event } from '../domain/event.ts'
import type { Inquiry } from '../domain/inquiry/inquiry.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'
import { endOnSignal } from './end-enrollments.ts'
import { escalate } from './escalate.ts'

/** Qualifies the lead and hands it to the default team, once; workflows that stop on it end. */
export function qualify(
  context: EngineContext,
  draft: Draft,
  request: { by: string; because: string; text?: string; inquiry: Inquiry | null },
): void {
  const { by, because, inquiry } = request
  if (draft.lead.status === 'qualified') return
  draft.lead = { ...draft.lead, status: 'qualified' }
  draft.events.push(event('qualified', draft.now, { by, because }, request.text))
  escalate(context, draft, {
    team: null,
    reason: 'qualified',
    because,
    acceptWithinMs: null,
    enrollmentId: null,
    inquiry,
  })
  endOnSignal(draft, { kind: 'qualified', offer: null })
}
