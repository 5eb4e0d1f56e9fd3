import type { QuietHours } from '../../domain/settings.ts'
import { describeDuration } from '../../domain/time/duration.ts'
import { liesInside } from '../language/hours.ts'
import { placeOf, type WorkflowReading } from '../language/read-workflow.ts'
import type { Program, Step } from '../program.ts'
import { waysOn } from '../step-ways.ts'
import { startsByItself } from './check-routing.ts'
import { longestMs } from './longest-wait.ts'

interface Promises {
  firstTouchMs: number
  quietHours: QuietHours | null
}

/** Reports a first touch that comes too late or never, times that never come, and mail for `DNC`. */
export function reportTiming(reading: WorkflowReading, promises: Promises): void {
  const { program, report, places } = reading
  if (program === null) return
  // Who comes by a `start` only had a first touch in another workflow.
  if (startsByItself(program.for)) reportFirstTouch(reading, program, promises.firstTouchMs)
  if (promises.quietHours) reportQuietHours(reading, program, promises.quietHours)
  reportSkippedHours(reading, program)
  const dnc = places.actions.find(({ name }) => name.toLowerCase() === 'dnc')
  if (dnc && stepsOf(program).some(step => step.kind === 'send')) {
    report.add('do-not-contact-action', dnc.offset, {
      message: 'a `DNC` inquiry never gets mail, so no `send` here runs for it',
      hint: 'Take `DNC` out of `action`.',
    })
  }
}

interface FirstTouch {
  /** Waits before it at the longest. */
  ms: number
  step: string
}

/**
 * The first mail or call of the slowest way through the program that comes to one; a step with a condition counts as done.
 * What another workflow does counts from the `start` of it.
 */
function slowestFirstTouch(program: Program): FirstTouch | null {
  const known = new Map<string, FirstTouch | null>()
  const from = (id: string | null): FirstTouch | null => {
    const step = id === null ? undefined : program.steps[id]
    if (!step) return null
    if (!known.has(step.id)) known.set(step.id, firstTouchFrom(step, from))
    return known.get(step.id) ?? null
  }
  return from(program.entry)
}

function firstTouchFrom(step: Step, from: (id: string | null) => FirstTouch | null): FirstTouch | null {
  if (step.kind === 'send' || step.kind === 'task' || step.kind === 'start') return { ms: 0, step: step.id }
  const after = slowest(waysOn(step).map(({ to }) => from(to)))
  return after && { ...after, ms: after.ms + longestMs(step) }
}

function slowest(ways: (FirstTouch | null)[]): FirstTouch | null {
  return ways.reduce((one, other) => (other && (!one || other.ms > one.ms) ? other : one), null)
}

function reportFirstTouch({ report, places }: WorkflowReading, program: Program, promisedMs: number): void {
  const touch = slowestFirstTouch(program)
  const promised = `promised within ${describeDuration(promisedMs)}`
  const hint = 'Put a `send` before the waits.'
  if (touch && touch.ms > promisedMs) {
    const what = program.steps[touch.step]?.kind === 'send' ? 'mail' : 'touch'
    const late = Number.isFinite(touch.ms)
      ? `can leave as late as ${describeDuration(touch.ms)} after the inquiry`
      : 'waits for a date or a signal'
    report.add('late-first-touch', placeOf(places, touch.step), {
      message: `the first ${what} ${late}, ${promised}`,
      hint,
    })
  }
  if (touch === null && !stepsOf(program).some(step => step.kind === 'escalate')) {
    report.add('late-first-touch', Math.min(...Object.values(places.steps)), {
      message: `the workflow neither writes to the lead nor hands it over; a first touch is ${promised}`,
      hint: 'Add a `send` or an `escalate`.',
    })
  }
}

function reportQuietHours({ report, places }: WorkflowReading, program: Program, quiet: QuietHours): void {
  const words = {
    message: `these hours lie inside the quiet hours (${quiet.from} to ${quiet.to}), so no mail could leave`,
    hint: 'Open them outside the quiet hours of `tend.yaml`.',
  }
  if (program.hours && liesInside(program.hours, quiet)) report.add('never-open', places.hours, words)
  for (const step of stepsOf(program)) {
    if (step.kind !== 'send' || step.hours === null || step.hours === 'any') continue
    if (liesInside(step.hours, quiet)) report.add('never-open', placeOf(places, step.id), words)
  }
}

/** Clocks go forward at 2:00 in most of Europe, America and Australia, at 1:00 in Britain, Ireland and Portugal. */
function reportSkippedHours({ report, places }: WorkflowReading, program: Program): void {
  for (const step of stepsOf(program)) {
    if (step.kind !== 'wait' || step.time.kind !== 'clock' || !/^0[12]:/.test(step.time.time)) continue
    report.add('skipped-hour', placeOf(places, step.id), {
      message: `${step.time.time} does not exist on the day when clocks go forward: the wait then ends an hour later by the clock`,
      hint: 'Choose a time before 01:00 or from 03:00 on.',
    })
  }
}

function stepsOf(program: Program): Step[] {
  return Object.values(program.steps)
}
