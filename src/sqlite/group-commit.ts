import type SqliteClient from 'better-sqlite3'
import { isFatal, isFull, isLocked, notDurable } from './failures.ts'

export interface GroupCommit {
  /**
   * Runs `work` inside the next shared transaction and resolves once that is on disk. What `work` throws undoes only
   * its own changes; when the machine fails (disk full, locked, I/O), everything of the batch throws `not-durable`.
   */
  write<T>(work: () => T): Promise<T>
  /** Takes no more, and resolves when everything taken is written or refused. */
  end(): Promise<void>
}

interface Waiting {
  work: () => unknown
  resolve(value: unknown): void
  reject(error: unknown): void
}

interface Options {
  batchMax?: number
  /** How often and how long to wait, without blocking, while another process writes. */
  lockedTries?: number
  lockedDelayMs?: number
  onLocked?: () => void
}

type Outcome = () => void

/** A turn takes far less than a commit, so some are well spent on company. */
const TURNS_MOST = 4

/** Lets writes that come together share one BEGIN IMMEDIATE … COMMIT, and so one wait for the disk. */
export function groupCommit(client: SqliteClient.Database, options: Options = {}): GroupCommit {
  const { batchMax = 200 } = options
  const commitTogether = batchCommitter(client)
  const patience = lockPatience(options)
  const queue: Waiting[] = []
  let scheduled = false
  let ended = false
  let wakeEnd: () => void = () => {}

  function schedule(): void {
    if (scheduled) return
    scheduled = true
    whenGathered(() => queue.length, { known: 1, batchMax, turns: TURNS_MOST }, flush)
  }

  function flush(): void {
    scheduled = false
    const batch = queue.splice(0, batchMax)
    const result = commitTogether(batch)
    if (result.kind === 'locked' && patience.left()) {
      queue.unshift(...batch)
      scheduled = true
      patience.wait(flush)
      return
    }
    patience.renew()
    tell(batch, result)
    if (queue.length > 0) schedule()
    else if (ended) wakeEnd()
  }

  return {
    write<T>(work: () => T): Promise<T> {
      if (ended) return Promise.reject(notDurable(new Error('the store is closed')))
      return new Promise<T>((resolve, reject) => {
        queue.push({ work, resolve: value => resolve(value as T), reject })
        schedule()
      })
    },
    end() {
      ended = true
      if (queue.length === 0 && !scheduled) return Promise.resolve()
      return new Promise(resolve => {
        wakeEnd = resolve
      })
    },
  }
}

/** Whoever writes alone is served at once; where several write, more come in the next turns and share the commit. */
function whenGathered(
  count: () => number,
  { known, batchMax, turns }: { known: number; batchMax: number; turns: number },
  goOn: () => void,
): void {
  setImmediate(() => {
    const found = count()
    if (found <= known || found >= batchMax || turns === 0) goOn()
    else whenGathered(count, { known: found, batchMax, turns: turns - 1 }, goOn)
  })
}

function tell(batch: Waiting[], result: BatchResult): void {
  if (result.kind === 'done') for (const outcome of result.outcomes) outcome()
  else for (const waiting of batch) waiting.reject(notDurable(result.error))
}

/** How long another process may hold the file before our writes are refused; says once that it does. */
function lockPatience({ lockedTries = 80, lockedDelayMs = 25, onLocked = () => {} }: Options) {
  let triesLeft = lockedTries
  return {
    left: () => triesLeft > 0,
    wait(next: () => void): void {
      if (triesLeft === lockedTries) onLocked()
      triesLeft -= 1
      setTimeout(next, lockedDelayMs)
    },
    renew(): void {
      triesLeft = lockedTries
    },
  }
}

type BatchResult =
  | { kind: 'done'; outcomes: Outcome[] }
  | { kind: 'locked'; error: unknown }
  | { kind: 'failed'; error: unknown }
  /** One of the writes threw; nothing is written. */
  | { kind: 'refused'; error: unknown }

function batchCommitter(client: SqliteClient.Database): (batch: Waiting[]) => BatchResult {
  const begin = client.prepare('BEGIN IMMEDIATE')
  const commit = client.prepare('COMMIT')
  const attempt = writeAttempt(client)

  function commitBy(run: (waiting: Waiting) => Outcome, batch: Waiting[]): BatchResult {
    try {
      begin.run()
    } catch (error) {
      return { kind: isLocked(error) ? 'locked' : 'failed', error }
    }
    try {
      const outcomes = batch.map(run)
      commit.run()
      return { kind: 'done', outcomes }
    } catch (error) {
      rollBack(client)
      return { kind: isFatal(error) ? 'failed' : 'refused', error }
    }
  }

  // Nearly always all goes well. Where one write throws, all are done anew, each so that it can be undone alone.
  function commitAll(batch: Waiting[]): BatchResult {
    const result = commitBy(plainRun, batch)
    return result.kind === 'refused' ? commitBy(attempt, batch) : result
  }

  return batch => {
    const result = commitAll(batch)
    return result.kind === 'failed' && isFull(result.error) && makesRoom(client) ? commitAll(batch) : result
  }
}

/** On a full disk the write-ahead log is the only thing that may be given back: it is copied into the file and cut. */
function makesRoom(client: SqliteClient.Database): boolean {
  try {
    const [{ busy } = { busy: 1 }] = client.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
    return busy === 0
  } catch {
    return false
  }
}

function plainRun(waiting: Waiting): Outcome {
  const value = waiting.work()
  return () => waiting.resolve(value)
}

/** Runs one write in its own savepoint; what it throws is its own affair unless the machine failed. */
function writeAttempt(client: SqliteClient.Database): (waiting: Waiting) => Outcome {
  const savepoint = client.prepare('SAVEPOINT one_write')
  const release = client.prepare('RELEASE one_write')
  const undo = client.prepare('ROLLBACK TO one_write')
  return waiting => {
    savepoint.run()
    try {
      const value = waiting.work()
      release.run()
      return () => waiting.resolve(value)
    } catch (error) {
      if (isFatal(error) || !client.inTransaction) throw error
      undo.run()
      release.run()
      return () => waiting.reject(error)
    }
  }
}

function rollBack(client: SqliteClient.Database): void {
  try {
    if (client.inTransaction) client.exec('ROLLBACK')
  } catch {
    // SQLite has rolled back by itself after the failure that brought us here; the caller tells of that one.
  }
}
