import type { Settings } from '../../domain/settings.ts'
import type { Program, Step, StepOf } from '../program.ts'
import { type Span, spanOf } from './paths-times.ts'

/** One way on from a step, with the time that the step takes on it. `to` is a place among the nodes; null is the end. */
export interface Way extends Span {
  to: number | null
}

export interface PathNode {
  workflow: string
  step: Step
  ways: Way[]
}

/** Every path through all workflows: each branch may be taken, each `if` may be true or false, each signal may come. */
export interface PathGraph {
  nodes: PathNode[]
  /** First step of each workflow, by id; null for one without steps. */
  entries: Map<string, number | null>
}

/** All paths, `start` leading on into the other workflow. Waits are taken over all zones and moments from `now` on. */
export function pathsThrough(programs: Program[], settings: Settings, now: number): PathGraph {
  const places = new Map<string, number>()
  const listed = programs.flatMap(program => Object.values(program.steps).map(step => ({ program, step })))
  listed.forEach(({ program, step }, index) => {
    places.set(nameOf(program.workflow, step.id), index)
  })
  const placeOf = (workflow: string, id: string | null) =>
    id === null ? null : (places.get(nameOf(workflow, id)) ?? null)
  const entries = new Map(programs.map(({ workflow, entry }) => [workflow, placeOf(workflow, entry)]))
  const spans = rememberSpans(settings, now)
  const nodes = listed.map(({ program: { workflow }, step }) => {
    const ways = waysOn(step, spans).map(way => ({
      leastMs: way.leastMs,
      mostMs: way.mostMs,
      to: way.starts === undefined ? placeOf(workflow, way.to) : (entries.get(way.starts) ?? null),
    }))
    return { workflow, step, ways }
  })
  return { nodes, entries }
}

/** Working days are counted through a calendar, so each length is asked for once. */
function rememberSpans(settings: Settings, now: number): SpanOf {
  const known = new Map<string, Span>()
  return time => {
    const name = JSON.stringify(time)
    const span = known.get(name) ?? spanOf(time, settings, now)
    known.set(name, span)
    return span
  }
}

interface StepWay extends Span {
  /** Step id in the same workflow. */
  to: string | null
  /** Goes on at the begin of another workflow. */
  starts?: string
}

type SpanOf = (time: Parameters<typeof spanOf>[0]) => Span

const NO_TIME: Span = { leastMs: 0, mostMs: 0 }

function waysOn(step: Step, span: SpanOf): StepWay[] {
  const ways = waysWhenRun(step, span)
  return step.if === null || step.kind === 'send' ? ways : [...ways, { to: step.next, ...NO_TIME }]
}

function waysWhenRun(step: Step, span: SpanOf): StepWay[] {
  switch (step.kind) {
    case 'wait':
      return [{ to: step.next, ...span(step.time) }]
    case 'wait-for':
      return waysOfWaitFor(step, span)
    case 'choose':
      return [...step.arms.map(({ to }) => to ?? step.next), ...afterNoArm(step)].map(to => ({ to, ...NO_TIME }))
    case 'split':
      return step.arms.map(({ to }) => ({ to: to ?? step.next, ...NO_TIME }))
    case 'finish':
      return [{ to: null, ...NO_TIME }]
    case 'start':
      // The other workflow may refuse, by its `again`.
      return [
        { to: null, starts: step.workflow, ...NO_TIME },
        { to: null, ...NO_TIME },
      ]
    default:
      return [{ to: step.next, ...NO_TIME }]
  }
}

/** The signal may come at once or at the last moment. */
function waysOfWaitFor({ upTo, then, otherwise, next }: StepOf<'wait-for'>, span: SpanOf): StepWay[] {
  const patience = upTo === null ? { leastMs: 0, mostMs: Number.POSITIVE_INFINITY } : span(upTo)
  const heard = { to: then ?? next, leastMs: 0, mostMs: patience.mostMs }
  return upTo === null ? [heard] : [heard, { to: otherwise ?? next, ...patience }]
}

function afterNoArm(step: StepOf<'choose'>): (string | null)[] {
  return step.arms.some(arm => arm.if === null) ? [] : [step.next]
}

function nameOf(workflow: string, step: string): string {
  return `${workflow} ${step}`
}
