import { readdirSync, readFileSync } from 'node:fs'
import { type MarketplaceLead, type ReadLead, readMarketplaceLead } from '../../src/domain/inquiry/marketplace-lead.ts'

const folder = new URL('../fixtures/leads/', import.meta.url)

/** File names of every body in `test/fixtures/leads`. */
export function leadFixtures(): string[] {
  return readdirSync(folder).sort()
}

/** The bytes of one fixture, as a delivery would bring them. */
export function leadBody(name: string): Uint8Array {
  return readFileSync(new URL(name, folder))
}

export function readFixture(name: string): ReadLead {
  return readMarketplaceLead(leadBody(name))
}

/** The lead in a fixture that is known to hold one. */
export function leadIn(name: string): MarketplaceLead {
  const read = readFixture(name)
  if (!read.ok) throw new Error(`${name} was refused: ${read.reason}`)
  return read.lead
}
