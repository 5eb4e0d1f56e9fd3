import type { Command } from 'commander'
import { isInForce } from '../../domain/contact-policy.ts'
import type { Suppression } from '../../domain/suppression.ts'
import { systemClock } from '../../system-clock.ts'
import { momentWords, readerZone } from '../moments.ts'
import { withStore } from '../open-engine.ts'
import { print, printJson, wholeNumber, withFormat } from '../print.ts'
import { table } from '../table.ts'

export function defineList(command: Command): void {
  command
    .description('Lists suppressions, newest first, lifted and past ones included.')
    .option('--limit <number>', 'at most so many', wholeNumber(1), 50)
  withFormat(command)
    .addHelpText(
      'after',
      '\nExample: tend suppressions list --limit 20\nAll of them, as a file: tend suppressions export',
    )
    .action(listSuppressions)
}

async function listSuppressions({ limit, format }: { limit: number; format: string }): Promise<void> {
  await withStore(async ({ store }) => {
    const page = await store.suppressions.list({ limit, cursor: null })
    if (format === 'json') {
      const { presentSuppression } = await import('../../http/present/suppression.ts')
      return printJson({ items: page.items.map(presentSuppression), next: page.next })
    }
    if (page.items.length === 0)
      return print(
        'Nobody is suppressed. Silence an address: tend suppressions add jana@example.com --because "asked by phone"',
      )
    const zone = readerZone()
    const rows = page.items.map(row => cells(row, zone))
    print(table([`since (${zone})`, 'id', 'scope', 'who', 'reason', 'because', 'by', 'state'], rows))
    if (page.next !== null) print(`There are more: --limit ${limit * 2}`)
  })
}

function cells(row: Suppression, zone: string): string[] {
  const { id, scope, label, offer, reason, because, by, createdAt } = row
  const who = label ?? 'erased'
  return [
    momentWords(createdAt, zone),
    id,
    scope,
    offer === null ? who : `${who}, about ${offer}`,
    reason,
    because,
    by,
    stateWords(row, zone),
  ]
}

function stateWords(row: Suppression, zone: string): string {
  if (row.liftedAt !== null) return `lifted ${momentWords(row.liftedAt, zone)}: ${row.liftedBecause ?? ''}`
  if (row.until === null) return 'for ever'
  const isOver = !isInForce(row, systemClock.now())
  return `${isOver ? 'over since' : 'until'} ${momentWords(row.until, zone)}`
}
