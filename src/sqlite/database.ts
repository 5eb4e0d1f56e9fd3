import type SqliteClient from 'better-sqlite3'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { NewId } from '../engine/ports.ts'
import type { GroupCommit } from './group-commit.ts'

export type Client = SqliteClient.Database
export type Drizzle = BetterSQLite3Database

/** Where the store says what nobody called for: migrations, a locked file. */
export interface StoreLog {
  info(message: string): void
  warn(message: string): void
}

/** One open file: everything that the parts of the store share. */
export interface Database {
  /** Path of the file. */
  file: string
  client: Client
  /** For preparing statements at start; never to build one per call. */
  db: Drizzle
  writes: GroupCommit
  newId: NewId
  log: StoreLog
}
