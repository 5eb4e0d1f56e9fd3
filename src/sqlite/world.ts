import type { LeadKeys } from '../domain/people/lead.ts'
import type { Suppression, SuppressionScope } from '../domain/suppression.ts'
import type { LeadWorld } from '../engine/ports.ts'
import type { Database, Drizzle } from './database.ts'
import { asc, eq, sql } from './drizzle.ts'
import { enrollmentColumns, leadColumns, messageColumns } from './rows.ts'
import {
  enrollments,
  escalations,
  inquiries,
  leads,
  messages,
  scores,
  signals,
  suppressions,
  tasks,
} from './schema/index.ts'

/** Reads everything that belongs to a lead in one snapshot. */
export function worldReader(database: Database): (id: string) => LeadWorld | null {
  const { client, db } = database
  const lead = leadFinder(db)
  const suppressionsFor = suppressionReader(db)
  const parts = partReaders(db)
  return client.transaction((id: string) => {
    const found = lead.get({ id })
    if (found === undefined) return null
    return {
      lead: found,
      inquiries: parts.inquiries.all({ id }),
      enrollments: parts.enrollments.all({ id }),
      messages: parts.messages.all({ id }),
      suppressions: suppressionsFor(found, id),
      escalations: oldestFirst(parts.escalations.all({ id }), 'createdAt'),
      tasks: parts.tasks.all({ id }),
      signals: parts.signals.all({ id }),
      scores: oldestFirst(parts.scores.all({ id }), 'at'),
    }
  })
}

export function leadFinder(db: Drizzle) {
  return db
    .select(leadColumns)
    .from(leads)
    .where(eq(leads.id, sql.placeholder('id')))
    .prepare()
}

/** Which key a suppression of each scope is matched on. */
const SCOPES = {
  address: 'addressKey',
  domain: 'domainKey',
  lead: 'leadId',
  phone: 'phoneKey',
  pair: 'pairKey',
} as const satisfies Record<SuppressionScope, keyof LeadKeys | 'leadId'>

/** Every suppression that any of the keys or the lead's id names, oldest first. */
export function suppressionReader(db: Drizzle): (keys: LeadKeys, leadId: string | null) => Suppression[] {
  const named = Object.values(SCOPES).map(name => sql.placeholder(name))
  const read = db
    .select()
    .from(suppressions)
    .where(sql`${suppressions.key} in (${sql.join(named, sql`, `)})`)
    .prepare()
  return ({ addressKey, domainKey, phoneKey, pairKey }, leadId) => {
    const keys = { addressKey, domainKey, phoneKey, pairKey, leadId }
    const found = read.all(keys).filter(({ scope, key }) => keys[SCOPES[scope]] === key)
    return oldestFirst(found, 'createdAt')
  }
}

function partReaders(db: Drizzle) {
  const id = sql.placeholder('id')
  return {
    inquiries: db.select().from(inquiries).where(eq(inquiries.leadId, id)).orderBy(asc(inquiries.at)).prepare(),
    enrollments: db
      .select(enrollmentColumns)
      .from(enrollments)
      .where(eq(enrollments.leadId, id))
      .orderBy(asc(enrollments.startedAt), asc(enrollments.id))
      .prepare(),
    messages: db
      .select(messageColumns)
      .from(messages)
      .where(eq(messages.leadId, id))
      .orderBy(asc(messages.createdAt), asc(messages.id))
      .prepare(),
    escalations: db.select().from(escalations).where(eq(escalations.leadId, id)).prepare(),
    tasks: db.select().from(tasks).where(eq(tasks.leadId, id)).orderBy(asc(tasks.createdAt)).prepare(),
    signals: db.select().from(signals).where(eq(signals.leadId, id)).orderBy(asc(signals.at)).prepare(),
    scores: db.select().from(scores).where(eq(scores.leadId, id)).prepare(),
  }
}

/** For rows without an index in this order: SQLite's sorter costs more than the few rows of a lead do here. */
export function oldestFirst<K extends string, Row extends Record<K, number>>(rows: Row[], at: K): Row[] {
  return rows.sort((a, b) => a[at] - b[at])
}
