import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { processIdentity } from '../../src/queue/process-identity.ts'
import { findRedisBinary, redisSearchPath } from '../../src/queue/redis-binary.ts'
import { type OwnRedis, type OwnRedisOptions, startOwnRedis } from '../../src/queue/redis-child.ts'

const projectDir = join(import.meta.dirname, '..', '..')
const searchPath = redisSearchPath(process.env.PATH ?? '', projectDir)
let home: string
let dataDir: string
let started: OwnRedis[]
let strangers: ChildProcess[]

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tend-redis-'))
  dataDir = join(home, 'data')
  mkdirSync(dataDir)
  started = []
  strangers = []
})

afterEach(async () => {
  for (const redis of started) await redis.stop()
  for (const child of strangers) await endProcess(child)
  rmSync(home, { recursive: true, force: true })
})

async function start(options: Partial<OwnRedisOptions> = {}): Promise<OwnRedis> {
  const answer = await startOwnRedis({ dataDir, searchPath, ...options })
  if (answer.redis === null) throw new Error(`${answer.reason} ${answer.nextAction}`)
  started.push(answer.redis)
  return answer.redis
}

/** Runs a task with a client of its own and closes the client. */
async function withClient<T>(redis: OwnRedis, task: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(redis.connection)
  try {
    return await task(client)
  } finally {
    client.disconnect()
  }
}

/** Another Tend: a process of its own that starts the Redis of the data folder, says so, and stays. */
async function startInOtherProcess(): Promise<{ tend: ChildProcess; redisPid: number }> {
  const module = JSON.stringify(join(projectDir, 'src', 'queue', 'redis-child.ts'))
  const code = `
    import { startOwnRedis } from ${module}
    const { redis } = await startOwnRedis(${JSON.stringify({ dataDir, searchPath })})
    console.log(redis.pid())
    setInterval(() => {}, 1000)`
  const tend = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  strangers.push(tend)
  const [words] = (await once(tend.stdout, 'data')) as [Buffer]
  return { tend, redisPid: Number(words) }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

// Field 5 of proc(5).
function processGroup(pid: number): number {
  if (process.platform !== 'linux') return Number(spawnSync('ps', ['-o', 'pgid=', '-p', String(pid)]).stdout)
  return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[2])
}

const isRunning = (pid: number | null) => pid !== null && processIdentity(pid) !== null
const untilGone = (pid: number) => vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 5000 })

async function deepDataDir(): Promise<string> {
  const deep = join(dataDir, 'a folder with spaces "and quotes"', 'x'.repeat(60))
  mkdirSync(deep, { recursive: true })
  return deep
}

describe('starting', () => {
  test('serves on a socket in the data folder that only its owner may use', async () => {
    const redis = await start()
    expect(redis.connection).toEqual({ path: join(dataDir, 'redis', 'redis.sock') })
    expect(redis).toMatchObject({ adopted: false })
    expect(redis.trouble()).toBeNull()
    expect(await withClient(redis, client => client.ping())).toBe('PONG')
    const modes = ['.', 'redis.sock', 'redis.conf', 'child.json'].map(
      name => statSync(join(dataDir, 'redis', name)).mode & 0o077,
    )
    expect(modes).toEqual([0, 0, 0, 0])
  })

  test('keeps every job on disk and never drops one for lack of memory', async () => {
    const redis = await start()
    const settings = await withClient(redis, client =>
      Promise.all(
        ['appendonly', 'appendfsync', 'maxmemory-policy', 'save', 'port', 'dir'].map(
          async name => ((await client.config('GET', name)) as string[])[1],
        ),
      ),
    )
    expect(settings).toEqual(['yes', 'everysec', 'noeviction', '', '0', join(dataDir, 'redis')])
  })

  test('serves on loopback with a password where the path is too long for a socket', async () => {
    dataDir = await deepDataDir()
    const redis = await start()
    expect(redis.connection).toMatchObject({ host: '127.0.0.1', password: expect.stringMatching(/^[0-9a-f]{48}$/) })
    expect(await withClient(redis, client => client.ping())).toBe('PONG')
    const { port } = redis.connection as { port: number }
    const stranger = new Redis({ host: '127.0.0.1', port, retryStrategy: () => null, enableReadyCheck: false })
    stranger.on('error', () => undefined)
    await expect(stranger.get('anything')).rejects.toThrow(/NOAUTH/)
    stranger.disconnect()
  })

  test('says what to install when there is no server', async () => {
    const answer = await startOwnRedis({ dataDir, searchPath: join(dataDir, 'nowhere') })
    expect(answer).toMatchObject({
      redis: null,
      reason: expect.stringContaining('no redis-server or valkey-server'),
      nextAction: expect.stringContaining('sudo apt-get install redis-server'),
    })
  })

  test('finds valkey-server, and prefers the PATH to the private copy', () => {
    const project = join(dataDir, 'project')
    for (const [folder, name] of [
      ['host', 'valkey-server'],
      ['project/.redis/bin', 'redis-server'],
    ] as const) {
      mkdirSync(join(dataDir, folder), { recursive: true })
      writeFileSync(join(dataDir, folder, name), '#!/bin/sh\n', { mode: 0o755 })
    }
    expect(findRedisBinary(redisSearchPath(join(dataDir, 'host'), project))).toBe(
      join(dataDir, 'host', 'valkey-server'),
    )
    expect(findRedisBinary(redisSearchPath(join(dataDir, 'empty'), project))).toBe(
      join(project, '.redis', 'bin', 'redis-server'),
    )
    chmodSync(join(dataDir, 'host', 'valkey-server'), 0o644)
    expect(findRedisBinary(join(dataDir, 'host'))).toBeNull()
  })

  test('gives the words of a server that does not start, and leaves nothing running', async () => {
    const folder = join(dataDir, 'bin')
    mkdirSync(folder)
    writeFileSync(join(folder, 'redis-server'), `#!/bin/sh\necho 'my libraries are missing'\nexit 3\n`, { mode: 0o755 })
    const answer = await startOwnRedis({ dataDir, searchPath: folder })
    expect(answer).toMatchObject({
      redis: null,
      reason: expect.stringMatching(/exit code 3: my libraries are missing/),
    })
  })

  test('ends a server that does not answer in time', async () => {
    const folder = join(dataDir, 'bin')
    mkdirSync(folder)
    writeFileSync(join(folder, 'redis-server'), `#!/bin/sh\necho $$ > "${dataDir}/pid"\nexec sleep 60\n`, {
      mode: 0o755,
    })
    const answer = await startOwnRedis({ dataDir, searchPath: folder, startLimitMs: 300 })
    expect(answer).toMatchObject({ redis: null, reason: expect.stringContaining('did not answer within 300 ms') })
    expect(isRunning(Number(readFileSync(join(dataDir, 'pid'), 'utf8')))).toBe(false)
  })

  test('sets a damaged file aside rather than stay without Redis', async () => {
    const first = await start()
    await withClient(first, client => client.set('job', 'kept'))
    await first.stop()
    const manifest = readFileSync(join(dataDir, 'redis', 'appendonlydir', 'appendonly.aof.manifest'), 'utf8')
    const file = /file (\S+incr\S*)/.exec(manifest)?.[1] ?? ''
    writeFileSync(join(dataDir, 'redis', 'appendonlydir', file), 'this is no append only file\n'.repeat(50))
    const second = await start()
    expect(await withClient(second, client => client.get('job'))).toBeNull()
    expect(statSync(join(dataDir, 'redis', 'appendonlydir.damaged')).isDirectory()).toBe(true)
  })
})

describe('stopping', () => {
  test('saves, ends the server and leaves only its data', async () => {
    const first = await start()
    const pid = first.pid()
    await withClient(first, client => client.set('job', 'kept'))
    await Promise.all([first.stop(), first.stop()])
    expect(isRunning(pid)).toBe(false)
    expect(() => statSync(join(dataDir, 'redis', 'child.json'))).toThrow(/ENOENT/)
    const second = await start()
    expect(second.adopted).toBe(false)
    expect(await withClient(second, client => client.get('job'))).toBe('kept')
  })

  test('ends a server that hangs', async () => {
    const redis = await start()
    const pid = redis.pid() as number
    process.kill(pid, 'SIGSTOP')
    await redis.stop()
    expect(isRunning(pid)).toBe(false)
  })

  test('does not keep its process alive, and does not end with its terminal', async () => {
    const module = JSON.stringify(join(projectDir, 'src', 'queue', 'redis-child.ts'))
    const code = `
      import { startOwnRedis } from ${module}
      const { redis } = await startOwnRedis(${JSON.stringify({ dataDir, searchPath })})
      console.log(redis.pid())`
    const tend = spawn(process.execPath, ['--input-type=module', '--eval', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    strangers.push(tend)
    const [[words], [exitCode]] = await Promise.all([
      once(tend.stdout, 'data') as Promise<[Buffer]>,
      once(tend, 'exit'),
    ])
    expect(exitCode).toBe(0)
    const pid = Number(words)
    expect(isRunning(pid)).toBe(true)
    expect(processGroup(pid)).toBe(pid)
    expect(await start()).toMatchObject({ adopted: true })
  })
})

describe('after a crash', () => {
  test('adopts the child that it can prove to be its own', async () => {
    const { tend, redisPid } = await startInOtherProcess()
    await endProcess(tend)
    expect(isRunning(redisPid)).toBe(true)
    const redis = await start()
    expect(redis.adopted).toBe(true)
    expect(redis.pid()).toBe(redisPid)
    await redis.stop()
    expect(isRunning(redisPid)).toBe(false)
  })

  test('adopts over loopback too', async () => {
    dataDir = await deepDataDir()
    const { tend, redisPid } = await startInOtherProcess()
    await endProcess(tend)
    const redis = await start()
    expect([redis.adopted, redis.pid()]).toEqual([true, redisPid])
  })

  test('adopts the child of a data folder that was moved', async () => {
    const { tend, redisPid } = await startInOtherProcess()
    await endProcess(tend)
    renameSync(dataDir, `${dataDir}-moved`)
    dataDir = `${dataDir}-moved`
    const redis = await start()
    expect([redis.adopted, redis.pid()]).toEqual([true, redisPid])
  })

  test('leaves the child of the original alone when it runs on a copy of the data folder', async () => {
    const original = await start()
    const copy = join(dataDir, 'copy')
    cpSync(join(dataDir, 'redis'), join(copy, 'redis'), { recursive: true, filter: path => !path.endsWith('.sock') })
    const redis = await start({ dataDir: copy })
    expect(redis.adopted).toBe(false)
    expect(redis.pid()).not.toBe(original.pid())
    expect(isRunning(original.pid())).toBe(true)
  })

  test('ends its own child that hangs and starts a new one', async () => {
    const { tend, redisPid } = await startInOtherProcess()
    await endProcess(tend)
    process.kill(redisPid, 'SIGSTOP')
    const redis = await start()
    expect(redis.adopted).toBe(false)
    expect(isRunning(redisPid)).toBe(false)
    expect(await withClient(redis, client => client.ping())).toBe('PONG')
  })

  test('supervises an adopted child like its own', async () => {
    const { tend, redisPid } = await startInOtherProcess()
    await endProcess(tend)
    const redis = await start()
    process.kill(redisPid, 'SIGKILL')
    await vi.waitFor(() => expect(isRunning(redis.pid()) && redis.pid() !== redisPid).toBe(true), { timeout: 5000 })
    expect(await withClient(redis, client => client.ping())).toBe('PONG')
  })
})

describe('a server that is not ours', () => {
  test('is neither used nor ended when it answers at our socket', async () => {
    mkdirSync(join(dataDir, 'redis'))
    const path = join(dataDir, 'redis', 'redis.sock')
    const binary = findRedisBinary(searchPath) as string
    const stranger = spawn(binary, ['--port', '0', '--unixsocket', path, '--save', ''], {
      cwd: dataDir,
      stdio: 'ignore',
    })
    strangers.push(stranger)
    const client = new Redis({ path })
    client.on('error', () => undefined)
    await client.set('theirs', 'untouched')
    const answer = await startOwnRedis({ dataDir, searchPath })
    expect(answer).toMatchObject({ redis: null, reason: expect.stringContaining('not one that Tend started here') })
    expect(await client.get('theirs')).toBe('untouched')
    client.disconnect()
  })

  test('keeps the port of an earlier child that it has taken since', async () => {
    dataDir = await deepDataDir()
    const { tend, redisPid } = await startInOtherProcess()
    await endProcess(tend)
    const { connection } = JSON.parse(readFileSync(join(dataDir, 'redis', 'child.json'), 'utf8'))
    process.kill(redisPid, 'SIGKILL')
    await untilGone(redisPid)
    const taken = createServer(socket => socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    taken.listen(connection.port, '127.0.0.1')
    await once(taken, 'listening')
    const redis = await start()
    expect(redis.adopted).toBe(false)
    expect(redis.connection).not.toMatchObject({ port: connection.port })
    taken.close()
  })

  test('is not ended for having the number of an earlier child', async () => {
    const redis = await start()
    await redis.stop()
    const innocent = spawn('sleep', ['60'], { stdio: 'ignore' })
    strangers.push(innocent)
    const { dev, ino } = statSync(join(dataDir, 'redis'))
    writeFileSync(
      join(dataDir, 'redis', 'child.json'),
      JSON.stringify({
        token: 'x'.repeat(48),
        folder: `${dev}:${ino}`,
        connection: redis.connection,
        process: { pid: innocent.pid, identity: 'another-boot/1' },
      }),
    )
    expect((await start()).adopted).toBe(false)
    expect(isRunning(innocent.pid ?? null)).toBe(true)
  })
})

describe('a child that dies', () => {
  test('is started again at the same place with its data, and clients find back by themselves', async () => {
    const troubles: (string | null)[] = []
    const redis = await start({ onTrouble: trouble => troubles.push(trouble) })
    const first = redis.pid() as number
    await withClient(redis, async client => {
      client.on('error', () => undefined)
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

  test('is waited for longer and longer while it cannot start', async () => {
    const folder = join(dataDir, 'bin')
    mkdirSync(folder)
    const binary = join(folder, 'redis-server')
    const real = findRedisBinary(searchPath)
    writeFileSync(
      binary,
      `#!/bin/sh\necho started >> "${dataDir}/starts"\n[ ! -e "${dataDir}/broken" ] || exit 9\nexec "${real}" "$@"\n`,
      { mode: 0o755 },
    )
    const redis = await start({ searchPath: [folder, searchPath].join(delimiter) })
    writeFileSync(join(dataDir, 'broken'), '')
    process.kill(redis.pid() as number, 'SIGKILL')
    await vi.waitFor(() => expect(starts()).toBeGreaterThanOrEqual(4), { timeout: 5000 })
    expect(redis.trouble()).toMatch(/could not be started again: it ended with exit code 9/)
    rmSync(join(dataDir, 'broken'))
    await vi.waitFor(() => expect(redis.trouble()).toBeNull(), { timeout: 5000 })
    expect(await withClient(redis, client => client.ping())).toBe('PONG')
  })

  test('is not started again once it is being stopped', async () => {
    const redis = await start()
    process.kill(redis.pid() as number, 'SIGKILL')
    await vi.waitFor(() => expect(redis.trouble()).not.toBeNull())
    await redis.stop()
    expect(redis.pid()).toBeNull()
    expect(() => statSync(join(dataDir, 'redis', 'child.json'))).toThrow(/ENOENT/)
  })

  const readAof = () => {
    const folder = join(dataDir, 'redis', 'appendonlydir')
    return readdirSync(folder)
      .map(name => readFileSync(join(folder, name), 'utf8'))
      .join('')
  }

  const starts = () => readFileSync(join(dataDir, 'starts'), 'utf8').trim().split('\n').length
})
