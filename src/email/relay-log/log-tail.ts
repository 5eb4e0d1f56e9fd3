import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/** A log file as it was when it was opened: what is written later is for the next look. */
export interface LogPart {
  handle: FileHandle
  id: string
  size: number
  bornAt: number
}

/** How far a log has been read, and the bytes before that place: a file that was shortened and has grown again has others. */
export interface LogPlace {
  id: string
  offset: number
  mark: string
}

/** What a reader does with a log. */
export interface LogReader {
  line(line: string): void
  /** Bytes without the end of a line, more than any line has: whatever they are, they were not read. */
  gap(): void
  /** The file that was rotated away is read; the next one begins. */
  nextFile(part: LogPart): void
}

interface Spot {
  part: number
  offset: number
}

const CHUNK_BYTES = 256 * 1024
const LINE_BYTES_MOST = 64 * 1024
const PROBE_BYTES = 16 * 1024
const FIRST_STEP_BYTES = 64 * 1024
const MARK_BYTES = 64
/** What lies further back is left alone: reading it would hold up everything else for too long. */
const BACK_BYTES_MOST = 256 * 1024 * 1024

/** Opens the log and, before it, FILE.1 if there is one. Throws what the file system says of the log itself. */
export async function openLog(file: string): Promise<LogPart[]> {
  // The newer first: a rotation between the two opens the same file twice, and never leaves one out.
  const newer = await openPart(file)
  const older = await openPart(`${file}.1`).catch(() => null)
  if (older === null) return [newer]
  if (older.id !== newer.id) return [older, newer]
  await older.handle.close()
  return [newer]
}

export async function closeLog(parts: LogPart[]): Promise<void> {
  for (const { handle } of parts) await handle.close()
}

/** The place again after the log may have been rotated; `gone` when its file is too, `cut` when it was shortened. */
export async function findPlace(parts: LogPart[], place: LogPlace): Promise<Spot | 'gone' | 'cut'> {
  const index = parts.findIndex(({ id }) => id === place.id)
  const part = parts[index]
  if (part === undefined) return 'gone'
  if (part.size < place.offset) return 'cut'
  const mark = await markBefore(part, place.offset)
  return mark === place.mark ? { part: index, offset: place.offset } : 'cut'
}

/** Where to read from to see every line since a moment, found from the end backwards in growing steps. */
export async function findBegin(
  parts: LogPart[],
  { since, timeOf }: { since: number; timeOf: (line: string) => number | null },
): Promise<Spot> {
  for (let index = parts.length - 1; index >= 0; index -= 1) {
    const part = parts[index]
    if (part === undefined) continue
    for (let step = FIRST_STEP_BYTES; ; step *= 2) {
      const offset = Math.max(0, part.size - step)
      if (step > BACK_BYTES_MOST) return { part: index, offset: part.size - BACK_BYTES_MOST }
      const probe = await textAt(part, offset, PROBE_BYTES)
      const lines = probe.split('\n').slice(offset === 0 ? 0 : 1, -1)
      const at = lines.map(timeOf).find(time => time !== null)
      if (at !== undefined && at !== null && at < since) return { part: index, offset }
      if (offset === 0) break
    }
  }
  return { part: 0, offset: 0 }
}

/** Reads every whole line from the spot to the end, in pieces, and says how far that is. */
export async function readLines(parts: LogPart[], from: Spot, reader: LogReader): Promise<LogPlace> {
  let place: LogPlace | null = null
  for (let index = from.part; index < parts.length; index += 1) {
    const part = parts[index]
    if (part === undefined) break
    const isFirst = place === null
    // Until the writer has let go of the rotated file, lines may still be added to it.
    if (!isFirst && part.size === 0) break
    if (!isFirst) reader.nextFile(part)
    const offset = await readPart(part, isFirst ? from.offset : 0, reader)
    place = { id: part.id, offset, mark: await markBefore(part, offset) }
  }
  if (place === null) throw new Error('Expected a log with at least one file.')
  return place
}

async function openPart(file: string): Promise<LogPart> {
  // Without O_NONBLOCK a pipe in the place of the log would be waited for without end.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stat = await handle.stat()
    if (!stat.isFile()) throw Object.assign(new Error(`${file} is no file`), { code: 'EISDIR' })
    return { handle, id: `${stat.dev}:${stat.ino}`, size: stat.size, bornAt: stat.birthtimeMs }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** A begin in the middle of a line loses that line: `findBegin` begins early enough. */
async function readPart(part: LogPart, from: number, reader: LogReader): Promise<number> {
  let done = from
  let rest = ''
  for (let offset = from; offset < part.size; ) {
    const text = await textAt(part, offset, CHUNK_BYTES)
    if (text === '') break
    offset += text.length
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) reader.line(line)
    if (rest.length > LINE_BYTES_MOST) {
      reader.gap()
      rest = ''
    }
    done = offset - rest.length
  }
  return done
}

function markBefore(part: LogPart, offset: number): Promise<string> {
  const length = Math.min(MARK_BYTES, offset)
  return textAt(part, offset - length, length)
}

/** One character for each byte, so that lengths are offsets. */
async function textAt({ handle, size }: LogPart, offset: number, most: number): Promise<string> {
  const length = Math.min(most, size - offset)
  if (length <= 0) return ''
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, offset)
  return buffer.toString('latin1', 0, bytesRead)
}
