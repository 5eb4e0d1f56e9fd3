import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findRedisBinary, redisSearchPath } from '../../src/queue/redis-binary.ts'
import { waitUntil, walkThrough } from '../failpoints/walk.ts'
import { type Ground, PROJECT } from '../product/ground.ts'
import { endWithRig, startProcess, stopProcess } from '../product/product-process.ts'
import { violated } from '../rules/violation.ts'
import { type Ending, playCase, type Stage } from '../stage.ts'
import { WALK_PACE } from './failpoints.ts'
import { type CaseReport, inParallel, type Part, type PartOptions, redisIsThere } from './part.ts'

/** All at once: they mostly wait. */
const LANES = 5
/** The lease is a minute, and is renewed every twenty seconds. */
const LONGER_THAN_A_LEASE_MS = 66_000
const AFTER_WAKING_MS = 4_000

/** At most dangerous places a process that is thought dead comes back after another one has taken over. */
const POINTS = [
  'http answer POST /ingest before',
  'sqlite UPDATE messages (claim) after',
  'sqlite COMMIT before',
  'sqlite COMMIT after',
  'smtp DATA answered',
  'smtp body asked for',
  'smtp body handed over before',
  'smtp body handed over after',
  'smtp dot answered',
  'sqlite UPDATE messages (settle) before',
]

export const freezes: Part = {
  name: 'freezes',
  words: 'SIGSTOP at a seam for longer than a lease; a second worker takes over; SIGCONT',
  isInShort: false,
  missing: redisIsThere,
  run(options) {
    const chosen = POINTS.filter(options.only)
    return inParallel(chosen, LANES, point => freeze(options, point))
  },
}

async function freeze({ seed, keep, say }: PartOptions, point: string): Promise<CaseReport> {
  const result = await playCase({ name: point, seed, keep, say, pace: WALK_PACE }, stage => stopAndWake(stage, point))
  say(`freezes ${point}: ${result.violations.length} violations`)
  return { name: point, ...result }
}

async function stopAndWake(stage: Stage, point: string): Promise<Ending> {
  const { ground } = stage
  const firedFile = join(ground.folder, 'fired')
  const socket = join(ground.folder, 'shared.sock')
  const redis = await startRedis(socket)
  const shared = { REDIS_URL: `unix://${socket}` }
  const struck = { CHAOS_POINT: point, CHAOS_NTH: '2', CHAOS_ACTION: 'stop', CHAOS_FIRED_FILE: firedFile }
  const zombie = startProcess(ground, {
    preloads: ['failpoints/patch-product.ts'],
    environment: { ...shared, ...struck },
  })
  try {
    await zombie.ready
    const { fired } = await walkThrough(stage, zombie, firedFile)
    const heir = supervised(ground, shared)
    await pause(fired ? LONGER_THAN_A_LEASE_MS : 0)
    zombie.kill('SIGCONT')
    await pause(AFTER_WAKING_MS)
    await heir.stop()
    await stopProcess(zombie)
    return { violations: fired ? [] : [violated('rig', `${point} was never reached`)] }
  } finally {
    zombie.kill('SIGCONT')
    redis.kill('SIGKILL')
  }
}

/** A worker that is started again when it ends: one that was frozen inside a write holds the file against its start. */
function supervised(ground: Ground, environment: Record<string, string>) {
  let isWanted = true
  let worker = startProcess(ground, { command: ['worker'], environment })
  const watch = async () => {
    while (isWanted) {
      await worker.ready.then(
        () => worker.ended,
        () => worker.ended,
      )
      if (isWanted) worker = startProcess(ground, { command: ['worker'], environment })
    }
  }
  const watched = watch()
  return {
    async stop() {
      await worker.ready
      isWanted = false
      await stopProcess(worker)
      await watched
    },
  }
}

async function startRedis(socket: string) {
  const binary = findRedisBinary(redisSearchPath(process.env.PATH ?? '', PROJECT)) ?? ''
  const redis = spawn(binary, ['--port', '0', '--unixsocket', socket, '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  })
  endWithRig(redis, dirname(socket))
  if (!(await waitUntil(() => existsSync(socket), 5_000))) throw new Error('the Redis of the rig did not start')
  return redis
}
