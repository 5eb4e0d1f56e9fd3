import { execFileSync } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import SqliteClient from 'better-sqlite3'
import { startLoad } from '../load/load.ts'
import { ownRedis } from '../product/ground.ts'
import { mountAt, mountRefusal, unmount, withFolder } from '../product/mounts.ts'
import { startProcess } from '../product/product-process.ts'
import { gatesSurvive, receiptsSurvive } from '../rules/power-rules.ts'
import { fileIsWhole } from '../rules/rest-rules.ts'
import { readState } from '../rules/state.ts'
import type { Violation } from '../rules/violation.ts'
import { type Ending, playCase, type Stage } from '../stage.ts'
import type { CaseReport, Part, PartOptions } from './part.ts'

const IMAGE_MB = 96
const CUTS = 20
const LEADS_PER_SECOND = 20
const LONGEST_BETWEEN_MS = 1_500

/** The machine loses power: what counts is what the disk holds, not what the kernel still meant to write. */
export const powerCut: Part = {
  name: 'power-cut',
  words: 'the disk image is copied under load and mounted: every acknowledged lead and every opened gate is in it',
  isInShort: false,
  missing: () => mountRefusal(makeDisk),
  async run(options) {
    return !options.only('image') ? [] : [await withFolder(folder => cutPower(options, folder))]
  },
}

/** An ext4 that writes nothing by itself for five minutes: only what is synced reaches the image. */
function makeDisk(folder: string): void {
  const image = join(folder, 'disk.img')
  execFileSync('truncate', ['--size', `${IMAGE_MB}M`, image])
  execFileSync('mkfs.ext4', ['-q', image], { stdio: 'pipe' })
  mountAt(join(folder, 'disk'), ['-o', 'loop,commit=300', image])
}

async function cutPower({ seed, keep, say }: PartOptions, folder: string): Promise<CaseReport> {
  makeDisk(folder)
  const name = 'image'
  const dataFolder = join(folder, 'disk', 'data')
  const result = await playCase({ name, seed, keep, say, dataFolder }, stage => copyAgainAndAgain(stage, folder))
  say(`power-cut: ${CUTS} cuts, ${result.tally.messages} mails, ${result.violations.length} violations`)
  return { name, ...result }
}

async function copyAgainAndAgain(stage: Stage, folder: string): Promise<Ending> {
  const running = startProcess(stage.ground)
  await running.ready
  const load = startLoad({ ...stage, perSecond: LEADS_PER_SECOND })
  const violations: Violation[] = []
  for (let cut = 0; cut < CUTS; cut += 1) {
    await pause(stage.random() * LONGEST_BETWEEN_MS)
    violations.push(...lookAtCopy(stage, folder, running.pid))
  }
  await load.end()
  return { running, violations }
}

/** Copying takes a while and a power cut does not, so all who write are held meanwhile. */
function lookAtCopy({ ground, history, sink }: Stage, folder: string, pid: number): Violation[] {
  const acknowledged = [...history.deliveries]
  const accepted = [...sink.acceptances]
  const writers = [pid, ownRedis(ground.dataFolder)?.pid ?? pid]
  const copy = join(folder, 'copy.img')
  for (const writer of writers) process.kill(writer, 'SIGSTOP')
  copyFileSync(join(folder, 'disk.img'), copy)
  for (const writer of writers) process.kill(writer, 'SIGCONT')
  const place = join(folder, 'after')
  mountAt(place, ['-o', 'loop', copy])
  try {
    const database = join(place, 'data', 'tend.db')
    new SqliteClient(database).close()
    const state = readState(database)
    return [...receiptsSurvive(acknowledged, state), ...gatesSurvive(accepted, state), ...fileIsWhole(state.integrity)]
  } finally {
    unmount(place)
  }
}
