import { closeSync, openSync } from 'node:fs'
import SqliteClient from 'better-sqlite3'
import type { Client, StoreLog } from './database.ts'
import { isFatal, notDurable } from './failures.ts'
import { migrate } from './migrate.ts'
import { assertPragmas, setPragmas } from './pragmas.ts'

/** Opens the file with the newest schema and with the settings that every connection must have, read back. */
export function connect(file: string, log?: StoreLog): Client {
  const client = openFile(file)
  try {
    setPragmas(client)
    for (const name of migrate(client)) log?.info(`applied the migration ${name}`)
    // A migration switches settings of the connection, and the driver may lower them: set again, then read back.
    setPragmas(client)
    assertPragmas(client)
    return client
  } catch (error) {
    client.close()
    throw isFatal(error) ? notDurable(error) : error
  }
}

/** Personal data: readable by its owner only. SQLite gives its side files the same mode. */
function openFile(file: string): Client {
  try {
    closeSync(openSync(file, 'a', 0o600))
    return new SqliteClient(file)
  } catch (error) {
    throw notDurable(error)
  }
}
