import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { TendError } from '../domain/errors.ts'

export interface DataLock {
  release(): void
}

// Two that come at the same moment may each find the other half-way: with a little patience one of them gets in.
const PATIENCE_MS = 250
const PID_TRIES = 20
const PID_PAUSE_MS = 25

/**
 * Takes the data folder for this process, creating it (for its owner alone) where it is missing. A second taker is
 * refused with a `conflict` that names the first one's process.
 *
 * The lock is SQLite's exclusive lock on an empty file, held by a transaction that never ends. The kernel lets go of it
 * with the process, however that ends, so there is no stale lock to recognise: no dead process number, no reused one,
 * and none that means something else in another container on the same volume.
 */
export async function lockDataFolder(dataDir: string): Promise<DataLock> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const pidPath = join(dataDir, 'tend.pid')
  const lock = takeLock(join(dataDir, 'tend.lock'))
  if (lock === null) throw await refusal(dataDir, pidPath)
  rmSync(pidPath, { force: true })
  writeFileSync(pidPath, `${process.pid}\n`, { mode: 0o600 })
  return {
    release: () => {
      if (!lock.open) return
      rmSync(pidPath, { force: true })
      lock.close()
    },
  }
}

// The lock file stays: a waiting process may have it open, and a new file of the same name would be another lock.
function takeLock(path: string): Database.Database | null {
  const lock = new Database(path, { timeout: PATIENCE_MS })
  try {
    lock.pragma('journal_mode = MEMORY')
    lock.exec('BEGIN EXCLUSIVE')
    chmodSync(path, 0o600)
    return lock
  } catch (error) {
    lock.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null
    throw error
  }
}

async function refusal(dataDir: string, pidPath: string): Promise<TendError> {
  const pid = await readPid(pidPath)
  return new TendError({
    code: 'conflict',
    message: `expected the data folder ${dataDir} to be free, but process ${pid ?? '(number unknown)'} runs Tend on it`,
    nextAction: `Stop that one first${pid === null ? '' : ` (kill ${pid})`}, or set TEND_DATA to another folder.`,
  })
}

// The holder writes its number right after it has the lock: until then the file is missing or names one that has ended.
async function readPid(pidPath: string): Promise<number | null> {
  for (let attempt = 0; attempt < PID_TRIES; attempt += 1) {
    const pid = pidIn(pidPath)
    if (pid !== null && isRunning(pid)) return pid
    await pause(PID_PAUSE_MS)
  }
  return pidIn(pidPath)
}

function pidIn(path: string): number | null {
  try {
    return Number.parseInt(readFileSync(path, 'utf8'), 10) || null
  } catch {
    return null
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
