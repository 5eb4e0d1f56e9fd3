import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { unwritable } from '../write-out.ts'
import { csvRecord } from './csv-text.ts'
import type { RefusedRow } from './import-counts.ts'

export interface RefusedFile {
  add(row: RefusedRow): Promise<void>
  /** The path, or null when nothing was refused: then there is no file. */
  end(): Promise<string | null>
}

/** The refused rows next to the input, as they were, with line and reason before them: mend them and import that file. */
export function refusedFile(input: string, headers: string[]): RefusedFile {
  const path = `${input.replace(/\.csv$/i, '')}.refused.csv`
  let stream: WriteStream | null = null
  return {
    async add({ line, reason, cells }) {
      stream ??= await open(path, headers)
      if (!stream.write(csvRecord([line, reason, ...cells]))) await once(stream, 'drain')
    },
    async end() {
      if (stream === null) return null
      stream.end()
      await once(stream, 'finish')
      return path
    },
  }
}

async function open(path: string, headers: string[]): Promise<WriteStream> {
  const stream = createWriteStream(path, { mode: 0o600 })
  try {
    await once(stream, 'open')
  } catch (cause) {
    throw unwritable(path, cause)
  }
  stream.write(csvRecord(['Line', 'Refused because', ...headers]))
  return stream
}
