import { describeStep } from '../describe-step.ts'
import type { Step } from '../program.ts'
import { align } from './align.ts'
import { explicitIds } from './explicit-ids.ts'
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

/** An alignment of whole files counts first; among equally good ones that which keeps the ids. */
const SAME_STEP = 1_000

/**
 * Which step of the old version is which of the new one. An id that the author wrote says so; a generated one does not,
 * since it moves: these steps are the same when their words are and they stand between the same neighbours. What is left is
 * paired by its words, and at last by its id.
 */
export function matchSteps(before: WorkflowVersion, after: WorkflowVersion): StepMatch {
  const matching: Matching = {
    old: new Map(Object.entries(before.program.steps)),
    new: new Map(Object.entries(after.program.steps)),
    written: { old: explicitIds(before.source), new: explicitIds(after.source) },
    pairs: [],
  }
  const isSame: Fits = (one, other) => isWritten(matching, one, other) || mayBeSame(matching, one, other)
  const likeness = (one: Step, other: Step) => (isSame(one, other) ? SAME_STEP + Number(one.id === other.id) : 0)
  for (const [one, other] of align([...matching.old.values()], [...matching.new.values()], likeness))
    join(matching, one, other)
  pairUp(matching, (one, other) => isWritten(matching, one, other))
  pairUp(matching, (one, other) => mayBeSame(matching, one, other) && one.id === other.id)
  pairUp(matching, (one, other) => mayBeSame(matching, one, other))
  pairUp(matching, (one, other) => one.id === other.id && one.kind === other.kind)
  const order = Object.keys(before.program.steps)
  return {
    pairs: matching.pairs.toSorted((a, b) => order.indexOf(a.old.id) - order.indexOf(b.old.id)),
    removed: [...matching.old.values()],
    added: [...matching.new.values()],
  }
}

type Fits = (one: Step, other: Step) => boolean

interface Matching {
  /** Those without a counterpart so far. */
  old: Map<string, Step>
  new: Map<string, Step>
  written: { old: Set<string>; new: Set<string> }
  pairs: StepPair[]
}

function pairUp(matching: Matching, fits: Fits): void {
  for (const one of [...matching.old.values()]) {
    const other = [...matching.new.values()].find(candidate => fits(one, candidate))
    if (other !== undefined) join(matching, one, other)
  }
}

function join(matching: Matching, one: Step, other: Step): void {
  const lostItsId = one.id !== other.id && !matching.written.new.has(other.id)
  matching.pairs.push({ old: one, new: other, lostItsId })
  matching.old.delete(one.id)
  matching.new.delete(other.id)
}

function isWritten({ written }: Matching, one: Step, other: Step): boolean {
  return one.id === other.id && one.kind === other.kind && written.old.has(one.id) && written.new.has(other.id)
}

/** Who took a written id away made another step of it. */
function mayBeSame({ written }: Matching, one: Step, other: Step): boolean {
  if (written.old.has(one.id) && one.id !== other.id) return false
  return one.kind === other.kind && describeStep(one) === describeStep(other)
}
