import type { Effect } from './decision.ts'

/** A call by a person of the default team, in the place of a first mail that does not leave in time. */
export function firstCall(because: string): Effect {
  return { kind: 'task', purpose: 'first-touch', team: null, because: `call this lead: ${because}`, dueWithinMs: null }
}
