import type { Store } from '../engine/ports.ts'
import { type ChainLink, hashText, linkHash } from './chain.ts'
import type { Database } from './database.ts'
import { and, asc, eq, sql } from './drizzle.ts'
import { events, eventTexts, leads } from './schema/index.ts'

const LEADS_PER_TURN = 100

type Walk = Awaited<ReturnType<Store['verifyChains']>>
type Link = ChainLink & { hash: string; salt: string | null; text: string | null }

/** Chains whose lead somebody took away, one step of the index for each lead. */
const ORPHANS = `
  WITH RECURSIVE chained (id) AS (
    SELECT min(lead_id) FROM events
    UNION ALL
    SELECT (SELECT min(lead_id) FROM events WHERE lead_id > chained.id) FROM chained WHERE chained.id IS NOT NULL
  )
  SELECT id FROM chained WHERE id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM leads WHERE leads.id = chained.id)`

/** Walks every chain, a hundred leads per turn of the event loop so that the product stays awake meanwhile. */
export function chainVerifier(database: Database): Store['verifyChains'] {
  const walkPage = pageWalker(database)
  const orphans = database.client.prepare<[], string>(ORPHANS).pluck()
  return async () => {
    const result: Walk = { leads: 0, events: 0, broken: [] }
    for (const leadId of orphans.all()) result.broken.push({ leadId, seq: 1 })
    let after: string | null = ''
    while (after !== null) {
      after = walkPage(after, result)
      await new Promise(resolve => setImmediate(resolve))
    }
    return result
  }
}

/** Adds the leads after one id to the result, read in one snapshot; returns the last id, or null at the end. */
function pageWalker(database: Database): (after: string, result: Walk) => string | null {
  const nextLeads = leadPages(database)
  const linksOf = linkReader(database)
  return database.client.transaction((after: string, result: Walk) => {
    const page = nextLeads.all({ after, limit: LEADS_PER_TURN })
    for (const lead of page) {
      const links = linksOf.all({ leadId: lead.id })
      const seq = firstBroken(lead, links)
      result.leads += 1
      result.events += links.length
      if (seq !== null) result.broken.push({ leadId: lead.id, seq })
    }
    return page.at(-1)?.id ?? null
  })
}

/** The first place at which the chain does not hold: a gap, a changed row, a changed text, a missing end, or nothing at all. */
function firstBroken(lead: { id: string; seq: number; hash: string }, links: Link[]): number | null {
  let previous = lead.id
  let seq = 0
  for (const link of links) {
    seq += 1
    if (link.seq !== seq || link.hash !== linkHash(previous, link) || !textHolds(link)) return seq
    previous = link.hash
  }
  if (lead.seq === seq && lead.hash === previous) return null
  return Math.min(seq, lead.seq) + 1
}

function textHolds(link: Link): boolean {
  return link.salt === null || link.text === null || hashText(link.salt, link.text) === link.textHash
}

function leadPages({ db }: Database) {
  return db
    .select({ id: leads.id, seq: leads.eventSeq, hash: leads.eventHash })
    .from(leads)
    .where(sql`${leads.id} > ${sql.placeholder('after')}`)
    .orderBy(asc(leads.id))
    .limit(sql.placeholder('limit'))
    .prepare()
}

function linkReader({ db }: Database) {
  return db
    .select({
      seq: events.seq,
      at: events.at,
      kind: events.kind,
      data: events.data,
      textHash: events.textHash,
      hash: events.hash,
      salt: eventTexts.salt,
      text: eventTexts.text,
    })
    .from(events)
    .leftJoin(eventTexts, and(eq(eventTexts.leadId, events.leadId), eq(eventTexts.seq, events.seq)))
    .where(eq(events.leadId, sql.placeholder('leadId')))
    .orderBy(asc(events.seq))
    .prepare()
}
