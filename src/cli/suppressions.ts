import type { Command } from 'commander'
import { defineChanges } from './suppressions/change-suppressions.ts'
import { defineExport } from './suppressions/export-suppressions.ts'
import { defineImport } from './suppressions/import-suppressions.ts'
import { defineList } from './suppressions/list-suppressions.ts'

export function define(command: Command): void {
  command.description('Whom not to write to, and why. A suppression is never deleted: it is lifted, with a reason.')
  defineList(command.command('list'))
  defineChanges(command)
  defineImport(command.command('import'))
  defineExport(command.command('export'))
}
