import { setTimeout as pause } from 'node:timers/promises'
import { startLoad } from '../load/load.ts'
import { type ProductProcess, startProcess } from '../product/product-process.ts'
import { randomFaults } from '../sink/smtp-faults.ts'
import { type Ending, playCase, type Stage } from '../stage.ts'
import { type CaseReport, inParallel, nothingMissing, type Part, type PartOptions } from './part.ts'

const FAULT_SHARE = 0.15
const LEADS_PER_SECOND = 25
/** A folder that was killed this often is judged, and a fresh one takes its place. */
const KILLS_PER_FOLDER = 50
const LANES = 2
/** A few kills come while it starts: then it is busy with what the kill before left. */
const KILLED_AT_START_SHARE = 0.1
const LONGEST_LIFE_MS = 1_000
const LONGEST_START_MS = 1_500

/** kill -9 again and again, while leads come and the mail server fails now and then. */
export const killLoop: Part = {
  name: 'kill-loop',
  words: 'kill -9 at random moments under load; 15 % of the mails meet a fault of the server',
  isInShort: true,
  missing: nothingMissing,
  run: options => inParallel(rounds(options), LANES, round => runRound(options, round)),
}

interface Round {
  name: string
  seed: number
  kills: number
}

function rounds({ kills, seed, only }: PartOptions): Round[] {
  const count = Math.ceil(kills / KILLS_PER_FOLDER)
  return Array.from({ length: count }, (_, index) => ({
    name: `round-${index + 1}`,
    seed: seed + index,
    kills: Math.min(KILLS_PER_FOLDER, kills - index * KILLS_PER_FOLDER),
  })).filter(({ name }) => only(name))
}

async function runRound(options: PartOptions, { name, seed, kills }: Round): Promise<CaseReport> {
  const { keep, say } = options
  const result = await playCase({ name, seed, keep, say }, stage => killAgainAndAgain(stage, kills))
  say(`kill-loop ${name}: ${kills} kills, ${result.tally.messages} mails, ${result.violations.length} violations`)
  return { name, ...result }
}

async function killAgainAndAgain(stage: Stage, kills: number): Promise<Ending> {
  const { ground, sink, history, random } = stage
  sink.suffer(randomFaults(random, FAULT_SHARE))
  const load = startLoad({ ...stage, perSecond: LEADS_PER_SECOND })
  for (let killed = 0; killed < kills; killed += 1) {
    const running = startProcess(ground)
    if (random() < KILLED_AT_START_SHARE) await pause(random() * LONGEST_START_MS)
    else {
      await running.ready
      await pause(random() * LONGEST_LIFE_MS)
    }
    running.kill('SIGKILL')
    await running.ended
    history.kills += 1
  }
  return { running: await calmDown(stage, load) }
}

/** The load ends while the product lives: wishes for silence under way are to be confirmed. */
async function calmDown({ ground }: Stage, load: ReturnType<typeof startLoad>): Promise<ProductProcess> {
  const running = startProcess(ground)
  await running.ready
  await load.end()
  return running
}
