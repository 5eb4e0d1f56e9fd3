import { fieldsRead } from '../conditions/conditions.ts'
import {
  placeOf,
  problemsOf,
  readWorkflow,
  type WorkflowReading,
  type WorkflowText,
} from '../language/read-workflow.ts'
import { byPlace } from '../language/report.ts'
import type { Problem } from '../problem.ts'
import type { Program } from '../program.ts'
import { reportAttributes } from './check-attributes.ts'
import { reportMails } from './check-mails.ts'
import { reportReferences, unusedTemplates } from './check-references.ts'
import { reportRouting } from './check-routing.ts'
import { reportStarts } from './check-starts.ts'
import { reportTiming } from './check-timing.ts'
import type { TemplateInfo, WorkflowSurroundings } from './surroundings.ts'

export type { TemplateInfo }

export interface CheckInput extends WorkflowSurroundings {
  workflows: WorkflowText[]
}

const FIRST_TOUCH_MS = 24 * 3_600_000

/** Reads all files and judges them together. `programs` are those of files without an error; problems come by file and line. */
export function checkWorkflows({ workflows, ...surroundings }: CheckInput): {
  programs: Program[]
  problems: Problem[]
} {
  const readings = workflows.map(readWorkflow)
  for (const reading of readings) {
    reportReferences(reading, surroundings)
    reportTiming(reading, {
      firstTouchMs: surroundings.firstTouchMs ?? FIRST_TOUCH_MS,
      quietHours: surroundings.quietHours ?? null,
    })
    reportMails(reading, surroundings.limits ?? null)
  }
  reportAttributes(readings)
  reportStarts(readings)
  reportRouting(readings)
  if (surroundings.hasScoring === false) reportScores(readings)
  const judged = readings.map(reading => ({ program: reading.program, problems: problemsOf(reading) }))
  return {
    programs: judged.flatMap(({ program, problems }) =>
      program !== null && problems.every(problem => problem.severity === 'warning') ? [program] : [],
    ),
    problems: [
      ...judged.flatMap(({ problems }) => problems),
      ...unusedTemplates(readings, surroundings.templates),
    ].sort(byPlace),
  }
}

/** Without rules and without `score` steps every lead has 0 points for ever. */
function reportScores(readings: WorkflowReading[]): void {
  const scored = readings.some(({ program }) => Object.values(program?.steps ?? {}).some(step => step.kind === 'score'))
  if (scored) return
  for (const { program, report, places } of readings) {
    if (program === null) continue
    if (readsScore(program.for.if)) report.add('score-without-rules', places.for, SCORE_WORDS)
    for (const step of Object.values(program.steps)) {
      const asked = [step.if, ...(step.kind === 'choose' ? step.arms.map(arm => arm.if) : [])]
      if (asked.some(readsScore)) report.add('score-without-rules', placeOf(places, step.id), SCORE_WORDS)
    }
  }
}

const SCORE_WORDS = {
  message: 'the condition reads `lead.score`, but nothing ever gives points',
  hint: 'Add `scoring` rules to `tend.yaml`, or a `score` step.',
}

function readsScore(condition: string | null): boolean {
  return condition !== null && fieldsRead(condition).includes('lead.score')
}
