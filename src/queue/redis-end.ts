import { rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { processIdentity, signalProcess } from './process-identity.ts'
import type { RedisLine } from './redis-line.ts'
import type { RedisFiles, RedisRecord } from './redis-record.ts'

type ChildProcessMark = NonNullable<RedisRecord['process']>

const POLL_MS = 10
const SHUTDOWN_MS = 5000
const SIGNAL_MS = 1000

/**
 * Ends our own server within about seven seconds: first by asking over the line, which saves all it has, then by signals
 * to the process whose start we recorded. False when it still runs.
 */
export async function endRedis(process: ChildProcessMark, line: RedisLine | null): Promise<boolean> {
  line?.shutDown()
  if (line !== null && (await isGone(process, SHUTDOWN_MS))) return true
  line?.hangUp()
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    signalProcess(process.pid, process.identity, signal)
    if (await isGone(process, SIGNAL_MS)) return true
  }
  return false
}

/** Removes what only a running child needs. Its jobs stay. */
export function forgetRedis(files: RedisFiles): void {
  for (const path of [files.record, files.config, files.socket]) rmSync(path, { force: true })
}

async function isGone(process: ChildProcessMark, limitMs: number): Promise<boolean> {
  const limit = AbortSignal.timeout(limitMs)
  while (processIdentity(process.pid) === process.identity) {
    if (limit.aborted) return false
    await pause(POLL_MS)
  }
  return true
}
