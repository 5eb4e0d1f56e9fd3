import type { CaseReport } from './parts/part.ts'

/** One row: what a part did and what came of it; `missing` says why it did not run. */
export interface PartReport {
  name: string
  cases: CaseReport[]
  missing: string | null
  seed: number
  seconds: number
}

const HEAD = [
  'part',
  'cases',
  'kills',
  'leads',
  'messages',
  'lost',
  'duplicated',
  'after stop',
  'late',
  'uncertain (arrived)',
  'held',
  'violations',
  'seed',
  'seconds',
]

/** Reads in a terminal and in Markdown; with rows of earlier runs before the new ones. */
export function asTable(reports: PartReport[], earlier: string[][] = []): string {
  const rows = [HEAD, ...earlier, ...reports.map(rowOf)]
  const widths = HEAD.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [head = [], ...body] = rows
  return [line(head), `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)].join('\n')
}

function rowOf({ name, cases, missing, seed, seconds }: PartReport): string[] {
  if (missing !== null) return [name, 'not run', ...HEAD.slice(2).map(() => '')]
  const sum = (read: (report: CaseReport) => number) => cases.reduce((total, report) => total + read(report), 0)
  return [
    name,
    cases.length,
    sum(({ tally }) => tally.kills),
    sum(({ tally }) => tally.leads),
    sum(({ tally }) => tally.messages),
    sum(({ tally }) => tally.lost),
    sum(({ tally }) => tally.duplicated),
    sum(({ tally }) => tally.afterStop),
    sum(({ tally }) => tally.late),
    `${sum(({ tally }) => tally.uncertain)} (${sum(({ tally }) => tally.uncertainTaken)})`,
    sum(({ tally }) => tally.held),
    sum(({ violations }) => violations.length),
    seed,
    Math.round(seconds),
  ].map(String)
}
