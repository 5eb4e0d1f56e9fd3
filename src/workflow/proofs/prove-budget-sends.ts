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
  /** Templates that every way to so many mails uses. */
  sure: ReadonlySet<string>
}

/** What a workflow can do to one lead at the most, from its begin and from any of its mails on. */
export interface Sends {
  /** Place k - 1: k mails from the begin of the workflow. */
  fromBegin: Quickest[]
  /** The same from each of its mails on, which is at 0; `fromMail` is the quickest of them. */
  fromEachMail: Quickest[][]
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
  const trail = (node: number, at: number): Trail => ({
    node,
    at,
    before: null,
    sure: new Set([templateOf(graph, node)]),
  })
  const begins = [...first].map(([node, at]) => trail(node, at))
  const reachable = reach(begins, { graph, hops })
  const fromEachMail = [...reachable.keys()].map(node => walk({ graph, hops, withinMs }, [trail(node, 0)]))
  return {
    fromBegin: walk({ graph, hops, withinMs }, begins),
    fromEachMail,
    fromMail: fromEachMail.reduce(quickerOf, []),
    byTemplate: quickestByTemplate(graph, [...reachable.values()]),
  }
}

interface Walking {
  graph: PathGraph
  hops: Hops
  withinMs: number
}

/** A mail with the mails before it. */
interface Trail {
  node: number
  at: number
  before: Trail | null
  /** Templates of every trail with so many mails that ends here. */
  sure: ReadonlySet<string>
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
function reach(begins: Trail[], walking: Omit<Walking, 'withinMs'>): Map<number, Trail> {
  const quickest = new Map<number, Trail>()
  let open = begins
  while (open.length > 0) {
    const better = open.filter(({ node, at }) => at < (quickest.get(node)?.at ?? Number.POSITIVE_INFINITY))
    for (const trail of better) quickest.set(trail.node, trail)
    open = better.flatMap(trail => followers(trail, walking))
  }
  return quickest
}

function followers(trail: Trail, { graph, hops }: Omit<Walking, 'withinMs'>): Trail[] {
  return [...(hops.next.get(trail.node) ?? [])].map(([node, ms]) => ({
    node,
    at: trail.at + ms,
    before: trail,
    sure: new Set([...trail.sure, templateOf(graph, node)]),
  }))
}

/** Mail by mail: of all trails with k mails, only the quickest to each step can lead to the quickest with k + 1. */
function walk(walking: Walking, begins: Trail[]): Quickest[] {
  const found: Quickest[] = []
  let layer = begins
  for (let count = 1; count <= MOST_MAILS; count += 1) {
    layer = layer.filter(({ at }) => at < walking.withinMs)
    if (layer.length === 0) break
    found.push(quickestOf(walking, layer))
    layer = leastByNode(layer.flatMap(trail => followers(trail, walking)))
  }
  return found
}

function leastByNode(trails: Trail[]): Trail[] {
  const kept = new Map<number, Trail>()
  for (const trail of trails) {
    const known = kept.get(trail.node)
    const quicker = known === undefined || trail.at < known.at ? trail : known
    const sure = known === undefined ? trail.sure : trail.sure.intersection(known.sure)
    kept.set(trail.node, { ...quicker, sure })
  }
  return [...kept.values()]
}

function quickestOf({ graph, hops }: Walking, trails: Trail[]): Quickest {
  const quickest = trails.reduce((best, trail) => (trail.at < best.at ? trail : best))
  const toEndMs = Math.min(...trails.map(({ node, at }) => at + (hops.toEnd.get(node) ?? 0)))
  const sure = trails.reduce((common, trail) => common.intersection(trail.sure), new Set(quickest.sure))
  return { mails: mailsOf(graph, quickest), ms: quickest.at, toEndMs, sure }
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

function templateOf(graph: PathGraph, index: number): string {
  const step = graph.nodes[index]?.step
  return step?.kind === 'send' ? step.template : ''
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

/** Each with the whole way to it. */
function quickestByTemplate(graph: PathGraph, trails: Trail[]): Quickest[] {
  const quickest = new Map<string, Quickest>()
  for (const trail of trails) {
    const template = templateOf(graph, trail.node)
    const { at: ms } = trail
    if (ms < (quickest.get(template)?.ms ?? Number.POSITIVE_INFINITY))
      quickest.set(template, { mails: mailsOf(graph, trail), ms, toEndMs: ms, sure: new Set([template]) })
  }
  return [...quickest.values()].sort((a, b) => a.ms - b.ms)
}

function quickerOf(one: Quickest[], other: Quickest[]): Quickest[] {
  const [longer, shorter] = one.length >= other.length ? [one, other] : [other, one]
  return longer.map((a, index) => {
    const b = shorter[index]
    if (b === undefined) return a
    const toEndMs = Math.min(a.toEndMs, b.toEndMs)
    return { ...(b.ms < a.ms ? b : a), toEndMs, sure: a.sure.intersection(b.sure) }
  })
}
