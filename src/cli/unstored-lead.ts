import { TendError } from '../domain/errors.ts'
import { type ApiLead, readApiLead } from '../domain/inquiry/api-lead.ts'
import type { Inquiry } from '../domain/inquiry/inquiry.ts'
import type { MarketplaceLead } from '../domain/inquiry/marketplace-lead.ts'
import { readMarketplaceLead } from '../domain/inquiry/marketplace-lead.ts'
import { resolveOffer } from '../domain/inquiry/offer.ts'
import { cleanPerson } from '../domain/inquiry/person.ts'
import { intentOf } from '../domain/intent.ts'
import type { Lead, LeadStatus } from '../domain/people/lead.ts'
import { crossesThreshold } from '../domain/qualification.ts'
import type { Settings } from '../domain/settings.ts'
import { type ConditionContext, conditionContext, evaluateCondition } from '../workflow/conditions/conditions.ts'

export interface UnstoredLead {
  lead: Lead
  inquiry: Inquiry
}

/**
 * The lead and inquiry that this body would become, scored by the rules of the settings, without storing anything.
 * Takes the body of `POST /leads`, and what the marketplace posts too. Throws `wrong-use` when it says nothing of a person.
 */
export function unstoredLead(body: ApiLead, settings: Settings, at: number): UnstoredLead {
  return unstoredFrom(understood(body), settings, at)
}

/** The same from a lead that is understood already. */
export function unstoredFrom(read: MarketplaceLead, settings: Settings, at: number): UnstoredLead {
  const { person, flags } = cleanPerson(read.fields)
  const { offerFromSource, offerTitle } = read
  const offer = resolveOffer({ offerFromSource, offerTitle, endpointOffer: null, endpointId: null })
  const inquiry: Inquiry = {
    id: 'unstored',
    leadId: 'unstored',
    receiptId: 'unstored',
    endpointId: null,
    environment: 'live',
    action: read.action,
    source: read.source,
    offer: offer.offer,
    offerTitle,
    intent: intentOf(read.action, offer.offer, settings),
    note: read.note,
    campaign: read.campaign,
    flags: [...new Set([...read.flags, ...flags, ...offer.flags])],
    extra: read.extra,
    at,
  }
  const lead: Lead = {
    ...person,
    ...NO_KEYS,
    id: 'unstored',
    environment: 'live',
    status: 'open',
    zone: null,
    language: null,
    score: 0,
    tags: [],
    attributes: {},
    createdAt: at,
    updatedAt: at,
    revision: 0,
  }
  return { lead: { ...lead, ...standing(lead, inquiry, settings) }, inquiry }
}

/** What conditions may read at the moment the inquiry comes in. */
export function arrivalCondition({ lead, inquiry }: UnstoredLead, settings: Settings): ConditionContext {
  const offerTitle = settings.offers[inquiry.offer]?.title ?? inquiry.offerTitle ?? inquiry.offer
  return conditionContext({ lead, inquiry, offerTitle, mails: 0, days: 0 })
}

const NO_KEYS = { addressKey: null, domainKey: null, phoneKey: null, pairKey: null }

function understood(body: ApiLead): MarketplaceLead {
  const own = readApiLead(body)
  if (own.ok) return own.lead
  const posted = readMarketplaceLead(Buffer.from(JSON.stringify(body)))
  if (posted.ok) return posted.lead
  throw new TendError({
    code: 'wrong-use',
    message: own.reason,
    nextAction: 'Give the body of POST /api/v1/leads, for example {"email": "jana@example.com", "action": "PLT"}.',
  })
}

/** Score and status as intake leaves them: the planner begins from there. */
function standing(lead: Lead, inquiry: Inquiry, settings: Settings): { score: number; status: LeadStatus } {
  if (inquiry.action === 'DNC') return { score: 0, status: 'do-not-contact' }
  const condition = arrivalCondition({ lead, inquiry }, settings)
  const given = settings.scoring.rules.filter(rule => evaluateCondition(rule.if, condition))
  const score = given.reduce((sum, { points }) => sum + points, 0)
  return { score, status: crossesThreshold('open', 0, score, settings) ? 'qualified' : 'open' }
}
