import { present } from '../../domain/text/present.ts'
import type { Step } from '../program.ts'
import type { BranchDraft, LinkedBranch, StepDraft } from '../steps/step-kind.ts'

export interface LinkedSteps {
  entry: string | null
  /** By id, in reading order. */
  steps: Record<string, Step>
  /** Where each step stands in the text, by id. */
  offsets: Record<string, number>
}

/**
 * Gives every step its id and its successor. A step without an id of its own is called after verb and argument, with
 * `-2` on repeats in reading order, and prefixed by the arm it stands in (`choose-1.otherwise.send-welcome`); steps
 * without an argument are numbered. The last step of a branch goes on where the branches rejoin.
 */
export function linkSteps(drafts: StepDraft[], explicitIds: ReadonlySet<string>): LinkedSteps {
  const linking: Linking = { taken: new Set(explicitIds), counts: new Map(), offsets: new Map(), steps: new Map() }
  const entry = linkList(drafts, linking, { prefix: '', rejoin: null })
  const ordered = [...linking.offsets.keys()].map(id => present(linking.steps.get(id), `step \`${id}\``))
  return {
    entry,
    steps: Object.fromEntries(ordered.map(step => [step.id, step])),
    offsets: Object.fromEntries(linking.offsets),
  }
}

interface Linking {
  taken: Set<string>
  /** Last number given, by slug. */
  counts: Map<string, number>
  /** In reading order. */
  offsets: Map<string, number>
  steps: Map<string, Step>
}

interface Branch {
  prefix: string
  /** Where the list goes on after its last step. */
  rejoin: string | null
}

/** Returns the first step of the list; null when the list is empty. */
function linkList(drafts: StepDraft[], linking: Linking, { prefix, rejoin }: Branch): string | null {
  const named = drafts.map(draft => ({ draft, id: draft.explicitId ?? freeId(linking, prefix, draft) }))
  for (const [index, { draft, id }] of named.entries()) {
    linkStep(draft, linking, { id, next: named[index + 1]?.id ?? rejoin })
  }
  return named[0]?.id ?? null
}

function linkStep(draft: StepDraft, linking: Linking, { id, next }: { id: string; next: string | null }): void {
  linking.offsets.set(id, draft.offset)
  const branches = draft.branches.map(branch =>
    linkBranch(branch, linking, { prefix: `${id}.${branch.name}.`, rejoin: next }),
  )
  linking.steps.set(id, draft.compile({ id, next: draft.ends ? null : next, branches }))
}

function linkBranch(branch: BranchDraft, linking: Linking, place: Branch): LinkedBranch {
  return {
    name: branch.name,
    if: branch.if,
    weight: branch.weight,
    to: linkList(branch.steps, linking, place),
  }
}

function freeId(linking: Linking, prefix: string, draft: StepDraft): string {
  const slug = slugOf(draft.argument ?? '')
  const base = prefix + (slug === '' ? draft.kind : `${draft.kind}-${slug}`)
  let count = (linking.counts.get(base) ?? 0) + 1
  let id = count === 1 && slug !== '' ? base : `${base}-${count}`
  while (linking.taken.has(id)) id = `${base}-${++count}`
  linking.taken.add(id)
  linking.counts.set(base, count)
  return id
}

function slugOf(text: string): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9\s/_.-]/g, '')
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')
}
