import { z } from 'zod'
import { flowYaml } from '../language/flow-yaml.ts'
import { condition, stepList } from '../language/keys.ts'
import { readKeys } from '../language/reading.ts'
import { exampleOf } from '../language/schema-places.ts'
import { entryOf } from '../language/source.ts'
import type { ListNode, MapNode, SourceNode } from '../language/source-node.ts'
import { armHint } from './arm-hint.ts'
import { type BranchDraft, type StepReading, stepKind } from './step-kind.ts'

const ARM = 'an arm is `- if: …` with `do: […]`, or `- otherwise: […]`'

export const CHOOSE_ARM_KEYS = {
  if: condition('step'),
  do: stepList('Steps of this arm.'),
}
export const CHOOSE_OTHERWISE_KEYS = {
  otherwise: stepList('Steps when no condition is true.'),
}

const EXAMPLE = exampleOf(z.strictObject(CHOOSE_ARM_KEYS))

/** An arm: read by its keys, so this schema takes anything; editors get the schema of arms. */
export const anyArm = z.unknown()

const arms = z
  .array(anyArm, { error: 'a list of arms' })
  .min(1, 'a list of arms')
  .meta({
    description: 'Arms: the first whose `if` is true is taken, else `otherwise`, else the workflow goes on.',
    examples: [[EXAMPLE]],
  })

export const choose = stepKind({
  kind: 'choose',
  description: 'Takes the first arm whose condition is true; all arms rejoin at the next step.',
  keys: { choose: arms },
  branches: readArms,
  covers: branches => branches.at(-1)?.name === 'otherwise',
  compile: (base, _values, branches) => ({
    ...base,
    kind: 'choose',
    arms: branches.map(({ name, if: condition, to }) => ({ name, if: condition, to })),
  }),
  describe: step => `choose from ${step.arms.length} arm${step.arms.length === 1 ? '' : 's'}`,
})

function readArms(map: MapNode, reading: StepReading): BranchDraft[] | null {
  const list = entryOf(map, 'choose')?.value
  if (list?.kind !== 'list') return null
  reportOrder(list, reading)
  const read = list.items.map((item, index) => readArm(item, String(index + 1), reading))
  const complete = read.filter(branch => branch !== null)
  return complete.length === read.length ? complete : null
}

function readArm(item: SourceNode, name: string, reading: StepReading): BranchDraft | null {
  const { report } = reading
  if (item.kind !== 'map') {
    if (item.kind !== 'refused') report.add('wrong-value', item.start, { message: ARM, hint: armHint(item, EXAMPLE) })
    return null
  }
  if (entryOf(item, 'otherwise')) {
    const values = readKeys(item, CHOOSE_OTHERWISE_KEYS, { report })
    const steps = reading.readSteps(entryOf(item, 'otherwise')?.value)
    return values && steps && { name: 'otherwise', if: null, weight: 0, steps }
  }
  const [only, ...more] = item.entries
  if (only && more.length === 0 && /^(else|default|sonst)$/i.test(only.key)) {
    const message = `\`${only.key}\` is not a key here`
    report.add('unknown-key', only.keyStart, { message, hint: 'Write `- otherwise:`.' })
    return null
  }
  if (only && more.length === 0 && /[<>=!]/.test(only.key)) {
    const message = `\`${only.key.slice(0, 60)}\` is not a key here`
    const hint = `Write \`- if: ${flowYaml(only.key.slice(0, 60))}\`, and the steps below it under \`do:\`.`
    report.add('unknown-key', only.keyStart, { message, hint })
    return null
  }
  const values = readKeys(item, CHOOSE_ARM_KEYS, { report })
  const steps = reading.readSteps(entryOf(item, 'do')?.value)
  return values && steps && { name, if: values.if, weight: 0, steps }
}

function reportOrder(list: ListNode, { report }: StepReading): void {
  const others = list.items.filter(item => item.kind === 'map' && entryOf(item, 'otherwise') !== null)
  for (const other of others) {
    if (other === list.items.at(-1)) continue
    report.add('bad-otherwise', other.start, {
      message: '`otherwise` must be the last arm: the arms after it are never taken',
      hint: 'Move it to the end.',
    })
  }
  if (list.items.length > 0 && others.length === list.items.length) {
    report.add('bad-otherwise', list.start, {
      message: '`choose` has no arm with `if`',
      hint: 'Add `- if: …` with `do: […]`, or write the steps without `choose`.',
    })
  }
}
