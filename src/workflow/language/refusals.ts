import type { z } from 'zod'
import type { ProblemName } from './problem-codes.ts'

/** What a schema says, through `refuse`, about a value it does not take. */
export interface Refusal {
  problem: ProblemName
  message: string
  hint: string
  /** Character of the text at which it is wrong. */
  at?: number
}

/** What is said about a value that is taken all the same. */
export interface Remark extends Refusal {
  path?: PropertyKey[]
}

/** Adds a problem of ours to a zod check or transform; the value is refused. */
export function refuse(ctx: z.core.$RefinementCtx, refusal: Refusal, path: PropertyKey[] = []): void {
  ctx.addIssue({ code: 'custom', message: refusal.message, params: { refusal }, path })
}

/** What `refuse` said; null for an issue of a schema's own. */
export function refusalOf(issue: z.core.$ZodIssue): Refusal | null {
  // A schema's own check gives no refusal, only its message.
  return issue.code === 'custom' ? ((issue.params?.refusal as Refusal | undefined) ?? null) : null
}
