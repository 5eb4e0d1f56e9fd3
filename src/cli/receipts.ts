import { type Command, Option } from 'commander'
import { TendError } from '../domain/errors.ts'
import type { Receipt, ReceiptOutcome } from '../domain/inquiry/receipt.ts'
import type { Store } from '../engine/ports.ts'
import { everyPage } from './every-page.ts'
import { momentWords, readerZone } from './moments.ts'
import { withApp, withEngine } from './open-engine.ts'
import { counted, print, printJson, wholeNumber, withFormat } from './print.ts'
import { table } from './table.ts'

interface ListOptions {
  status?: ReceiptOutcome
  limit: number
  format: string
}

export function define(command: Command): void {
  command.description('Deliveries as they came, and what they turned out to be.')
  const list = command.command('list').description('Lists deliveries, newest first.')
  list
    .addOption(new Option('--status <status>', 'only these').choices(['accepted', 'repeat', 'test', 'quarantined']))
    .option('--limit <number>', 'at most so many', wholeNumber(1), 50)
  withFormat(list).addHelpText('after', '\nExample: tend receipts list --status quarantined').action(listReceipts)
  const replay = command.command('replay').description('Reads quarantined deliveries again with the rules of today.')
  replay.argument('[id]', 'id of a quarantined receipt').option('--all', 'every quarantined one')
  withFormat(replay)
    .addHelpText('after', '\nExample: tend receipts replay --all')
    .action(async (id: string | undefined, options: { all?: true; format: string }) => {
      process.exitCode = await replayReceipts(id, options)
    })
}

async function listReceipts({ status, limit, format }: ListOptions): Promise<void> {
  await withEngine(async ({ engine }) => {
    const page = await engine.listReceipts({ outcome: status }, { limit, cursor: null })
    if (format === 'json') {
      const { presentReceipt } = await import('../http/present/receipt.ts')
      return printJson({ items: page.items.map(presentReceipt), next: page.next })
    }
    if (page.items.length === 0) return print(emptyWords(status))
    const zone = readerZone()
    print(
      table(
        [`came (${zone})`, 'id', 'outcome', 'by', 'reason'],
        page.items.map(row => cells(row, zone)),
      ),
    )
    if (page.next !== null) print(`There are more: --limit ${limit * 2}`)
  })
}

function cells({ receivedAt, id, outcome, channel, reason }: Receipt, zone: string): string[] {
  return [momentWords(receivedAt, zone), id, outcome, channel, reason ?? '']
}

function emptyWords(status: ReceiptOutcome | undefined): string {
  if (status === 'quarantined') return 'Nothing is quarantined: every delivery could be understood.'
  if (status !== undefined) return `No delivery is ${status}.`
  return 'No deliveries yet. `tend endpoint add` makes a URL for Partner Center; `tend up` prints a line that sends a first lead.'
}

async function replayReceipts(
  id: string | undefined,
  { all, format }: { all?: true; format: string },
): Promise<number> {
  if ((id === undefined) === (all === undefined)) throw idOrAll()
  const replayed = await withApp(async ({ engine, store }) => {
    const ids = id === undefined ? await quarantinedIds(store) : [id]
    const receipts: Receipt[] = []
    for (const each of ids) receipts.push(await engine.replayReceipt(each))
    return receipts
  })
  const still = replayed.filter(({ outcome }) => outcome === 'quarantined')
  if (format === 'json') {
    const { presentReceipt } = await import('../http/present/receipt.ts')
    printJson({ items: replayed.map(presentReceipt) })
  } else if (replayed.length === 0) print(emptyWords('quarantined'))
  else
    print([
      `${counted(replayed.length, 'delivery', 'deliveries')} read again, ${still.length} still quarantined.`,
      ...still.map(stillWords),
    ])
  return still.length > 0 ? 1 : 0
}

function stillWords({ id, reason }: Receipt): string {
  return `  ${id}: ${reason ?? 'cannot be understood'}`
}

/** Oldest first, as they came. */
async function quarantinedIds({ receipts }: Store): Promise<string[]> {
  const ids: string[] = []
  for await (const { id } of everyPage(page => receipts.list({ outcome: 'quarantined' }, page))) ids.unshift(id)
  return ids
}

function idOrAll(): TendError {
  return new TendError({
    code: 'wrong-use',
    message: 'Expected the id of a receipt, or --all.',
    nextAction: '`tend receipts list --status quarantined` shows the ids.',
  })
}
