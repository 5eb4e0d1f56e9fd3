import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { findRedisBinary } from '../../src/queue/redis-binary.ts'
import { type RedisGround, redisGround, searchPath, withClient } from '../support/redis-ground.ts'

let ground: RedisGround

beforeEach(() => {
  ground = redisGround()
})

afterEach(() => ground.clear())

test('starts a child that died again, at the same place with its data, and clients find back by themselves', async () => {
  const troubles: (string | null)[] = []
  const redis = await ground.start({ onTrouble: trouble => troubles.push(trouble) })
  const first = redis.pid() as number
  await withClient(redis, async client => {
    await client.set('job', 'kept')
    await vi.waitFor(() => expect(readAof()).toContain('kept'), { timeout: 5000 })
    process.kill(first, 'SIGKILL')
    await vi.waitFor(() => expect(redis.trouble()).not.toBeNull())
    expect(redis.pid()).toBeNull()
    expect(await client.get('job')).toBe('kept')
  })
  await vi.waitFor(() => expect(redis.trouble()).toBeNull())
  expect(redis.pid()).not.toBe(first)
  expect(troubles).toEqual([expect.stringContaining('has ended'), null])
})

test('waits longer and longer while the child cannot start', async () => {
  const folder = join(ground.dataDir, 'bin')
  mkdirSync(folder)
  const binary = join(folder, 'redis-server')
  const real = findRedisBinary(searchPath)
  writeFileSync(
    binary,
    `#!/bin/sh\necho started >> "${ground.dataDir}/starts"\n[ ! -e "${ground.dataDir}/broken" ] || exit 9\nexec "${real}" "$@"\n`,
    { mode: 0o755 },
  )
  const redis = await ground.start({ searchPath: [folder, searchPath].join(delimiter) })
  writeFileSync(join(ground.dataDir, 'broken'), '')
  process.kill(redis.pid() as number, 'SIGKILL')
  const diedAt = performance.now()
  await vi.waitFor(() => expect(starts()).toBeGreaterThanOrEqual(5), { timeout: 5000 })
  const doublingMs = 100 + 200 + 400 + 800
  expect(performance.now() - diedAt).toBeGreaterThanOrEqual(doublingMs)
  expect(redis.trouble()).toMatch(/could not be started again: it ended with exit code 9/)
  rmSync(join(ground.dataDir, 'broken'))
  await vi.waitFor(() => expect(redis.trouble()).toBeNull(), { timeout: 5000 })
  expect(await withClient(redis, client => client.ping())).toBe('PONG')
})

test('does not start the child again once it is being stopped', async () => {
  const redis = await ground.start()
  process.kill(redis.pid() as number, 'SIGKILL')
  await vi.waitFor(() => expect(redis.trouble()).not.toBeNull())
  await redis.stop()
  expect(redis.pid()).toBeNull()
  expect(() => statSync(join(ground.dataDir, 'redis', 'child.json'))).toThrow(/ENOENT/)
})

const readAof = () => {
  const folder = join(ground.dataDir, 'redis', 'appendonlydir')
  return readdirSync(folder)
    .map(name => readFileSync(join(folder, name), 'utf8'))
    .join('')
}

const starts = () => readFileSync(join(ground.dataDir, 'starts'), 'utf8').trim().split('\n').length
