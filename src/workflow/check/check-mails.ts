import type { Limits } from '../../domain/settings.ts'
import { present } from '../../domain/text/present.ts'
import { describeDuration, nominalMs } from '../../domain/time/duration.ts'
import { placeOf, type WorkflowReading } from '../language/read-workflow.ts'
import type { Program, Step, StepOf } from '../program.ts'
import { stepsInOrder, waysOn } from '../step-ways.ts'
import { longestMs } from './longest-wait.ts'

/** Reports mails that can never leave: a lead has them already, or the gap between two mails outlasts them. */
export function reportMails(reading: WorkflowReading, limits: Pick<Limits, 'gapMs'> | null): void {
  const { program } = reading
  if (program === null) return
  if (program.again.kind !== 'always') reportRepeats(reading, program)
  if (limits !== null) reportStarved(reading, program, limits.gapMs)
}

function reportRepeats({ report, places }: WorkflowReading, program: Program): void {
  const templates = new Map<string, StepOf<'send'>[]>()
  for (const send of sendsOf(program)) templates.set(send.template, [...(templates.get(send.template) ?? []), send])
  for (const [template, sends] of templates) {
    const first = sends.length < 2 ? null : reachedWithout(program, template)
    for (const send of sends) {
      if (first === null || first.has(send.id)) continue
      report.add('repeated-template', placeOf(places, send.id), {
        message: `everybody who comes here has got \`${template}\` already, so it is skipped`,
        hint: 'Write another template, or allow it with `again: always`.',
      })
    }
  }
}

/** Ids of the steps that a lead can come to without having got the template. */
function reachedWithout(program: Program, template: string): Set<string | null> {
  const reached = new Set([program.entry])
  for (const step of stepsInOrder(program)) {
    if (!reached.has(step.id)) continue
    if (step.kind === 'send' && step.template === template && step.if === null) continue
    for (const { to } of waysOn(step)) reached.add(to)
  }
  return reached
}

function reportStarved({ report, places }: WorkflowReading, program: Program, gapMs: number): void {
  const quiet = longestSilences(program)
  for (const send of sendsOf(program)) {
    const silence = quiet.get(send.id) ?? Number.POSITIVE_INFINITY
    if (silence + nominalMs(send.expires) >= gapMs) continue
    report.add('starved-mail', placeOf(places, send.id), {
      message: `the gap of ${describeDuration(gapMs)} between two mails outlasts it: it comes ${silence === 0 ? 'right' : describeDuration(silence)} after the one before and expires after ${describeDuration(send.expires)}`,
      hint: 'Wait longer before it, or give it a longer `expires`.',
    })
  }
}

/** Time since the mail before, at the longest, when a lead comes to a step; Infinity where there may be none. */
function longestSilences(program: Program): Map<string | null, number> {
  const silences = new Map([[program.entry, Number.POSITIVE_INFINITY]])
  for (const step of stepsInOrder(program)) {
    const after = silenceAfter(step, present(silences.get(step.id), 'a step that was come to'))
    for (const { to } of waysOn(step)) silences.set(to, Math.max(after, silences.get(to) ?? 0))
  }
  return silences
}

function silenceAfter(step: Step, before: number): number {
  if (step.kind === 'send' && step.if === null) return 0
  return before + longestMs(step)
}

function sendsOf(program: Program): StepOf<'send'>[] {
  return Object.values(program.steps).filter(step => step.kind === 'send')
}
