import { TendError } from '../domain/errors.ts'
import type { Lead } from '../domain/people/lead.ts'
import type { LeadWorld } from '../engine/ports.ts'
import type { OpenEngine } from './open-engine.ts'

export interface FoundLead {
  world: LeadWorld
  /** Other leads with the same address: one of a test endpoint, or one that is erased. */
  others: Lead[]
}

/** The lead with this id or address. Throws `not-found`, naming leads that come close. */
export async function findLead({ engine, config }: OpenEngine, given: string): Promise<FoundLead> {
  const named = await leadsNamed(engine, given)
  const [lead, ...others] = named.sort(liveFirst)
  const world = lead === undefined ? null : await engine.findLead(lead.id)
  if (world !== null) return { world, others }
  const alike = await engine.listLeads({ q: given.split('@')[0] ?? given }, { limit: 5, cursor: null })
  throw new TendError({
    code: 'not-found',
    message: `There is no lead \`${given}\` in ${config.databaseUrl}.`,
    nextAction: alike.items.length > 0 ? `Like it: ${alike.items.map(nameOf).join(', ')}.` : NOBODY,
  })
}

/** How a lead is spoken of in one line. */
export function nameOf(lead: Lead): string {
  const name = [lead.firstName, lead.lastName].filter(Boolean).join(' ')
  const address = lead.email ?? lead.phone ?? lead.id
  return name === '' ? address : `${name} <${address}>`
}

const NOBODY = 'Give an e-mail address or a lead id; TEND_DATA says which database is looked at.'

async function leadsNamed(engine: OpenEngine['engine'], given: string): Promise<Lead[]> {
  if (given.includes('@')) return (await engine.listLeads({ email: given }, { limit: 20, cursor: null })).items
  const world = await engine.findLead(given)
  return world === null ? [] : [world.lead]
}

function liveFirst(a: Lead, b: Lead): number {
  return Number(b.environment === 'live') - Number(a.environment === 'live') || b.createdAt - a.createdAt
}
