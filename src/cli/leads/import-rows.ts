import type { App } from '../../app.ts'
import { TendError } from '../../domain/errors.ts'
import { wallClock } from '../wall-clock.ts'
import type { Mapping } from './csv-mapping.ts'
import type { CsvRow } from './csv-rows.ts'
import { countRow, type ImportCounts, noCounts, type RefusedRow } from './import-counts.ts'
import { createRowJudge, type RowJudge, type RowVerdict } from './judge-row.ts'
import { type RowDefaults, type RowLead, rowLead } from './row-lead.ts'

export interface ImportRequest {
  rows: AsyncIterable<CsvRow>
  mapping: Mapping
  defaults: Pick<RowDefaults, 'action' | 'offer'>
  commit: boolean
  onRow(): void
  onRefused(row: RefusedRow): Promise<void>
}

/** Goes through the rows in their order; with `commit`, takes in those that are new. Twice is as good as once. */
export async function importRows(app: App, request: ImportRequest): Promise<ImportCounts> {
  const counts = noCounts()
  const settings = app.definitions.settings()
  const programs = app.definitions.catalog().workflows.map(({ program }) => program)
  const judge = createRowJudge({ store: app.store, settings, programs, now: wallClock.now() })
  const offersByTitle = new Map(Object.entries(settings.offers).map(([id, { title }]) => [title.toLowerCase(), id]))
  for await (const row of request.rows) {
    const read = rowLead(row.cells, request.mapping, { ...request.defaults, offersByTitle })
    const verdict = await verdictOf(app, { row, read, judge, commit: request.commit })
    countRow(counts, verdict)
    if (verdict.kind === 'refused')
      await request.onRefused({ line: row.line, reason: verdict.reason, cells: row.cells })
    request.onRow()
  }
  return counts
}

interface RowCase {
  row: CsvRow
  read: RowLead
  judge: RowJudge
  commit: boolean
}

async function verdictOf(app: App, { row, read, judge, commit }: RowCase): Promise<RowVerdict> {
  if (row.fault !== null) return { kind: 'refused', reason: row.fault }
  const verdict = await judge.judge(read)
  const isNew = verdict.kind === 'new' || verdict.kind === 'inquiry' || verdict.kind === 'do-not-contact'
  if (!commit || !isNew) return verdict
  try {
    const { lead, at, key } = read
    const { status } = await app.engine.submitLead({ lead, channel: 'import', idempotencyKey: key, at })
    // The very inquiry came in another way during the last minutes.
    return status === 'repeat' ? { kind: 'repeat' } : verdict
  } catch (error) {
    if (error instanceof TendError && error.code === 'bad-request') return { kind: 'refused', reason: error.message }
    throw error
  }
}
