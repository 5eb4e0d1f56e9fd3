import { evaluateCondition } from './conditions.ts'
import { event } from '../domain/event.ts'
import { addWait } from './wait-time.ts'
import { zoneOfLead } from './lead-zone.ts'
import { crossesThreshold } from '../domain/qualification.ts'
import { describeDuration } from '../domain/duration.ts'
import { planSend } from './plan-send.ts'
import type { Step, StepKind, StepOf } from './program.ts'
import type { Outcome, StepContext } from './step-outcome.ts'

type Planner<K extends StepKind> = (step: StepOf<K>, context: StepContext) => Outcome

const PLANNERS: { [K in StepKind]: Planner<K> } = {
  send: planSend,
  wait: planWait,
  choose: planChoose,
  escalate: planEscalate,
  score: planScore,
  finish: step => ({ kind: 'end', status: 'finished', because: step.reason }),
}

/** What a step does when it is its turn. Pure; a kind without a planner does not compile. */
export function planStep(step: Step, context: StepContext): Outcome {
  const planner = PLANNERS[step.kind] as Planner<StepKind>
  return planner(step, context)
}

function planWait(step: StepOf<'wait'>, { enrollment, facts, now }: StepContext): Outcome {
  const until = addWait(enrollment.completedAt, step.time, facts.settings, zoneOfLead(facts.lead, facts.settings))
  const because = `wait ${describeDuration(step.time)}`
  return {
    kind: 'wait',
    until,
    events: [event('step-waits', now, { enrollmentId: enrollment.id, step: step.id, until, because })],
  }
}

function planChoose(step: StepOf<'choose'>, { enrollment, condition }: StepContext): Outcome {
  const arm = step.arms.find(candidate => candidate.if === null || evaluateCondition(candidate.if, condition))
  const completedAt = enrollment.completedAt
  if (arm === undefined) return { kind: 'go on', completedAt, arm: 'none' }
  return { kind: 'go on', completedAt, arm: arm.name, to: arm.to ?? step.next }
}

function planEscalate(step: StepOf<'escalate'>, { enrollment }: StepContext): Outcome {
  const because = step.because ?? 'qualified'
  return {
    kind: 'go on',
    completedAt: enrollment.completedAt,
    effects: [
      {
        kind: 'escalate',
        step: step.id,
        team: step.team,
        reason: because,
        because,
        acceptWithinMs: step.acceptWithinMs,
      },
    ],
  }
}

function planScore(step: StepOf<'score'>, { enrollment, facts, program }: StepContext): Outcome {
  const effect = { kind: 'score', step: step.id, points: step.points, because: step.because } as const
  const total = facts.lead.score + step.points
  if (!crossesThreshold(facts.lead.status, facts.lead.score, total, facts.settings)) {
    return { kind: 'go on', completedAt: enrollment.completedAt, effects: [effect] }
  }
  const effects = [effect, { kind: 'qualify', because: `score ${total}: ${step.because}` } as const]
  if (program.stopOn.includes('qualified')) return { kind: 'end', status: 'stopped', because: 'qualified', effects }
  return { kind: 'go on', completedAt: enrollment.completedAt, effects }
}
