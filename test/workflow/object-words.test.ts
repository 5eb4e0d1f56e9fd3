import { expect, it } from 'vitest'
import { readWorkflow } from '../../src/workflow/language/read-workflow.ts'
import { TOP_KEYS } from '../../src/workflow/language/top-level.ts'
import { STEP_VERBS } from '../../src/workflow/steps/index.ts'

/** Maps with keys that every JavaScript object knows, alone and inside what a person may write. */
const MAPS = [
  '{toString: 1}',
  '{valueOf: 1, toString: 2}',
  '{constructor: 1}',
  '[{toString: 1}]',
  '[[{toString: 1}]]',
  '{days: {toString: 1}}',
  '{unit: days, value: {toString: 1}}',
  '{from: {toString: 1}, to: {toString: 1}}',
  '{if: {toString: 1}}',
]
const STEP_KEYS = [
  'id',
  'if',
  'note',
  'expires',
  'up-to',
  'then',
  'otherwise',
  'because',
  'accept-within',
  'until',
  'do',
]
const PLACES = [
  ...Object.keys(TOP_KEYS).map(key => (map: string) => `${key}: ${map}\n`),
  ...STEP_VERBS.flatMap(verb => [
    (map: string) => `steps:\n  - ${verb}: ${map}\n`,
    ...STEP_KEYS.flatMap(key => [
      (map: string) => `steps:\n  - ${verb}: x\n    ${key}: ${map}\n`,
      (map: string) => `steps:\n  - ${verb}: {${key}: ${map}}\n`,
    ]),
  ]),
]

it.each(MAPS)('%s is answered with a problem wherever it stands', map => {
  for (const place of PLACES) {
    const text = place(map)
    const { report } = readWorkflow({ file: 'a.yaml', id: 'a', text: `title: A\nfor: {action: [INS]}\n${text}` })
    expect(report.problems().length, text).toBeGreaterThan(0)
  }
})
