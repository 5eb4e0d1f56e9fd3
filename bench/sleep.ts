import { setTimeout as pause } from 'node:timers/promises'
import { drive } from './drive.ts'
import { type Measurement, summarise, wallMs } from './measure.ts'
import { currentMemoryMib, peakMemoryMib } from './process-cost.ts'
import type { SinkReport } from './programs/sink.ts'
import type { Program } from './programs.ts'
import { redisMemoryMib } from './redis-memory.ts'
import type { Effort } from './section.ts'
import { type SleepingStore, sleepingStore } from './sleeping-store.ts'
import { onStage } from './stage.ts'
import { type RunningApp, tendUp } from './tend.ts'

/** What is urgent while everything else falls due: a person is told at once. */
const CALL = 'title: Call\nfor: {action: [PLT]}\nsteps:\n  - escalate: sales\n    because: asked for a call\n'
const SELLER = 'sam@contoso.example'

/** For writing the new times and for the start; more where more is written. */
const START_AHEAD_MS = 10_000
const DRAIN_LIMIT_MS = 3_600_000
/** Escalations come in when so much of the drain is done. */
const ESCALATE_AT = [0.1, 0.4, 0.7]

interface Hall {
  store: SleepingStore
  sink: Program
  load: Program
  smtpPort: number
  /** Of Redis, while one lead sleeps. */
  emptyRedisMib: number
  effort: Effort
}

interface Rest {
  startMs: number
  memoryMib: number
  redisGrowthMib: number
}

interface Drain {
  stepsPerSecond: number
  peakMib: number
  escalationSeconds: number[]
}

/** What it costs to keep very many leads that wait, and what happens when very many of them wake at one instant. */
export function measureSleep(effort: Effort): Promise<Measurement[]> {
  const asleep = effort.quick ? 20_000 : 1_000_000
  const due = effort.quick ? 2_000 : 100_000
  return onStage(async stage => {
    const sink = stage.program('programs/sink.ts')
    const load = stage.program('programs/load.ts')
    const smtpPort: number = await sink.call('listen')
    let emptyRedisMib = Number.NaN
    const store: SleepingStore = await sleepingStore(
      stage,
      { load, smtpPort, effort },
      {
        leads: asleep,
        workflows: { 'call.yaml': CALL },
        async whileEmpty({ dataFolder }) {
          await pause(restMs(effort))
          emptyRedisMib = await redisMemoryMib(dataFolder)
        },
      },
    )
    const hall: Hall = { store, sink, load, smtpPort, emptyRedisMib, effort }
    const rests: Rest[] = []
    const drains: Drain[] = []
    for (let run = 0; run < effort.longRuns; run += 1) {
      effort.tell(`sleep, round ${run + 1} of ${effort.longRuns}`)
      rests.push(await rest(hall))
      drains.push(await drain(hall, due))
    }
    return [...restRows(asleep, rests), ...drainRows(due, drains)]
  })
}

function restMs({ quick }: Effort): number {
  return quick ? 5_000 : 20_000
}

async function rest({ store, smtpPort, emptyRedisMib, effort }: Hall): Promise<Rest> {
  const begin = performance.now()
  const app = await tendUp(store.ground, smtpPort, effort)
  const startMs = performance.now() - begin
  await pause(restMs(effort))
  const memoryMib = currentMemoryMib(app.pid)
  const redisGrowthMib = (await redisMemoryMib(store.ground.dataFolder)) - emptyRedisMib
  await app.end()
  return { startMs, memoryMib, redisGrowthMib }
}

async function drain(hall: Hall, due: number): Promise<Drain> {
  const { store, sink, smtpPort, effort } = hall
  await sink.call('reset')
  const dueAt = Math.round(wallMs()) + START_AHEAD_MS + due / 10
  await store.wake({ enrollments: due, dueAt })
  const app = await tendUp(store.ground, smtpPort, effort)
  if (wallMs() > dueAt) throw new Error('the start took so long that the leads were due before it')
  const escalationSeconds: number[] = []
  for (const share of ESCALATE_AT) {
    await sink.call('whenAccepted', { mails: Math.ceil(due * share), limitMs: DRAIN_LIMIT_MS })
    escalationSeconds.push(await escalate(hall, app, escalationSeconds.length + 1))
  }
  const mails = due + escalationSeconds.length
  const { lastAt }: SinkReport = await sink.call('whenAccepted', { mails, limitMs: DRAIN_LIMIT_MS })
  const peakMib = peakMemoryMib(app.pid)
  await app.end()
  return { stepsPerSecond: (1000 * due) / (lastAt - dueAt), peakMib, escalationSeconds }
}

/** Seconds from the post of a lead that is to be handed over until the seller's notice is accepted. */
async function escalate({ sink, load }: Hall, app: RunningApp, times: number): Promise<number> {
  const order = { port: app.port, path: app.path, action: 'PLT', connections: 1, count: 1 }
  const { startedAt } = await drive(load, order)
  const notice = { to: SELLER, mails: times, limitMs: DRAIN_LIMIT_MS }
  const acceptedAt: number = await sink.call('whenAcceptedFor', notice)
  return (acceptedAt - startedAt) / 1000
}

function restRows(asleep: number, rests: Rest[]): Measurement[] {
  const row = (what: string, unit: string, goal: string, figure: (rest: Rest) => number) =>
    summarise({ name: `${asleep.toLocaleString('en-GB')} asleep: ${what}`, unit, goal }, rests.map(figure))
  // 200 MB and 5 MB are wanted; what is measured is in MiB.
  return [
    row('start', 'ms', '< 3,000 ms', r => r.startMs),
    row('memory', 'MiB', '< 190 MiB', r => r.memoryMib),
    row('more memory in Redis than with one', 'MiB', '< 4.7 MiB', r => r.redisGrowthMib),
  ]
}

function drainRows(due: number, drains: Drain[]): Measurement[] {
  const name = (what: string) => `${due.toLocaleString('en-GB')} due at once: ${what}`
  const escalations = drains.flatMap(({ escalationSeconds }) => escalationSeconds)
  return [
    summarise(
      { name: name('drain'), unit: 'steps/s' },
      drains.map(({ stepsPerSecond }) => stepsPerSecond),
    ),
    summarise(
      { name: name('most memory'), unit: 'MiB', goal: '< 286 MiB' },
      drains.map(({ peakMib }) => peakMib),
    ),
    summarise({ name: name('an escalation meanwhile'), unit: 's', goal: '< 5 s, each' }, escalations),
  ]
}
