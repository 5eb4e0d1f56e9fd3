import { z } from 'zod'
import { stepList } from '../language/keys.ts'
import { readKeys } from '../language/reading.ts'
import { exampleOf } from '../language/schema-places.ts'
import { entryOf } from '../language/source.ts'
import type { ListNode, MapNode, SourceNode } from '../language/source-node.ts'
import type { SplitArm } from '../program.ts'
import { armHint } from './arm-hint.ts'
import { type BranchDraft, type StepReading, stepKind } from './step-kind.ts'

const ARM = 'an arm is `- weight: 50` with `do: […]`'
const WEIGHT = 'a whole number of percent from 1 to 99'
const NAME = 'a name of small letters, digits and hyphens'

export const SPLIT_ARM_KEYS = {
  weight: z
    .int({ error: WEIGHT })
    .min(1, WEIGHT)
    .max(99, WEIGHT)
    .meta({ description: 'Percent of the leads.', examples: [50] }),
  name: z
    .string({ error: NAME })
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, NAME)
    .max(40, 'at most 40 characters')
    .optional()
    .meta({
      description: 'Name of the arm in the history of leads; by default its place: 1, 2, …',
      examples: ['short'],
    }),
  do: stepList('Steps of this arm.'),
}

const EXAMPLE = exampleOf(z.strictObject(SPLIT_ARM_KEYS))

/** An arm: read by its keys, so this schema takes anything; editors get the schema of arms. */
export const anySplitArm = z.unknown()

const arms = z.array(anySplitArm, { error: 'a list of arms' }).meta({
  minItems: 2,
  description: 'Arms with weights that add up to 100. A lead always takes the same arm.',
  examples: [[EXAMPLE, EXAMPLE]],
})

export const split = stepKind({
  kind: 'split',
  description: 'Sends a share of the leads each way, the same lead always the same; all arms rejoin at the next step.',
  keys: { split: arms },
  branches: readArms,
  covers: () => true,
  needsId: true,
  compile: (base, _values, branches) => ({
    ...base,
    kind: 'split',
    arms: branches.map(({ name, weight, to }): SplitArm => ({ name, weight, to })),
  }),
  describe: step => `split ${step.arms.map(arm => arm.weight).join(' : ')}`,
})

function readArms(map: MapNode, reading: StepReading): BranchDraft[] | null {
  const list = entryOf(map, 'split')?.value
  if (list?.kind !== 'list') return null
  const names = new Set<string>()
  const read = list.items.map((item, index) => {
    const arm = readArm(item, String(index + 1), reading)
    if (arm !== null && names.has(arm.name)) reportName(item, arm, reading)
    if (arm !== null) names.add(arm.name)
    return arm
  })
  const complete = read.filter(branch => branch !== null)
  if (complete.length < read.length) return null
  reportWeights(list, complete, reading)
  return complete
}

function readArm(item: SourceNode, place: string, { report, readSteps }: StepReading): BranchDraft | null {
  if (item.kind !== 'map') {
    if (item.kind !== 'refused') report.add('wrong-value', item.start, { message: ARM, hint: armHint(item, EXAMPLE) })
    return null
  }
  const values = readKeys(item, SPLIT_ARM_KEYS, { report })
  const steps = readSteps(entryOf(item, 'do')?.value)
  return values && steps && { name: values.name ?? place, if: null, weight: values.weight, steps }
}

function reportWeights(list: ListNode, arms: BranchDraft[], { report }: StepReading): void {
  if (arms.length < 2) {
    return report.add('split-weights', list.start, {
      message: '`split` needs two arms or more',
      hint: `Add ${arms.length === 1 ? 'another' : 'two'}, for example \`- {weight: 50, do: []}\`, with weights that add up to 100.`,
    })
  }
  const sum = sumOf(arms)
  if (sum === 100) return
  report.add('split-weights', list.start, {
    message: `the weights add up to ${sum}, not to 100`,
    hint: weightsHint(arms),
  })
}

/** A sum as small as this is one of parts: 1 and 1, 2 and 1. */
const MOST_PARTS = 20

/** The last weight makes up the difference, where it can. */
function weightsHint(arms: BranchDraft[]): string {
  const sum = sumOf(arms)
  const shares = arms.map(({ weight }) => Math.round((weight * 100) / sum))
  if (sum <= MOST_PARTS && shares.reduce((total, share) => total + share, 0) === 100)
    return `Weights are percent of the leads: write ${shares.map(share => `\`weight: ${share}\``).join(', ')}.`
  const last = 100 - sumOf(arms.slice(0, -1))
  if (last >= 1) return `Weights are percent of the leads: make the last one \`weight: ${last}\`.`
  const even = Math.floor(100 / arms.length)
  return `Weights are percent of the leads: for equal shares write \`weight: ${even}\` on all of ${arms.length}, and what is left of 100 on the last.`
}

function sumOf(arms: BranchDraft[]): number {
  return arms.reduce((total, { weight }) => total + weight, 0)
}

function reportName(item: SourceNode, { name }: BranchDraft, { report }: StepReading): void {
  report.add('wrong-value', item.start, {
    message: `an earlier arm has the name \`${name}\``,
    hint: 'Give this arm a `name` of its own.',
  })
}
