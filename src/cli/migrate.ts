import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Command } from 'commander'
import { readConfig } from '../config.ts'
import { newId } from '../new-id.ts'
import { openSqliteStore } from '../sqlite/open.ts'
import { print, printJson, tell, withFormat } from './print.ts'

export function define(command: Command): void {
  command.description('Brings the database to the newest schema. `tend up` does the same at its start.')
  withFormat(command)
    .addHelpText('after', '\nExample: tend backup before.db && tend migrate')
    .action(({ format }: { format: string }) => migrate(format))
}

async function migrate(format: string): Promise<void> {
  const config = readConfig()
  const file = config.databaseUrl
  const applied: string[] = []
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const store = await openSqliteStore({ file, newId, log: { info: words => applied.push(words), warn: tell } })
  await store.check().finally(() => store.close())
  if (format === 'json') return printJson({ database: file, applied })
  if (applied.length === 0) print(`${file} has the newest schema already.`)
  else print([`${file} has the newest schema now:`, ...applied.map(words => `  ${words}`)])
}
