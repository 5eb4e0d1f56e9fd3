import { join } from 'node:path'
import { seededRandom } from '../test/support/seeded-random.ts'
import { emptyHistory, type History } from './load/history.ts'
import { comeToRest } from './product/come-to-rest.ts'
import { clearGround, createGround, type Ground, type GroundOptions } from './product/ground.ts'
import { killAllOn, type ProductProcess, type StartOptions } from './product/product-process.ts'
import { QUICK_PACE } from './product/publisher-files.ts'
import { emptyTally, judge, type Tally } from './rules/judge.ts'
import { readState } from './rules/state.ts'
import { type Violation, violated } from './rules/violation.ts'
import { noFaults } from './sink/smtp-faults.ts'
import { openSmtpSink, type SmtpSink } from './sink/smtp-sink.ts'

/** Everything one case plays with. */
export interface Stage {
  ground: Ground
  sink: SmtpSink
  history: History
  random: () => number
}

/** What is left when the play is over, and how the rest of the product's life is to be judged. */
export interface Ending {
  /** The product, where it still runs. */
  running?: ProductProcess | null
  start?: StartOptions
  /** Found by the case itself. */
  violations?: Violation[]
  isClockTrue?: boolean
}

export interface CaseResult {
  tally: Tally
  violations: Violation[]
}

export interface StageOptions extends Omit<GroundOptions, 'smtpUrl'> {
  seed: number
  /** Leaves the folder of a case with a violation, and says where. */
  keep: boolean
  name: string
  say(words: string): void
}

/** Plays one case on a product of its own, lets it come to rest, and judges. */
export async function playCase(options: StageOptions, play: (stage: Stage) => Promise<Ending>): Promise<CaseResult> {
  const ground = await createGround({ ...options, smtpUrl: 'smtp://127.0.0.1:1' })
  const sink = await openSmtpSink(join(ground.folder, 'accepted.jsonl'))
  ground.environment.SMTP_URL = sink.url
  const stage: Stage = { ground, sink, history: emptyHistory(), random: seededRandom(options.seed) }
  let isKept = false
  try {
    const result = await play(stage).then(
      ending => judged(options, stage, ending),
      error => unfinished(stage, error),
    )
    for (const { rule, words } of result.violations) options.say(`VIOLATION ${rule} in ${options.name}: ${words}`)
    isKept = options.keep && result.violations.length > 0
    return result
  } finally {
    await killAllOn(stage.ground)
    await sink.close()
    if (isKept) options.say(`kept: ${stage.ground.folder}`)
    clearGround(stage.ground, isKept)
  }
}

async function judged(options: StageOptions, { ground, sink, history }: Stage, ending: Ending): Promise<CaseResult> {
  sink.suffer(noFaults)
  const isClockTrue = ending.isClockTrue ?? true
  const rest = await comeToRest(ground, ending.running ?? null, { ...ending.start, isClockTrue })
  return judge({
    history,
    acceptances: sink.acceptances,
    state: readState(ground.databaseFile),
    late: rest.late,
    gapMs: (options.pace ?? QUICK_PACE).gapMs,
    isClockTrue,
    found: [...(ending.violations ?? []), ...rest.violations],
  })
}

/** A case that could not be played to its end is no proof of anything, least of all that all is well. */
function unfinished({ history }: Stage, error: unknown): CaseResult {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { tally: { ...emptyTally(), kills: history.kills }, violations: [violated('played-to-the-end', words)] }
}
