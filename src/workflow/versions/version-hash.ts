import { createHash } from 'node:crypto'
import type { Program } from '../program.ts'
import type { CompiledTemplate } from './version.ts'

/**
 * Names a version by what it does: SHA-256 of the program, without the lines its steps stand on, and of its templates.
 * Comments, spacing and the order of keys do not count. Lower-case hexadecimal.
 */
export function versionHash(program: Program, templates: Record<string, CompiledTemplate>): string {
  const steps = Object.entries(program.steps).map(([id, { line: _, ...step }]) => [id, step])
  const content = { program: { ...program, steps: Object.fromEntries(steps) }, templates }
  return createHash('sha256').update(canonicalJson(content)).digest('hex')
}

/** JSON with the keys of every object in order, so that equal content gives equal text. */
function canonicalJson(content: unknown): string {
  return JSON.stringify(content, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
