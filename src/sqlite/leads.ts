import type { Environment, Lead, LeadKeys } from '../domain/people/lead.ts'
import type { LeadFilter, LeadStore } from '../engine/ports.ts'
import { leadCommitter } from './commit.ts'
import type { Database, Drizzle } from './database.ts'
import { and, eq, sql } from './drizzle.ts'
import { pagedList } from './page.ts'
import { leadColumns } from './rows.ts'
import { enrollments, leads } from './schema/index.ts'
import { searchPattern } from './search.ts'
import type { Timeline } from './timeline.ts'
import { leadFinder, suppressionReader, worldReader } from './world.ts'

export function leadStore(database: Database, events: Timeline): LeadStore {
  const { db } = database
  const find = leadFinder(db)
  const byKeys = keyReader(db)
  const alike = alikeReader(db)
  const world = worldReader(database)
  const leadOf = db
    .select({ leadId: enrollments.leadId })
    .from(enrollments)
    .where(eq(enrollments.id, sql.placeholder('id')))
    .prepare()
  const suppressionsFor = suppressionReader(db)
  const list = leadList(db)
  return {
    find: async id => find.get({ id }) ?? null,
    byKeys: async (environment, keys) => byKeys(environment, keys),
    alike: async (environment, keys, limit) => alike(environment, keys, limit),
    world: async id => world(id),
    worldOfEnrollment: async id => world(leadOf.get({ id })?.leadId ?? ''),
    list: async (filter, page) => list(toValues(filter), page),
    suppressionsFor: async (keys, leadId) => suppressionsFor(keys, leadId),
    timeline: async leadId => events.of(leadId),
    commit: leadCommitter(database, events),
  }
}

function toValues({ q, ...filter }: LeadFilter): Record<string, unknown> {
  return { ...filter, q: q === undefined || q.trim() === '' ? undefined : searchPattern(q) }
}

function leadList(db: Drizzle) {
  return pagedList<Lead>({
    db,
    table: leads,
    columns: leadColumns,
    at: 'createdAt',
    filters: {
      addressKey: eq(leads.addressKey, sql.placeholder('addressKey')),
      q: sql`${leads.search} like ${sql.placeholder('q')} escape '\\'`,
      status: eq(leads.status, sql.placeholder('status')),
      environment: eq(leads.environment, sql.placeholder('environment')),
    },
  })
}

function alikeReader(db: Drizzle) {
  const readers = (['phoneKey', 'pairKey'] as const).map(name => ({
    name,
    read: db.select({ id: leads.id }).from(leads).where(keyMatches(name)).limit(sql.placeholder('limit')).prepare(),
  }))
  return (environment: Environment, keys: Pick<LeadKeys, 'phoneKey' | 'pairKey'>, limit: number): string[] => {
    const named = readers.filter(({ name }) => keys[name] !== null)
    const found = named.flatMap(({ name, read }) => read.all({ environment, key: keys[name], limit }))
    return [...new Set(found.map(({ id }) => id))]
  }
}

/** A living lead of the environment with the key that the placeholder `key` gives. */
function keyMatches(name: keyof LeadKeys) {
  const { environment, status } = leads
  return and(
    eq(leads[name], sql.placeholder('key')),
    eq(environment, sql.placeholder('environment')),
    sql`${status} <> 'erased'`,
  )
}

function keyReader(db: Drizzle): (environment: Environment, keys: Partial<LeadKeys>) => Lead[] {
  const readers = (['addressKey', 'domainKey', 'phoneKey', 'pairKey'] as const).map(name => ({
    name,
    read: db.select(leadColumns).from(leads).where(keyMatches(name)).prepare(),
  }))
  return (environment, keys) => {
    const found = new Map<string, Lead>()
    for (const { name, read } of readers) {
      const key = keys[name] ?? null
      if (key !== null) for (const lead of read.all({ environment, key })) found.set(lead.id, lead)
    }
    return [...found.values()].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  }
}
