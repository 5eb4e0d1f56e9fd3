/** One thing wrong with a file that a person wrote. Codes are stable: `TEND-W…` workflows, `TEND-T…` templates, `TEND-S…` settings. */
export interface Problem {
  code: string
  severity: 'error' | 'warning'
  /** Path as the reader knows it, relative to the project where possible. */
  file: string
  /** From 1. */
  line: number
  column: number
  /** What came, what was expected. */
  message: string
  /** What to write instead. */
  hint: string | null
}
