/** A place in a file as a person counts it, from 1. */
export interface Place {
  file: string
  line: number
  column: number
}

/** The place of an offset in the whole text of a file. */
export function placeAt({ file, text }: { file: string; text: string }, offset: number): Place {
  const before = text.slice(0, offset).split('\n')
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
