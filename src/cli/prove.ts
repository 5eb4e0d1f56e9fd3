import type { Command } from 'commander'
import { defineProveBudget } from './prove-budget.ts'
import { defineProveDnc } from './prove-dnc.ts'
import { defineProveFirstTouch } from './prove-first-touch.ts'

export function define(command: Command): void {
  command.description('Proves what Tend promises: from the database, and from the workflow files.')
  defineProveDnc(command.command('dnc'))
  defineProveBudget(command.command('budget'))
  defineProveFirstTouch(command.command('first-touch'))
}
