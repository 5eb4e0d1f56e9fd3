import { createReadStream, existsSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { parse } from 'csv-parse'
import { TendError } from '../../domain/errors.ts'

export interface CsvRow {
  /** In the file, from 1. */
  line: number
  cells: string[]
  /** Why it cannot be used; null when it can. */
  fault: string | null
}

export interface CsvFile {
  headers: string[]
  delimiter: string
  size: number
  /** Bytes read so far. */
  position(): number
  rows: AsyncIterable<CsvRow>
}

const DELIMITERS = [',', ';', '\t'] as const
const LEAD_LIST = 'In Partner Center, open Referrals > Leads and choose Download; then give that file.'
const HEAD_BYTES = 64 * 1024
const RECORD_BYTES_MAX = 64 * 1024

/** Opens a file of comma-, semicolon- or tab-separated values with a header line, and streams it. Throws `wrong-use`. */
export async function openCsv(path: string, hint = LEAD_LIST): Promise<CsvFile> {
  if (!existsSync(path) || !statSync(path).isFile())
    throw badFile(`Expected a CSV file, but there is no ${path}.`, hint)
  const delimiter = delimiterOf(await firstLine(path))
  const stream = createReadStream(path)
  const skipped: CsvRow[] = []
  const parser = stream.pipe(
    parse({
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      max_record_size: RECORD_BYTES_MAX,
      skip_records_with_error: true,
      on_skip: error => void skipped.push({ line: Number(error?.lines ?? 0), cells: [], fault: faultWords(error) }),
    }),
  )
  stream.on('error', error => parser.destroy(error))
  const records = parser[Symbol.asyncIterator]() as AsyncIterator<ParsedRecord>
  const first = await records.next()
  const headers = first.done ? [] : first.value.record.map(header => header.trim())
  if (headers.every(header => header === '')) throw badFile(`Expected a header line in ${path}, but it is empty.`, hint)
  const rows = rowsOf(records, headers.length, skipped)
  return { headers, delimiter, size: statSync(path).size, position: () => stream.bytesRead, rows }
}

interface ParsedRecord {
  record: string[]
  info: { lines: number }
}

async function* rowsOf(
  records: AsyncIterator<ParsedRecord>,
  columns: number,
  skipped: CsvRow[],
): AsyncGenerator<CsvRow> {
  for (let next = await records.next(); !next.done; next = await records.next()) {
    yield* skipped.splice(0)
    const { record, info } = next.value
    const line = info.lines - record.join('').split('\n').length + 1
    yield { line, cells: record, fault: faultOf(record, columns) }
  }
  yield* skipped.splice(0)
}

function faultOf(cells: string[], columns: number): string | null {
  if (cells.length !== columns) return `expected ${columns} cells, as the header has, came ${cells.length}`
  if (cells.some(cell => cell.includes('\uFFFD'))) return 'holds bytes that are not UTF-8: save the file as “CSV UTF-8”'
  return null
}

function faultWords(error: { code?: string; message: string } | undefined): string {
  if (error?.code === 'CSV_MAX_RECORD_SIZE') return 'is longer than 64 KiB: a quotation mark may be missing'
  return `cannot be read: ${error?.message ?? 'unknown fault'}`
}

async function firstLine(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead).toString('utf8').split(/\r?\n/, 1)[0] ?? ''
  } finally {
    await file.close()
  }
}

/** The one that stands most often outside quotation marks. */
function delimiterOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '')
  const count = (sign: string) => bare.split(sign).length - 1
  return DELIMITERS.reduce<string>((best, sign) => (count(sign) > count(best) ? sign : best), ',')
}

function badFile(message: string, nextAction: string): TendError {
  return new TendError({ code: 'wrong-use', message, nextAction })
}
