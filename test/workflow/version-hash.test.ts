import { expect, test } from 'vitest'
import { parseWorkflow } from '../../src/workflow/language/parse-workflow.ts'
import type { Program } from '../../src/workflow/program.ts'
import type { CompiledTemplate } from '../../src/workflow/versions/version.ts'
import { versionHash } from '../../src/workflow/versions/version-hash.ts'

const template: CompiledTemplate = {
  name: 'welcome',
  language: null,
  kind: 'nurture',
  subject: 'Hello',
  preheader: '',
  html: '<p>Hello</p>',
  text: 'Hello',
  variables: [],
}

function program(text: string): Program {
  const parsed = parseWorkflow({ file: 'a.yaml', id: 'a', text }).program
  if (!parsed) throw new Error('the sample must be a good workflow')
  return parsed
}

const plain = program('title: A\nfor: {action: [INS]}\nsteps:\n  - send: welcome\n  - wait: 24h\n')
const hash = versionHash(plain, { welcome: template })

test('a version is named by 64 hexadecimal digits', () => {
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
})

test('comments, spacing, quoting and the order of keys make no new version', () => {
  const other = program(
    '# a comment\n\nsteps:\n\n  - {send: "welcome"} # again\n  - wait: "24h"\nfor:\n    action:\n      - ins\ntitle: A\n',
  )
  expect(versionHash(other, { welcome: { ...template } })).toBe(hash)
})

test.each([
  ['a title', 'title: B\nfor: {action: [INS]}\nsteps:\n  - send: welcome\n  - wait: 24h\n'],
  ['a wait', 'title: A\nfor: {action: [INS]}\nsteps:\n  - send: welcome\n  - wait: 25h\n'],
  ['an action', 'title: A\nfor: {action: [PLT]}\nsteps:\n  - send: welcome\n  - wait: 24h\n'],
  ['an id', 'title: A\nfor: {action: [INS]}\nsteps:\n  - send: welcome\n  - {wait: 24h, id: pause}\n'],
])('%s makes a new version', (_what, text) => {
  expect(versionHash(program(text), { welcome: template })).not.toBe(hash)
})

test('a changed, added or renamed template makes a new version', () => {
  const hashes = [
    versionHash(plain, { welcome: { ...template, html: '<p>Hi</p>' } }),
    versionHash(plain, { welcome: template, 'welcome.cs': { ...template, language: 'cs' } }),
    versionHash(plain, { hello: template }),
    versionHash(plain, {}),
  ]
  expect(new Set([hash, ...hashes]).size).toBe(5)
})
