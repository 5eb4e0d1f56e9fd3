import { createHash } from 'node:crypto'
import { crossesThreshold } from '../../domain/qualification.ts'
import { evaluateCondition } from '../conditions/conditions.ts'
import type { SplitArm, Step, StepKind, StepOf } from '../program.ts'
import type { Effect } from './decision.ts'
import { planSend } from './plan-send.ts'
import { planWait, planWaitFor } from './plan-wait.ts'
import type { Outcome, StepContext } from './step-outcome.ts'

type Planner<K extends StepKind> = (step: StepOf<K>, context: StepContext) => Outcome

const PLANNERS: { [K in StepKind]: Planner<K> } = {
  send: planSend,
  wait: planWait,
  'wait-for': planWaitFor,
  choose: planChoose,
  split: planSplit,
  escalate: planEscalate,
  task: planTask,
  notify: planNotify,
  score: planScore,
  set: (step, context) => act(context, { kind: 'set', step: step.id, values: step.values }),
  tag: (step, context) => act(context, { kind: 'tag', step: step.id, add: step.add, remove: step.remove }),
  start: planStart,
  finish: step => ({ kind: 'end', status: 'finished', because: step.reason }),
}

/** What a step does when it is its turn. Pure; a kind without a planner does not compile. */
export function planStep(step: Step, context: StepContext): Outcome {
  const planner = PLANNERS[step.kind] as Planner<StepKind>
  return planner(step, context)
}

/** Does something that takes no time. */
function act({ enrollment }: StepContext, effect: Effect): Outcome {
  return { kind: 'go on', completedAt: enrollment.completedAt, effects: [effect] }
}

function planChoose(step: StepOf<'choose'>, { enrollment, condition }: StepContext): Outcome {
  const arm = step.arms.find(candidate => candidate.if === null || evaluateCondition(candidate.if, condition))
  const completedAt = enrollment.completedAt
  if (arm === undefined) return { kind: 'go on', completedAt, arm: 'none' }
  return { kind: 'go on', completedAt, arm: arm.name, to: arm.to ?? step.next }
}

/** The same lead always takes the same arm; what was taken once is kept. */
function planSplit(step: StepOf<'split'>, { enrollment, facts, program }: StepContext): Outcome {
  const { completedAt } = enrollment
  const point = percentOf(`${facts.lead.id} ${program.workflow} ${step.id}`)
  const arm = step.arms.find(({ name }) => name === enrollment.arms[step.id]) ?? armAt(step.arms, point)
  if (arm === undefined) return { kind: 'go on', completedAt, arm: 'none' }
  return { kind: 'go on', completedAt, arm: arm.name, to: arm.to ?? step.next }
}

function armAt(arms: SplitArm[], point: number): SplitArm | undefined {
  let reached = 0
  return arms.find(arm => {
    reached += arm.weight
    return point < reached
  })
}

/** Evenly spread over 0 to 100, and the same for the same text. */
function percentOf(text: string): number {
  const digest = createHash('sha256').update(text).digest()
  return (digest.readUInt32BE(0) / 0x1_0000_0000) * 100
}

function planEscalate(step: StepOf<'escalate'>, context: StepContext): Outcome {
  const { id, team, acceptWithinMs } = step
  const because = step.because ?? 'qualified'
  return act(context, { kind: 'escalate', step: id, team, reason: because, because, acceptWithinMs })
}

function planTask(step: StepOf<'task'>, context: StepContext): Outcome {
  const { id: purpose, team, because, dueWithinMs } = step
  return act(context, { kind: 'task', purpose, team, because, dueWithinMs })
}

function planNotify({ id, team, because }: StepOf<'notify'>, context: StepContext): Outcome {
  return act(context, { kind: 'notify', step: id, team, because })
}

function planStart({ id, workflow }: StepOf<'start'>): Outcome {
  const effects = [{ kind: 'start', step: id, workflow } as const]
  return { kind: 'end', status: 'finished', because: `goes on with ${workflow}`, effects }
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
