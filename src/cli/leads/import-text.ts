import { counted } from '../print.ts'
import { plainLine, table } from '../table.ts'
import { IMPORT_FIELDS, type Mapping, unusedHeaders } from './csv-mapping.ts'
import type { ImportCounts, RefusedRow } from './import-counts.ts'

export interface ImportReport {
  file: string
  headers: string[]
  mapping: Mapping
  counts: ImportCounts
  committed: boolean
  /** The first of them. */
  refused: RefusedRow[]
  refusedFile: string | null
}

/** How the file was read and what came, or would come, of it. */
export function importText(report: ImportReport): string {
  const { file, counts, committed } = report
  const sections = [
    `${file}: ${counted(counts.rows, 'row')}. ${committed ? 'Imported.' : 'A dry run: nothing was written.'}`,
    titled('How the columns are read', mappingTable(report)),
    titled(committed ? 'What came of the rows' : 'What --commit would do', verdictTable(counts)),
    workflowLine(counts, committed),
    titled('Refused', refusedLines(report)),
    lastLine(report),
  ]
  return sections.filter(section => section !== '').join('\n\n')
}

/** The same for programs. */
export function importData({ file, headers, mapping, counts, committed, refused, refusedFile }: ImportReport): object {
  return {
    file,
    committed,
    mapping: Object.fromEntries(Object.entries(mapping).map(([field, column]) => [field, headers[column]])),
    unused: unusedHeaders(mapping, headers),
    rows: counts.rows,
    counts: counts.verdicts,
    workflows: counts.workflows,
    refused: refused.map(({ line, reason }) => ({ line, reason })),
    refusedFile,
  }
}

const VERDICT_WORDS: [keyof ImportCounts['verdicts'], string][] = [
  ['new', 'new leads'],
  ['inquiry', 'new inquiries of leads that are known'],
  ['known', 'known already: the same person, action and offer; skipped'],
  ['repeat', 'the same as a row or delivery before; skipped'],
  ['do-not-contact', 'do-not-contact: kept, and never written to'],
  ['test', 'test leads of Partner Center; skipped'],
  ['refused', 'refused'],
]

function titled(title: string, body: string): string {
  return body === '' ? '' : `${title}\n${body.replace(/^/gm, '  ')}`
}

function mappingTable({ headers, mapping }: ImportReport): string {
  const used = IMPORT_FIELDS.flatMap(field => {
    const column = mapping[field]
    return column === undefined ? [] : [[headers[column] ?? '', field]]
  })
  const unused = unusedHeaders(mapping, headers)
  const rows = unused.length === 0 ? used : [...used, [unused.join(', '), 'not used']]
  return table(['column', 'field'], rows)
}

function verdictTable({ verdicts }: ImportCounts): string {
  const shown = VERDICT_WORDS.filter(([kind]) => kind === 'new' || verdicts[kind] > 0)
  const width = Math.max(...shown.map(([kind]) => String(verdicts[kind]).length))
  return shown.map(([kind, words]) => `${String(verdicts[kind]).padStart(width)}  ${words}`).join('\n')
}

function workflowLine({ workflows }: ImportCounts, committed: boolean): string {
  const entries = Object.entries(workflows).sort(([, a], [, b]) => b - a)
  if (entries.length === 0) return ''
  const words = entries.map(([workflow, count]) => `${workflow} ${count}`).join(', ')
  return `${committed ? 'Workflows of the new inquiries' : 'Workflows that the new inquiries lead to'}: ${words}`
}

function refusedLines({ refused, counts }: ImportReport): string {
  const lines = refused.map(({ line, reason }) => plainLine(`line ${line}: ${reason}`))
  const more = counts.refused - refused.length
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n')
}

function lastLine({ committed, counts, refusedFile }: ImportReport): string {
  if (refusedFile !== null) return `The refused rows are in ${refusedFile}: mend them there and import that file.`
  if (committed) return 'The running product goes on from here; else the next `tend up`.'
  return counts.rows === 0 ? 'There are no rows below the header.' : 'Add --commit to write it.'
}
