import { compileTemplates } from '../../../src/email/templates/compile-templates.ts'
import { loadTemplates, type TemplateFiles } from '../../../src/email/templates/load-templates.ts'
import type { Problem } from '../../../src/workflow/problem.ts'

export const SMALL = new URL('../../fixtures/templates/small', import.meta.url).pathname
export const BROKEN = new URL('../../fixtures/templates/broken', import.meta.url).pathname
export const SHIPPED = new URL('../../../templates', import.meta.url).pathname

/** The small fixture set with files of a test in place of its own; names as in a folder. */
export async function filesWith(files: Record<string, string>): Promise<TemplateFiles> {
  const set = await loadTemplates(SMALL)
  set.templates = []
  for (const [path, text] of Object.entries(files)) {
    const [part, name] = path.startsWith('layouts/')
      ? (['layouts', path.slice(8, -5)] as const)
      : path.startsWith('partials/')
        ? (['partials', path.slice(9, -4)] as const)
        : (['templates', path.slice(0, -4)] as const)
    set[part] = [...set[part].filter(file => file.name !== name), { file: path, name, text }]
  }
  return set
}

/** Problems of one nurture template with this body, which begins on line 4 of `mail.hbs`. */
export async function problemsOf(body: string, kind: 'nurture' | 'notice' = 'nurture'): Promise<Problem[]> {
  const { problems } = await compileTemplates(
    await filesWith({ 'mail.hbs': `---\nsubject: "Hello"\nkind: ${kind}\n---\n${body}\n` }),
  )
  return problems
}
