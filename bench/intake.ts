import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import SqliteClient from 'better-sqlite3'
import { drive } from './drive.ts'
import { type Measurement, summarise, wallMs } from './measure.ts'
import type { ServerKind } from './programs/answering-server.ts'
import type { LoadReport } from './programs/load.ts'
import type { Effort } from './section.ts'
import { onStage, type Stage } from './stage.ts'
import { tendApi } from './tend.ts'

const CONNECTIONS = 256

const WELCOME = 'title: Welcome\nfor: {action: [INS]}\nsteps:\n  - send: installed/welcome\n  - finish: welcomed\n'
const ADMIT_LIMIT_MS = 120_000

interface Round {
  ceiling: LoadReport
  intake: LoadReport
  admittedPerSecond: number
}

/** How many deliveries a second are on the disk before their 200, beside the least that such a promise costs. */
export async function measureIntake(effort: Effort): Promise<Measurement[]> {
  const rounds: Round[] = []
  for (let run = 0; run < effort.runs; run += 1) {
    effort.tell(`intake, round ${run + 1} of ${effort.runs}`)
    rounds.push(await onStage(stage => oneRound(stage, effort)))
  }
  const of = (figure: (round: Round) => number) => rounds.map(figure)
  return [
    summarise(
      { name: 'bare group commit, 256 connections', unit: 'req/s' },
      of(r => r.ceiling.perSecond),
    ),
    summarise(
      { name: 'tend api, 256 connections', unit: 'req/s' },
      of(r => r.intake.perSecond),
    ),
    summarise(
      { name: 'tend api, share of the bare group commit', unit: '%', goal: '≥ 70 %' },
      of(r => (100 * r.intake.perSecond) / r.ceiling.perSecond),
    ),
    summarise(
      { name: 'tend api, half answered within', unit: 'ms' },
      of(r => r.intake.p50Ms),
    ),
    summarise(
      { name: 'tend api, 99 % answered within', unit: 'ms', goal: '< 100 ms' },
      of(r => r.intake.p99Ms),
    ),
    summarise(
      { name: 'bare group commit, 99 % answered within', unit: 'ms' },
      of(r => r.ceiling.p99Ms),
    ),
    summarise(
      { name: 'tend api, until every lead is admitted', unit: 'leads/s' },
      of(r => r.admittedPerSecond),
    ),
  ]
}

/** What a server of the kind does with the load that intake gets. */
export async function driveBareServer(stage: Stage, kind: ServerKind, { quick }: Effort): Promise<LoadReport> {
  const server = stage.program('programs/answering-server.ts')
  const load = stage.program('programs/load.ts')
  const port: number = await server.call('listen', { kind, file: join(stage.folder(), 'bare.sqlite') })
  const order = { port, path: '/ingest/token', action: 'INS', connections: CONNECTIONS }
  const count = (quick ? 12_000 : 40_000) / (kind === 'single-commits' ? 8 : 1)
  await drive(load, { ...order, count: Math.ceil(count / 4) })
  const report = await drive(load, { ...order, count })
  await Promise.all([server.stop(), load.stop()])
  return report
}

async function oneRound(stage: Stage, effort: Effort): Promise<Round> {
  const ceiling = await driveBareServer(stage, 'shared-commits', effort)
  const count = effort.quick ? 4_000 : 20_000
  const ground = stage.ground({ 'welcome.yaml': WELCOME })
  const tend = await tendApi(ground, effort)
  const load = stage.program('programs/load.ts')
  const order = { port: tend.port, path: tend.path, action: 'INS', connections: CONNECTIONS }
  const file = join(ground.dataFolder, 'tend.db')
  await drive(load, { ...order, count: Math.ceil(count / 4) })
  await whenAllAdmitted(file)
  const intake = await drive(load, { ...order, count })
  await whenAllAdmitted(file)
  const admittedPerSecond = (1000 * count) / (wallMs() - intake.startedAt)
  await tend.end()
  return { ceiling, intake, admittedPerSecond }
}

async function whenAllAdmitted(file: string): Promise<void> {
  const client = new SqliteClient(file, { readonly: true })
  const left = client
    .prepare("SELECT count(*) FROM receipts WHERE outcome = 'accepted' AND processed_at IS NULL")
    .pluck()
  const end = performance.now() + ADMIT_LIMIT_MS
  try {
    while (Number(left.get()) > 0) {
      if (performance.now() > end) throw new Error(`${left.get()} deliveries are still without their lead`)
      await pause(50)
    }
  } finally {
    client.close()
  }
}
