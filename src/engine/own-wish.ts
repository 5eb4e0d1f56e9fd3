import { event } from '../domain/event.ts'
import { type Inquiry, KNOWN_ACTIONS } from '../domain/inquiry/inquiry.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'
import { stopContact } from './stop-contact.ts'
import { lift } from './suppress-lead.ts'

/** A do-not-contact inquiry starts nothing: the lead is stored, counted, visible, and everything for it stops. */
export function honourDoNotContact(context: EngineContext, draft: Draft, inquiry: Inquiry): void {
  stopContact(context, draft, { by: 'inquiry', because: 'the marketplace sent the lead as do-not-contact' })
  const because = 'do-not-contact starts nothing'
  draft.events.push(event('inquiry-not-started', draft.now, { inquiryId: inquiry.id, workflow: null, because }))
}

/** Where the settings allow it, the person's own new inquiry lifts do-not-contact; complaints and opt-outs stay. */
export function liftByInquiry(context: EngineContext, draft: Draft, inquiry: Inquiry): void {
  const isOwn = inquiry.action !== 'DNC' && KNOWN_ACTIONS.some(action => action === inquiry.action)
  const mayLift = context.settings().doNotContact.liftedBy === 'inquiry'
  if (!isOwn || !mayLift || draft.lead.status !== 'do-not-contact') return
  const lifting = { by: 'inquiry', because: 'the person sent a new inquiry of their own' }
  const own = draft.suppressions.filter(({ reason, by, liftedAt }) => {
    return reason === 'do-not-contact' && by === 'inquiry' && liftedAt === null
  })
  // An inquiry that is admitted late may be older than the wish: then the wish is the last word.
  if (own.some(({ createdAt }) => inquiry.at < createdAt)) return
  for (const suppression of own) lift(draft, suppression, lifting)
  draft.lead = { ...draft.lead, status: 'open' }
  draft.events.push(event('contact-allowed', draft.now, lifting))
}
