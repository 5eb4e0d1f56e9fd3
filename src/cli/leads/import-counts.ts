import type { RowVerdict } from './judge-row.ts'

export interface RefusedRow {
  line: number
  reason: string
  cells: string[]
}

/** What the rows came to, in numbers. */
export interface ImportCounts {
  rows: number
  verdicts: Record<RowVerdict['kind'], number>
  /** New inquiries by the workflow that their `for` leads to; `none` where there is none. */
  workflows: Record<string, number>
  refused: number
}

export function noCounts(): ImportCounts {
  const verdicts = { new: 0, inquiry: 0, known: 0, repeat: 0, test: 0, 'do-not-contact': 0, refused: 0 }
  return { rows: 0, verdicts, workflows: {}, refused: 0 }
}

export function countRow(counts: ImportCounts, verdict: RowVerdict): void {
  counts.rows += 1
  counts.verdicts[verdict.kind] += 1
  if (verdict.kind === 'refused') counts.refused += 1
  if (verdict.kind !== 'new' && verdict.kind !== 'inquiry') return
  const workflow = verdict.workflow ?? 'none'
  counts.workflows[workflow] = (counts.workflows[workflow] ?? 0) + 1
}
