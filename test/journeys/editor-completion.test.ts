import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CompletionItem } from 'vscode-languageserver-protocol/node'
import { KNOWN_ACTIONS, KNOWN_SOURCES } from '../../src/domain/inquiry/inquiry.ts'
import { SIGNAL_KINDS } from '../../src/domain/signal.ts'
import { parseWorkflow } from '../../src/workflow/language/parse-workflow.ts'
import { STEP_KINDS, STEP_VERBS } from '../../src/workflow/steps/index.ts'
import { openYamlEditor, textOf, type YamlEditor } from '../support/yaml-editor.ts'

const root = join(import.meta.dirname, '../..')
const workflows = join(root, 'workflows')
const WORKFLOW = '# yaml-language-server: $schema=../schemas/workflow.json\n'
const SETTINGS = '# yaml-language-server: $schema=./schemas/settings.json\n'
const COMMON = ['id', 'if', 'note']
const TOP = ['title', 'for', 'again', 'rank', 'stop-on', 'hours', 'formerly', 'steps']

let editor: YamlEditor
beforeAll(async () => {
  editor = await openYamlEditor(root)
})
afterAll(() => editor.close())

const inWorkflow = (text: string) => editor.complete(workflows, WORKFLOW + text)
const inSettings = (text: string) => editor.complete(root, SETTINGS + text)

function labels(items: CompletionItem[]): string[] {
  return items.map(({ label }) => label)
}

/** The text after the proposal was taken, with the cursor gone: further lines are indented like the first, as editors do. */
function take(text: string, { insertText = '' }: CompletionItem): string {
  const line = text.split('\n').find(one => one.includes('‸')) ?? ''
  const indent = /^ */.exec(line)?.[0] ?? ''
  const written = insertText.replaceAll('\n', `\n${indent}`).replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
  return text.replace('‸', () => written)
}

function problemsOf(text: string) {
  return parseWorkflow({ file: 'new.yaml', id: 'new', text }).problems
}

describe('a new workflow', () => {
  test('begins with every key of the language, each explained, and with a whole workflow to write over', async () => {
    const items = await inWorkflow('‸')
    expect(labels(items)).toEqual(expect.arrayContaining(['a whole workflow', ...TOP]))
    for (const item of items)
      expect([item.label, textOf(item.documentation ?? '').length > 10]).toEqual([item.label, true])
    const whole = items.find(({ label }) => label === 'a whole workflow')
    expect(problemsOf(take('‸', whole ?? { label: 'none' }))).toEqual([])
  })

  test('proposes no key twice', async () => {
    const items = labels(await inWorkflow('title: Mine\nfor: {}\nsteps:\n  - send: a\n‸'))
    expect(items).toEqual(expect.arrayContaining(['again', 'rank', 'stop-on', 'hours', 'formerly']))
    for (const there of ['title', 'for', 'steps']) expect(items).not.toContain(there)
  })

  test.each([
    ['for:\n  ‸', ['action', 'source', 'offer', 'if']],
    ['hours:\n  ‸', ['working hours', 'days', 'from', 'to', 'zone']],
    ['steps:\n  - choose:\n      - ‸', ['if', 'do', 'otherwise']],
    ['steps:\n  - split:\n      - ‸', ['weight', 'name', 'do']],
    ['steps:\n  - wait:\n      ‸', ['until', 'days', 'offset']],
    ['steps:\n  - send: a\n    hours:\n      ‸', ['days', 'from', 'to', 'zone']],
  ])('has keys at %j', async (text, keys) => {
    expect(labels(await inWorkflow(text))).toEqual(expect.arrayContaining(keys))
  })
})

describe('steps', () => {
  test.each([
    ['in the list', 'for: {}\nsteps:\n  - ‸'],
    ['after another', 'for: {}\nsteps:\n  - send: a\n  - ‸'],
    ['in `then`', 'for: {}\nsteps:\n  - wait-for: reply\n    up-to: 3 days\n    then:\n      - ‸'],
    ['in `otherwise`', 'for: {}\nsteps:\n  - wait-for: reply\n    up-to: 3 days\n    otherwise:\n      - ‸'],
    ['in an arm of `choose`', 'for: {}\nsteps:\n  - choose:\n      - if: lead.score > 5\n        do:\n          - ‸'],
  ])('%s: each verb with its description and what it needs, and no key of another step', async (_, text) => {
    const items = await inWorkflow(text)
    expect(labels(items)).toEqual([...STEP_VERBS, ...COMMON])
    for (const verb of STEP_VERBS) {
      const item = items.find(({ label }) => label === verb) ?? { label: 'none' }
      expect(textOf(item.documentation ?? '')).toBe(STEP_KINDS[verb].description)
      expect([verb, problemsOf(take(text, item))]).toEqual([verb, []])
    }
  })

  test('the beginning of a verb is enough', async () => {
    expect(labels(await inWorkflow('steps:\n  - wa‸'))).toEqual(expect.arrayContaining(['wait', 'wait-for']))
  })

  test.each(STEP_VERBS)('inside %s: its own keys and the common ones, and those of no other', async verb => {
    const items = await inWorkflow(`steps:\n  - ${verb}: x\n    ‸`)
    const own = Object.keys(STEP_KINDS[verb].keys).filter(key => key !== verb)
    const offered = labels(items).filter(label => label !== verb)
    expect(new Set(offered)).toEqual(new Set([...own, ...COMMON]))
    for (const item of items)
      expect([item.label, textOf(item.documentation ?? '').length > 5]).toEqual([item.label, true])
  })
})

describe('values', () => {
  const actions = [...KNOWN_ACTIONS, 'unknown']
  test.each<[string, readonly string[]]>([
    ['again: ‸', ['per offer', 'never', 'after 90 days', 'always']],
    ['for: {action: [‸', actions],
    ['for: {action: [INS, ‸]}', actions],
    ['for:\n  action:\n    - ‸', actions],
    ['for: {source: [‸]}', KNOWN_SOURCES],
    ['stop-on: [‸]', SIGNAL_KINDS],
    ['stop-on:\n  - ‸', SIGNAL_KINDS],
    ['hours: {days: ‸}', ['mon-fri', 'sun-thu']],
    ['hours:\n  days: ‸', ['mon-fri', 'sun-thu']],
    ['hours: {days: [‸]}', ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']],
    ['hours:\n  from: ‸', ['09:00']],
    ['hours:\n  zone: ‸', ['lead', 'Europe/Prague']],
    ['for:\n  if: ‸', ['inquiry.note != ""']],
    ['steps:\n  - send: ‸', ['test-drive/welcome']],
    ['steps:\n  - send: a\n    expires: ‸', ['3 days']],
    ['steps:\n  - send: a\n    hours: ‸', ['any', 'working hours']],
    ['steps:\n  - send: a\n    if: ‸', ['lead.score >= 60']],
    ['steps:\n  - wait: ‸', ['24h', '3 days', '2 business days', 'until a time of the day', 'until a date']],
    ['steps:\n  - wait: {until: ‸}', ['09:00', 'inquiry.at']],
    ['steps:\n  - wait-for: ‸', ['reply', 'click', 'purchase', 'qualified']],
    ['steps:\n  - wait-for: reply\n    up-to: ‸', ['3 days']],
    ['steps:\n  - escalate: ‸', ['sales']],
    ['steps:\n  - escalate: sales\n    accept-within: ‸', ['4h']],
    ['steps:\n  - notify: ‸', ['sales']],
    ['steps:\n  - start: ‸', ['installed']],
  ])('%j', async (text, values) => {
    const offered = labels(await inWorkflow(text))
    expect(offered).toEqual(expect.arrayContaining([...values]))
    expect(offered.filter(label => label.includes('(array item)'))).toEqual([])
  })

  test.each(['again: ‸', 'for: {action: [‸]}', 'stop-on:\n  - ‸', 'steps:\n  - wait-for: ‸'])(
    '%j: each is explained',
    async text => {
      for (const item of await inWorkflow(text)) expect(textOf(item.documentation ?? '')).not.toBe('')
    },
  )

  test('nothing is proposed to wait for that ends every workflow', async () => {
    expect(labels(await inWorkflow('steps:\n  - wait-for: ‸'))).not.toContain('unsubscribe')
  })
})

test.each([
  ['ag‸ain: never', 'How often a lead may go through'],
  ['ag‸ain: never', 'Once for each offer'],
  ['ste‸ps: []', 'one step after the other'],
  ['steps:\n  - wait-f‸or: reply', 'Kind of the signal'],
  ['steps:\n  - send: a\n    ex‸pires: 3 days', 'the mail is skipped; 7 days by default'],
  ['steps:\n  - choose:\n      - if: x\n        d‸o: []', 'Steps of this arm'],
  ['for:\n  action: [I‸NS]', 'Get it now'],
])('the mouse over %j explains it', async (text, said) => {
  expect(await editor.hover(workflows, WORKFLOW + text)).toContain(said)
})

describe('underlined', () => {
  test.each(readdirSync(workflows).filter(name => name.endsWith('.yaml')))('nothing in %s as it ships', async name => {
    const text = readFileSync(join(workflows, name), 'utf8')
    expect(text).toContain(WORKFLOW)
    expect(await editor.diagnose(workflows, text)).toEqual([])
  })

  test.each([
    ['for: {action: [‸INSTALL]}', 'Expected an action code: INS, PLT'],
    ['for: {}\nagain: ‸sometimes', 'Expected never, per offer, always or after 90 days'],
    ['for: {}\n‸rnak: 5', 'Property rnak is not allowed'],
    ['steps:\n  - ‸sned: a', 'Expected a step: send, wait, wait-for'],
    ['steps:\n  - send: a\n    ‸wait: 1h', 'Property wait is not allowed'],
    ['steps:\n  - ‸score: 5', 'Missing property "because"'],
    ['steps:\n  - wait: ‸24 hours', 'Expected 30s, 15m, 24h, 3 days, 2 weeks or 3 business days'],
    ['steps:\n  - wait-for: ‸No Signal', 'Expected the kind of a signal'],
    ['steps:\n  - wait-for: reply\n    then:\n      - ‸sned: a', 'Expected a step'],
    ['steps:\n  - escalate: sales\n    accept-within: ‸2 business days', 'business days do not count here'],
    ['steps:\n  - send: a\n    hours: {from: ‸"9:00", to: "17:00"}', 'Expected a time from "00:00" to "23:59"'],
    ['steps:\n  - wait: {until: "09:00", days: ‸monday}', 'Expected days such as mon-fri'],
  ])('%j, at its place', async (text, said) => {
    const found = await editor.diagnose(workflows, WORKFLOW + text)
    const lines = text.split('‸')[0]?.split('\n') ?? []
    const start = { line: lines.length, character: lines.at(-1)?.length }
    expect(found).toContainEqual({ said: expect.stringContaining(said), start })
  })
})

describe('tend.yaml', () => {
  test.each<[string, string[]]>([
    ['‸', ['publisher', 'offers', 'teams', 'limits', 'quiet-hours', 'first-touch', 'zone', 'scoring', 'intents']],
    ['publisher:\n  ‸', ['name', 'postal-address', 'privacy-url', 'booking-url', 'sender', 'reply-to']],
    ['teams:\n  ‸', ['sales']],
    ['teams:\n  sales:\n    ‸', ['members', 'accept-within']],
    ['teams:\n  sales:\n    members:\n      - ‸', ['name', 'email']],
    ['limits:\n  ‸', ['gap', 'per-30-days', 'ceiling']],
    ['limits:\n  gap: ‸', ['20h', 'none']],
    ['limits:\n  per-30-days: ‸', ['5', 'unlimited']],
    ['quiet-hours: ‸', ['none']],
    ['quiet-hours:\n  ‸', ['from', 'to', 'zone']],
    ['business-hours:\n  days: ‸', ['mon-fri']],
    ['holidays:\n  - ‸', ['2026-12-25']],
    ['scoring:\n  rules:\n    - ‸', ['if', 'points', 'because']],
    ['intents:\n  ‸', ['PLT', 'StartTestDrive', 'INS', 'Create']],
    ['intents:\n  PLT: ‸', ['initial', 'active', 'test drive', 'none']],
    ['do-not-contact:\n  lifted-by: ‸', ['person', 'inquiry']],
  ])('at %j', async (text, offered) => {
    expect(labels(await inSettings(text))).toEqual(expect.arrayContaining(offered))
  })

  test('proposes nothing that is not used yet', async () => {
    for (const unused of ['crm', 'mailbox']) expect(labels(await inSettings('‸'))).not.toContain(unused)
  })

  test('as it ships has nothing underlined; a wrong value has', async () => {
    const text = readFileSync(join(root, 'tend.yaml'), 'utf8')
    expect(text).toContain(SETTINGS)
    expect(await editor.diagnose(root, text)).toEqual([])
    const found = await editor.diagnose(root, text.replace('first-touch: 24h', 'first-touch: soon'))
    expect(found.map(({ said }) => said)).toEqual([expect.stringContaining('Expected 30s, 15m, 24h')])
  })
})
