import type { Enrollment } from '../domain/enrollment.ts'
import type { Lead } from '../domain/people/lead.ts'
import type { Alarm, Change } from '../engine/ports.ts'
import { mailCanceller } from './cancel-mail.ts'
import { changeParts } from './change-parts.ts'
import type { Database } from './database.ts'
import { and, eq, sql } from './drizzle.ts'
import { eraser, withoutPerson } from './erase.ts'
import { broken, isTaken, stale } from './failures.ts'
import { mailHurrier } from './hurry-mail.ts'
import { leadColumns } from './rows.ts'
import { leads } from './schema/index.ts'
import { searchText } from './search.ts'
import type { Shredder } from './shred.ts'
import { insertRow, updateRow } from './statements.ts'
import type { Timeline } from './timeline.ts'

/** Writes a change with its events and returns the alarms to arm. What it throws, its transaction must undo. */
export type ApplyChange = (change: Change) => Alarm[]

/** Only inside a write. Throws `stale` when the lead has moved on, or a key of it was taken. */
export function changeApplier(database: Database, events: Timeline, shred: Pick<Shredder, 'mark'>): ApplyChange {
  const apply = changeWriter(database, events, shred)
  return change => {
    if (change.events.length === 0) throw broken(`Expected a change of ${change.lead.id} to come with its events.`)
    try {
      return apply(change)
    } catch (error) {
      if (isTaken(error)) throw stale(`the lead ${change.lead.id} and its keys`, error)
      throw error
    }
  }
}

function changeWriter(database: Database, events: Timeline, shred: Pick<Shredder, 'mark'>): ApplyChange {
  const writeLead = leadWriter(database)
  const writeParts = changeParts(database)
  const cancel = mailCanceller(database)
  const hurry = mailHurrier(database)
  const erase = eraser(database)
  return change => {
    const { id } = change.lead
    const at = change.events[0]?.at ?? change.lead.updatedAt
    const keysBefore = change.erase ? erase.keysOf(id) : null
    if (!change.keepsLead) writeLead(change)
    const enrollments = byStatus(change.enrollments ?? [])
    const messages = writeParts({ ...change, enrollments })
    // After the new mail: a change that ends an enrollment and plans a mail for it means that nothing leaves.
    const cancelled = (change.cancelMail ?? []).flatMap(cancellation => cancel(id, cancellation, { at }))
    const hurried = (change.hurryMail ?? []).flatMap(waiting => hurry(id, waiting, at))
    const erased = keysBefore === null ? [] : erase.everything(change, keysBefore, at)
    const ended = [...cancelled, ...erased]
    const told = [...change.events, ...ended.map(mail => mail.event)]
    events.append(id, told, change.keepsLead ? { bump: true, decidedOn: change.revision } : { bump: false })
    if (change.erase) {
      erase.texts(id)
      shred.mark()
    }
    const isOver = new Set(ended.map(mail => mail.id))
    return [...enrollmentAlarms(enrollments), ...[...messages, ...hurried].filter(alarm => !isOver.has(alarm.id))]
  }
}

function leadWriter({ db }: Database): (change: Change) => void {
  const columns = { ...leadColumns, search: leads.search }
  const insert = insertRow<Lead & { search: string }>({ db, table: leads, columns })
  const update = updateRow<Lead & { search: string; decidedOn: number }>({
    db,
    table: leads,
    columns,
    where: sql`${and(eq(leads.id, sql.placeholder('id')), eq(leads.revision, sql.placeholder('decidedOn')))}`,
  })
  return change => {
    const lead = change.erase ? withoutPerson(change.lead) : change.lead
    const row = { ...lead, revision: change.revision + 1, search: searchText(lead) }
    if (change.revision === 0) insert.run(row)
    else if (update.run({ ...row, decidedOn: change.revision }) === 0) throw stale(`the lead ${lead.id}`)
  }
}

// An enrollment that ends makes room for the one that starts, and one that starts for the one that waits.
const ORDER: Record<Enrollment['status'], number> = { finished: 0, stopped: 0, replaced: 0, active: 1, waiting: 2 }

function byStatus(enrollments: Enrollment[]): Enrollment[] {
  return enrollments.toSorted((a, b) => ORDER[a.status] - ORDER[b.status])
}

function enrollmentAlarms(enrollments: Enrollment[]): Alarm[] {
  return enrollments.flatMap(({ id, status, generation, dueAt }): Alarm[] =>
    (status === 'active' || status === 'waiting') && dueAt !== null
      ? [{ kind: 'enrollment', id, generation, dueAt }]
      : [],
  )
}
