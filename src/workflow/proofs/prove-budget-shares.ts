import type { Program } from '../program.ts'
import type { PathGraph } from './paths.ts'
import type { Entrances } from './prove-budget-inquiries.ts'
import type { Share } from './prove-budget-pack.ts'
import type { Quickest, Sends } from './prove-budget-sends.ts'

export interface WorkflowSends {
  program: Program
  sends: Sends
  /** No mail goes twice to a lead on its paths. */
  isOnce: boolean
  /** A signal or a workflow of higher rank may end it at any moment. */
  mayBeCut: boolean
}

/** What is true of a workflow and of all workflows that it may `start`. */
export function natureOf(
  program: Program,
  programs: Program[],
  graph: PathGraph,
): Pick<WorkflowSends, 'isOnce' | 'mayBeCut'> {
  const reached = startedBy(program, programs, graph)
  return {
    isOnce: reached.every(({ again }) => again.kind !== 'always'),
    mayBeCut: reached.some(({ stopOn, rank }) => stopOn.length > 0 || programs.some(other => other.rank > rank)),
  }
}

function startedBy(program: Program, programs: Program[], graph: PathGraph): Program[] {
  const names = new Set([program.workflow])
  for (const name of names) {
    for (const { workflow, step } of graph.nodes) {
      if (workflow === name && step.kind === 'start') names.add(step.workflow)
    }
  }
  return programs.filter(({ workflow }) => names.has(workflow))
}

/** The shares of one workflow in a window, in groups of which each gives one at the most. */
export function sharesOf(workflow: WorkflowSends, { count }: Entrances): Share[][] {
  if (count === 0) return []
  if (!workflow.isOnce) return Array.from({ length: count }, () => sharesOfOne(workflow))
  return [count === 1 ? sharesOfOne(workflow) : sharesOfSeveral(workflow)]
}

/** One enrollment. */
function sharesOfOne({ sends, isOnce, mayBeCut }: WorkflowSends): Share[] {
  const most = isOnce ? sends.byTemplate.length : Number.POSITIVE_INFINITY
  const shares = (ways: Quickest[], begins: boolean) =>
    ways.slice(0, most).flatMap((way, index) => {
      const share = { count: index + 1, runs: [way.mails], begins }
      const cut = { ...share, ms: way.ms, ends: !mayBeCut }
      return mayBeCut ? [cut] : [cut, { ...share, ms: way.toEndMs, ends: false }]
    })
  return [...shares(sends.fromMail, true), ...shares(sends.fromBegin, false)]
}

/**
 * Several enrollments of one workflow, for several offers or times. Each template reaches the lead once, so k mails take
 * at least as long as the way to the k-th nearest template, in whichever enrollments they leave.
 */
function sharesOfSeveral({ sends }: WorkflowSends): Share[] {
  const later = sends.byTemplate.map((_, index) => nearest(sends.byTemplate, index + 1))
  return [...quickestBegun(sends), ...later]
}

function nearest(ways: Quickest[], count: number): Share {
  const taken = ways.slice(0, count)
  const ms = taken.at(-1)?.ms ?? 0
  return { count, ms, runs: runsWith(taken), begins: false, ends: false }
}

/** Enrollments that send just these mails: as many on the way to the farthest as lie there, then the rest. */
function runsWith(ways: Quickest[]): Share['runs'] {
  const farthest = ways.at(-1)
  if (farthest === undefined) return []
  const wanted = new Set(ways.map(templateAt))
  const run = farthest.mails.filter(({ template }) => wanted.delete(template))
  return [...runsWith(ways.filter(way => wanted.has(templateAt(way)))), run]
}

function templateAt({ mails }: Quickest): string {
  return mails.at(-1)?.template ?? ''
}

/** The window begins inside one enrollment; what that one did not send may come from later ones. */
function quickestBegun({ fromEachMail, byTemplate }: Sends): Share[] {
  const best: Share[] = []
  for (const { mails, ms, sure } of fromEachMail.flat()) {
    const left = byTemplate.filter(way => !sure.has(templateAt(way)))
    for (let more = 0; more <= left.length && mails.length + more <= byTemplate.length; more += 1) {
      const rest = nearest(left, more)
      const count = mails.length + more
      const share = { count, ms: ms + rest.ms, runs: [mails, ...rest.runs], begins: true, ends: false }
      const known = best[count - 1]
      if (known === undefined || isBetter(share, known)) best[count - 1] = share
    }
  }
  return best
}

/** Of equally quick ways the one with fewer enrollments is told. */
function isBetter(one: Share, other: Share): boolean {
  return one.ms < other.ms || (one.ms === other.ms && one.runs.length < other.runs.length)
}
