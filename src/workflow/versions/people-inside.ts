import { present } from '../../domain/text/present.ts'
import { nominalMs, type WaitTime } from '../../domain/time/duration.ts'
import { DAY_MS, HOUR_MS } from '../../domain/time/units.ts'
import { describeStep } from '../describe-step.ts'
import type { Program, Step, WaitUntil } from '../program.ts'
import { stepsFrom, waysOn } from './step-graph.ts'

/** People of one version who stand at one step. */
export interface PeopleAtStep {
  /** Null: behind another workflow, before the first step. */
  step: string | null
  count: number
}

/** What becomes of them. */
export interface Outlook extends PeopleAtStep {
  words: string
  /** Where a map takes them, in reading order; empty: nowhere. */
  moves: Move[]
  /** True when at least one way leads to the end without a move. */
  mayStay: boolean
  /** What may still come in their own version: before they move, or until its end. */
  still: StillToCome[]
}

export interface Move {
  /** Step of the old version that would have come. */
  old: string
  /** Step of the new version that comes in its place. */
  new: string
  /** Longest way from now on to this step boundary; null when it may take for ever. */
  withinMs: number | null
}

export interface StillToCome {
  step: string
  words: string
  /** False for what only some of them get: a condition or a branch decides. */
  certain: boolean
}

/** Where people at a step of this version go on, with a map or (`{}`) without one. Pure. */
export function outlookOf(program: Program, people: PeopleAtStep, steps: Record<string, string>): Outlook {
  const at = people.step === null ? undefined : program.steps[people.step]
  const ways = boundariesAfter(program, at, steps)
  const order = Object.keys(program.steps)
  return {
    ...people,
    words: at === undefined ? 'waits for its turn behind another workflow' : describeStep(at),
    moves: Object.entries(steps)
      .flatMap(([old, target]) => moveOf(old, target, ways.moves.get(old)))
      .toSorted((a, b) => order.indexOf(a.old) - order.indexOf(b.old)),
    mayStay: ways.mayEnd,
    still: stillToCome(program, at, ways),
  }
}

function moveOf(old: string, target: string, ms: number | undefined): Move[] {
  return ms === undefined ? [] : [{ old, new: target, withinMs: Number.isFinite(ms) ? ms : null }]
}

interface Boundaries {
  /** Old step at which a map takes over, to the longest time until then. */
  moves: Map<string, number>
  /** True when the end can be reached without one. */
  mayEnd: boolean
  /** Steps that can run before. */
  runs: Set<string>
}

/** Who waits for a turn begins at the first step, which no map names: a boundary lies between two steps. */
function boundariesAfter(program: Program, at: Step | undefined, steps: Record<string, string>): Boundaries {
  const known = new Map<string, Boundaries>()
  const after = (step: Step): Boundaries => {
    const found = known.get(step.id) ?? join(step)
    known.set(step.id, found)
    return found
  }
  const join = (step: Step): Boundaries => {
    const joined: Boundaries = { moves: new Map(), mayEnd: false, runs: new Set() }
    for (const way of waysOn(step)) follow(joined, way, longestMs(step))
    return joined
  }
  const follow = (joined: Boundaries, way: string | null, ms: number): void => {
    const next = way === null ? undefined : program.steps[way]
    if (next === undefined) joined.mayEnd = true
    else if (Object.hasOwn(steps, next.id)) keepLongest(joined, next.id, ms)
    else take(joined, next.id, { from: after(next), ms })
  }
  if (at !== undefined) return after(at)
  const first = program.entry === null ? undefined : program.steps[program.entry]
  if (first === undefined) return { moves: new Map(), mayEnd: true, runs: new Set() }
  const begun: Boundaries = { moves: new Map(), mayEnd: false, runs: new Set() }
  take(begun, first.id, { from: after(first), ms: Number.POSITIVE_INFINITY })
  return begun
}

function take(joined: Boundaries, id: string, { from, ms }: { from: Boundaries; ms: number }): void {
  joined.runs.add(id)
  for (const run of from.runs) joined.runs.add(run)
  for (const [old, more] of from.moves) keepLongest(joined, old, ms + more)
  joined.mayEnd ||= from.mayEnd
}

function keepLongest(joined: Boundaries, old: string, ms: number): void {
  joined.moves.set(old, Math.max(joined.moves.get(old) ?? 0, ms))
}

function stillToCome(program: Program, at: Step | undefined, ways: Boundaries): StillToCome[] {
  const certain = certainAfter(program, at)
  return Object.values(program.steps)
    .filter(step => ways.runs.has(step.id) && step.kind !== 'choose' && step.kind !== 'split')
    .map(step => ({ step: step.id, words: describeStep(step), certain: certain.has(step.id) && step.if === null }))
}

/** Steps that lie on every way to the end. */
function certainAfter(program: Program, at: Step | undefined): Set<string> {
  const certain = new Set<string>()
  let open: (string | null)[] = at === undefined ? [program.entry] : waysOn(at)
  for (let guard = 0; guard <= Object.keys(program.steps).length && open.length > 0; guard += 1) {
    const meeting = meetingPoint(program, open)
    if (meeting === null) break
    certain.add(meeting)
    open = waysOn(present(program.steps[meeting], `step \`${meeting}\``))
  }
  return certain
}

/** The first step that all ways pass; null when one of them ends before. */
function meetingPoint(program: Program, ways: (string | null)[]): string | null {
  if (ways.includes(null)) return null
  const passed = ways.map(way => stepsFrom(program, way))
  const order = Object.keys(program.steps).filter(id => passed.every(steps => steps.has(id)))
  return order.find(id => ways.every(way => way === id || !endsBefore(program, way, id))) ?? null
}

/** True when some way from here ends without passing the step. */
function endsBefore(program: Program, from: string | null, meeting: string): boolean {
  const seen = new Set<string>()
  const open = [from]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === meeting || (at !== null && seen.has(at))) continue
    const step = at === null ? undefined : program.steps[at]
    if (step === undefined) return true
    seen.add(step.id)
    open.push(...waysOn(step))
  }
  return false
}

/**
 * How long a step may take, a working week with its weekend and a day with the hour that a clock change adds. Opening hours,
 * holidays, budget and pauses, which move everything, are left out.
 */
function longestMs(step: Step): number {
  if (step.kind === 'wait') return waitMs(step.time)
  if (step.kind !== 'wait-for') return 0
  return step.upTo === null ? Number.POSITIVE_INFINITY : waitMs(step.upTo)
}

function waitMs(time: WaitTime | WaitUntil): number {
  switch (time.kind) {
    case 'date':
      return Number.POSITIVE_INFINITY
    case 'clock':
      return (time.days.length === 7 ? DAY_MS : 7 * DAY_MS) + HOUR_MS
    case 'business days':
      return nominalMs(time) + (Math.ceil(time.days / 5) + 1) * 2 * DAY_MS + HOUR_MS
    case 'days':
      return nominalMs(time) + HOUR_MS
    case 'elapsed':
      return time.ms
  }
}
