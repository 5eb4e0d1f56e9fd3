import type { TemplateInfo } from '../../workflow/check/surroundings.ts'
import type { CompiledTemplate } from '../../workflow/versions/version.ts'
import type { TemplateFiles } from './load-templates.ts'

/** What a checker needs to know of compiled templates, in the order of their names; files as the reader knows them. */
export function templateInfo(
  templates: Record<string, CompiledTemplate>,
  files: Pick<TemplateFiles, 'templates'>,
): TemplateInfo[] {
  const shown = new Map(files.templates.map(({ name, file }) => [name.toLowerCase(), file]))
  return Object.entries(templates)
    .map(([key, { name, language, kind, variables }]) => ({
      name,
      language,
      kind,
      file: shown.get(key) ?? `${key}.hbs`,
      variables,
    }))
    .sort((left, right) => left.file.localeCompare(right.file))
}
