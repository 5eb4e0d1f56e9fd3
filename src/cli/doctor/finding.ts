/** One thing looked at. */
export interface Finding {
  check: string
  status: 'ok' | 'warn' | 'fail'
  /** What was found. */
  words: string
  /** What to do; null when all is well. */
  nextAction: string | null
}

export function ok(check: string, words: string): Finding {
  return { check, status: 'ok', words, nextAction: null }
}

export function warn(check: string, words: string, nextAction: string): Finding {
  return { check, status: 'warn', words, nextAction }
}

export function fail(check: string, words: string, nextAction: string): Finding {
  return { check, status: 'fail', words, nextAction }
}

/** The words of an error of any kind, in one line. */
export function causeWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return (error.message || error.name).replace(/\s+/g, ' ').trim()
}
