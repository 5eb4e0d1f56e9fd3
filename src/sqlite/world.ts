import type { SQL } from 'drizzle-orm'
import type { LeadKeys } from '../domain/lead.ts'
import type { Suppression } from '../domain/suppression.ts'
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
      escalations: parts.escalations.all({ id }),
      tasks: parts.tasks.all({ id }),
      signals: parts.signals.all({ id }),
      scores: parts.scores.all({ id }),
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

/** Every suppression that any of the keys or the lead's id names, oldest first. */
export function suppressionReader(db: Drizzle): (keys: LeadKeys, leadId: string | null) => Suppression[] {
  const read = db.select().from(suppressions).where(suppressionMatch()).orderBy(asc(suppressions.createdAt)).prepare()
  return ({ addressKey, domainKey, phoneKey, pairKey }, leadId) =>
    read.all({ addressKey, domainKey, phoneKey, pairKey, leadId })
}

// A null key matches nothing, as SQL has it.
function suppressionMatch(): SQL {
  const names = { address: 'addressKey', domain: 'domainKey', lead: 'leadId', phone: 'phoneKey', pair: 'pairKey' }
  const matches = Object.entries(names).map(
    ([scope, name]) => sql`(${suppressions.key} = ${sql.placeholder(name)} and scope = ${sql.raw(`'${scope}'`)})`,
  )
  return sql.join(matches, sql` or `)
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
    escalations: db
      .select()
      .from(escalations)
      .where(eq(escalations.leadId, id))
      .orderBy(asc(escalations.createdAt))
      .prepare(),
    tasks: db.select().from(tasks).where(eq(tasks.leadId, id)).orderBy(asc(tasks.createdAt)).prepare(),
    signals: db.select().from(signals).where(eq(signals.leadId, id)).orderBy(asc(signals.at)).prepare(),
    scores: db.select().from(scores).where(eq(scores.leadId, id)).orderBy(asc(scores.at)).prepare(),
  }
}
