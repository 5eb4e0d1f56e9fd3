import type { Enrollment } from '../../domain/enrollment.ts'
import { event } from '../../domain/event.ts'
import { nextWallTime } from '../../domain/schedule.ts'
import type { Signal } from '../../domain/signal.ts'
import { describeDuration } from '../../domain/time/duration.ts'
import { evaluateMoment } from '../conditions/conditions.ts'
import type { Step, StepOf, WaitStep } from '../program.ts'
import { zoneOfLead } from './lead-zone.ts'
import type { Outcome, StepContext } from './step-outcome.ts'
import { addWait, subtractWait } from './wait-time.ts'

/** The arm of a `wait-for` whose signal came; recorded the moment it comes, so that no stop can overtake it. */
export const HEARD = 'then'

/** A wait begins: until when, and why. */
export function planWait(step: StepOf<'wait'>, context: StepContext): Outcome {
  const { enrollment, now } = context
  const until = endOfWait(step, context)
  return { kind: 'wait', until, events: [waits(enrollment, step, { now, until, because: waitWords(step) })] }
}

/** A signal that came since the last mail counts; else the wait for it begins. */
export function planWaitFor(step: StepOf<'wait-for'>, context: StepContext): Outcome {
  const { enrollment, facts, now } = context
  const heard = earlierSignal(step, context)
  if (heard !== undefined) {
    const consumed = { kind: 'consume', step: step.id, signalId: heard.id } as const
    return { kind: 'go on', completedAt: now, arm: HEARD, to: step.then ?? step.next, effects: [consumed] }
  }
  const zone = zoneOfLead(facts.lead, facts.settings)
  const until = step.upTo === null ? null : addWait(enrollment.arrivedAt, step.upTo, facts.settings, zone)
  const because = `wait for ${step.signal}${step.upTo === null ? '' : `, up to ${describeDuration(step.upTo)}`}`
  return { kind: 'wait', until, events: [waits(enrollment, step, { now, until, because })] }
}

/** True when the signal that the step waits for has come. */
export function isAnswered(enrollment: Enrollment, step: Step): boolean {
  return step.kind === 'wait-for' && enrollment.arms[step.id] === HEARD
}

/** True when this very signal is what the enrollment waits for. */
export function waitsFor(step: Step | undefined, enrollment: Enrollment, kind: string): boolean {
  return (
    step?.kind === 'wait-for' && enrollment.phase === 'wait' && step.signal === kind && !isAnswered(enrollment, step)
  )
}

/** True unless the signal is about another offer than the enrollment. */
export function concerns(signal: Pick<Signal, 'offer'>, enrollment: Pick<Enrollment, 'offer'>): boolean {
  return signal.offer === null || signal.offer === enrollment.offer
}

/** Where a wait that is over leads. */
export function afterWaiting(step: Step, { enrollment, now }: StepContext): Outcome {
  const dueAt = enrollment.dueAt ?? now
  if (step.kind !== 'wait-for') return { kind: 'go on', completedAt: dueAt }
  if (isAnswered(enrollment, step)) return { kind: 'go on', completedAt: dueAt, to: step.then ?? step.next }
  return { kind: 'go on', completedAt: dueAt, arm: 'otherwise', to: step.otherwise ?? step.next }
}

function endOfWait({ time }: WaitStep, { enrollment, facts, condition, now }: StepContext): number {
  const { settings, lead } = facts
  const zone = zoneOfLead(lead, settings)
  if (time.kind === 'clock') return nextWallTime(enrollment.completedAt, time, zone)
  if (time.kind !== 'date') return addWait(enrollment.completedAt, time, settings, zone)
  const moment = evaluateMoment(time.expression, condition, zone)
  // A date that cannot be read is no wait: `check` refuses what it can, and nobody is kept for ever.
  if (moment === null) return now
  if (time.offset === null) return moment
  const move = time.offset.sign === 1 ? addWait : subtractWait
  return move(moment, time.offset.time, settings, zone)
}

/** Looks back to the last mail of this enrollment, for signals that nobody took and that do not stop it. */
function earlierSignal(step: StepOf<'wait-for'>, { enrollment, facts, program }: StepContext): Signal | undefined {
  if (program.stopOn.includes(step.signal)) return undefined
  const own = facts.mails.filter(mail => mail.enrollmentId === enrollment.id)
  const since = own.at(-1)?.at ?? enrollment.startedAt
  return facts.signals.find(signal => {
    const isFree = signal.kind === step.signal && signal.at >= since && signal.consumedBy === null
    return isFree && concerns(signal, enrollment)
  })
}

function waitWords({ time }: WaitStep): string {
  if (time.kind === 'clock') return `wait until ${time.time}`
  if (time.kind !== 'date') return `wait ${describeDuration(time)}`
  if (time.offset === null) return `wait until ${time.expression}`
  const side = time.offset.sign === 1 ? 'after' : 'before'
  return `wait until ${describeDuration(time.offset.time)} ${side} ${time.expression}`
}

function waits(
  enrollment: Enrollment,
  step: Step,
  { now, until, because }: { now: number; until: number | null; because: string },
) {
  return event('step-waits', now, { enrollmentId: enrollment.id, step: step.id, until, because })
}
