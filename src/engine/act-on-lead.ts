import { event } from '../domain/event.ts'
import type { Lead } from '../domain/people/lead.ts'
import { changeLead } from './change-lead.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'
import { endEverything } from './end-enrollments.ts'
import type { LeadAction } from './engine-api.ts'
import { qualify } from './qualify.ts'
import { silence, stopContact } from './stop-contact.ts'
import { lift } from './suppress-lead.ts'
import { withdrawHandovers } from './withdraw-handovers.ts'

/** A person says: never write to this lead again. */
export function markDoNotContact(context: EngineContext, action: LeadAction): Promise<Lead> {
  return act(context, action, draft => stopContact(context, draft, order(action)))
}

/** A person lifts do-not-contact and every suppression of the lead's own; nothing is resumed. */
export function allowContact(context: EngineContext, action: LeadAction): Promise<Lead> {
  return act(context, action, draft => {
    if (draft.lead.status === 'erased') return
    const own = draft.suppressions.filter(({ liftedAt, scope }) => liftedAt === null && scope !== 'domain')
    for (const suppression of own) lift(draft, suppression, order(action))
    const wasClosed = draft.lead.status === 'do-not-contact'
    if (wasClosed) draft.lead = { ...draft.lead, status: 'open' }
    if (!wasClosed && own.length === 0) return
    draft.events.push(event('contact-allowed', draft.now, order(action), action.because))
  })
}

/** A person qualifies the lead: it goes to the default team, once. */
export function qualifyLead(context: EngineContext, action: LeadAction): Promise<Lead> {
  return act(context, action, draft => {
    if (draft.lead.status !== 'open' && draft.lead.status !== 'disqualified') return
    qualify(context, draft, { ...order(action), inquiry: draft.world.inquiries.at(-1) ?? null })
  })
}

/** A person says that this is nobody to sell to: everything running ends. */
export function disqualifyLead(context: EngineContext, action: LeadAction): Promise<Lead> {
  return act(context, action, draft => {
    if (draft.lead.status === 'disqualified' || draft.lead.status === 'erased') return
    if (draft.lead.status !== 'do-not-contact') draft.lead = { ...draft.lead, status: 'disqualified' }
    draft.events.push(event('disqualified', draft.now, order(action), action.because))
    endEverything(draft, 'disqualified')
  })
}

/** Deletes everything personal. Keyed suppressions stay, so that the next import does not write to the erased person. */
export function eraseLead(context: EngineContext, action: LeadAction): Promise<Lead> {
  return act(context, action, draft => {
    if (draft.lead.status === 'erased') return
    silence(context, draft, { by: action.by, because: 'erased', reason: 'erased' })
    withdrawHandovers(draft, 'erasure')
    draft.lead = { ...draft.lead, status: 'erased' }
    draft.erase = true
    draft.events.push(event('erased', draft.now, { by: action.by }))
  })
}

async function act(context: EngineContext, action: LeadAction, decide: (draft: Draft) => void): Promise<Lead> {
  const draft = await changeLead(context, action.leadId, decide)
  return (await context.store.leads.find(action.leadId)) ?? draft.lead
}

/** A person's own words go into the erasable text of the event; its data says only that a person decided. */
function order({ by, because }: LeadAction): { by: string; because: string; text: string } {
  return { by, because: 'decided by a person', text: because }
}
