import { describeDuration } from '../domain/time/duration.ts'
import { describeCondition } from './conditions/describe-condition.ts'
import type { Program, Step, StepOf } from './program.ts'

/** One way on from a step. */
export interface Way {
  /** Null: the end. */
  to: string | null
  /** What makes a lead take it; null where there is no choice. */
  label: string | null
}

/** Every way on from a step, each branch first and then going past it; a step that ends the workflow has none. */
export function waysOn(step: Step): Way[] {
  const past = { to: step.next, label: 'else' }
  if (step.kind === 'finish' || step.kind === 'start') return step.if === null ? [] : [past]
  const branches = branchesOf(step)
  if (branches === null) return [{ to: step.next, label: null }]
  const taken = branches.map(({ to, label }) => ({ to: to ?? step.next, label }))
  return step.if === null && isDecided(step) ? taken : [...taken, past]
}

/** The steps that can be reached, each before all that it leads to: no way leads back. */
export function stepsInOrder(program: Program): Step[] {
  const done = new Map<string, Step>()
  const visit = (id: string | null): void => {
    const step = id === null || done.has(id) ? undefined : program.steps[id]
    if (step === undefined) return
    for (const { to } of waysOn(step)) visit(to)
    done.set(step.id, step)
  }
  visit(program.entry)
  return [...done.values()].reverse()
}

/** The branches of a step, a missing one going on at once; null when its kind has none. */
function branchesOf(step: Step): Way[] | null {
  switch (step.kind) {
    case 'choose':
      return step.arms.map(arm => ({ to: arm.to, label: arm.if === null ? 'otherwise' : describeCondition(arm.if) }))
    case 'split':
      return step.arms.map(({ name, weight, to }) => ({ to, label: `${name}: ${weight} %` }))
    case 'wait-for':
      return signalWays(step)
    default:
      return null
  }
}

function signalWays({ signal, upTo, then, otherwise }: StepOf<'wait-for'>): Way[] {
  const heard = { to: then, label: signal }
  if (upTo === null) return [heard]
  return [heard, { to: otherwise, label: `no ${signal} in ${describeDuration(upTo)}` }]
}

function isDecided(step: Step): boolean {
  return step.kind !== 'choose' || step.arms.at(-1)?.if === null
}
