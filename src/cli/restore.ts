import { chmodSync, copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import Database from 'better-sqlite3'
import type { Command } from 'commander'
import { type Config, readConfig } from '../config.ts'
import { TendError } from '../domain/errors.ts'
import { newId } from '../new-id.ts'
import { lockDataFolder } from '../sqlite/data-lock.ts'
import { isLocked } from '../sqlite/failures.ts'
import { openSqliteStore } from '../sqlite/open.ts'
import { systemClock } from '../system-clock.ts'
import { print, printJson, tell, withFormat } from './print.ts'
import { assertSound } from './sound-database.ts'

const LOCK_PATIENCE_MS = 500

export function define(command: Command): void {
  command
    .description(
      'Puts a backup in the place of the database. The product must be stopped; the old database is kept beside it.',
    )
    .argument('<file>', 'a file that `tend backup` made')
  withFormat(command)
    .addHelpText(
      'after',
      '\nExample: tend restore /var/backups/tend.db\nEvery workflow is paused afterwards: the backup knows nothing of what left, and of who asked for silence, since it was made.',
    )
    .action((file: string, { format }: { format: string }) => restore(file, format))
}

async function restore(given: string, format: string): Promise<void> {
  const config = readConfig()
  const backup = resolve(given)
  if (!existsSync(backup)) throw noBackup(backup)
  const lock = await lockDataFolder(config.dataFolder)
  try {
    const incoming = `${config.databaseUrl}.incoming`
    copyFileSync(backup, incoming)
    chmodSync(incoming, 0o600)
    assertSound(incoming)
    const kept = moveAside(config)
    renameSync(incoming, config.databaseUrl)
    const paused = await pauseAll(config)
    if (format === 'json') return printJson({ database: config.databaseUrl, kept, paused })
    print(restoredWords({ backup, kept, paused }))
  } finally {
    rmSync(`${config.databaseUrl}.incoming`, { force: true })
    lock.release()
  }
}

/** The old database with its side files, under a name of its own; null when there was none. */
function moveAside({ databaseUrl }: Config): string | null {
  if (!existsSync(databaseUrl)) return null
  refuseWhileUsed(databaseUrl)
  const kept = `${databaseUrl}.before-${new Date(systemClock.now()).toISOString().replace(/[-:]/g, '').slice(0, 15)}`
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(databaseUrl + suffix)) renameSync(databaseUrl + suffix, kept + suffix)
  }
  return kept
}

/** The lock of the data folder is held by what works; `tend api` and others that only read and write show here. */
function refuseWhileUsed(file: string): void {
  const database = new Database(file, { timeout: LOCK_PATIENCE_MS })
  try {
    // Only the last connection may leave WAL, which also puts everything into the one file that is kept.
    database.pragma('journal_mode = DELETE')
  } catch (cause) {
    // A damaged database is what one restores for.
    if (!isLocked(cause)) return
    throw new TendError({
      code: 'conflict',
      message: `Expected nobody to use ${file}, but a program has it open.`,
      nextAction: 'Stop `tend up`, `tend api` and `tend worker` first.',
      cause,
    })
  } finally {
    database.close()
  }
}

/** What left after the backup was made would leave again: nothing does before a person has looked. */
async function pauseAll({ databaseUrl }: Config): Promise<string[]> {
  const store = await openSqliteStore({ file: databaseUrl, newId, log: { info: tell, warn: tell } })
  try {
    const running = (await store.workflows.list()).filter(({ state }) => state === 'active').map(({ id }) => id)
    for (const id of running) await store.workflows.setState(id, 'paused', systemClock.now())
    return running
  } finally {
    await store.close()
  }
}

function restoredWords({ backup, kept, paused }: { backup: string; kept: string | null; paused: string[] }): string[] {
  return [
    `Restored ${backup}.${kept === null ? '' : ` The database before is kept in ${kept}.`}`,
    `Paused: ${paused.join(', ') || 'nothing, no workflow was running'}.`,
    '',
    'Before you resume: what left since the backup was made would leave again, and who unsubscribed, asked for silence or',
    'was erased since then is known no more. Bring that back from the log of the mail server and from the database that is',
    'kept, then `tend resume --all`. Leads of that time: `tend leads import` takes them from Partner Center.',
  ]
}

function noBackup(backup: string): TendError {
  return new TendError({
    code: 'wrong-use',
    message: `Expected a backup in ${backup}, but there is no such file.`,
    nextAction: 'Name a file that `tend backup` made.',
  })
}
