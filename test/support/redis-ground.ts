import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { processIdentity, signalProcess } from '../../src/queue/process-identity.ts'
import { redisSearchPath } from '../../src/queue/redis-binary.ts'
import { type OwnRedis, type OwnRedisOptions, startOwnRedis } from '../../src/queue/redis-child.ts'

const projectDir = join(import.meta.dirname, '..', '..')
export const searchPath = redisSearchPath(process.env.PATH ?? '', projectDir)

/** A data folder for one test, and everything that was started on it: `clear` ends and removes all. */
export interface RedisGround {
  /** May be pointed elsewhere below `home`. */
  dataDir: string
  home: string
  start(options?: Partial<OwnRedisOptions>): Promise<OwnRedis>
  /** Another Tend: a process of its own that starts the Redis of the data folder. `after` is the code it runs then. */
  startElsewhere(after?: string): Promise<{ tend: ChildProcess; redisPid: number }>
  /** Starts any program that is to be ended with the test. */
  spawn(command: string, args: string[]): ChildProcess
  clear(): Promise<void>
}

export function redisGround(): RedisGround {
  const home = mkdtempSync(join(tmpdir(), 'tend-redis-'))
  const started: OwnRedis[] = []
  const children: ChildProcess[] = []
  const orphans = new Map<number, string | null>()
  const ground: RedisGround = {
    home,
    dataDir: join(home, 'data'),
    start: async options => {
      const answer = await startOwnRedis({ dataDir: ground.dataDir, searchPath, ...options })
      if (answer.redis === null) throw new Error(`${answer.reason} ${answer.nextAction}`)
      started.push(answer.redis)
      return answer.redis
    },
    startElsewhere: async (after = 'setInterval(() => {}, 1000)') => {
      const tend = spawnTend(ground.dataDir, after)
      children.push(tend)
      const [words] = (await once(tend.stdout, 'data')) as [Buffer]
      const redisPid = Number(words)
      orphans.set(redisPid, processIdentity(redisPid))
      return { tend, redisPid }
    },
    spawn: (command, args) => {
      const child = spawn(command, args, { cwd: home, stdio: 'ignore' })
      children.push(child)
      return child
    },
    clear: async () => {
      for (const redis of started) await redis.stop()
      for (const child of children) await endProcess(child)
      for (const [pid, identity] of orphans) signalProcess(pid, identity ?? '', 'SIGKILL')
      rmSync(home, { recursive: true, force: true })
    },
  }
  mkdirSync(ground.dataDir)
  return ground
}

function spawnTend(dataDir: string, after: string) {
  const code = `
    import { startOwnRedis } from ${JSON.stringify(join(projectDir, 'src', 'queue', 'redis-child.ts'))}
    const { redis } = await startOwnRedis(${JSON.stringify({ dataDir, searchPath })})
    console.log(redis.pid())
    ${after}`
  return spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: ['ignore', 'pipe', 'inherit'] })
}

export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** Runs a task with a client of its own and closes the client. */
export async function withClient<T>(redis: OwnRedis, task: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(redis.connection)
  client.on('error', () => undefined)
  try {
    return await task(client)
  } finally {
    client.disconnect()
  }
}

export function isRunning(pid: number | null | undefined): boolean {
  return typeof pid === 'number' && processIdentity(pid) !== null
}

/** Points the ground to a data folder whose path is too long for a socket. */
export function useDeepFolder(ground: RedisGround): void {
  ground.dataDir = join(ground.home, 'a folder with spaces "and quotes"', 'x'.repeat(60))
  mkdirSync(ground.dataDir, { recursive: true })
}
