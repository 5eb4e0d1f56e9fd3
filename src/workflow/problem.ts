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
  hint: string
}

/** `workflows/installed.yaml:12:5 error TEND-W012: what is wrong (what to write instead)`. */
export function problemLine(problem: Problem): string {
  const { file, line, column, severity, code, message, hint } = problem
  return `${file}:${line}:${column} ${severity} ${code}: ${message} – ${hint}`
}
