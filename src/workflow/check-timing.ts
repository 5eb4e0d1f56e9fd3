import { describeDuration, nominalMs, type WaitTime } from '../domain/duration.ts'
import type { QuietHours } from '../domain/settings.ts'
import { liesInside } from './hours.ts'
import type { Program, Step } from './program.ts'
import type { WorkflowReading } from './read-workflow.ts'

interface Promises {
  firstTouchMs: number
  quietHours: QuietHours | null
}

/** Reports a first mail that comes too late or never, hours that never meet the quiet hours, and mail for `DNC`. */
export function reportTiming(reading: WorkflowReading, promises: Promises): void {
  const { program, report, places } = reading
  if (program === null) return
  reportFirstTouch(reading, program, promises.firstTouchMs)
  if (promises.quietHours) reportQuietHours(reading, program, promises.quietHours)
  const dnc = places.actions.find(({ name }) => name.toLowerCase() === 'dnc')
  if (dnc && stepsOf(program).some(step => step.kind === 'send')) {
    report.add('do-not-contact-action', dnc.offset, {
      message: 'a `DNC` inquiry never gets mail, so no `send` here runs for it',
      hint: 'Take `DNC` out of `action`.',
    })
  }
}

interface FirstMail {
  /** Waits before it at the longest, a working week counted with its weekend. */
  ms: number
  step: string
}

/** The first mail of the slowest way through the program that reaches one; a mail with a condition counts as sent. */
function slowestFirstMail(program: Program): FirstMail | null {
  const known = new Map<string, FirstMail | null>()
  const from = (id: string | null): FirstMail | null => {
    const step = id === null ? undefined : program.steps[id]
    if (!step) return null
    if (!known.has(step.id)) known.set(step.id, firstMailFrom(step, from))
    return known.get(step.id) ?? null
  }
  return from(program.entry)
}

function firstMailFrom(step: Step, from: (id: string | null) => FirstMail | null): FirstMail | null {
  if (step.kind === 'send') return { ms: 0, step: step.id }
  if (step.kind === 'choose') return slowest(waysOn(step).map(from))
  const after = from(step.next)
  return after && step.kind === 'wait' ? { ...after, ms: after.ms + longestMs(step.time) } : after
}

function waysOn(step: Extract<Step, { kind: 'choose' }>): (string | null)[] {
  const taken = step.arms.map(arm => arm.to ?? step.next)
  const decided = step.if === null && step.arms.at(-1)?.name === 'otherwise'
  return decided ? taken : [...taken, step.next]
}

function slowest(ways: (FirstMail | null)[]): FirstMail | null {
  return ways.reduce((one, other) => (other && (!one || other.ms > one.ms) ? other : one), null)
}

function longestMs(time: WaitTime): number {
  const weekends = time.kind === 'business days' ? Math.ceil(time.days / 5) : 0
  return nominalMs(time) + weekends * 2 * 86_400_000
}

function reportFirstTouch({ report, places }: WorkflowReading, program: Program, promisedMs: number): void {
  const mail = slowestFirstMail(program)
  const promised = `promised within ${describeDuration(promisedMs)}`
  const hint = 'Put a `send` before the waits.'
  if (mail && mail.ms > promisedMs) {
    const message = `the first mail can leave as late as ${describeDuration(mail.ms)} after the inquiry, ${promised}`
    report.add('late-first-touch', places.steps[mail.step] ?? 0, { message, hint })
  }
  if (mail === null && !stepsOf(program).some(step => step.kind === 'escalate')) {
    report.add('late-first-touch', places.steps[program.entry ?? ''] ?? 0, {
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
    if (liesInside(step.hours, quiet)) report.add('never-open', places.steps[step.id] ?? 0, words)
  }
}

function stepsOf(program: Program): Step[] {
  return Object.values(program.steps)
}
