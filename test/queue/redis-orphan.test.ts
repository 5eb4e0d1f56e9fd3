import { once } from 'node:events'
import { cpSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { findRedisBinary } from '../../src/queue/redis-binary.ts'
import { startOwnRedis } from '../../src/queue/redis-child.ts'
import {
  endProcess,
  isRunning,
  type RedisGround,
  redisGround,
  searchPath,
  useDeepFolder,
  withClient,
} from '../support/redis-ground.ts'

let ground: RedisGround

beforeEach(() => {
  ground = redisGround()
})

afterEach(() => ground.clear())

test('adopts the child that it can prove to be its own', async () => {
  const { tend, redisPid } = await ground.startElsewhere()
  await endProcess(tend)
  expect(isRunning(redisPid)).toBe(true)
  const redis = await ground.start()
  expect(redis.adopted).toBe(true)
  expect(redis.pid()).toBe(redisPid)
  await redis.stop()
  expect(isRunning(redisPid)).toBe(false)
})

test('adopts over loopback too', async () => {
  useDeepFolder(ground)
  const { tend, redisPid } = await ground.startElsewhere()
  await endProcess(tend)
  const redis = await ground.start()
  expect([redis.adopted, redis.pid()]).toEqual([true, redisPid])
})

test('adopts the child of a data folder that was moved', async () => {
  const { tend, redisPid } = await ground.startElsewhere()
  await endProcess(tend)
  renameSync(ground.dataDir, `${ground.dataDir}-moved`)
  ground.dataDir = `${ground.dataDir}-moved`
  const redis = await ground.start()
  expect([redis.adopted, redis.pid()]).toEqual([true, redisPid])
})

test('leaves the child of the original alone when it runs on a copy of the data folder', async () => {
  const original = await ground.start()
  const copy = join(ground.dataDir, 'copy')
  cpSync(join(ground.dataDir, 'redis'), join(copy, 'redis'), {
    recursive: true,
    filter: path => !path.endsWith('.sock'),
  })
  const redis = await ground.start({ dataDir: copy })
  expect(redis.adopted).toBe(false)
  expect(redis.pid()).not.toBe(original.pid())
  expect(isRunning(original.pid())).toBe(true)
})

test('ends its own child that hangs and starts a new one', async () => {
  const { tend, redisPid } = await ground.startElsewhere()
  await endProcess(tend)
  process.kill(redisPid, 'SIGSTOP')
  const redis = await ground.start()
  expect(redis.adopted).toBe(false)
  expect(isRunning(redisPid)).toBe(false)
  expect(await withClient(redis, client => client.ping())).toBe('PONG')
})

test('supervises an adopted child like its own', async () => {
  const { tend, redisPid } = await ground.startElsewhere()
  await endProcess(tend)
  const redis = await ground.start()
  process.kill(redisPid, 'SIGKILL')
  await vi.waitFor(() => expect(isRunning(redis.pid()) && redis.pid() !== redisPid).toBe(true), { timeout: 5000 })
  expect(await withClient(redis, client => client.ping())).toBe('PONG')
})

test('neither uses nor ends a stranger that answers at its socket', async () => {
  mkdirSync(join(ground.dataDir, 'redis'))
  const path = join(ground.dataDir, 'redis', 'redis.sock')
  const binary = findRedisBinary(searchPath) as string
  ground.spawn(binary, ['--port', '0', '--unixsocket', path, '--save', ''])
  const client = new Redis({ path })
  client.on('error', () => undefined)
  await client.set('theirs', 'untouched')
  const answer = await startOwnRedis({ dataDir: ground.dataDir, searchPath })
  expect(answer).toMatchObject({ redis: null, reason: expect.stringContaining('not one that Tend started here') })
  expect(await client.get('theirs')).toBe('untouched')
  client.disconnect()
})

test('leaves the port of an earlier child to whoever has taken it since', async () => {
  useDeepFolder(ground)
  const { tend, redisPid } = await ground.startElsewhere()
  await endProcess(tend)
  const { connection } = JSON.parse(readFileSync(join(ground.dataDir, 'redis', 'child.json'), 'utf8'))
  process.kill(redisPid, 'SIGKILL')
  await vi.waitFor(() => expect(isRunning(redisPid)).toBe(false), { timeout: 5000 })
  const taken = createServer(socket => socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  taken.listen(connection.port, '127.0.0.1')
  await once(taken, 'listening')
  const redis = await ground.start()
  expect(redis.adopted).toBe(false)
  expect(redis.connection).not.toMatchObject({ port: connection.port })
  taken.close()
})

test('does not end a process for having the number of an earlier child', async () => {
  const redis = await ground.start()
  await redis.stop()
  const innocent = ground.spawn('sleep', ['60'])
  const { dev, ino } = statSync(join(ground.dataDir, 'redis'))
  writeFileSync(
    join(ground.dataDir, 'redis', 'child.json'),
    JSON.stringify({
      token: 'x'.repeat(48),
      folder: `${dev}:${ino}`,
      connection: redis.connection,
      process: { pid: innocent.pid, identity: 'another-boot/1' },
    }),
  )
  expect((await ground.start()).adopted).toBe(false)
  expect(isRunning(innocent.pid)).toBe(true)
})
