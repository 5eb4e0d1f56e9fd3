import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { BaselineOrder } from './baseline/app.ts'
import { drive } from './drive.ts'
import { mailTemplates } from './mail-templates.ts'
import { type Measurement, summarise } from './measure.ts'
import { cpuMicroseconds, peakMemoryMib } from './process-cost.ts'
import type { SinkReport } from './programs/sink.ts'
import type { Program } from './programs.ts'
import type { Effort } from './section.ts'
import { onStage, type Stage } from './stage.ts'
import { type RunningApp, tendUp } from './tend.ts'

/** What carrying leads from their post to their last mail took. */
export interface Carried {
  leadsPerSecond: number
  appCpuPerLead: number
  redisCpuPerLead: number
  peakMib: number
}

export interface Trip {
  leads: number
  mailsEach: number
  connections?: number
}

export const WELCOME = 'title: Welcome\nfor: {action: [INS]}\nsteps:\n  - send: installed/welcome\n'
const WELCOME_AND_MORE = `${WELCOME}  - wait: 1s\n  - send: installed/follow-up\n`

const VARIANTS = [
  { name: 'welcome', workflow: WELCOME, mailsEach: 1 },
  { name: 'welcome and follow-up', workflow: WELCOME_AND_MORE, mailsEach: 2 },
]

// The end of a mail is written after the server's word: it belongs to the cost of its lead.
const SETTLE_MS = 300
const SILENCE_LIMIT_MS = 600_000

/** Leads from their post to their accepted mails, by Tend and by the straightforward app of the same parts. */
export async function measureMail(effort: Effort): Promise<Measurement[]> {
  const found: Measurement[] = []
  for (const variant of VARIANTS) {
    const rounds: { baseline: Carried; tend: Carried }[] = []
    for (let run = 0; run < effort.longRuns; run += 1) {
      effort.tell(`mail, ${variant.name}, round ${run + 1} of ${effort.longRuns}`)
      rounds.push(await oneRound(variant, effort))
    }
    found.push(...compare(variant.name, rounds))
  }
  return found
}

/** Posts leads, waits for all their mails, and says what that cost; every lead must get its mails and no more. */
export async function carry(app: RunningApp, tools: { sink: Program; load: Program }, trip: Trip): Promise<Carried> {
  const { leads, mailsEach, connections = 16 } = trip
  const { sink, load } = tools
  await sink.call('reset')
  const before = { app: cpuMicroseconds(app.pid), redis: cpuMicroseconds(app.redisPid) }
  const order = { port: app.port, path: app.path, action: 'INS', connections, count: leads }
  const { startedAt } = await drive(load, order)
  const mails = leads * mailsEach
  const { lastAt }: SinkReport = await sink.call('whenAccepted', { mails, limitMs: SILENCE_LIMIT_MS })
  await pause(SETTLE_MS)
  const report: SinkReport = await sink.call('report')
  if (report.mails !== mails || report.recipients !== leads || report.mostForOne !== mailsEach) {
    throw new Error(`expected ${mailsEach} mails for each of ${leads} leads, but got ${JSON.stringify(report)}`)
  }
  return {
    leadsPerSecond: (1000 * leads) / (lastAt - startedAt),
    appCpuPerLead: (cpuMicroseconds(app.pid) - before.app) / leads,
    redisCpuPerLead: (cpuMicroseconds(app.redisPid) - before.redis) / leads,
    peakMib: peakMemoryMib(app.pid),
  }
}

type Variant = (typeof VARIANTS)[number]

async function oneRound(variant: Variant, effort: Effort): Promise<{ baseline: Carried; tend: Carried }> {
  const baseline = await onStage(stage => carryAll(stage, variant, effort, startBaseline))
  const tend = await onStage(stage => carryAll(stage, variant, effort, startTend))
  return { baseline, tend }
}

interface Setting {
  variant: Variant
  smtpPort: number
  effort: Effort
}

type Start = (stage: Stage, setting: Setting) => Promise<RunningApp>

async function carryAll(stage: Stage, variant: Variant, effort: Effort, start: Start): Promise<Carried> {
  const tools = { sink: stage.program('programs/sink.ts'), load: stage.program('programs/load.ts') }
  const smtpPort: number = await tools.sink.call('listen')
  const app = await start(stage, { variant, smtpPort, effort })
  const { mailsEach } = variant
  const leads = effort.quick ? 300 : 2_000
  await carry(app, tools, { leads: Math.ceil(leads / 5), mailsEach })
  const carried = await carry(app, tools, { leads, mailsEach })
  await app.end()
  return carried
}

function startTend(stage: Stage, { variant, smtpPort, effort }: Setting): Promise<RunningApp> {
  return tendUp(stage.ground({ 'welcome.yaml': variant.workflow }), smtpPort, effort)
}

async function startBaseline(stage: Stage, { variant, smtpPort }: Setting): Promise<RunningApp> {
  const redis = await stage.redis()
  const program = stage.program('baseline/app.ts')
  const { welcome, followUp } = await mailTemplates()
  const port: number = await program.call('start', {
    file: join(stage.folder(), 'baseline.sqlite'),
    redis: redis.connection as BaselineOrder['redis'],
    smtpPort,
    welcome,
    followUp: variant.mailsEach === 2 ? followUp : null,
  } satisfies BaselineOrder)
  return { port, path: '/ingest/token', pid: program.pid, redisPid: redis.pid() ?? Number.NaN, end: program.stop }
}

function compare(name: string, rounds: { baseline: Carried; tend: Carried }[]): Measurement[] {
  const row = (what: string, unit: string, figure: (round: (typeof rounds)[number]) => number, goal?: string) =>
    summarise({ name: `${name}: ${what}`, unit, ...(goal === undefined ? {} : { goal }) }, rounds.map(figure))
  return [
    row('baseline', 'leads/s', r => r.baseline.leadsPerSecond),
    row('Tend', 'leads/s', r => r.tend.leadsPerSecond),
    row('Tend, times the baseline', '×', r => r.tend.leadsPerSecond / r.baseline.leadsPerSecond, '≥ 2 ×'),
    row('baseline, processor', 'µs/lead', r => r.baseline.appCpuPerLead),
    row('Tend, processor', 'µs/lead', r => r.tend.appCpuPerLead),
    row('baseline, processor of Redis', 'µs/lead', r => r.baseline.redisCpuPerLead),
    row('Tend, processor of Redis', 'µs/lead', r => r.tend.redisCpuPerLead),
    row('baseline, most memory', 'MiB', r => r.baseline.peakMib),
    row('Tend, most memory', 'MiB', r => r.tend.peakMib),
  ]
}
