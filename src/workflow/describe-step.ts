import type { Step, StepKind, StepOf } from './program.ts'
import { STEP_KINDS } from './steps/index.ts'

/** The step in a few words: `send installed/welcome`, `wait 24 hours`. */
export function describeStep(step: Step): string {
  return describe(step.kind, step)
}

function describe<Kind extends StepKind>(kind: Kind, step: StepOf<Kind>): string {
  return STEP_KINDS[kind].describe(step)
}
