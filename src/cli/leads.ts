import type { Command } from 'commander'
import { defineExport } from './leads/export-leads.ts'
import { defineImport } from './leads/import-leads.ts'

export function define(command: Command): void {
  command.description('Leads in and out as files.')
  defineImport(command.command('import'))
  defineExport(command.command('export'))
}
