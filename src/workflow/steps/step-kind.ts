import { z } from 'zod'
import { present } from '../../domain/text/present.ts'
import { COMMON_KEYS } from '../language/keys.ts'
import { readKeys, type Values } from '../language/reading.ts'
import type { Report } from '../language/report.ts'
import { exampleOfMap } from '../language/schema-places.ts'
import { entryOf, valueStart } from '../language/source.ts'
import type { MapNode, SourceNode } from '../language/source-node.ts'
import type { Step, StepBase, StepKind, StepOf } from '../program.ts'

/** What a step kind is made of: its keys, what they mean, and how they become a step of the program. */
export interface StepShape<Kind extends StepKind, Shape extends z.ZodRawShape> {
  kind: Kind
  /** One line for editors and documentation. */
  description: string
  /** The verb first, then the keys it takes beside the common ones. */
  keys: Shape
  /** Keys that an example has although they need not be there. */
  shows?: (keyof Shape & string)[]
  /** What the default id says after the verb, from the verb's value as written; steps without an argument are numbered. */
  argument?(written: string): string
  /** Reads the branches, where the kind has some; null when anything in them is wrong. */
  branches?(map: MapNode, reading: StepReading): BranchDraft[] | null
  /** True when one of the branches is always taken. */
  covers?(branches: BranchDraft[], values: Values<Shape>): boolean
  /** Reports what no key shows by itself. */
  review?(map: MapNode, values: Values<Shape>, reading: StepReading): void
  compile(base: StepBase, values: Values<Shape>, branches: LinkedBranch[]): StepOf<Kind>
  /** The step in a few words (`send test-drive/welcome`). */
  describe(step: StepOf<Kind>): string
  /** True when nothing runs after a step of this kind that was not skipped. */
  ends?: boolean
  /** True when what happened to leads is kept under the id, so that it must not follow from the step's place. */
  needsId?: boolean
  /** Keys whose value names something outside the file. */
  refersTo?: { [Key in keyof Shape]?: Reference['kind'] }
}

/** A name in a file that something else must bear: checked across files. */
export interface Reference {
  kind: 'team' | 'template' | 'workflow'
  name: string
  offset: number
}

/** A step kind whose keys are known to itself only. */
export interface StepKindEntry<Kind extends StepKind> {
  kind: Kind
  description: string
  /** A whole step: what an editor writes for the verb, to be written over. */
  example: Record<string, unknown>
  keys: z.ZodRawShape
  needsId: boolean
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
  compile(links: { id: string; next: string | null; branches: LinkedBranch[] }): Step
}

interface Branch {
  /** Its place from 1, a word of the author's, `then` or `otherwise`. */
  name: string
  /** Arms of `choose` only. */
  if: string | null
  /** Percent; 0 where the branch is no arm of a `split`. */
  weight: number
}

export interface BranchDraft extends Branch {
  steps: StepDraft[]
}

/** A branch whose steps have their ids. */
export interface LinkedBranch extends Branch {
  /** First step; null when it is empty. */
  to: string | null
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
  const { kind, description, keys, shows, needsId = false, describe } = shape
  const example = { ...exampleOfMap(keys, shows), ...(needsId ? { id: ID_EXAMPLE } : {}) }
  return { kind, description, example, keys, needsId, describe, read: (map, reading) => readStep(shape, map, reading) }
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
  noteReferences(shape, map, reading)
  if (values !== null) shape.review?.(map, values, reading)
  if (shape.needsId && entryOf(map, 'id') === null) reportNoId(map, reading)
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
    ends:
      base.if === null &&
      (shape.ends === true || (shape.covers?.(branches, values) === true && branches.every(endsBranch))),
    compile: ({ id, next, branches: linked }) => shape.compile({ ...base, id, next }, values, linked),
  }
}

const ID_EXAMPLE = 'subject-test'

function reportNoId(map: MapNode, { report }: StepReading): void {
  report.add('split-without-id', map.start, {
    message: '`split` needs an `id`: which way a lead went is kept under it',
    hint: `Add \`id: ${ID_EXAMPLE}\`, and never change it.`,
  })
}

function takeId(id: string, map: MapNode, { report, ids }: StepReading): void {
  if (!ids.has(id)) return void ids.add(id)
  report.add('duplicate-id', valueStart(map, 'id'), {
    message: `the id \`${id}\` is used by an earlier step`,
    hint: 'Give this step an id of its own.',
  })
}

function noteReferences(
  { keys, refersTo }: { keys: z.ZodRawShape; refersTo?: Record<string, Reference['kind'] | undefined> },
  map: MapNode,
  { references }: StepReading,
): void {
  for (const [key, kind] of Object.entries(refersTo ?? {})) {
    const value = entryOf(map, key)?.value
    if (kind === undefined || value?.kind !== 'scalar' || typeof value.value !== 'string') continue
    // What cannot be a name was told.
    if (!z.safeParse(present(keys[key], 'a schema'), value.value).success) continue
    references.push({ kind, name: value.value, offset: value.start })
  }
}

function argumentOf(shape: { kind: string; argument?(written: string): string }, map: MapNode): string | null {
  const value = entryOf(map, shape.kind)?.value
  if (value?.kind !== 'scalar') return null
  const written = String(value.value)
  return shape.argument ? shape.argument(written) : written
}

function endsBranch({ steps }: BranchDraft): boolean {
  return steps.at(-1)?.ends ?? false
}
