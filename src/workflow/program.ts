import type { WaitTime } from '../domain/duration.ts'
import type { OpeningHours } from '../domain/opening-hours.ts'

/**
 * A workflow file, checked and flattened: steps by id, each with the id of the step that follows it, so that
 * a position is one id and a branch is a jump. Plain data: it survives JSON.
 */
export interface Program {
  workflow: string
  title: string
  for: Matcher
  again: Again
  rank: number
  stopOn: string[]
  hours: OpeningHours | null
  formerly: string[]
  /** Null for a workflow without steps. */
  entry: string | null
  steps: Record<string, Step>
}

/**
 * Whom a workflow is for. An empty list matches everything: no `actions` means every code, the documented ones,
 * unknown ones and none at all alike.
 */
export interface Matcher {
  /** Action codes in their documented spelling, or `unknown`. */
  actions: string[]
  sources: string[]
  /** Globs over `publisher.offer`; only `*` matches an unknown offer. */
  offers: string[]
  /** CEL, or null. */
  if: string | null
}

export type Again =
  | { kind: 'never' }
  | { kind: 'per offer' }
  | { kind: 'always' }
  /** Counts from the last end. */
  | { kind: 'after'; ms: number }

export type { WaitTime }

export interface StepBase {
  id: string
  /** Step to go on with; null ends the workflow. */
  next: string | null
  /** CEL that must be true for the step, and all inside it, to run; null: always. */
  if: string | null
  note: string | null
  /** Where it stands in the file, for messages. */
  line: number
}

export interface SendStep extends StepBase {
  kind: 'send'
  template: string
  /** Later than this after the first due time it is skipped. */
  expires: WaitTime
  /** `any` overrides the workflow's; null: the workflow's. */
  hours: OpeningHours | 'any' | null
}

export interface WaitStep extends StepBase {
  kind: 'wait'
  time: WaitTime
}

export interface ChooseArm {
  /** Name of the arm: its place from 1, or `otherwise`. */
  name: string
  /** Null for `otherwise`. */
  if: string | null
  /** First step of the arm; null when the arm is empty. */
  to: string | null
}

export interface ChooseStep extends StepBase {
  kind: 'choose'
  arms: ChooseArm[]
}

export interface EscalateStep extends StepBase {
  kind: 'escalate'
  team: string
  because: string | null
  acceptWithinMs: number | null
}

export interface ScoreStep extends StepBase {
  kind: 'score'
  points: number
  because: string
}

export interface FinishStep extends StepBase {
  kind: 'finish'
  reason: string
}

export type Step = SendStep | WaitStep | ChooseStep | EscalateStep | ScoreStep | FinishStep
export type StepKind = Step['kind']
export type StepOf<K extends StepKind> = Extract<Step, { kind: K }>
