import type { z } from 'zod'
import { COMMON_KEYS } from '../keys.ts'
import type { ChooseArm, Step, StepBase, StepKind, StepOf } from '../program.ts'
import { readKeys, type Values } from '../reading.ts'
import type { Report } from '../report.ts'
import { entryOf, type MapNode, type SourceNode } from '../source.ts'

/** What a step kind is made of: its keys, what they mean, and how they become a step of the program. */
export interface StepShape<Kind extends StepKind, Shape extends z.ZodRawShape> {
  kind: Kind
  /** One line for editors and documentation. */
  description: string
  /** The verb first, then the keys it takes beside the common ones. */
  keys: Shape
  /** What the default id says after the verb, from the verb's value as written; steps without an argument are numbered. */
  argument?(written: string): string
  /** Reads the branches, where the kind has some; null when anything in them is wrong. */
  branches?(map: MapNode, reading: StepReading): BranchDraft[] | null
  compile(base: StepBase, values: Values<Shape>, arms: ChooseArm[]): StepOf<Kind>
  /** The step in a few words (`send test-drive/welcome`). */
  describe(step: StepOf<Kind>): string
  /** True when nothing runs after a step of this kind that was not skipped. */
  ends?: boolean
  /** What the verb's value names outside the file. */
  refersTo?: Reference['kind']
}

/** A name in a file that something else must bear: checked across files. */
export interface Reference {
  kind: 'team' | 'template'
  name: string
  offset: number
}

/** A step kind whose keys are known to itself only. */
export interface StepKindEntry<Kind extends StepKind> {
  kind: Kind
  description: string
  keys: z.ZodRawShape
  /** Reports what is wrong; null when anything was. */
  read(map: MapNode, reading: StepReading): StepDraft | null
  describe(step: StepOf<Kind>): string
}

/** A step that was read but has no id and no successor yet. */
export interface StepDraft {
  kind: StepKind
  offset: number
  line: number
  argument: string | null
  explicitId: string | null
  branches: BranchDraft[]
  /** True when nothing after it can run. */
  ends: boolean
  /** Makes the step of the program, once its neighbours have ids. */
  compile(links: { id: string; next: string | null; arms: ChooseArm[] }): Step
}

export interface BranchDraft {
  /** Its place from 1, or `otherwise`. */
  name: string
  if: string | null
  steps: StepDraft[]
}

/** How a step kind reports problems and reads the steps inside it. */
export interface StepReading {
  report: Report
  /** Explicit ids of the file so far. */
  ids: Set<string>
  references: Reference[]
  /** Null when anything is wrong in the list. */
  readSteps(list: SourceNode | undefined): StepDraft[] | null
}

/** Closes a step kind over the type of its keys. */
export function stepKind<Kind extends StepKind, Shape extends z.ZodRawShape>(
  shape: StepShape<Kind, Shape>,
): StepKindEntry<Kind> {
  const { kind, description, keys, describe } = shape
  return { kind, description, keys, describe, read: (map, reading) => readStep(shape, map, reading) }
}

function readStep<Kind extends StepKind, Shape extends z.ZodRawShape>(
  shape: StepShape<Kind, Shape>,
  map: MapNode,
  reading: StepReading,
): StepDraft | null {
  const { report } = reading
  const common = readKeys(map, COMMON_KEYS, { report, elsewhere: map.entries.map(entry => entry.key) })
  const values = readKeys(map, shape.keys, { report, elsewhere: Object.keys(COMMON_KEYS) })
  const branches = shape.branches ? shape.branches(map, reading) : []
  noteReference(shape, map, reading)
  if (common?.id) takeId(common.id, map, reading)
  if (common === null || values === null || branches === null) return null
  const base = { if: common.if ?? null, note: common.note ?? null, line: report.lineOf(map.start) }
  return {
    kind: shape.kind,
    offset: map.start,
    line: base.line,
    argument: argumentOf(shape, map),
    explicitId: common.id ?? null,
    branches,
    ends: base.if === null && (shape.ends === true || endInEveryBranch(branches)),
    compile: ({ id, next, arms }) => shape.compile({ ...base, id, next }, values, arms),
  }
}

function takeId(id: string, map: MapNode, { report, ids }: StepReading): void {
  if (!ids.has(id)) return void ids.add(id)
  const offset = entryOf(map, 'id')?.value.start ?? map.start
  report.add('duplicate-id', offset, {
    message: `the id \`${id}\` is used by an earlier step`,
    hint: 'Give this step an id of its own.',
  })
}

function noteReference(
  { kind, refersTo }: Pick<StepShape<StepKind, z.ZodRawShape>, 'kind' | 'refersTo'>,
  map: MapNode,
  { references }: StepReading,
): void {
  const value = entryOf(map, kind)?.value
  if (!refersTo || value?.kind !== 'scalar' || typeof value.value !== 'string') return
  references.push({ kind: refersTo, name: value.value, offset: value.start })
}

function argumentOf(shape: { kind: string; argument?(written: string): string }, map: MapNode): string | null {
  const value = entryOf(map, shape.kind)?.value
  if (value?.kind !== 'scalar') return null
  const written = String(value.value)
  return shape.argument ? shape.argument(written) : written
}

function endInEveryBranch(branches: BranchDraft[]): boolean {
  return branches.at(-1)?.name === 'otherwise' && branches.every(branch => branch.steps.at(-1)?.ends ?? false)
}
