import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { processIdentity } from './process-identity.ts'
import { redisConfig } from './redis-config.ts'
import { callRedis, type RedisLine } from './redis-line.ts'
import { type RedisFiles, type RedisRecord, writePrivately, writeRecord } from './redis-record.ts'

export interface Launch {
  binary: string
  files: RedisFiles
  record: RedisRecord
  /** How long the child may take until it answers; reading a large file is given ten times as long. */
  startLimitMs: number
}

export type LaunchAnswer = { line: RedisLine } | { line: null; because: string }

const POLL_MS = 20
const LOG_BYTES_MAX = 1_000_000
const DAMAGED_FILE =
  /(Bad file format|Unexpected end of file) reading the append only file|AOF .*(doesn't exist|corrupt)/i

/** Starts a server for the record and waits until it serves. When it does not, it is ended before this returns. */
export async function launchRedis(launch: Launch): Promise<LaunchAnswer> {
  const answer = await tryLaunch(launch)
  if (answer.line !== null || !DAMAGED_FILE.test(answer.because)) return answer
  setDamagedAside(launch.files)
  return tryLaunch(launch)
}

async function tryLaunch(launch: Launch): Promise<LaunchAnswer> {
  const { files, record } = launch
  writePrivately(files.config, redisConfig(files, record))
  // Written before the child exists: whatever kills us from here on, the next start knows the token to look for.
  record.process = null
  writeRecord(files, record)
  const child = spawnServer(launch)
  const failure = new Promise<string>(done => {
    child.once('error', error => done(error.message))
    child.once('exit', (code, signal) => done(`it ended with ${signal ?? `exit code ${code}`}`))
  })
  rememberProcess(launch, child)
  const answer = await firstAnswer(launch, failure)
  if (answer.line !== null) return answer
  if (child.exitCode === null && child.kill('SIGKILL')) await failure
  return { line: null, because: `${answer.because}: ${lastWords(files)}` }
}

// Detached: a group of its own, so that Ctrl-C in the terminal reaches Tend alone, which still needs Redis to drain.
function spawnServer({ binary, files }: Launch): ChildProcess {
  const log = openSync(files.log, isLarge(files.log) ? 'w' : 'a', 0o600)
  try {
    const child = spawn(binary, [files.config], { cwd: files.folder, detached: true, stdio: ['ignore', log, log] })
    child.unref()
    return child
  } finally {
    closeSync(log)
  }
}

function rememberProcess({ files, record }: Launch, child: ChildProcess): void {
  const identity = child.pid === undefined ? null : processIdentity(child.pid)
  if (child.pid === undefined || identity === null) return
  record.process = { pid: child.pid, identity }
  writeRecord(files, record)
}

async function firstAnswer({ record, startLimitMs }: Launch, failure: Promise<string>): Promise<LaunchAnswer> {
  const done = new AbortController()
  const serving = waitUntilServing(record, startLimitMs, done.signal)
  const failed = failure.then(because => ({ line: null, because }))
  const answer = await Promise.race([serving, failed])
  done.abort()
  const late = await serving
  if (answer.line === null) late.line?.hangUp()
  return answer
}

async function waitUntilServing(record: RedisRecord, startLimitMs: number, done: AbortSignal): Promise<LaunchAnswer> {
  const limit = AbortSignal.timeout(startLimitMs)
  const loadingLimit = AbortSignal.timeout(startLimitMs * 10)
  let isLoading = false
  while (!done.aborted && !(isLoading ? loadingLimit : limit).aborted) {
    const answer = await callRedis(record)
    if (answer.kind === 'ours' && !answer.line.isLoading) return { line: answer.line }
    if (answer.kind === 'ours') answer.line.hangUp()
    isLoading = answer.kind === 'ours'
    await pause(POLL_MS)
  }
  return { line: null, because: `it did not answer within ${startLimitMs} ms` }
}

function isLarge(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES_MAX
}

function lastWords(files: RedisFiles): string {
  const lines = readFileSync(files.log, 'utf8').trimEnd().split('\n').slice(-5)
  return lines.map(line => line.replace(/^\d+:\w+ .*?[*#.-] /, '')).join(' | ')
}

// The database is the truth and the queue an alarm clock: a damaged file is worth less than a Redis that runs.
function setDamagedAside(files: RedisFiles): void {
  const kept = join(files.folder, 'appendonlydir.damaged')
  rmSync(kept, { recursive: true, force: true })
  renameSync(join(files.folder, 'appendonlydir'), kept)
}
