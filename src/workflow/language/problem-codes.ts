import { FORM_PROBLEMS } from './form-problems.ts'
import { MEANING_PROBLEMS } from './meaning-problems.ts'

/** Every problem that a workflow file can have. A code, once published, keeps its meaning and is never used again. */
export const PROBLEM_KINDS = { ...FORM_PROBLEMS, ...MEANING_PROBLEMS } as const

export type ProblemName = keyof typeof PROBLEM_KINDS
