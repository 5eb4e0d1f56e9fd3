import type { CompiledTemplate } from '../workflow/version.ts'

/** The variant for a language (`cs-CZ`: then `cs`, then the one for all); null when there is no such template. */
export function pickVariant(
  templates: Record<string, CompiledTemplate>,
  name: string,
  language: string | null,
): CompiledTemplate | null {
  const code = language?.toLowerCase().replaceAll('_', '-') ?? ''
  const keys = code === '' ? [name] : [`${name}.${code}`, `${name}.${code.split('-')[0]}`, name]
  const key = keys.find(candidate => Object.hasOwn(templates, candidate))
  return key === undefined ? null : (templates[key] ?? null)
}
