import type { Command } from 'commander'
import { defineProveDnc } from './prove-dnc.ts'

export function define(command: Command): void {
  command.description('Proves from the database what Tend promises.')
  defineProveDnc(command.command('dnc'))
}
