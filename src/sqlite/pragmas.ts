import type { Client } from './database.ts'
import { broken } from './failures.ts'

/** Two programs that open one file wait for each other's migration. */
const OPENING_TIMEOUT_MS = 5_000
/** Later such a wait would block everything else in the process: short, the rest is retried outside. */
const RUNNING_TIMEOUT_MS = 10
const CACHE_KIB = 16_384
/** A lead writes the same few pages of an index again and again: they are copied into the file once, not for every few leads. */
const CHECKPOINT_PAGES = 2_000
const WAL_KEPT_BYTES = 64 * 1024 * 1024

/**
 * What every connection must be set to. The driver lowers `synchronous` to NORMAL in WAL mode on each open, which
 * loses acknowledged commits in a power cut; deleted text must not survive in free pages.
 */
export function setPragmas(client: Client): void {
  client.pragma(`busy_timeout = ${OPENING_TIMEOUT_MS}`)
  client.pragma('secure_delete = ON')
  client.pragma('journal_mode = WAL')
  client.pragma('synchronous = FULL')
  client.pragma('foreign_keys = ON')
  client.pragma('recursive_triggers = ON')
  client.pragma('temp_store = MEMORY')
  client.pragma(`cache_size = -${CACHE_KIB}`)
  client.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
  client.pragma(`journal_size_limit = ${WAL_KEPT_BYTES}`)
}

/** For a connection that has opened and now serves. */
export function stopBlocking(client: Client): void {
  client.pragma(`busy_timeout = ${RUNNING_TIMEOUT_MS}`)
}

/** Reads back what durability and erasure rest on; throws when SQLite did not take it. */
export function assertPragmas(client: Client): void {
  const expected = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, secure_delete: 1, recursive_triggers: 1 }
  for (const [name, value] of Object.entries(expected)) {
    const found = client.pragma(name, { simple: true })
    if (found !== value) throw broken(`Expected the database setting ${name} to be ${value}; it is ${found}.`)
  }
}
