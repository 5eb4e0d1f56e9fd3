import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findRedisBinary, redisSearchPath } from '../../src/queue/redis-binary.ts'
import { startOwnRedis } from '../../src/queue/redis-child.ts'
import { isRunning, type RedisGround, redisGround, useDeepFolder, withClient } from '../support/redis-ground.ts'

let ground: RedisGround

beforeEach(() => {
  ground = redisGround()
})

afterEach(() => ground.clear())

test('serves on a socket in the data folder that only its owner may use', async () => {
  const redis = await ground.start()
  expect(redis.connection).toEqual({ path: join(ground.dataDir, 'redis', 'redis.sock') })
  expect(redis).toMatchObject({ adopted: false })
  expect(redis.trouble()).toBeNull()
  expect(await withClient(redis, client => client.ping())).toBe('PONG')
  const modes = ['.', 'redis.sock', 'redis.conf', 'child.json'].map(
    name => statSync(join(ground.dataDir, 'redis', name)).mode & 0o077,
  )
  expect(modes).toEqual([0, 0, 0, 0])
})

test('keeps every job on disk and never drops one for lack of memory', async () => {
  const redis = await ground.start()
  const settings = await withClient(redis, client =>
    Promise.all(
      ['appendonly', 'appendfsync', 'maxmemory-policy', 'save', 'port', 'dir'].map(
        async name => ((await client.config('GET', name)) as string[])[1],
      ),
    ),
  )
  expect(settings).toEqual(['yes', 'everysec', 'noeviction', '', '0', join(ground.dataDir, 'redis')])
})

test('serves on loopback with a password where the path is too long for a socket', async () => {
  useDeepFolder(ground)
  const redis = await ground.start()
  expect(redis.connection).toMatchObject({ host: '127.0.0.1', password: expect.stringMatching(/^[0-9a-f]{48}$/) })
  expect(await withClient(redis, client => client.ping())).toBe('PONG')
  const { port } = redis.connection as { port: number }
  const stranger = new Redis({ host: '127.0.0.1', port, retryStrategy: () => null, enableReadyCheck: false })
  stranger.on('error', () => undefined)
  await expect(stranger.get('anything')).rejects.toThrow(/NOAUTH/)
  stranger.disconnect()
})

test('says what to install when there is no server', async () => {
  const answer = await startOwnRedis({ dataDir: ground.dataDir, searchPath: join(ground.dataDir, 'nowhere') })
  expect(answer).toMatchObject({
    redis: null,
    reason: expect.stringContaining('no redis-server or valkey-server'),
    nextAction: expect.stringContaining('sudo apt-get install redis-server'),
  })
})

test('finds valkey-server, and prefers the PATH to the private copy', () => {
  const project = join(ground.dataDir, 'project')
  for (const [folder, name] of [
    ['host', 'valkey-server'],
    ['project/.redis/bin', 'redis-server'],
  ] as const) {
    mkdirSync(join(ground.dataDir, folder), { recursive: true })
    writeFileSync(join(ground.dataDir, folder, name), '#!/bin/sh\n', { mode: 0o755 })
  }
  expect(findRedisBinary(redisSearchPath(join(ground.dataDir, 'host'), project))).toBe(
    join(ground.dataDir, 'host', 'valkey-server'),
  )
  expect(findRedisBinary(redisSearchPath(join(ground.dataDir, 'empty'), project))).toBe(
    join(project, '.redis', 'bin', 'redis-server'),
  )
  chmodSync(join(ground.dataDir, 'host', 'valkey-server'), 0o644)
  expect(findRedisBinary(join(ground.dataDir, 'host'))).toBeNull()
})

test('gives the words of a server that does not start, and leaves nothing running', async () => {
  const folder = join(ground.dataDir, 'bin')
  mkdirSync(folder)
  writeFileSync(join(folder, 'redis-server'), `#!/bin/sh\necho 'my libraries are missing'\nexit 3\n`, { mode: 0o755 })
  const answer = await startOwnRedis({ dataDir: ground.dataDir, searchPath: folder })
  expect(answer).toMatchObject({
    redis: null,
    reason: expect.stringMatching(/exit code 3: my libraries are missing/),
  })
})

test('ends a server that does not answer in time', async () => {
  const folder = join(ground.dataDir, 'bin')
  mkdirSync(folder)
  writeFileSync(join(folder, 'redis-server'), `#!/bin/sh\necho $$ > "${ground.dataDir}/pid"\nexec sleep 60\n`, {
    mode: 0o755,
  })
  const answer = await startOwnRedis({ dataDir: ground.dataDir, searchPath: folder, startLimitMs: 300 })
  expect(answer).toMatchObject({ redis: null, reason: expect.stringContaining('did not answer within 300 ms') })
  expect(isRunning(Number(readFileSync(join(ground.dataDir, 'pid'), 'utf8')))).toBe(false)
})

test('sets a damaged file aside rather than stay without Redis', async () => {
  const first = await ground.start()
  await withClient(first, client => client.set('job', 'kept'))
  await first.stop()
  const manifest = readFileSync(join(ground.dataDir, 'redis', 'appendonlydir', 'appendonly.aof.manifest'), 'utf8')
  const file = /file (\S+incr\S*)/.exec(manifest)?.[1] ?? ''
  writeFileSync(join(ground.dataDir, 'redis', 'appendonlydir', file), 'this is no append only file\n'.repeat(50))
  const second = await ground.start()
  expect(await withClient(second, client => client.get('job'))).toBeNull()
  expect(statSync(join(ground.dataDir, 'redis', 'appendonlydir.damaged')).isDirectory()).toBe(true)
})

test('saves, ends the server and leaves only its data', async () => {
  const first = await ground.start()
  const pid = first.pid()
  await withClient(first, client => client.set('job', 'kept'))
  await Promise.all([first.stop(), first.stop()])
  expect(isRunning(pid)).toBe(false)
  expect(() => statSync(join(ground.dataDir, 'redis', 'child.json'))).toThrow(/ENOENT/)
  const second = await ground.start()
  expect(second.adopted).toBe(false)
  expect(await withClient(second, client => client.get('job'))).toBe('kept')
})

test('ends a server that hangs', async () => {
  const redis = await ground.start()
  const pid = redis.pid() as number
  process.kill(pid, 'SIGSTOP')
  await redis.stop()
  expect(isRunning(pid)).toBe(false)
})

test('does not keep its process alive, and does not end with its terminal', async () => {
  const { tend, redisPid } = await ground.startElsewhere('')
  if (tend.exitCode === null) await once(tend, 'exit')
  expect(tend.exitCode).toBe(0)
  expect(isRunning(redisPid)).toBe(true)
  expect(processGroup(redisPid)).toBe(redisPid)
})

// Field 5 of proc(5).
function processGroup(pid: number): number {
  if (process.platform !== 'linux') return Number(spawnSync('ps', ['-o', 'pgid=', '-p', String(pid)]).stdout)
  return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[2])
}
