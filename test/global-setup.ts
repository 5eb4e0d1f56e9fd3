import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RedisOptions } from 'ioredis'
import { Redis } from 'ioredis'
import type { TestProject } from 'vitest/node'
import { redisSearchPath } from '../src/queue/redis-binary.ts'
import { type OwnRedis, startOwnRedis } from '../src/queue/redis-child.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Options for ioredis and BullMQ: the one Redis of this run. Take a prefix of your own in each test file. */
    redis: RedisOptions
  }
}

const searchPath = redisSearchPath(process.env.PATH ?? '', join(import.meta.dirname, '..'))
const FOLDER = /^tend-test-run-(\d+)-/

/** Gives all tests one real Redis: that of REDIS_URL, or a child with a folder of its own. Without one nothing runs. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { REDIS_URL } = process.env
  if (REDIS_URL !== undefined && REDIS_URL !== '') {
    project.provide('redis', await optionsOfUrl(REDIS_URL))
    return async () => undefined
  }
  await endLeftovers()
  const dataDir = mkdtempSync(join(tmpdir(), `tend-test-run-${process.pid}-`))
  const redis = await start(dataDir)
  project.provide('redis', redis.connection)
  return () => end(redis, dataDir)
}

async function start(dataDir: string): Promise<OwnRedis> {
  const answer = await startOwnRedis({ dataDir, searchPath })
  if (answer.redis !== null) return answer.redis
  rmSync(dataDir, { recursive: true, force: true })
  throw new Error(`The tests need a real Redis. ${answer.reason}. ${answer.nextAction}`)
}

async function end(redis: OwnRedis, dataDir: string): Promise<void> {
  await redis.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

/** A run that was killed could not end its Redis: the next one does, and takes only what proves to be its own. */
async function endLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(FOLDER.exec(name)?.[1] ?? process.pid)
    if (isRunning(pid)) continue
    const dataDir = join(tmpdir(), name)
    const { redis } = await startOwnRedis({ dataDir, searchPath })
    if (redis !== null) await end(redis, dataDir)
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function optionsOfUrl(url: string): Promise<RedisOptions> {
  const { protocol, hostname, port, username, password, pathname } = new URL(url)
  const options = {
    host: hostname,
    port: Number(port || 6379),
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...(pathname.length > 1 ? { db: Number(pathname.slice(1)) } : {}),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
  }
  const client = new Redis({ ...options, retryStrategy: () => null, lazyConnect: true })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    throw new Error(`The tests need the Redis of REDIS_URL (${hostname}:${options.port}), but it does not answer.`, {
      cause: error,
    })
  } finally {
    client.disconnect()
  }
  return options
}
