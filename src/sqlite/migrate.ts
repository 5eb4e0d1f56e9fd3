import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { TendError } from '../domain/errors.ts'
import type { Client } from './database.ts'
import { broken } from './failures.ts'

const FOLDER = fileURLToPath(new URL('./migrations/', import.meta.url))

interface Migration {
  name: string
  statements: string[]
  hash: string
}

/**
 * Brings the file to the newest schema in one transaction and returns the names of what was applied. Throws `wrong-use`
 * for a file that a newer Tend has written. Two programs may call it at once: one applies, the other finds it done.
 */
export function migrate(client: Client): string[] {
  const migrations = readMigrations()
  // A rebuilt table would otherwise take its children's rows with it; checked again before the commit.
  client.pragma('foreign_keys = OFF')
  return client.transaction(() => applyMissing(client, migrations)).immediate()
}

/** True when the file has exactly the migrations that this program knows. */
export function isMigrated(client: Client): boolean {
  return appliedNames(client).length === readMigrations().length
}

function applyMissing(client: Client, migrations: Migration[]): string[] {
  client.exec('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY NOT NULL, hash TEXT NOT NULL)')
  const applied = appliedNames(client)
  refuseNewer(applied, migrations)
  const missing = migrations.filter(migration => !applied.includes(migration.name))
  for (const migration of missing) {
    for (const statement of migration.statements) client.exec(statement)
    client.prepare('INSERT INTO migrations (name, hash) VALUES (?, ?)').run(migration.name, migration.hash)
  }
  const orphans = missing.length > 0 ? client.pragma('foreign_key_check') : []
  if (Array.isArray(orphans) && orphans.length > 0) {
    throw broken(`Expected no row without its parent after the migration; there are ${orphans.length}.`)
  }
  return missing.map(migration => migration.name)
}

function refuseNewer(applied: string[], migrations: Migration[]): void {
  const unknown = applied.filter(name => !migrations.some(migration => migration.name === name))
  if (unknown.length === 0) return
  throw new TendError({
    code: 'wrong-use',
    message: `Expected a database of this version of Tend or an older one; it has ${unknown.join(', ')} of a newer one.`,
    nextAction: 'Start the newer version again, or restore a backup from before the update.',
  })
}

function appliedNames(client: Client): string[] {
  return client.prepare('SELECT name FROM migrations ORDER BY name').pluck().all() as string[]
}

function readMigrations(): Migration[] {
  const journal = JSON.parse(readFileSync(`${FOLDER}meta/_journal.json`, 'utf8')) as { entries: { tag: string }[] }
  return journal.entries.map(({ tag }) => {
    const text = readFileSync(`${FOLDER}${tag}.sql`, 'utf8')
    return {
      name: tag,
      statements: text.split('--> statement-breakpoint'),
      hash: createHash('sha256').update(text).digest('hex'),
    }
  })
}
