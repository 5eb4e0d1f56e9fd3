import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import type { Command } from 'commander'
import type { Suppression } from '../../domain/suppression.ts'
import type { Store } from '../../engine/ports.ts'
import { everyPage } from '../every-page.ts'
import { csvRecord } from '../leads/csv-text.ts'
import { isoUtc } from '../moments.ts'
import { withStore } from '../open-engine.ts'
import { counted, tell, withFormat } from '../print.ts'
import { unwritable } from '../write-out.ts'

interface ExportOptions {
  format: 'csv' | 'json'
  out?: string
}

export function defineExport(command: Command): void {
  command
    .description('Writes all suppressions, newest first, lifted and past ones included.')
    .option('--out <file>', 'write it to a file, readable by you only')
  withFormat(command, ['csv', 'json'])
    .addHelpText(
      'after',
      '\nExample: tend suppressions export --out suppressions.csv\nCells that a spreadsheet would run get an apostrophe before them.',
    )
    .action(exportSuppressions)
}

async function exportSuppressions({ format, out }: ExportOptions): Promise<void> {
  await withStore(async ({ store }) => {
    const target = out === undefined ? process.stdout : await openTarget(out)
    const written = await (format === 'csv' ? writeCsv(target, store) : writeJson(target, store))
    if (out === undefined) return
    target.end()
    await once(target, 'finish')
    tell(`${counted(written, 'suppression')} written to ${out}.`)
  })
}

async function openTarget(path: string): Promise<Writable> {
  const stream = createWriteStream(path, { mode: 0o600 })
  try {
    await once(stream, 'open')
  } catch (cause) {
    throw unwritable(path, cause)
  }
  return stream
}

const COLUMNS = [
  'id',
  'scope',
  'label',
  'offer',
  'reason',
  'because',
  'by',
  'createdAt',
  'until',
  'liftedAt',
  'liftedBecause',
  'leadId',
] satisfies (keyof Suppression)[]

async function writeCsv(target: Writable, store: Store): Promise<number> {
  let written = 0
  await write(target, csvRecord(COLUMNS))
  for await (const row of allOf(store)) {
    const times = { createdAt: isoUtc(row.createdAt), until: iso(row.until), liftedAt: iso(row.liftedAt) }
    const cells = { ...row, ...times }
    await write(target, csvRecord(COLUMNS.map(column => cells[column])))
    written += 1
  }
  return written
}

async function writeJson(target: Writable, store: Store): Promise<number> {
  const { presentSuppression } = await import('../../http/present/suppression.ts')
  let written = 0
  for await (const row of allOf(store)) {
    await write(target, `${written === 0 ? '[\n' : ',\n'}${JSON.stringify(presentSuppression(row))}`)
    written += 1
  }
  await write(target, written === 0 ? '[]\n' : '\n]\n')
  return written
}

function allOf(store: Store): AsyncGenerator<Suppression> {
  return everyPage(page => store.suppressions.list(page))
}

async function write(target: Writable, text: string): Promise<void> {
  if (!target.write(text)) await once(target, 'drain')
}

function iso(at: number | null): string | null {
  return at === null ? null : isoUtc(at)
}
