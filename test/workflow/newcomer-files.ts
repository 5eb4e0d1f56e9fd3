import { expect } from 'vitest'
import { checkWorkflows } from '../../src/workflow/check/check-workflows.ts'

/** The beginning of a workflow. */
export const HEAD = 'for: {action: [INS]}\n'
export const SOUND_STEPS = 'steps:\n  - wait: 1h\n  - task: call\n'

/** What `tend check` says of a file, as `line:column code message hint`. */
export function problemsOf(text: string): string[] {
  const { problems } = checkWorkflows({
    workflows: [{ id: 'a', file: 'a.yaml', text }],
    templates: [{ name: 'tips/first', language: null, kind: 'nurture', file: 'first.hbs', variables: [] }],
    templateFiles: ['tips/first', 'tips/broken'],
    teams: ['sales'],
    offers: ['contoso.analytics'],
  })
  return problems.map(({ line, column, code, message, hint }) => `${line}:${column} ${code} ${message} ${hint}`)
}

/** Such a problem at a place, whose hint has this in it. */
export function mistake(place: string, hint: string) {
  return expect.stringMatching(new RegExp(`^${place} .*${hint.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`, 's'))
}
