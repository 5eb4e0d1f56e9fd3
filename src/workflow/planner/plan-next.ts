/**
 * The life of an enrollment. It arrives at its first step the moment the inquiry is committed. Each time it is due, the
 * planner runs steps until one needs time: a wait runs out at a stored moment; a mail keeps the enrollment until its row
 * is final; a mail that may not leave yet (hours, quiet hours, budget) puts the whole enrollment off, and everything
 * after it follows. `if` is asked when the step would run. Waits count from the moment the step before them completed: a
 * mail at its gate, a wait at its scheduled end, everything else at once. It ends at the last step, at `finish`, or when
 * the contact question says never. The planner has no clock, no chance and no I/O: what it does not know from its
 * arguments it does not know, so that the simulator, the proofs and production run this very function.
 */
import type { Enrollment } from '../../domain/enrollment.ts'
import { event, type NewEvent } from '../../domain/event.ts'
import { isSettled } from '../../domain/mail/message.ts'
import type { Lead } from '../../domain/people/lead.ts'
import { retag } from '../../domain/tags.ts'
import { evaluateCondition } from '../conditions/conditions.ts'
import type { Program, Step } from '../program.ts'
import { conditionFacts } from './condition-facts.ts'
import type { Decision, Effect, Facts } from './decision.ts'
import { firstCall } from './first-call.ts'
import { planStep } from './plan-step.ts'
import { afterWaiting, isAnswered } from './plan-wait.ts'
import type { Outcome, StepContext } from './step-outcome.ts'

/** Steps that one planning may run: more than any file has, so only a fault of ours can reach it. */
const MOST_STEPS = 1_000

/**
 * Decides what an active enrollment does at `now`: effects in order, events that explain them, and the enrollment as it
 * is to be after. Arriving early changes nothing but the alarm. Pure.
 */
export function planNext(program: Program, enrollment: Enrollment, facts: Facts, now: number): Decision {
  const run: Run = { program, facts, now, enrollment, effects: [], events: [], lead: facts.lead }
  for (let count = 0; count < MOST_STEPS; count += 1) {
    if (advance(run) === 'rest') break
  }
  return {
    enrollment: { ...run.enrollment, generation: enrollment.generation + 1 },
    effects: run.effects,
    events: run.events,
  }
}

interface Run {
  readonly program: Program
  readonly facts: Facts
  readonly now: number
  enrollment: Enrollment
  effects: Effect[]
  events: NewEvent[]
  /** The lead with what this very planning changes about it. */
  lead: Lead
}

function advance(run: Run): 'go on' | 'rest' {
  const { enrollment } = run
  const step = enrollment.step === null ? undefined : run.program.steps[enrollment.step]
  if (step === undefined) return end(run, 'finished', 'came to the end')
  const refusal = standingRefusal(run)
  if (refusal !== null) return end(run, 'stopped', refusal)
  switch (enrollment.phase) {
    case 'mail':
      return afterMail(run, step)
    case 'wait':
      return afterWait(run, step)
    case 'arrive':
      return arrive(run, step)
  }
}

/**
 * Whoever may never be written to again is in no workflow: not in its waits, calls and hand-overs either. A mail on its
 * way is asked at its own gate; a lead without an address goes on, and so does one that the limits keep silent.
 */
function standingRefusal({ enrollment, facts }: Run): string | null {
  const { contact, mail } = facts
  if (contact.may !== 'never' || contact.refusal === 'no-address' || contact.refusal === 'limit-zero') return null
  const isOnItsWay = enrollment.phase === 'mail' && (mail === null || !isSettled(mail.status))
  return isOnItsWay ? null : contact.because
}

function afterMail(run: Run, step: Step): 'go on' | 'rest' {
  const { mail } = run.facts
  if (mail === null || !isSettled(mail.status)) {
    run.enrollment = { ...run.enrollment, dueAt: null }
    return 'rest'
  }
  if (mail.status === 'skipped' && run.enrollment.firstTouchAt === null) callInstead(run, `${mail.reason}`)
  return goTo(run, step.next, mail.gateAt ?? run.now)
}

/** A first mail that was too late at its gate is answered by a person, as one that is too late when it is planned. */
function callInstead(run: Run, because: string): void {
  run.effects.push(firstCall(because))
  run.enrollment = { ...run.enrollment, firstTouchAt: run.now }
}

function afterWait(run: Run, step: Step): 'go on' | 'rest' {
  const { dueAt } = run.enrollment
  if (!isAnswered(run.enrollment, step) && (dueAt === null || dueAt > run.now)) return 'rest'
  return settle(run, step, afterWaiting(step, contextOf(run)))
}

function arrive(run: Run, step: Step): 'go on' | 'rest' {
  const { dueAt } = run.enrollment
  if (dueAt !== null && dueAt > run.now) return 'rest'
  const context = contextOf(run)
  if (step.if !== null && !evaluateCondition(step.if, context.condition)) {
    run.events.push(skipped(run, step, `the condition \`${step.if}\` is false`))
    return goTo(run, step.next, run.enrollment.arrivedAt)
  }
  return settle(run, step, planStep(step, context))
}

function settle(run: Run, step: Step, outcome: Outcome): 'go on' | 'rest' {
  run.effects.push(...(outcome.effects ?? []))
  run.events.push(...(outcome.events ?? []))
  for (const effect of outcome.effects ?? []) run.lead = leadAfter(run.lead, effect)
  if (outcome.firstTouch) run.enrollment = { ...run.enrollment, firstTouchAt: run.now }
  switch (outcome.kind) {
    case 'go on':
      if (outcome.arm !== undefined) recordArm(run, step, outcome.arm)
      return goTo(run, outcome.to === undefined ? step.next : outcome.to, outcome.completedAt)
    case 'wait':
      run.enrollment = { ...run.enrollment, phase: 'wait', dueAt: outcome.until }
      return outcome.until === null || outcome.until > run.now ? 'rest' : 'go on'
    case 'put off':
      run.enrollment = {
        ...run.enrollment,
        dueAt: outcome.until,
        arrivedAt: outcome.arrivesAt ?? run.enrollment.arrivedAt,
      }
      return 'rest'
    case 'mail':
      run.enrollment = { ...run.enrollment, phase: 'mail', dueAt: null }
      return 'rest'
    case 'end':
      return end(run, outcome.status, outcome.because)
  }
}

/** What conditions later in the same planning see. */
function leadAfter(lead: Lead, effect: Effect): Lead {
  switch (effect.kind) {
    case 'score':
      return { ...lead, score: lead.score + effect.points }
    case 'set':
      return { ...lead, attributes: { ...lead.attributes, ...effect.values } }
    case 'tag':
      return { ...lead, tags: retag(lead.tags, effect) }
    default:
      return lead
  }
}

function recordArm(run: Run, step: Step, arm: string): void {
  run.enrollment = { ...run.enrollment, arms: { ...run.enrollment.arms, [step.id]: arm } }
  run.events.push(event('arm-taken', run.now, { enrollmentId: run.enrollment.id, step: step.id, arm }))
}

/** A step completes no earlier than the one before it: a date long past, or a gate before a pause, pulls nothing back. */
function goTo(run: Run, next: string | null, completed: number): 'go on' | 'rest' {
  if (next === null) return end(run, 'finished', 'came to the end')
  const completedAt = Math.max(completed, run.enrollment.completedAt)
  const dueAt = Math.max(completedAt, run.enrollment.startedAt)
  run.enrollment = { ...run.enrollment, step: next, phase: 'arrive', arrivedAt: completedAt, completedAt, dueAt }
  return moves(run, next) ? 'rest' : 'go on'
}

/** At a step boundary a map may lead into a newer version; that version's own planning goes on from there. */
function moves(run: Run, next: string): boolean {
  const { stepMap } = run.facts
  const step = stepMap?.steps[next]
  if (stepMap === null || step === undefined) return false
  const { id: enrollmentId, version: from } = run.enrollment
  run.events.push(event('enrollment-moved', run.now, { enrollmentId, from, to: stepMap.to, step }))
  run.enrollment = { ...run.enrollment, version: stepMap.to, step }
  return true
}

function end(run: Run, status: 'finished' | 'stopped', because: string): 'rest' {
  const { enrollment, now } = run
  run.enrollment = { ...enrollment, status, step: null, dueAt: null, endedAt: now, endReason: because }
  run.events.push(
    event('enrollment-ended', now, { enrollmentId: enrollment.id, workflow: enrollment.workflowId, status, because }),
  )
  return 'rest'
}

function skipped(run: Run, step: Step, because: string): NewEvent {
  return event('step-skipped', run.now, { enrollmentId: run.enrollment.id, step: step.id, because })
}

function contextOf(run: Run): StepContext {
  const facts = { ...run.facts, lead: run.lead }
  return {
    program: run.program,
    enrollment: run.enrollment,
    facts,
    now: run.now,
    condition: conditionFacts(facts, run.enrollment, run.now),
  }
}
