import { chmodSync, existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import Database from 'better-sqlite3'
import type { Command } from 'commander'
import { readConfig } from '../config.ts'
import { TendError } from '../domain/errors.ts'
import { markAsCopy } from '../sqlite/epoch.ts'
import { systemClock } from '../system-clock.ts'
import { print, printJson, withFormat } from './print.ts'
import { assertSound } from './sound-database.ts'
import { unwritable } from './write-out.ts'

interface BackupOptions {
  force?: true
  format: string
}

/** The most that the driver takes. */
const ALL_PAGES = 0x7fffffff

export function define(command: Command): void {
  command
    .description('Copies the database into one file while the product runs, and checks the copy.')
    .argument('<file>', 'where to')
    .option('--force', 'put it in the place of an older backup')
  withFormat(command)
    .addHelpText(
      'after',
      '\nExample: tend backup /var/backups/tend.db --force\nKeep the secrets of the data folder (secret, admin-token, ingest-token) with it.',
    )
    .action(backup)
}

async function backup(given: string, { force, format }: BackupOptions): Promise<void> {
  const source = readConfig().databaseUrl
  const target = resolve(given)
  if (!existsSync(source)) throw noDatabase(source)
  if (existsSync(target) && force === undefined) throw alreadyThere(target)
  const part = `${target}.part`
  try {
    await copy(source, part)
    // Renaming makes a half-written backup impossible to mistake for a whole one.
    renameSync(part, target)
  } finally {
    rmSync(part, { force: true })
  }
  const { size } = statSync(target)
  if (format === 'json') return printJson({ file: target, bytes: size })
  print([
    `Backed up ${source} to ${target} (${Math.ceil(size / 1024)} KiB), checked.`,
    'Keep the secrets of the data folder with it: without `secret`, unsubscribe links in mail that left no longer work.',
  ])
}

async function copy(source: string, part: string): Promise<void> {
  const database = new Database(source, { readonly: true })
  try {
    rmSync(part, { force: true })
    // All pages in one step: nothing that is written meanwhile makes it begin again.
    await database.backup(part, { progress: () => ALL_PAGES })
    chmodSync(part, 0o600)
  } catch (cause) {
    throw unwritable(part, cause)
  } finally {
    database.close()
  }
  markCopy(part)
  assertSound(part)
}

/** Whoever puts it back is to know that mail may have left since. */
function markCopy(part: string): void {
  const copy = new Database(part)
  try {
    markAsCopy(copy, systemClock.now())
  } finally {
    copy.close()
  }
}

function noDatabase(source: string): TendError {
  return new TendError({
    code: 'not-found',
    message: `There is no database at ${source}.`,
    nextAction: 'Set TEND_DATA (or DATABASE_URL) as the product has it.',
  })
}

function alreadyThere(target: string): TendError {
  return new TendError({
    code: 'wrong-use',
    message: `Expected a new file, but ${target} is there already.`,
    nextAction: 'Name another one, or add --force.',
  })
}
