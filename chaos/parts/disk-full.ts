import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { deliver } from '../load/customer.ts'
import { type History, isAcknowledged } from '../load/history.ts'
import { startLoad } from '../load/load.ts'
import { mountAt, mountRefusal, withFolder } from '../product/mounts.ts'
import { startProcess } from '../product/product-process.ts'
import { type Violation, violated } from '../rules/violation.ts'
import { type Ending, playCase, type Stage } from '../stage.ts'
import type { CaseReport, Part, PartOptions } from './part.ts'

const LEADS_PER_SECOND = 6
const BEFORE_MS = 3_000
const FULL_MS = 8_000
const RECOVERS_WITHIN_MS = 30_000
const FILLS = 2
const TMPFS = ['-t', 'tmpfs', '-o', 'size=14m', 'tmpfs']

/** The data folder has no room left while leads come. */
export const diskFull: Part = {
  name: 'disk-full',
  words: 'a data folder of a few MB is filled under load, and freed: 503, no mail unrecorded, recovery by itself',
  isInShort: false,
  missing: () => mountRefusal(folder => mountAt(join(folder, 'data'), TMPFS)),
  async run(options) {
    return !options.only('tmpfs') ? [] : [await withFolder(folder => fill(options, folder))]
  },
}

async function fill({ seed, keep, say }: PartOptions, folder: string): Promise<CaseReport> {
  const dataFolder = join(folder, 'data')
  mountAt(dataFolder, TMPFS)
  const name = 'tmpfs'
  const result = await playCase({ name, seed, keep, say, dataFolder }, stage => fillAndFree(stage, say))
  say(`disk-full: ${result.tally.messages} mails, ${result.violations.length} violations`)
  return { name, ...result }
}

async function fillAndFree(stage: Stage, say: (words: string) => void): Promise<Ending> {
  const running = startProcess(stage.ground)
  await running.ready
  const load = startLoad({ ...stage, perSecond: LEADS_PER_SECOND })
  const violations: Violation[] = []
  for (let round = 1; round <= FILLS; round += 1) {
    await pause(BEFORE_MS)
    const filler = join(stage.ground.dataFolder, 'filler')
    const from = stage.history.deliveries.length
    for (let left = FULL_MS; left > 0; left -= 500) {
      occupy(filler)
      await pause(500)
    }
    violations.push(...answersWhileFull(stage.history, from))
    rmSync(filler)
    const freedAt = performance.now()
    violations.push(...(await recovers(stage, round)))
    say(`disk-full: takes leads again ${Math.round(performance.now() - freedAt)} ms after there was room`)
  }
  await load.end()
  return { running, violations }
}

/** Takes what is left to the last byte; what others free meanwhile is taken the next time. */
function occupy(filler: string): void {
  const file = openSync(filler, 'a')
  try {
    for (const size of [65_536, 4_096, 512]) while (hasRoom(file, size));
  } finally {
    closeSync(file)
  }
}

function hasRoom(file: number, size: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(size)) === size
  } catch {
    return false
  }
}

/** Whatever was answered, it was 2xx (then the row is looked for) or a 503 that tells the sender to come again. */
function answersWhileFull({ deliveries }: History, from: number): Violation[] {
  const refused = deliveries.slice(from).filter(delivery => !isAcknowledged(delivery))
  const wrong = refused.filter(({ status }) => status !== 503)
  return [
    ...wrong.map(({ email, status }) => violated('503-when-full', `${email} was answered ${status ?? 'nothing'}`)),
    ...(refused.length > 0 ? [] : [violated('rig', 'the disk was never full')]),
  ]
}

async function recovers({ ground, history }: Stage, round: number): Promise<Violation[]> {
  const end = performance.now() + RECOVERS_WITHIN_MS
  while (performance.now() < end) {
    if (isAcknowledged(await deliver(ground, history, { email: `again${round}@full.example`, action: 'INS' })))
      return []
    await pause(100)
  }
  return [violated('recovers', `no lead is taken ${RECOVERS_WITHIN_MS} ms after there is room again`)]
}
