import { languageOf } from '../../domain/people/language.ts'
import type { Lead } from '../../domain/people/lead.ts'
import type { CompiledTemplate, WorkflowVersion } from '../versions/version.ts'

/** The variant in the lead's language, or its country's, else the one for everybody; null when there is none. */
export function pickTemplate(
  templates: WorkflowVersion['templates'],
  name: string,
  lead: Pick<Lead, 'language' | 'country'>,
): CompiledTemplate | null {
  const language = languageOf(lead)
  const codes = language === null ? [] : [language, language.split('-')[0]]
  const variant = codes.map(code => templates[`${name}.${code}`]).find(found => found !== undefined)
  return variant ?? templates[name] ?? null
}
