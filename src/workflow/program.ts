import type { AttributeValue } from '../domain/people/lead.ts'
import type { WaitTime } from '../domain/time/duration.ts'
import type { OpeningHours, Weekday } from '../domain/time/opening-hours.ts'

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
  /** Goes on from the earlier mails of the enrollment; a mail that stands alone does not have it. */
  thread?: true
}

/** A moment that is not counted from anything. */
export type WaitUntil =
  /** The next such wall time in the lead's zone on one of the days; now if exactly now. */
  | { kind: 'clock'; time: string; days: Weekday[] }
  /** CEL that gives a time or a date text, moved by the offset. A moment in the past goes on at once. */
  | { kind: 'date'; expression: string; offset: { sign: 1 | -1; time: WaitTime } | null }

export interface WaitStep extends StepBase {
  kind: 'wait'
  time: WaitTime | WaitUntil
}

export interface WaitForStep extends StepBase {
  kind: 'wait-for'
  /** Kind of the signal. */
  signal: string
  /** Counts from arrival at the step; null waits until the signal comes. */
  upTo: WaitTime | null
  /** First step of the branch; null when it is empty or missing: go on. */
  then: string | null
  otherwise: string | null
}

export interface SplitArm {
  name: string
  /** Percent; all of a split add up to 100. */
  weight: number
  to: string | null
}

export interface SplitStep extends StepBase {
  kind: 'split'
  arms: SplitArm[]
}

export interface SetStep extends StepBase {
  kind: 'set'
  values: Record<string, AttributeValue>
}

export interface TagStep extends StepBase {
  kind: 'tag'
  add: string[]
  remove: string[]
}

/** A call for a person. */
export interface TaskStep extends StepBase {
  kind: 'task'
  /** Null: the default team. */
  team: string | null
  because: string
  dueWithinMs: number | null
}

/** Words to a team; nobody has to answer. */
export interface NotifyStep extends StepBase {
  kind: 'notify'
  team: string
  because: string
}

export interface StartStep extends StepBase {
  kind: 'start'
  workflow: string
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

export type Step =
  | SendStep
  | WaitStep
  | WaitForStep
  | ChooseStep
  | SplitStep
  | EscalateStep
  | TaskStep
  | NotifyStep
  | ScoreStep
  | SetStep
  | TagStep
  | StartStep
  | FinishStep
export type StepKind = Step['kind']
export type StepOf<K extends StepKind> = Extract<Step, { kind: K }>
