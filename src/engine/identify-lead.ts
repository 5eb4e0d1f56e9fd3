import { event } from '../domain/event.ts'
import { fillBlanks } from '../domain/people/fill-blanks.ts'
import type { Lead, LeadKeys } from '../domain/people/lead.ts'
import { type Arrival, keysOf } from './arrival.ts'
import type { EngineContext } from './context.ts'
import type { Draft } from './draft.ts'
import type { LeadWorld } from './ports.ts'

/**
 * The world of the lead that sent this: known by its address, else by its phone. Name with company is never enough to
 * merge. A lead that nobody knows yet has revision 0. Suppressions are those of every key it has or brings.
 */
export async function findOrNew(context: EngineContext, arrival: Arrival): Promise<LeadWorld> {
  const known = await findKnown(context, arrival)
  const world = known ?? newWorld(context, arrival)
  const keys = mergedKeys(world.lead, arrival.keys)
  return { ...world, suppressions: await context.store.leads.suppressionsFor(keys, world.lead.id) }
}

/** The world that holds this very receipt's inquiry, when another worker was quicker. */
export async function alreadyAdmitted(context: EngineContext, arrival: Arrival): Promise<LeadWorld | null> {
  const leadId = await context.store.receipts.leadOf(arrival.receipt.id)
  return leadId === null ? null : context.store.leads.world(leadId)
}

/** A person looks at a few; a company's whole staff, or a thousand fakes of one name, are not worth reading. */
const MOST_ALIKE = 20

/** Leads that share name and company, or the phone, with this one: shown to a person, never merged. */
export async function findAlike(context: EngineContext, arrival: Arrival, leadId: string): Promise<string[]> {
  const { phoneKey, pairKey } = arrival.keys
  const { environment } = arrival.receipt
  const alike = await context.store.leads.alike(environment, { phoneKey, pairKey }, MOST_ALIKE)
  return alike.filter(id => id !== leadId)
}

/** Fills the lead's blanks from what came; what differs is told, never taken over silently. */
export function fillLead(context: EngineContext, draft: Draft, arrival: Arrival): void {
  if (draft.revision === 0) return
  const { person, filled, differs } = fillBlanks(draft.lead, arrival.person)
  if (filled.length > 0) {
    draft.lead = { ...draft.lead, ...person, ...keysOf(context, person) }
    draft.events.push(event('lead-filled', draft.now, { fields: filled }))
  }
  if (differs.length > 0) draft.events.push(event('lead-differs', draft.now, { fields: differs }))
}

async function findKnown(context: EngineContext, arrival: Arrival): Promise<LeadWorld | null> {
  const { addressKey, phoneKey } = arrival.keys
  const { leads } = context.store
  const key = addressKey === null ? { phoneKey } : { addressKey }
  if (addressKey === null && phoneKey === null) return null
  const found = await leads.byKeys(arrival.receipt.environment, key)
  const certain = addressKey !== null || found.length === 1 ? found[0] : found.find(lead => lead.addressKey === null)
  const world = certain === undefined ? null : await leads.world(certain.id)
  // Erased between the two looks: filling its blanks would bring the person back.
  return world?.lead.status === 'erased' ? null : world
}

function newWorld(context: EngineContext, arrival: Arrival): LeadWorld {
  return {
    lead: newLead(context, arrival),
    inquiries: [],
    enrollments: [],
    messages: [],
    suppressions: [],
    escalations: [],
    tasks: [],
    signals: [],
    scores: [],
  }
}

function newLead(context: EngineContext, { person, keys, receipt }: Arrival): Lead {
  return {
    ...person,
    ...keys,
    id: context.newId('lead'),
    environment: receipt.environment,
    status: 'open',
    zone: null,
    language: null,
    score: 0,
    tags: [],
    attributes: {},
    createdAt: receipt.receivedAt,
    updatedAt: receipt.receivedAt,
    revision: 0,
  }
}

function mergedKeys(lead: LeadKeys, came: LeadKeys): LeadKeys {
  return {
    addressKey: lead.addressKey ?? came.addressKey,
    domainKey: lead.domainKey ?? came.domainKey,
    phoneKey: lead.phoneKey ?? came.phoneKey,
    pairKey: lead.pairKey ?? came.pairKey,
  }
}
