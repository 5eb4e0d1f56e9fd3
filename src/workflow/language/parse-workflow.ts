import { reportAttributes } from '../check/check-attributes.ts'
import type { Problem } from '../problem.ts'
import type { Program } from '../program.ts'
import { problemsOf, readWorkflow, type WorkflowText } from './read-workflow.ts'

export type { WorkflowText }

/**
 * Reads one workflow file: the program when it has no error, and all its problems at once, in the order of the file.
 * Never throws. What concerns other files (teams, templates, other workflows) is `checkWorkflows`' to say; attributes
 * that only other files set are unknown here.
 */
export function parseWorkflow(input: WorkflowText): { program: Program | null; problems: Problem[] } {
  const reading = readWorkflow(input)
  reportAttributes([reading])
  const problems = problemsOf(reading)
  const sound = problems.every(problem => problem.severity === 'warning')
  return { program: sound ? reading.program : null, problems }
}
