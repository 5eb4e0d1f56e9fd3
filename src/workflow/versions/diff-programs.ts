import { describeStep } from '../describe-step.ts'
import type { Step } from '../program.ts'
import { changedStepKeys, changedTopKeys, type KeyChange } from './changed-keys.ts'
import { templateChanges } from './diff-templates.ts'
import { matchSteps, type StepPair } from './match-steps.ts'
import { outOfOrder } from './out-of-order.ts'
import { armsAround } from './step-graph.ts'
import type { WorkflowVersion } from './version.ts'

/** One thing that is different, with the words for it. Steps are named by the id that they have, or had. */
export type VersionChange = { words: string } & (
  | { kind: 'step-added' | 'step-removed' | 'step-moved'; step: string }
  | { kind: 'step-changed'; step: string; key: string }
  | { kind: 'id-changed'; step: string; was: string; lostItsId: boolean; line: number }
  | { kind: 'key-changed'; key: string }
  | { kind: 'template-changed'; template: string }
)

/** What is different in the new version, in the order of its file. Empty for equal versions. Pure. */
export function diffVersions(before: WorkflowVersion, after: WorkflowVersion): VersionChange[] {
  const match = matchSteps(before, after)
  const order = Object.keys(after.program.steps)
  const inFile = [
    ...match.added.map(added),
    ...match.pairs.flatMap(changesOfPair),
    ...moves(before, after, match.pairs),
  ]
  return [
    ...changedTopKeys(before.program, after.program).map(topChange),
    ...match.removed.map(removed),
    ...inFile.toSorted((a, b) => order.indexOf(a.step) - order.indexOf(b.step)),
    ...templateChanges(before.templates, after.templates),
  ]
}

type StepChange = Extract<VersionChange, { step: string }>

function topChange({ key, from, to }: KeyChange): VersionChange {
  return { kind: 'key-changed', key, words: `\`${key}\` was ${from}, is ${to}` }
}

function removed(step: Step): StepChange {
  return { kind: 'step-removed', step: step.id, words: `step \`${step.id}\` is gone (${describeStep(step)})` }
}

function added(step: Step): StepChange {
  return { kind: 'step-added', step: step.id, words: `step \`${step.id}\` is new (${describeStep(step)})` }
}

function changesOfPair({ old, new: now, lostItsId }: StepPair): StepChange[] {
  const { id: step, line } = now
  const keys = changedStepKeys(old, now).map(({ key, from, to }): StepChange => {
    return { kind: 'step-changed', step, key, words: `step \`${step}\`: \`${key}\` was ${from}, is ${to}` }
  })
  if (old.id === step) return keys
  const words = `step \`${step}\` was called \`${old.id}\` (${describeStep(now)})`
  return [{ kind: 'id-changed', step, was: old.id, lostItsId, line, words }, ...keys]
}

/** Steps whose branch, or place among the steps that stayed, is another. */
function moves(before: WorkflowVersion, after: WorkflowVersion, pairs: StepPair[]): StepChange[] {
  const places = Object.keys(after.program.steps)
  const jumped = outOfOrder(pairs.map(pair => places.indexOf(pair.new.id)))
  const [oldArms, newArms] = [armsAround(before.program), armsAround(after.program)]
  const newIds = new Map(pairs.map(pair => [pair.old.id, pair.new.id]))
  const armOf = (arms: ReturnType<typeof armsAround>, id: string, ids?: Map<string, string>) => {
    const inner = arms.get(id)?.at(-1)
    return inner === undefined ? null : `branch ${inner.arm} of \`${ids?.get(inner.step) ?? inner.step}\``
  }
  return pairs.flatMap((pair, index): StepChange[] => {
    const step = pair.new.id
    const [was, is] = [armOf(oldArms, pair.old.id, newIds), armOf(newArms, step)]
    const place = is ?? 'the main way'
    if (was !== is)
      return [
        {
          kind: 'step-moved',
          step,
          words: `step \`${step}\` moved: it stood in ${was ?? 'the main way'}, stands in ${place}`,
        },
      ]
    if (!jumped.has(index)) return []
    const ahead = places[places.indexOf(step) - 1]
    return [
      {
        kind: 'step-moved',
        step,
        words: `step \`${step}\` moved: it comes ${ahead === undefined ? 'first' : `after \`${ahead}\``} now`,
      },
    ]
  })
}
