import type { PathGraph } from './paths.ts'

/** One mail on a path, `at` milliseconds after the path begins. */
export interface PlannedMail {
  workflow: string
  step: string
  template: string
  at: number
}

/** The quickest way to a number of mails. */
export interface Quickest {
  mails: PlannedMail[]
  /** To the last of them. */
  ms: number
  /** To an end of the workflow after it: what it takes when nothing may cut it short. */
  toEndMs: number
}

/** What a workflow can do to one lead at the most, from its begin and from any of its mails on. */
export interface Sends {
  /** Place k - 1: k mails from the begin of the workflow. */
  fromBegin: Quickest[]
  /** Place k - 1: k mails from one of its mails on, which is at 0. */
  fromMail: Quickest[]
  /** For each template on its paths, the quickest way to a mail with it; quickest first. */
  byTemplate: Quickest[]
}

/** More mails than this from one inquiry are counted as this many: far above any limit. */
export const MOST_MAILS = 100

/** The quickest ways to 1, 2, 3 … mails of one workflow within `withinMs`; every wait at its shortest. Pure. */
export function quickestSends(graph: PathGraph, workflow: string, withinMs: number): Sends {
  const entry = graph.entries.get(workflow) ?? null
  const hops = hopsOf(graph)
  const first = entry === null ? new Map<number, number>() : nearestSends(graph, entry)
  const begins = [...first].map(([node, at]): Trail => ({ node, at, before: null }))
  const reachable = reach(begins, hops)
  return {
    fromBegin: walk(graph, { begins, hops, withinMs }),
    fromMail: [...reachable.keys()].reduce<Quickest[]>(
      (best, node) => quickerOf(best, walk(graph, { begins: [{ node, at: 0, before: null }], hops, withinMs })),
      [],
    ),
    byTemplate: quickestByTemplate(graph, [...reachable.values()]),
  }
}

/** A mail with the mails before it. */
interface Trail {
  node: number
  at: number
  before: Trail | null
}

interface Hops {
  /** From a mail to each mail that may follow it next, at the least. */
  next: Map<number, Map<number, number>>
  /** From a mail to an end, at the least. */
  toEnd: Map<number, number>
}

function hopsOf(graph: PathGraph): Hops {
  const next = new Map<number, Map<number, number>>()
  const toEnd = new Map<number, number>()
  graph.nodes.forEach((node, index) => {
    if (node.step.kind !== 'send') return
    const after = new Map<number, number>()
    for (const way of node.ways) {
      if (way.to === null) continue
      for (const [to, ms] of nearestSends(graph, way.to)) keepLeast(after, to, ms + way.leastMs)
    }
    next.set(index, after)
    toEnd.set(index, shortestToEnd(graph, index))
  })
  return { next, toEnd }
}

/** Mails reached from a step without another mail between, with the least time to each. */
function nearestSends(graph: PathGraph, from: number): Map<number, number> {
  const least = new Map([[from, 0]])
  const found = new Map<number, number>()
  for (const [index, at] of least) {
    const node = graph.nodes[index]
    if (node === undefined) continue
    if (node.step.kind === 'send') {
      keepLeast(found, index, at)
      continue
    }
    for (const { to, leastMs } of node.ways) {
      if (to === null || (least.get(to) ?? Number.POSITIVE_INFINITY) <= at + leastMs) continue
      // Set anew, it is walked again at the end of the map.
      least.delete(to)
      least.set(to, at + leastMs)
    }
  }
  return found
}

function keepLeast(times: Map<number, number>, key: number, ms: number): void {
  if (ms < (times.get(key) ?? Number.POSITIVE_INFINITY)) times.set(key, ms)
}

/** The quickest trail to each mail that can be reached. */
function reach(begins: Trail[], { next }: Hops): Map<number, Trail> {
  const quickest = new Map<number, Trail>()
  let open = begins
  while (open.length > 0) {
    const better = open.filter(({ node, at }) => at < (quickest.get(node)?.at ?? Number.POSITIVE_INFINITY))
    for (const trail of better) quickest.set(trail.node, trail)
    open = better.flatMap(trail => followers(trail, next))
  }
  return quickest
}

function followers(trail: Trail, next: Hops['next']): Trail[] {
  return [...(next.get(trail.node) ?? [])].map(([node, ms]) => ({ node, at: trail.at + ms, before: trail }))
}

/** Mail by mail: of all trails with k mails, only the quickest to each step can lead to the quickest with k + 1. */
function walk(
  graph: PathGraph,
  { begins, hops, withinMs }: { begins: Trail[]; hops: Hops; withinMs: number },
): Quickest[] {
  const found: Quickest[] = []
  let layer = begins
  for (let count = 1; count <= MOST_MAILS; count += 1) {
    const best = layer.filter(({ at }) => at < withinMs)
    if (best.length === 0) break
    found.push(quickestOf(graph, best, hops))
    layer = leastByNode(best.flatMap(trail => followers(trail, hops.next)))
  }
  return found
}

function leastByNode(trails: Trail[]): Trail[] {
  const kept = new Map<number, Trail>()
  for (const trail of trails) {
    const known = kept.get(trail.node)
    if (known === undefined || trail.at < known.at) kept.set(trail.node, trail)
  }
  return [...kept.values()]
}

function quickestOf(graph: PathGraph, trails: Trail[], { toEnd }: Hops): Quickest {
  const quickest = trails.reduce((best, trail) => (trail.at < best.at ? trail : best))
  const toEndMs = Math.min(...trails.map(({ node, at }) => at + (toEnd.get(node) ?? 0)))
  return { mails: mailsOf(graph, quickest), ms: quickest.at, toEndMs }
}

/** Later mails on the way may all be skipped. */
function shortestToEnd(graph: PathGraph, from: number): number {
  const least = new Map([[from, 0]])
  let end = Number.POSITIVE_INFINITY
  for (const [index, at] of least) {
    for (const { to, leastMs } of graph.nodes[index]?.ways ?? []) {
      if (to === null) end = Math.min(end, at + leastMs)
      else if (at + leastMs < (least.get(to) ?? Number.POSITIVE_INFINITY)) {
        least.delete(to)
        least.set(to, at + leastMs)
      }
    }
  }
  return end
}

function mailsOf(graph: PathGraph, last: Trail): PlannedMail[] {
  const mails: PlannedMail[] = []
  for (let trail: Trail | null = last; trail !== null; trail = trail.before) {
    const node = graph.nodes[trail.node]
    if (node?.step.kind !== 'send') continue
    mails.unshift({ workflow: node.workflow, step: node.step.id, template: node.step.template, at: trail.at })
  }
  return mails
}

function quickestByTemplate(graph: PathGraph, trails: Trail[]): Quickest[] {
  const quickest = new Map<string, Quickest>()
  for (const trail of trails) {
    const mails = mailsOf(graph, trail).slice(-1)
    const template = mails[0]?.template ?? ''
    const known = quickest.get(template)
    if (known === undefined || trail.at < known.ms) quickest.set(template, { mails, ms: trail.at, toEndMs: trail.at })
  }
  return [...quickest.values()].sort((a, b) => a.ms - b.ms)
}

function quickerOf(one: Quickest[], other: Quickest[]): Quickest[] {
  const longer = one.length >= other.length ? one : other
  return longer.map((_, index) => {
    const [a, b] = [one[index], other[index]]
    const quicker = a !== undefined && (b === undefined || a.ms <= b.ms) ? a : b
    if (quicker === undefined) throw new RangeError('no way has so many mails')
    const toEndMs = Math.min(a?.toEndMs ?? Number.POSITIVE_INFINITY, b?.toEndMs ?? Number.POSITIVE_INFINITY)
    return { ...quicker, toEndMs }
  })
}
