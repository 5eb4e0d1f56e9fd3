import { basename } from 'node:path'
import type { Command } from 'commander'
import { isInForce } from '../../domain/contact-policy.ts'
import { present } from '../../domain/text/present.ts'
import type { Store } from '../../engine/ports.ts'
import { systemClock } from '../../system-clock.ts'
import { openCsv } from '../leads/csv-rows.ts'
import { type OpenEngine, whoActs, withEngine } from '../open-engine.ts'
import { counted, print, printJson, withFormat } from '../print.ts'
import { showProgress } from '../progress.ts'
import { plainLine } from '../table.ts'
import { columnsOf, type RowReading, readRow, type SuppressionRow } from './suppression-row.ts'

interface ImportOptions {
  because?: string
  dryRun?: true
  format: string
}

interface Report {
  rows: number
  counts: { added: number; known: number; over: number; refused: number }
  refused: { line: number; reason: string }[]
}

export function defineImport(command: Command): void {
  command
    .description(
      'Silences every address and domain of a CSV file. Lines that cannot be read are told, the others count.',
    )
    .argument('<file>', 'CSV with a header line, in UTF-8: `email` or `domain`, and if you like `because` and `until`')
    .option('--because <words>', 'why, where the line does not say; the name of the file by default')
    .option('--dry-run', 'look only, write nothing')
  withFormat(command)
    .addHelpText(
      'after',
      '\nExample: tend suppressions import unsubscribed.csv --because "opted out in the old tool"\nSafe to run twice: who is silenced for at least as long is skipped. Reads what `tend suppressions export` writes.\nExit code 1 when a line was refused.',
    )
    .action(async (file: string, options: ImportOptions) => {
      process.exitCode = await importSuppressions(file, options)
    })
}

async function importSuppressions(path: string, options: ImportOptions): Promise<number> {
  const csv = await openCsv(
    path,
    'Give a file with a header line such as `email,because`, and one address or domain a line.',
  )
  const columns = columnsOf(csv.headers)
  const isDry = options.dryRun === true
  const progress = await showProgress(isDry ? 'looking' : 'importing', csv.size)
  const report: Report = { rows: 0, counts: { added: 0, known: 0, over: 0, refused: 0 }, refused: [] }
  const silencer = { because: options.because ?? `imported from ${basename(path)}`, isDry }
  await withEngine(async open => {
    for await (const lines of batchesOf(csv.rows, TOGETHER)) {
      const now = systemClock.now()
      const readings = lines.map(({ cells, fault }) =>
        fault === null ? readRow(cells, columns, now) : ({ kind: 'refused', reason: fault } as const),
      )
      const outcomes = await takeIn(open, readings, { ...silencer, now })
      for (const [index, { line }] of lines.entries()) count(report, line, present(outcomes[index], 'an outcome'))
      progress.at(csv.position())
    }
  }).finally(() => progress.stop())
  if (options.format === 'json') printJson({ file: path, committed: !isDry, ...report })
  else print(reportText(path, report, isDry))
  return report.refused.length > 0 ? 1 : 0
}

type Outcome = { kind: 'added' | 'known' | 'over' } | { kind: 'refused'; reason: string }

interface Silencer {
  because: string
  isDry: boolean
  now: number
}

/** Lines that are worked off together share their commits. */
const TOGETHER = 100

async function* batchesOf<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = []
  for await (const item of items) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** Side by side, but a second line about the same one after the first. */
async function takeIn(open: OpenEngine, readings: RowReading[], silencer: Silencer): Promise<Outcome[]> {
  const earlier = new Map<string, Promise<Outcome>>()
  return Promise.all(
    readings.map(async reading => {
      if (reading.kind !== 'row') return reading
      const { scope, value } = reading.row
      const before = earlier.get(`${scope} ${value}`)
      const outcome = Promise.resolve(before).then(() => silence(open, reading.row, silencer))
      earlier.set(`${scope} ${value}`, outcome)
      return outcome
    }),
  )
}

async function silence(
  { engine, store }: OpenEngine,
  row: SuppressionRow,
  { because, isDry, now }: Silencer,
): Promise<Outcome> {
  if (await isSilenced(store, row, now)) return { kind: 'known' }
  if (!isDry) await engine.addSuppression({ ...row, because: row.because ?? because, by: whoActs() })
  return { kind: 'added' }
}

/** True when all mail to it is stopped already for at least as long. */
async function isSilenced(store: Store, { scope, value, until }: SuppressionRow, now: number): Promise<boolean> {
  const key = store.fingerprint(value)
  const keys = { addressKey: null, domainKey: null, phoneKey: null, pairKey: null }
  const named = scope === 'address' ? { ...keys, addressKey: key } : { ...keys, domainKey: key }
  const found = await store.leads.suppressionsFor(named, null)
  return found.some(known => {
    const lasts = known.until === null || (until !== null && known.until >= until)
    return known.offer === null && lasts && isInForce(known, now)
  })
}

function count(report: Report, line: number, outcome: Outcome): void {
  report.rows += 1
  report.counts[outcome.kind] += 1
  if (outcome.kind === 'refused') report.refused.push({ line, reason: outcome.reason })
}

const REFUSED_SHOWN = 50

function reportText(path: string, { rows, counts, refused }: Report, isDry: boolean): string[] {
  const { added, known, over } = counts
  const lines = refused.slice(0, REFUSED_SHOWN).map(({ line, reason }) => plainLine(`line ${line}: ${reason}`))
  const more = refused.length - lines.length
  return [
    `${path}: ${counted(rows, 'line')}. ${isDry ? 'A dry run: nothing was written.' : 'Imported.'}`,
    `  ${added}  ${isDry ? 'would be silenced' : 'silenced'}`,
    ...(known > 0 ? [`  ${known}  silenced before; skipped`] : []),
    ...(over > 0 ? [`  ${over}  lifted or over; skipped`] : []),
    ...(refused.length > 0 ? [`  ${refused.length}  refused:`, ...lines.map(line => `    ${line}`)] : []),
    ...(more > 0 ? [`    and ${more} more; \`--format json\` tells them all`] : []),
    ...(refused.length > 0 ? ['Mend these lines and import the file again: the others are skipped then.'] : []),
  ]
}
