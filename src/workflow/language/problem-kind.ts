import type { Problem } from '../problem.ts'

export interface ProblemKind {
  code: `TEND-W${number}`
  severity: Problem['severity']
  /** What is wrong, in a few words. */
  title: string
  /** Why it matters and what to do, in one line. */
  explanation: string
}
