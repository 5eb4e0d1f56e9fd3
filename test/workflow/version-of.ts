import { parseWorkflow } from '../../src/workflow/language/parse-workflow.ts'
import type { CompiledTemplate, WorkflowVersion } from '../../src/workflow/versions/version.ts'
import { versionHash } from '../../src/workflow/versions/version-hash.ts'

/** A version of the workflow `asked` with these steps, as the product would store it. */
export function versionOf(steps: string, top = '', templates: Record<string, CompiledTemplate> = {}): WorkflowVersion {
  const source = `title: Asked\nfor: {action: [PLT]}\n${top}steps:\n${steps.replace(/^(?=.)/gm, '  ')}\n`
  const { program, problems } = parseWorkflow({ file: 'workflows/asked.yaml', id: 'asked', text: source })
  if (program === null) throw new Error(problems.map(({ line, message }) => `${line}: ${message}`).join('\n'))
  return { hash: versionHash(program, templates), workflowId: 'asked', source, program, templates, createdAt: 0 }
}

export function mailOf(name: string, subject: string, text: string): CompiledTemplate {
  return { name, language: null, kind: 'nurture', subject, preheader: '', html: `<p>${text}</p>`, text, variables: [] }
}
