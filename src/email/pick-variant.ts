import type { MessageKind } from '../domain/message.ts'
import type { CompiledTemplate } from '../workflow/version.ts'

export interface TemplateInfo {
  name: string
  language: string | null
  kind: MessageKind
  /** Below the templates folder. */
  file: string
  variables: string[]
}

/** What a checker needs to know of compiled templates, by name and language. */
export function templateInfo(templates: Record<string, CompiledTemplate>): TemplateInfo[] {
  return Object.entries(templates)
    .map(([key, { name, language, kind, variables }]) => ({ name, language, kind, file: `${key}.hbs`, variables }))
    .sort((left, right) => left.file.localeCompare(right.file))
}

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
