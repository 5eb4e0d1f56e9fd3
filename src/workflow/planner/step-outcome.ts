import type { Enrollment } from '../../domain/enrollment.ts'
import type { NewEvent } from '../../domain/event.ts'
import type { ConditionContext } from '../conditions/conditions.ts'
import type { Program } from '../program.ts'
import type { Effect, Facts } from './decision.ts'

/** What one step sees when it is its turn. */
export interface StepContext {
  program: Program
  enrollment: Enrollment
  facts: Facts
  now: number
  condition: ConditionContext
}

interface Said {
  /** A person's task took the place of the first mail. */
  firstTouch?: boolean
  effects?: Effect[]
  events?: NewEvent[]
}

/** What one step may answer: a closed set, so that the planner needs to know no step kind. */
export type Outcome = Said &
  (
    | {
        kind: 'go on'
        /** Waits after it count from here. */
        completedAt: number
        /** Step to go to when it is not the next one. */
        to?: string | null
        arm?: string
      }
    /** Null: until a signal comes. */
    | { kind: 'wait'; until: number | null }
    /** The step itself is asked again at `until`; with `arrivesAt` it counts as reached only then. */
    | { kind: 'put off'; until: number; arrivesAt?: number }
    | { kind: 'mail' }
    | { kind: 'end'; status: 'finished' | 'stopped'; because: string }
  )
