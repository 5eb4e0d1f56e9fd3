import { writeFileSync } from 'node:fs'
import { TendError } from '../domain/errors.ts'
import { tell } from './print.ts'

/** Writes a result to the file that was asked for, readable by its owner only. Throws `wrong-use`. */
export function writeOut(path: string, content: string | Uint8Array): void {
  writeQuietly(path, content)
  tell(`Written to ${path}.`)
}

/** The same without a word, for one of many files. */
export function writeQuietly(path: string, content: string | Uint8Array): void {
  try {
    writeFileSync(path, content, { mode: 0o600 })
  } catch (cause) {
    throw unwritable(path, cause)
  }
}

export function unwritable(path: string, cause: unknown): TendError {
  return new TendError({
    code: 'wrong-use',
    message: `Expected to write ${path}: ${cause instanceof Error ? cause.message : String(cause)}`,
    nextAction: 'Name a file in a folder that exists and that you may write to.',
    cause,
  })
}
