import type { Command } from 'commander'
import { TendError } from '../../domain/errors.ts'
import { withApp } from '../open-engine.ts'
import { print, printJson, withFormat } from '../print.ts'
import { showProgress } from '../progress.ts'
import { correctMapping, guessMapping, type Mapping } from './csv-mapping.ts'
import { type CsvFile, openCsv } from './csv-rows.ts'
import type { RefusedRow } from './import-counts.ts'
import { importRows } from './import-rows.ts'
import { importData, importText } from './import-text.ts'
import { refusedFile } from './refused-file.ts'

interface ImportOptions {
  map?: string
  action?: string
  offer?: string
  commit?: true
  format: string
}

/** Refused rows that are shown; all of them are in the file. */
const REFUSED_SHOWN = 50

export function defineImport(command: Command): void {
  command
    .description(
      'Takes in leads from a CSV file, such as the lead list of Partner Center. A dry run unless --commit is given.',
    )
    .argument('<file>', 'CSV with a header line, in UTF-8')
    .option('--map <mapping>', 'field=column,… or a YAML file, where the guess is wrong')
    .option('--action <code>', 'action code of rows that name none: PLT, INS, Create, StartTestDrive')
    .option('--offer <id>', 'publisher.offer of rows that name none')
    .option('--commit', 'write it')
  withFormat(command)
    .addHelpText(
      'after',
      '\nExample: tend leads import leads.csv --action PLT --offer contoso.analytics\nSafe to run twice: who already has an inquiry with the same action and offer is skipped.',
    )
    .action(async (file: string, options: ImportOptions) => {
      process.exitCode = await importLeads(file, options)
    })
}

async function importLeads(path: string, options: ImportOptions): Promise<number> {
  const csv = await openCsv(path)
  const mapping = mappingOf(csv, options.map)
  const committed = options.commit === true
  const refused: RefusedRow[] = []
  const kept = refusedFile(path, csv.headers)
  const progress = await showProgress(committed ? 'importing' : 'looking', csv.size)
  const counts = await withApp(app =>
    importRows(app, {
      rows: csv.rows,
      mapping,
      defaults: { action: options.action, offer: options.offer },
      commit: committed,
      onRow: () => progress.at(csv.position()),
      async onRefused(row) {
        if (refused.length < REFUSED_SHOWN) refused.push(row)
        if (committed) await kept.add(row)
      },
    }),
  ).finally(() => progress.stop())
  const report = {
    file: path,
    headers: csv.headers,
    mapping,
    counts,
    committed,
    refused,
    refusedFile: await kept.end(),
  }
  if (options.format === 'json') printJson(importData(report))
  else print(importText(report))
  return counts.refused > 0 ? 1 : 0
}

function mappingOf({ headers }: CsvFile, given: string | undefined): Mapping {
  const guess = guessMapping(headers)
  const mapping = given === undefined ? guess : correctMapping(guess, given, headers)
  if (['email', 'phone', 'firstName', 'lastName', 'name', 'company'].some(field => field in mapping)) return mapping
  throw new TendError({
    code: 'wrong-use',
    message: `No column says who the lead is. The columns are: ${headers.join(', ')}.`,
    nextAction: 'Name one with --map, for example --map email="Work mail".',
  })
}
