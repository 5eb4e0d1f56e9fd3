import { present } from '../../domain/text/present.ts'
import { describeDuration } from '../../domain/time/duration.ts'
import { DAY_MS } from '../../domain/time/units.ts'
import { hintFor } from '../language/nearest.ts'
import { placeOf, type WorkflowReading } from '../language/read-workflow.ts'
import type { Program, StepOf } from '../program.ts'
import { stepsInOrder, waysOn } from '../step-ways.ts'
import { shortestMs } from './longest-wait.ts'

/** Reports `start` steps that name no workflow, and rings of them through which a lead could run in less than a day. */
export function reportStarts(readings: WorkflowReading[]): void {
  const ids = readings.map(reading => reading.id)
  for (const { references, report } of readings) {
    for (const { kind, name, offset } of references) {
      if (kind !== 'workflow' || ids.includes(name)) continue
      report.add('unknown-workflow', offset, {
        message: `there is no workflow \`${name.slice(0, 60)}\``,
        hint: hintFor(name, ids),
      })
    }
  }
  reportRings(readings)
}

interface Handover {
  from: string
  to: string
  /** The least time from entering the one to entering the other. */
  ms: number
  reading: WorkflowReading
  step: string
}

function reportRings(readings: WorkflowReading[]): void {
  const handovers = readings.flatMap(handoversOf)
  const back = shortestTimes(handovers)
  for (const { from, to, ms, reading, step } of handovers) {
    const around = from === to ? ms : ms + (back.get(to)?.get(from) ?? Number.POSITIVE_INFINITY)
    if (around >= DAY_MS) continue
    const through = from === to ? 'itself' : `\`${to}\`, which leads back to \`${from}\``
    reading.report.add('start-ring', placeOf(reading.places, step), {
      message: `this starts ${through}, ${around === 0 ? 'without any wait' : `after ${describeDuration(around)}`} on the shortest way`,
      hint: 'Put a `wait` of a day or more in between, where no condition skips it.',
    })
  }
}

/** The `start` steps that a lead can come to, each with the least time to it. */
function handoversOf(reading: WorkflowReading): Handover[] {
  const { program } = reading
  if (program === null) return []
  const times = leastTimes(program)
  const starts = Object.values(program.steps).filter((step): step is StepOf<'start'> => step.kind === 'start')
  return starts.flatMap(({ id, workflow }) => {
    const ms = times.get(id)
    return ms === undefined ? [] : [{ from: program.workflow, to: workflow, ms, reading, step: id }]
  })
}

/** Least time from the begin to each step. */
function leastTimes(program: Program): Map<string | null, number> {
  const times = new Map([[program.entry, 0]])
  for (const step of stepsInOrder(program)) {
    const at = present(times.get(step.id), 'a step that was come to')
    for (const { to } of waysOn(step)) {
      const reached = at + shortestMs(step)
      times.set(to, Math.min(reached, times.get(to) ?? Number.POSITIVE_INFINITY))
    }
  }
  return times
}

/** Least time between any two workflows (Floyd and Warshall). */
function shortestTimes(handovers: Handover[]): Map<string, Map<string, number>> {
  const times = new Map<string, Map<string, number>>()
  const note = (from: string, to: string, ms: number) => {
    const row = times.get(from) ?? new Map<string, number>()
    times.set(from, row)
    row.set(to, Math.min(ms, row.get(to) ?? Number.POSITIVE_INFINITY))
  }
  for (const { from, to, ms } of handovers) note(from, to, ms)
  for (const [via, onward] of times) {
    for (const [from, row] of times) {
      const first = row.get(via)
      if (first === undefined) continue
      for (const [to, second] of onward) note(from, to, first + second)
    }
  }
  return times
}
