import type { StepKind } from '../program.ts'
import { choose } from './choose.ts'
import { escalate } from './escalate.ts'
import { finish } from './finish.ts'
import { notify } from './notify.ts'
import { score } from './score.ts'
import { send } from './send.ts'
import { set } from './set.ts'
import { split } from './split.ts'
import { start } from './start.ts'
import type { StepKindEntry } from './step-kind.ts'
import { tag } from './tag.ts'
import { task } from './task.ts'
import { wait } from './wait.ts'
import { waitFor } from './wait-for.ts'

/** Every step kind, in the order of documentation. A kind without its entry does not compile. */
export const STEP_KINDS: { [Kind in StepKind]: StepKindEntry<Kind> } = {
  send,
  wait,
  'wait-for': waitFor,
  choose,
  split,
  escalate,
  task,
  notify,
  score,
  set,
  tag,
  start,
  finish,
}

export const STEP_VERBS = Object.keys(STEP_KINDS) as StepKind[]

export function isStepVerb(word: string): word is StepKind {
  return Object.hasOwn(STEP_KINDS, word)
}
