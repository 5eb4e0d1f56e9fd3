import { describeStep } from './describe-step.ts'
import { explicitIds } from './explicit-ids.ts'
import type { Step } from './program.ts'
import type { WorkflowVersion } from './version.ts'

export interface StepPair {
  old: Step
  new: Step
  /** True when both ids were made by Tend and differ: the step only moved, and lost its name by that. */
  lostItsId: boolean
}

export interface StepMatch {
  /** In the order of the old file. */
  pairs: StepPair[]
  removed: Step[]
  added: Step[]
}

/**
 * Which step of the old version is which of the new one: by the id that the author wrote; generated ids, which move,
 * count only when the words fit too; what is left is paired by its words, and at last by its id.
 */
export function matchSteps(before: WorkflowVersion, after: WorkflowVersion): StepMatch {
  const matching: Matching = {
    old: new Map(Object.entries(before.program.steps)),
    new: new Map(Object.entries(after.program.steps)),
    written: { old: explicitIds(before.source), new: explicitIds(after.source) },
    pairs: [],
  }
  pairUp(matching, (one, other) => one.id === other.id && (isWritten(matching, one, other) || sameWords(one, other)))
  pairUp(matching, (one, other) => !matching.written.old.has(one.id) && sameWords(one, other))
  pairUp(matching, (one, other) => one.id === other.id && one.kind === other.kind)
  const order = Object.keys(before.program.steps)
  return {
    pairs: matching.pairs.toSorted((a, b) => order.indexOf(a.old.id) - order.indexOf(b.old.id)),
    removed: [...matching.old.values()],
    added: [...matching.new.values()],
  }
}

interface Matching {
  /** Those without a counterpart so far. */
  old: Map<string, Step>
  new: Map<string, Step>
  written: { old: Set<string>; new: Set<string> }
  pairs: StepPair[]
}

function pairUp(matching: Matching, fits: (one: Step, other: Step) => boolean): void {
  for (const one of [...matching.old.values()]) {
    const other = [...matching.new.values()].find(candidate => fits(one, candidate))
    if (other === undefined) continue
    const lostItsId = one.id !== other.id && !matching.written.new.has(other.id)
    matching.pairs.push({ old: one, new: other, lostItsId })
    matching.old.delete(one.id)
    matching.new.delete(other.id)
  }
}

function isWritten({ written }: Matching, one: Step, other: Step): boolean {
  return one.kind === other.kind && written.old.has(one.id) && written.new.has(other.id)
}

function sameWords(one: Step, other: Step): boolean {
  return one.kind === other.kind && describeStep(one) === describeStep(other)
}
