import type { Escalation } from '../domain/escalation.ts'
import { event } from '../domain/event.ts'
import type { Receipt } from '../domain/inquiry/receipt.ts'
import { MINUTE_MS, SECOND_MS } from '../domain/time/units.ts'
import { changeLead } from './change-lead.ts'
import { completeReceipt } from './complete-receipt.ts'
import type { EngineContext } from './context.ts'
import { deliverMessage } from './deliver-message.ts'
import { put } from './draft.ts'
import { hearClicks } from './hear-clicks.ts'
import type { Alarm } from './ports.ts'
import { raiseAlert } from './raise-alert.ts'
import { recoverLeases } from './recover-leases.ts'
import { runDueStep } from './run-due-step.ts'
import { settleDoubts } from './settle-doubts.ts'
import { watchSender } from './watch-sender.ts'

export interface SweepRules {
  /** Rows due within this time get an alarm in the queue; later ones cost nothing. */
  horizonMs: number
  /** What the queue has not taken this long after its time, the sweep runs itself. */
  patienceMs: number
  /** Most rows of each kind in one sweep. */
  batch: number
  /** Rows run side by side. */
  concurrency: number
}

/** How long planning waits for mail to leave before it lets the other duties go on. */
const CALM_LIMIT_MS = SECOND_MS

export const SWEEP_RULES: SweepRules = {
  horizonMs: 10 * MINUTE_MS,
  patienceMs: 5 * SECOND_MS,
  batch: 500,
  concurrency: 16,
}

/** A witness may have to read a log. */
const DOUBTS_EVERY_MS = 20 * SECOND_MS
/** Bounces of the SMTP session itself count, too. */
const SENDER_EVERY_MS = 15 * MINUTE_MS

/**
 * Finds in our own tables what time, the queue or a crash has left undone, and does it: expired leases, receipts without
 * their second transaction, due rows without an alarm, overdue rows, unanswered escalations, doubtful mail. Says whether
 * more is waiting.
 */
export async function sweep(context: EngineContext, rules: SweepRules = SWEEP_RULES): Promise<'more' | 'done'> {
  await guard(context, () => lookAtClock(context))
  await guard(context, () => context.store.epoch.tick())
  await guard(context, () => recoverLeases(context))
  const begun = [
    await guard(context, () => completeReceipts(context, rules)),
    await guard(context, () => armNear(context, rules)),
    await guard(context, () => runOverdue(context, rules)),
  ]
  await guard(context, () => expireUnanswered(context, rules))
  await guard(context, () => hearClicks(context))
  await guard(context, () => context.keepPace('doubts', DOUBTS_EVERY_MS, () => settleDoubts(context)))
  await guard(context, () => context.keepPace('sender', SENDER_EVERY_MS, () => watchSender(context)))
  return begun.some(count => (count ?? 0) >= rules.batch) ? 'more' : 'done'
}

/** Admits what was taken in and not admitted, oldest first. Returns how many deliveries it tried. */
export async function completeReceipts(context: EngineContext, rules: SweepRules = SWEEP_RULES): Promise<number> {
  const { store, clock, setAside } = context
  const before = clock.now() - rules.patienceMs
  const found = await store.receipts.unprocessed(before, rules.batch + setAside.size())
  const receipts = found.filter(({ id }) => !setAside.has({ id, generation: 0 })).slice(0, rules.batch)
  await inParallel(receipts, rules.concurrency, async receipt => {
    await guard(context, () => finish(context, receipt))
  })
  return receipts.length
}

async function armNear(context: EngineContext, rules: SweepRules): Promise<number> {
  const now = context.clock.now()
  const near = { after: now - rules.patienceMs, until: now + rules.horizonMs }
  const alarms = await context.store.alarms.toArm(near, rules.batch)
  context.queue.arm(alarms)
  return alarms.length
}

/** Runs what nobody rang for. New mail is not planned while much waits to be sent; what is urgent has places of its own. */
async function runOverdue(context: EngineContext, rules: SweepRules): Promise<number> {
  const alarms = await overdueNow(context, rules)
  const hasSteps = alarms.some(({ kind }) => kind === 'enrollment')
  const isCalm = !hasSteps || (await context.queue.whenCalm(CALM_LIMIT_MS))
  const fit = alarms.filter(({ kind }) => isCalm || kind === 'message')
  const answer = async (alarm: Alarm) => void (await guard(context, () => answerOverdue(context, alarm)))
  const isUrgent = ({ urgent }: Alarm) => urgent === true
  const begun = await Promise.all([
    context.urgent.run(fit.filter(isUrgent), answer),
    context.overdue.run(
      fit.filter(alarm => !isUrgent(alarm)),
      answer,
    ),
  ])
  const count = begun[0] + begun[1]
  context.seen.lostAlarms += count
  return count
}

/** A clock that jumps may be wrong, and a wrong clock must not fire a month of mail. */
async function lookAtClock(context: EngineContext): Promise<void> {
  const trouble = context.timeWatch.look()
  if (trouble === null) return
  const nextAction = 'Set the clock right within five minutes, or stop everything with `tend pause --all` until it is.'
  await raiseAlert(context, { key: 'clock', kind: 'clock', message: `Some steps wait: ${trouble}.`, nextAction })
}

/** A lead that cannot be taken up is kept and tried again, and somebody must know of it. */
async function finish(context: EngineContext, receipt: Receipt): Promise<void> {
  try {
    await completeReceipt(context, receipt)
  } catch (error) {
    context.setAside.add({ id: receipt.id, generation: 0 })
    await raiseAlert(context, {
      key: `stuck ${receipt.id}`,
      kind: 'receipt-stuck',
      message: 'A delivery is kept, but its lead could not be taken up. It is tried again every minute.',
      nextAction: `Read the log for the cause, then look at the receipt ${receipt.id}.`,
    })
    throw error
  }
}

/** Oldest first, without what failed a moment ago and what only a jump of the clock made due. */
async function overdueNow(context: EngineContext, rules: SweepRules): Promise<Alarm[]> {
  const { store, clock, setAside, timeWatch } = context
  const alarms = await store.alarms.overdue(clock.now() - rules.patienceMs, rules.batch + setAside.size())
  return alarms.filter(alarm => !setAside.has(alarm) && !timeWatch.doubts(alarm.dueAt)).slice(0, rules.batch)
}

/** A row that fails lets the others go first, and somebody must know of it. */
async function answerOverdue(context: EngineContext, alarm: Alarm): Promise<void> {
  try {
    await answerAlarm(context, alarm)
  } catch (error) {
    context.setAside.add(alarm)
    await raiseAlert(context, {
      key: `stuck ${alarm.id}`,
      kind: 'step-stuck',
      message: `What is due cannot be done, and is tried again every minute: ${messageOf(error)}`,
      nextAction: `Mend what is named, or read the log for the cause; the row is the ${alarm.kind} ${alarm.id}.`,
    })
    throw error
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Does what an alarm asks for, whoever rang it. */
export function answerAlarm(context: EngineContext, alarm: Pick<Alarm, 'kind' | 'id' | 'generation'>): Promise<void> {
  return alarm.kind === 'message' ? deliverMessage(context, alarm) : runDueStep(context, alarm)
}

async function expireUnanswered(context: EngineContext, { batch }: SweepRules): Promise<void> {
  const unanswered = await context.store.escalations.expired(context.clock.now(), batch)
  const past = unanswered.filter(({ acceptBy }) => !context.timeWatch.doubts(acceptBy))
  await inParallel(past, 1, async escalation => void (await guard(context, () => expire(context, escalation))))
}

async function expire(context: EngineContext, escalation: Escalation): Promise<void> {
  await changeLead(context, escalation.leadId, draft => {
    const open = draft.escalations.find(({ id }) => id === escalation.id)
    if (open?.status !== 'open' || open.acceptBy > draft.now) return
    put(draft, 'escalations', { ...open, status: 'expired', answeredAt: draft.now })
    const { id, team } = open
    draft.events.push(
      event('escalation-answered', draft.now, { escalationId: id, team, answer: 'expired', by: 'clock' }),
    )
  })
  await raiseAlert(context, {
    key: `escalation ${escalation.id}`,
    kind: 'escalation-expired',
    message: `Nobody of ${escalation.team} took a lead in time: ${escalation.because}.`,
    nextAction: 'Open the lead, and call or give it to somebody who can.',
  })
}

async function inParallel<T>(items: T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items]
  const lanes = Array.from({ length: Math.min(width, items.length) }, async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item)
  })
  await Promise.all(lanes)
}

/** One broken row, or one broken duty, must not hold up the others. */
async function guard<T>(context: EngineContext, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    context.log.error('the sweep could not finish something', error)
    return undefined
  }
}
