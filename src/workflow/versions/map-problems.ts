import type { Problem } from '../problem.ts'

interface MapProblemKind {
  code: string
  severity: Problem['severity']
  title: string
}

/** Everything that can be wrong with a step map, and with the ids that maps need. Codes are stable. */
export const MAP_PROBLEMS = {
  'not-readable': { code: 'TEND-M001', severity: 'error', title: 'Map cannot be read as YAML' },
  'not-a-map': { code: 'TEND-M002', severity: 'error', title: 'Not a step map' },
  'unknown-version': { code: 'TEND-M003', severity: 'error', title: 'Unknown version' },
  'unclear-version': { code: 'TEND-M004', severity: 'error', title: 'Prefix of more than one version' },
  'same-version': { code: 'TEND-M005', severity: 'error', title: 'Map into the same version' },
  'unknown-old-step': { code: 'TEND-M010', severity: 'error', title: 'Step not in the old version' },
  'unknown-new-step': { code: 'TEND-M011', severity: 'error', title: 'Step not in the file' },
  'id-not-written': { code: 'TEND-M012', severity: 'error', title: 'Step without an `id` of its own' },
  'mail-twice': { code: 'TEND-M020', severity: 'error', title: 'The same mail twice' },
  'id-used-before': { code: 'TEND-M021', severity: 'error', title: 'Another mail under a used step id' },
  'branches-again': { code: 'TEND-M022', severity: 'error', title: 'Back before the branching' },
  'other-arm': { code: 'TEND-M023', severity: 'error', title: 'Into another arm of the same split' },
  'into-a-branch': { code: 'TEND-M024', severity: 'warning', title: 'Straight into a branch' },
  'nobody-comes': { code: 'TEND-M030', severity: 'warning', title: 'Step that nobody can still reach' },
  'nobody-inside': { code: 'TEND-M031', severity: 'warning', title: 'Nobody inside the version' },
  'id-moved': { code: 'TEND-M040', severity: 'warning', title: 'Generated id moved' },
  'map-in-force': { code: 'TEND-M041', severity: 'warning', title: 'Kept map leads out of the file’s version' },
} as const satisfies Record<string, MapProblemKind>

/** Place in a file, from 1. */
export interface Place {
  line: number
  column: number
}

/** One problem of this kind at a place. */
export function mapProblem(
  name: keyof typeof MAP_PROBLEMS,
  at: Place & { file: string },
  words: { message: string; hint: string },
): Problem {
  const { code, severity } = MAP_PROBLEMS[name]
  const { file, line, column } = at
  return { code, severity, file, line, column, message: words.message, hint: words.hint }
}
