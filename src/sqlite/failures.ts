import { TendError } from '../domain/errors.ts'

/** The machine failed, not the write: nothing of the batch may be called durable. */
const FATAL =
  /^SQLITE_(FULL|BUSY|LOCKED|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB|NOMEM|PROTOCOL|INTERRUPT|PERM|AUTH|INTERNAL)/

/** SQLite's own code (`SQLITE_FULL`), also when the driver's error was wrapped; empty for anything else. */
function sqliteCode(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string' && error.code.startsWith('SQLITE_')) return error.code
  return sqliteCode(error.cause)
}

export function isFatal(error: unknown): boolean {
  return FATAL.test(sqliteCode(error))
}

export function isLocked(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(sqliteCode(error))
}

export function isFull(error: unknown): boolean {
  return sqliteCode(error) === 'SQLITE_FULL'
}

export function isTaken(error: unknown): boolean {
  return /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)/.test(sqliteCode(error))
}

/** True when the trigger behind the contact question refused. */
export function isSuppressed(error: unknown): boolean {
  return isRefusedByTrigger(error, /suppressed/)
}

/** True when the trigger behind the budget refused. */
export function isOverCeiling(error: unknown): boolean {
  return isRefusedByTrigger(error, /ceiling/)
}

function isRefusedByTrigger(error: unknown, word: RegExp): boolean {
  return sqliteCode(error) === 'SQLITE_CONSTRAINT_TRIGGER' && error instanceof Error && word.test(error.message)
}

export function notDurable(cause: unknown): TendError {
  const reason = sqliteCode(cause) || (cause instanceof Error ? cause.message : String(cause))
  return new TendError({
    code: 'not-durable',
    message: `Expected the database to take the write for good; it said ${reason}.`,
    nextAction: 'Free disk space or end the program that holds the database, then try again.',
    cause,
  })
}

export function stale(what: string, cause?: unknown): TendError {
  return new TendError({
    code: 'stale',
    message: `Expected ${what} to be as it was when the decision was made; it has changed since.`,
    nextAction: 'Load it again and decide again.',
    cause,
  })
}

export function notFound(what: string, id: string): TendError {
  return new TendError({
    code: 'not-found',
    message: `Expected to find the ${what} ${id}; there is none.`,
    nextAction: 'Check the id.',
  })
}

export function broken(message: string, cause?: unknown): TendError {
  return new TendError({
    code: 'internal',
    message,
    nextAction: 'This is a defect in Tend: report it with the log around this moment.',
    cause,
  })
}
