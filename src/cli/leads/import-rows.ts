import type { App } from '../../app.ts'
import { TendError } from '../../domain/errors.ts'
import { systemClock } from '../../system-clock.ts'
import type { Mapping } from './csv-mapping.ts'
import type { CsvRow } from './csv-rows.ts'
import { countRow, type ImportCounts, noCounts, type RefusedRow } from './import-counts.ts'
import { createRowJudge, type JudgedRow, type RowVerdict } from './judge-row.ts'
import { type RowDefaults, type RowLead, rowLead } from './row-lead.ts'

export interface ImportRequest {
  rows: AsyncIterable<CsvRow>
  mapping: Mapping
  defaults: Pick<RowDefaults, 'action' | 'offer'>
  commit: boolean
  onRow(): void
  onRefused(row: RefusedRow): Promise<void>
}

/** Rows taken in side by side, so that they share the waits for the disk; never two of one person. */
const WIDTH = 16

/** Goes through the rows in their order; with `commit`, takes in those that are new. Twice is as good as once. */
export async function importRows(app: App, request: ImportRequest): Promise<ImportCounts> {
  const counts = noCounts()
  const settings = app.definitions.settings()
  const programs = app.definitions.catalog().workflows.map(({ program }) => program)
  const judge = createRowJudge({ store: app.store, settings, programs, now: systemClock.now() })
  const offersByTitle = new Map(Object.entries(settings.offers).map(([id, { title }]) => [title.toLowerCase(), id]))
  const lanes = createLanes()
  for await (const row of request.rows) {
    const read = rowLead(row.cells, request.mapping, { ...request.defaults, offersByTitle })
    const { verdict, person } = row.fault === null ? await judge.judge(read) : faulty(row.fault)
    await lanes.run(person, async () => {
      const final = request.commit ? await takeIn(app, read, verdict) : verdict
      countRow(counts, final)
      if (final.kind === 'refused') await request.onRefused({ line: row.line, reason: final.reason, cells: row.cells })
      request.onRow()
    })
  }
  await lanes.settled()
  return counts
}

function faulty(reason: string): JudgedRow {
  return { verdict: { kind: 'refused', reason }, person: null }
}

async function takeIn(app: App, { lead, at, key }: RowLead, verdict: RowVerdict): Promise<RowVerdict> {
  if (!NEW.has(verdict.kind)) return verdict
  try {
    const { status } = await app.engine.submitLead({ lead, channel: 'import', idempotencyKey: key, at })
    // The very inquiry came in another way during the last minutes.
    return status === 'repeat' ? { kind: 'repeat' } : verdict
  } catch (error) {
    if (error instanceof TendError && error.code === 'bad-request') return { kind: 'refused', reason: error.message }
    throw error
  }
}

const NEW: ReadonlySet<RowVerdict['kind']> = new Set(['new', 'inquiry', 'do-not-contact'])

interface Lanes {
  /** Starts the work; waits first where all lanes are taken, or one by the same person. */
  run(person: string | null, work: () => Promise<void>): Promise<void>
  settled(): Promise<void>
}

function createLanes(): Lanes {
  const busy = new Map<string, Promise<void>>()
  async function settled(): Promise<void> {
    await Promise.all(busy.values())
    busy.clear()
  }
  return {
    settled,
    async run(person, work) {
      if (person === null) return work()
      if (busy.size >= WIDTH || busy.has(person)) await settled()
      const running = work()
      // It is awaited later: until then a failure must not count as one that nobody handles.
      running.catch(() => undefined)
      busy.set(person, running)
    },
  }
}
