import Database from 'better-sqlite3'
import { TendError } from '../domain/errors.ts'

/** A copy is one plain file, whole, and of Tend. Throws `not-durable` when SQLite finds a fault in it. */
export function assertSound(file: string): void {
  const database = new Database(file, { fileMustExist: true })
  try {
    // Without this the copy would need two more files beside it.
    database.pragma('journal_mode = DELETE')
    const found = database.pragma('integrity_check', { simple: true })
    if (found !== 'ok') throw unsound(file, String(found))
    if (database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'migrations'").get() === undefined)
      throw unsound(file, 'it is not of Tend')
  } catch (error) {
    throw error instanceof TendError ? error : unsound(file, error instanceof Error ? error.message : String(error))
  } finally {
    database.close()
  }
}

function unsound(file: string, fault: string): TendError {
  return new TendError({
    code: 'not-durable',
    message: `Expected a whole database of Tend in ${file}: ${fault}.`,
    nextAction: 'Take another backup, or another disk.',
  })
}
