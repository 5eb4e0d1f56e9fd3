import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { startLoad } from '../load/load.ts'
import { type Ground, ownRedis, PRODUCT, PROJECT } from '../product/ground.ts'
import { type StartOptions, startProcess } from '../product/product-process.ts'
import { violated } from '../rules/violation.ts'
import { type Ending, playCase, type Stage } from '../stage.ts'
import { type CaseReport, inParallel, type Part, type PartOptions, redisIsThere } from './part.ts'

const LANES = 2
const LEADS_PER_SECOND = 8
const LOAD_MS = 24_000
const SHORT_LOAD_MS = 5_000
const EVERY_MS = 2_000
const FROZEN_MS = 5_000

/** The alarm clock is taken away in every way there is; the database alone must bring all to its end. */
export const redisNemesis: Part = {
  name: 'redis',
  words: 'the queue is flushed, killed, frozen, out of memory, read-only, or never there',
  isInShort: true,
  missing: redisIsThere,
  run(options) {
    const chosen = NEMESES.filter(({ name, isInShort }) => options.only(name) && (isInShort || !options.isShort))
    return inParallel(chosen, LANES, nemesis => torment(options, nemesis))
  },
}

interface Nemesis {
  name: string
  isInShort: boolean
  /** Done again and again to the Redis of the product; none there in the case without. */
  strike(ground: Ground): Promise<void>
  prepare?(ground: Ground): StartOptions
}

const NEMESES: Nemesis[] = [
  { name: 'flushall', isInShort: true, strike: ground => tell(ground, redis => redis.flushall()) },
  { name: 'kill', isInShort: false, strike: async ground => signal(ground, 'SIGKILL') },
  { name: 'freeze', isInShort: false, strike: freeze },
  {
    name: 'out-of-memory',
    isInShort: false,
    strike: ground => tell(ground, redis => redis.config('SET', 'maxmemory', '1')),
  },
  { name: 'read-only', isInShort: false, strike: ground => tell(ground, redis => redis.replicaof('127.0.0.1', 1)) },
  { name: 'never-there', isInShort: false, strike: async () => undefined, prepare: projectWithoutRedis },
]

async function torment({ seed, isShort, keep, say }: PartOptions, nemesis: Nemesis): Promise<CaseReport> {
  const forMs = isShort ? SHORT_LOAD_MS : LOAD_MS
  const result = await playCase({ name: nemesis.name, seed, keep, say }, stage => underLoad(stage, nemesis, forMs))
  say(`redis ${nemesis.name}: ${result.tally.messages} mails, ${result.violations.length} violations`)
  return { name: nemesis.name, ...result }
}

async function underLoad(stage: Stage, nemesis: Nemesis, forMs: number): Promise<Ending> {
  const start = nemesis.prepare?.(stage.ground) ?? {}
  const running = startProcess(stage.ground, start)
  await running.ready
  const load = startLoad({ ...stage, perSecond: LEADS_PER_SECOND })
  const end = performance.now() + forMs
  while (performance.now() < end) {
    await nemesis.strike(stage.ground)
    await pause(EVERY_MS)
  }
  await load.end()
  const hasServed = stage.sink.acceptances.length > 0
  return { running, start, violations: hasServed ? [] : [violated('keeps-working', 'no mail left meanwhile')] }
}

async function tell({ dataFolder }: Ground, task: (redis: Redis) => Promise<unknown>): Promise<void> {
  const found = ownRedis(dataFolder)
  if (found === null) return
  const redis = new Redis({ path: found.socket, retryStrategy: () => null, commandTimeout: 1_000 })
  redis.on('error', () => undefined)
  // It may be on its way down or up: the next strike finds it.
  await task(redis).catch(() => undefined)
  redis.disconnect()
}

async function freeze(ground: Ground): Promise<void> {
  signal(ground, 'SIGSTOP')
  await pause(FROZEN_MS)
  signal(ground, 'SIGCONT')
}

function signal({ dataFolder }: Ground, name: NodeJS.Signals): void {
  const redis = ownRedis(dataFolder)
  if (redis !== null) process.kill(redis.pid, name)
}

/** A copy of the project in which no redis-server can be found. */
function projectWithoutRedis({ folder }: Ground): StartOptions {
  const project = join(folder, 'project')
  for (const part of ['src', 'package.json', 'templates', 'schemas']) {
    cpSync(join(PRODUCT, part), join(project, part), { recursive: true })
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(project, 'node_modules'))
  mkdirSync(join(folder, 'empty'))
  return { project, environment: { PATH: join(folder, 'empty') } }
}
