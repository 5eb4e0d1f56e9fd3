import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { templateProblemsDocument } from '../src/email/templates/template-problems-document.ts'
import { settingsJsonSchema } from '../src/settings/json-schema.ts'
import { workflowJsonSchema } from '../src/workflow/language/json-schema.ts'
import { problemsDocument } from '../src/workflow/language/problems-document.ts'

const root = join(import.meta.dirname, '..')

/** What the repository keeps although it follows from the code: editors and readers need it as files. */
writeFileSync(join(root, 'schemas/workflow.json'), `${JSON.stringify(workflowJsonSchema(), null, 2)}\n`)
writeFileSync(join(root, 'schemas/settings.json'), `${JSON.stringify(settingsJsonSchema(), null, 2)}\n`)
writeFileSync(join(root, 'docs/problems.md'), problemsDocument())
writeFileSync(join(root, 'docs/template-problems.md'), templateProblemsDocument())
/** In the format that the check asks for. */
execFileSync(join(root, 'node_modules/.bin/biome'), ['format', '--write', 'schemas'], { cwd: root, stdio: 'ignore' })
