import type { Alarm, AlarmStore } from '../engine/ports.ts'
import type { Database, Drizzle } from './database.ts'
import { and, asc, eq, sql } from './drizzle.ts'
import { workflowRuns } from './paused.ts'
import { enrollments, messages } from './schema/index.ts'

// The plus keeps SQLite from reading every due row by its status and sorting them: the time is the shorter way.
const ENROLLMENT_IS_DUE = sql`+status in ('active', 'waiting')`
const MESSAGE_IS_DUE = sql`+status = 'due'`

type Row = Omit<Alarm, 'kind' | 'urgent'> & { isNotice: number }

export function alarmStore(database: Database): AlarmStore {
  const { db, writes } = database
  const unarmed = alarmReader(dueReaders(db, sql`armed_generation <> generation`))
  const due = alarmReader(dueReaders(db, sql`true`))
  const markArmed = armMarker(db)
  return {
    async toArm({ after, until }, limit) {
      const range = { after, until, limit }
      if (unarmed(range).length === 0) return []
      return writes.write(() => {
        const alarms = unarmed(range)
        for (const alarm of alarms) markArmed(alarm)
        return alarms
      })
    },
    overdue: async (before, limit) => due({ after: Number.MIN_SAFE_INTEGER, until: before, limit }),
  }
}

function dueReaders(db: Drizzle, condition: ReturnType<typeof sql>) {
  const after = sql.placeholder('after')
  const until = sql.placeholder('until')
  const limit = sql.placeholder('limit')
  return {
    enrollment: db
      .select({
        id: enrollments.id,
        generation: enrollments.generation,
        dueAt: sql<number>`due_at`,
        isNotice: sql<number>`0`,
      })
      .from(enrollments)
      .where(
        and(
          ENROLLMENT_IS_DUE,
          sql`${enrollments.dueAt} > ${after} and ${enrollments.dueAt} <= ${until}`,
          condition,
          workflowRuns(enrollments.workflowId),
        ),
      )
      .orderBy(asc(enrollments.dueAt))
      .limit(limit)
      .prepare(),
    message: db
      .select({
        id: messages.id,
        generation: messages.generation,
        dueAt: sql<number>`due_at`,
        isNotice: sql<number>`kind = 'notice'`,
      })
      .from(messages)
      .where(
        and(
          MESSAGE_IS_DUE,
          sql`${messages.dueAt} > ${after} and ${messages.dueAt} <= ${until}`,
          condition,
          workflowRuns(messages.workflowId),
        ),
      )
      .orderBy(asc(messages.dueAt))
      .limit(limit)
      .prepare(),
  }
}

/** The oldest deadlines of both tables together. */
function alarmReader(read: Record<Alarm['kind'], { all(values: Record<string, unknown>): Row[] }>) {
  return (range: { after: number; until: number; limit: number }): Alarm[] => {
    const kinds: Alarm['kind'][] = ['enrollment', 'message']
    const alarms = kinds.flatMap(kind => read[kind].all(range).map(row => alarmOf(kind, row)))
    return alarms.sort((a, b) => a.dueAt - b.dueAt).slice(0, range.limit)
  }
}

function alarmOf(kind: Alarm['kind'], { isNotice, ...row }: Row): Alarm {
  return { kind, ...row, ...(isNotice ? { urgent: true } : {}) }
}

function armMarker(db: Drizzle): (alarm: Alarm) => void {
  const generation = sql`${sql.placeholder('generation')}`
  const mark = {
    enrollment: db
      .update(enrollments)
      .set({ armedGeneration: generation })
      .where(eq(enrollments.id, sql.placeholder('id')))
      .prepare(),
    message: db
      .update(messages)
      .set({ armedGeneration: generation })
      .where(eq(messages.id, sql.placeholder('id')))
      .prepare(),
  }
  return ({ kind, id, generation }) => void mark[kind].run({ id, generation })
}
