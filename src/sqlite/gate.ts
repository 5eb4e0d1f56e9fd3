import type { SentMail } from '../domain/contact-policy.ts'
import type { Message } from '../domain/mail/message.ts'
import { DAY_MS, HOUR_MS } from '../domain/time/units.ts'
import type { GateAnswer, GateFacts, GateRequest, GateVerdict } from '../engine/ports.ts'
import { heldBy, leaseHeld } from './claim.ts'
import type { Database, Drizzle } from './database.ts'
import { and, eq, sql } from './drizzle.ts'
import { broken, isOverCeiling, isSuppressed } from './failures.ts'
import { workflowRuns } from './paused.ts'
import { enrollmentColumns, messageColumns } from './rows.ts'
import { enrollments, messages } from './schema/index.ts'
import { leadFinder, oldestFirst, suppressionReader } from './world.ts'

/** The longest window of the contact question, with a day to spare. */
const BUDGET_WINDOW_MS = 31 * DAY_MS

const LOST: GateAnswer = { open: false, answer: { may: 'lost-lease' } }
const SUPPRESSED: GateVerdict = {
  may: 'never',
  refusal: 'suppressed',
  because: 'a suppression or the status of the lead forbids it',
}

/** Asks the contact question on what is in the database now, and opens the gate in that same transaction. */
export function gateOpener(database: Database): (request: GateRequest) => GateAnswer {
  const held = heldReader(database.db)
  const factsOf = factReader(database.db)
  const open = gateMover(database.db)
  return request => {
    const mark = { ...heldBy(request.lease), now: request.now }
    const found = held.get(mark)
    if (found === undefined) return LOST
    const { resentBy, resends, runs, ...message } = found
    const known = { isResent: resentBy !== null, isRepeated: resends > 0, isPaused: runs === 0, now: request.now }
    const answer = message.kind === 'notice' ? yes() : request.ask(factsOf(message, known))
    return answer.may === 'yes' ? open({ ...mark, transport: request.transport }) : { open: false, answer }
  }
}

function yes(): GateVerdict {
  return { may: 'yes' }
}

/** Still claimed under this lease, and the lease still runs. */
function claimHeld() {
  return and(leaseHeld(), sql`status = 'claimed'`, sql`${messages.leaseUntil} > ${sql.placeholder('now')}`)
}

function heldReader(db: Drizzle) {
  return db
    .select({
      ...messageColumns,
      resentBy: messages.resentBy,
      resends: messages.resends,
      runs: sql<number>`${workflowRuns(messages.workflowId)}`,
    })
    .from(messages)
    .where(claimHeld())
    .prepare()
}

type Mark = ReturnType<typeof heldBy> & Pick<GateRequest, 'now' | 'transport'>

function gateMover(db: Drizzle): (mark: Mark) => GateAnswer {
  const move = db
    .update(messages)
    .set({
      status: 'data',
      gateAt: sql`${sql.placeholder('now')}`,
      transport: sql`${sql.placeholder('transport')}`,
    })
    .where(claimHeld())
    .prepare()
  return mark => {
    try {
      return move.run(mark).changes === 1 ? { open: true } : LOST
    } catch (error) {
      if (isSuppressed(error)) return { open: false, answer: SUPPRESSED }
      if (isOverCeiling(error)) return { open: false, answer: overCeiling(mark.now) }
      throw error
    }
  }
}

/** The budget should have said so before; it is asked again when the oldest mail of the day may have left the window. */
function overCeiling(now: number): GateVerdict {
  const because = 'the ceiling of mail in a day is reached'
  return { may: 'later', delay: 'ceiling', until: now + HOUR_MS, because }
}

interface Known extends Pick<GateFacts, 'isResent' | 'isRepeated' | 'isPaused'> {
  now: number
}

function factReader(db: Drizzle) {
  const lead = leadFinder(db)
  const suppressionsFor = suppressionReader(db)
  const mailsOf = sentMailReader(db)
  const enrollment = enrollmentFinder(db)
  return (message: Message, { now, ...known }: Known): GateFacts => {
    const found = lead.get({ id: message.leadId })
    if (found === undefined) throw broken(`Expected the message ${message.id} to have its lead.`)
    const left = mailsOf.all({ leadId: message.leadId, messageId: message.id, after: now - BUDGET_WINDOW_MS })
    const mails = oldestFirst(left, 'at')
    const { recipientKey, domainKey, enrollmentId } = message
    return {
      message,
      lead: found,
      suppressions: suppressionsFor({ ...found, addressKey: recipientKey, domainKey }, found.id),
      mails,
      enrollment: enrollment.get({ enrollmentId }) ?? null,
      ...known,
    }
  }
}

/** Nurture mail that left or may have left. */
function sentMailReader(db: Drizzle): { all(values: Record<string, unknown>): SentMail[] } {
  return db
    .select({ at: sql<number>`${messages.gateAt}`, template: messages.template, enrollmentId: messages.enrollmentId })
    .from(messages)
    .where(
      and(
        eq(messages.leadId, sql.placeholder('leadId')),
        sql`kind = 'nurture' and status in ('data', 'sent', 'uncertain')`,
        sql`${messages.id} <> ${sql.placeholder('messageId')}`,
        sql`${messages.gateAt} > ${sql.placeholder('after')}`,
      ),
    )
    .prepare()
}

function enrollmentFinder(db: Drizzle) {
  return db
    .select(enrollmentColumns)
    .from(enrollments)
    .where(eq(enrollments.id, sql.placeholder('enrollmentId')))
    .prepare()
}
