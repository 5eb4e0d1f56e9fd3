import { join } from 'node:path'
import { compileTemplates } from '../src/email/templates/compile-templates.ts'
import { loadTemplates } from '../src/email/templates/load-templates.ts'
import type { CompiledTemplate } from '../src/workflow/versions/version.ts'
import { ROOT } from './stage.ts'

/** The templates that the measured mails are made of, as both apps fill them. */
export async function mailTemplates(): Promise<{ welcome: CompiledTemplate; followUp: CompiledTemplate }> {
  const { templates } = await compileTemplates(await loadTemplates(join(ROOT, 'templates')))
  const welcome = templates['installed/welcome']
  const followUp = templates['installed/follow-up']
  if (welcome === undefined || followUp === undefined) throw new Error('expected the templates installed/… to be good')
  return { welcome, followUp }
}
