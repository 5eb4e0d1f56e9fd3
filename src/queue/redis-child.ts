import { setTimeout as pause } from 'node:timers/promises'
import { processIdentity } from './process-identity.ts'
import { findRedisBinary } from './redis-binary.ts'
import { endRedis, forgetRedis } from './redis-end.ts'
import { type LaunchAnswer, launchRedis } from './redis-launch.ts'
import { callRedis, type RedisLine } from './redis-line.ts'
import {
  makeRedisFolder,
  newRecord,
  type RedisConnection,
  type RedisFiles,
  type RedisRecord,
  readRecord,
  redisFiles,
  writeRecord,
} from './redis-record.ts'

export interface OwnRedisOptions {
  /** The data folder, which the caller has locked: two supervisors of one folder would fight. */
  dataDir: string
  /** Folders to look for the server in, separated as in PATH; see `redisSearchPath`. */
  searchPath: string
  /** Told in words when the child is lost or cannot be started again, and null when it is back. */
  onTrouble?: (trouble: string | null) => void
  startLimitMs?: number
}

export interface OwnRedis {
  /** Stays the same for the whole run, restarts included. */
  connection: RedisConnection
  /** True when the child of an earlier run, which had no chance to end it, was taken over. */
  adopted: boolean
  pid(): number | null
  /** Why there is no Redis at this moment, in words; null when there is one. */
  trouble(): string | null
  /** Saves, ends the child, and returns when it is gone, within some seconds. May be called twice. */
  stop(): Promise<void>
}

export type OwnRedisStart = { redis: OwnRedis } | { redis: null; reason: string; nextAction: string }

interface Child {
  binary: string
  files: RedisFiles
  record: RedisRecord
  startLimitMs: number
  tellTrouble: (trouble: string | null) => void
  line: RedisLine | null
  trouble: string | null
  /** Deaths in a row; forgotten after a quiet minute. */
  deaths: number
  stopping: AbortController
}

const GET_REDIS =
  'Install one (Debian, Ubuntu: sudo apt-get install redis-server; macOS: brew install redis) or set REDIS_URL.'
const START_LIMIT_MS = 15_000
const BACK_OFF_FIRST_MS = 100
const BACK_OFF_MAX_MS = 10_000
const QUIET_MS = 60_000

/**
 * Starts, adopts or replaces the Redis of this data folder and keeps it running. A server that cannot prove to be ours
 * is never used and never ended. Answers with a reason instead of throwing: Tend works without Redis.
 */
export async function startOwnRedis(options: OwnRedisOptions): Promise<OwnRedisStart> {
  const binary = findRedisBinary(options.searchPath)
  if (binary === null) return refusal(`no redis-server or valkey-server in ${options.searchPath}`, GET_REDIS)
  try {
    const child = await prepareChild(binary, options)
    const orphan = child.record.process
    const answer = await adoptOrLaunch(child)
    if (answer.line === null) return refusal(answer.because, `See ${child.files.log}, or set REDIS_URL.`)
    child.line = answer.line
    return { redis: supervise(child, orphan !== null && orphan.pid === answer.line.pid) }
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error)
    return refusal(because, `Make ${options.dataDir} writable for this user, or set REDIS_URL.`)
  }
}

function refusal(reason: string, nextAction: string): OwnRedisStart {
  return { redis: null, reason: `Redis could not be started: ${reason}`, nextAction }
}

async function prepareChild(binary: string, options: OwnRedisOptions): Promise<Child> {
  const files = redisFiles(options.dataDir)
  makeRedisFolder(files)
  return {
    binary,
    files,
    record: (await recordOfLastRun(files)) ?? (await newRecord(files)),
    startLimitMs: options.startLimitMs ?? START_LIMIT_MS,
    tellTrouble: options.onTrouble ?? (() => undefined),
    line: null,
    trouble: null,
    deaths: 0,
    stopping: new AbortController(),
  }
}

// A record is worth keeping only while its process runs: otherwise its port may be somebody else's by now.
async function recordOfLastRun(files: RedisFiles): Promise<RedisRecord | null> {
  const record = readRecord(files)
  if (record === null || isRunning(record)) return record
  const answer = await callRedis(record)
  if (answer.kind !== 'ours') return null
  answer.line.hangUp()
  return record
}

/** One way to a serving child, at the start and after each loss. */
async function adoptOrLaunch(child: Child): Promise<LaunchAnswer> {
  const answer = await callRedis(child.record)
  if (answer.kind === 'ours') {
    const adopted = adopt(child, answer.line)
    if (adopted !== null) return { line: adopted }
  }
  if (answer.kind === 'stranger') return { line: null, because: strangerAt(child.record.connection) }
  if (!(await endRemains(child))) return { line: null, because: `process ${child.record.process?.pid} does not end` }
  return launchRedis(child)
}

function adopt(child: Child, line: RedisLine): RedisLine | null {
  const identity = processIdentity(line.pid)
  if (identity === null) throw new Error(`its process ${line.pid} runs where Tend cannot see it (another container?)`)
  child.record.process = { pid: line.pid, identity }
  writeRecord(child.files, child.record)
  if (!line.isLoading) return line
  line.hangUp()
  return null
}

// A child of ours that runs but does not serve: it hangs, is about to end, or was cut off while it started.
async function endRemains(child: Child): Promise<boolean> {
  const { record } = child
  return record.process === null || endRedis(record.process, null)
}

function isRunning(record: RedisRecord): boolean {
  return record.process !== null && processIdentity(record.process.pid) === record.process.identity
}

function strangerAt(connection: RedisConnection): string {
  const place = 'path' in connection ? connection.path : `${connection.host}:${connection.port}`
  return `another server answers at ${place}, and it is not one that Tend started here; Tend leaves it alone`
}

function supervise(child: Child, adopted: boolean): OwnRedis {
  const watch = keepRunning(child)
  let stopped: Promise<void> | null = null
  return {
    connection: child.record.connection,
    adopted,
    pid: () => (child.line === null ? null : child.line.pid),
    trouble: () => child.trouble,
    stop: () => {
      stopped ??= stopChild(child, watch)
      return stopped
    },
  }
}

async function keepRunning(child: Child): Promise<void> {
  while (child.line !== null) {
    const forgetDeaths = setTimeout(() => {
      child.deaths = 0
    }, QUIET_MS).unref()
    await Promise.race([child.line.ended, aborted(child.stopping.signal)])
    clearTimeout(forgetDeaths)
    if (child.stopping.signal.aborted) return
    child.line = null
    setTrouble(child, 'the Redis that Tend started has ended; it is being started again')
    child.line = await bringBack(child)
  }
}

async function bringBack(child: Child): Promise<RedisLine | null> {
  const { signal } = child.stopping
  while (!signal.aborted) {
    const delayMs = Math.min(BACK_OFF_FIRST_MS * 2 ** child.deaths, BACK_OFF_MAX_MS)
    child.deaths += 1
    await pause(delayMs, undefined, { signal, ref: false }).catch(() => undefined)
    if (signal.aborted) return null
    const answer = await adoptOrLaunch(child).catch((error: Error) => ({ line: null, because: error.message }))
    setTrouble(child, answer.line === null ? `Redis could not be started again: ${answer.because}` : null)
    if (answer.line !== null) return answer.line
  }
  return null
}

function setTrouble(child: Child, trouble: string | null): void {
  if (child.trouble === trouble) return
  child.trouble = trouble
  child.tellTrouble(trouble)
}

async function stopChild(child: Child, watch: Promise<void>): Promise<void> {
  child.stopping.abort()
  await watch
  const { process } = child.record
  if (process === null || (await endRedis(process, child.line))) forgetRedis(child.files)
  child.line = null
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(done => {
    if (signal.aborted) done()
    else signal.addEventListener('abort', () => done(), { once: true })
  })
}
