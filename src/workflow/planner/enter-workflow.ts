import type { Enrollment } from '../../domain/enrollment.ts'
import type { Program } from '../program.ts'

/** What becomes of an inquiry that a workflow matches. */
export type Entry =
  /** Starts at once. `replaces` ends first, when there is one. */
  | { kind: 'start'; replaces: Enrollment | null }
  /** Takes the one waiting place behind the running enrollment; `drops` gives it up. */
  | { kind: 'wait'; behind: Enrollment; drops: Enrollment | null }
  /** The same workflow runs already: the inquiry is an event of it. */
  | { kind: 'join'; enrollment: Enrollment }
  | { kind: 'refuse'; because: string }

/**
 * Whether a lead enters a workflow because of an inquiry about `offer`: `again` first, then rank, since a lead is in one
 * workflow at a time. Pure.
 */
export function enterWorkflow(program: Program, offer: string, enrollments: Enrollment[], now: number): Entry {
  const own = enrollments.filter(past => isSameWorkflow(program, past) && countsFor(program, offer, past))
  const running = own.find(isRunning)
  if (running && program.again.kind !== 'always') return { kind: 'join', enrollment: running }
  const refused = refusal(program, own, now)
  if (refused !== null) return { kind: 'refuse', because: refused }
  return place(program, enrollments)
}

function place(program: Program, enrollments: Enrollment[]): Entry {
  const active = enrollments.find(enrollment => enrollment.status === 'active')
  if (active === undefined) return { kind: 'start', replaces: null }
  if (program.rank > active.rank) return { kind: 'start', replaces: active }
  const waiting = enrollments.find(enrollment => enrollment.status === 'waiting') ?? null
  return { kind: 'wait', behind: active, drops: waiting }
}

function isSameWorkflow(program: Program, past: Enrollment): boolean {
  return past.workflowId === program.workflow || program.formerly.includes(past.workflowId)
}

function countsFor(program: Program, offer: string, past: Enrollment): boolean {
  return program.again.kind === 'never' || past.offer === offer
}

function isRunning(enrollment: Enrollment): boolean {
  return enrollment.status === 'active' || enrollment.status === 'waiting'
}

function refusal(program: Program, own: Enrollment[], now: number): string | null {
  if (own.length === 0) return null
  switch (program.again.kind) {
    case 'always':
      return null
    case 'never':
      return 'this lead went through the workflow before, and it runs once in a life (again: never)'
    case 'per offer':
      return 'this lead went through the workflow for this offer before (again: per offer)'
    case 'after': {
      const lastEnd = Math.max(...own.map(past => past.endedAt ?? now))
      return lastEnd + program.again.ms > now ? 'too soon after the last time (again: after …)' : null
    }
  }
}
