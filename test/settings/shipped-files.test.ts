import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { KNOWN_ACTIONS } from '../../src/domain/inquiry/inquiry.ts'
import { DEFAULT_INTENTS } from '../../src/domain/intent.ts'
import { settingsJsonSchema } from '../../src/settings/json-schema.ts'
import { SETTINGS_PROBLEM_KINDS } from '../../src/settings/problem-kinds.ts'
import { readSettings } from '../../src/settings.ts'
import { checkWorkflows } from '../../src/workflow/check/check-workflows.ts'
import { conditionContext, evaluateCondition } from '../../src/workflow/conditions/conditions.ts'
import type { Program } from '../../src/workflow/program.ts'
import { simulate } from '../../src/workflow/proofs/simulate.ts'
import { inquiry, lead } from '../support/facts.ts'

const root = join(import.meta.dirname, '../..')
const text = readFileSync(join(root, 'tend.yaml'), 'utf8')
const { settings: read, problems } = readSettings({ file: 'tend.yaml', text }, () => undefined)
if (read === null) throw new Error(JSON.stringify(problems))
const settings = read

describe('tend.yaml as it ships', () => {
  test('has no problem, not even a warning, and needs no variable', () => {
    expect(problems).toEqual([])
  })

  test('keeps the shipped limits and the 24-hour promise', () => {
    expect(settings).toMatchObject({
      limits: { gapMs: 20 * 3_600_000, per30Days: 5, ceilingPerDay: 4 },
      quietHours: null,
      firstTouchMs: 24 * 3_600_000,
      zone: 'Europe/Prague',
      intents: DEFAULT_INTENTS,
      doNotContact: { liftedBy: 'person' },
    })
    expect(settings.teams.map(({ id }) => id)).toEqual(['sales', 'success'])
  })

  test('writes to nobody in the world: every address is of the reserved name', () => {
    expect(text.match(/@[\w.-]+\.example/g)?.length).toBeGreaterThan(3)
    const addresses = [settings.publisher.sender, ...settings.teams.flatMap(({ members }) => members)]
    for (const { email } of addresses) expect(email).toMatch(/@contoso\.example$/)
  })

  test.each([
    ['a bare contact request', { action: 'PLT' }, {}, 40],
    ['a contact request with a note', { action: 'PLT', note: 'please call' }, {}, 60],
    ['a test drive from a company', { action: 'StartTestDrive' }, { email: 'ada@fabrikam.example' }, 40],
    ['a purchase from a company', { action: 'Create' }, { email: 'ada@fabrikam.example' }, 60],
    ['a download by a manager', { action: 'INS' }, { title: 'Purchasing Manager', email: 'a@gmail.com' }, 30],
    ['an unknown action', { action: '' }, {}, 0],
  ])('%s gets its points', (_, did, is, points) => {
    const context = conditionContext({
      lead: lead({ email: null, title: null, ...is }),
      inquiry: inquiry({ note: null, ...did }),
      offerTitle: null,
      mails: 0,
      days: 0,
    })
    const given = settings.scoring.rules.filter(rule => evaluateCondition(rule.if, context))
    expect(given.reduce((sum, rule) => sum + rule.points, 0)).toBe(points)
  })
})

describe('the form for editors', () => {
  const schema = settingsJsonSchema()
  const form = z.fromJSONSchema(schema)

  test('on disk is the one that files are read with; `npm run schemas` writes it', () => {
    const onDisk: unknown = JSON.parse(readFileSync(join(root, 'schemas/settings.json'), 'utf8'))
    expect(onDisk).toEqual(JSON.parse(JSON.stringify(schema)))
  })

  test('takes the shipped file, and refuses a mistyped key', () => {
    const shipped: unknown = parse(text)
    expect(form.safeParse(shipped).success).toBe(true)
    expect(form.safeParse({ ...(shipped as object), limtis: 'unlimited' }).success).toBe(false)
  })

  test('takes a variable where a text has a form, and refuses another text', () => {
    const shipped = parse(text) as object
    for (const [written, isTaken] of [
      ['24h', true],
      [`\${FIRST_TOUCH}`, true],
      ['soon', false],
    ]) {
      const { success } = form.safeParse({ ...shipped, 'first-touch': written, limits: { gap: written } })
      expect([written, success]).toEqual([written, isTaken])
    }
  })

  test('describes every key', () => {
    const properties = schema.properties as Record<string, { description?: string }>
    for (const [key, { description }] of Object.entries(properties))
      expect([key, description]).toEqual([key, expect.any(String)])
  })
})

test('docs/settings.md explains every key and lists every problem', () => {
  const page = readFileSync(join(root, 'docs/settings.md'), 'utf8')
  for (const key of Object.keys(settingsJsonSchema().properties as object)) expect(page).toContain(`\`${key}`)
  for (const { code, severity, title, explanation } of Object.values(SETTINGS_PROBLEM_KINDS)) {
    expect(page).toContain(`| ${code} | ${severity} | ${title} | ${explanation} |`)
  }
})

const folder = join(root, 'workflows')
const checked = checkWorkflows({
  workflows: readdirSync(folder)
    .filter(name => name.endsWith('.yaml'))
    .map(name => ({
      file: `workflows/${name}`,
      id: name.replace(/\.yaml$/, ''),
      text: readFileSync(join(folder, name), 'utf8'),
    })),
  templates: nurtureTemplates(),
  teams: settings.teams.map(({ id }) => id),
  offers: Object.keys(settings.offers),
  hasScoring: true,
  firstTouchMs: settings.firstTouchMs,
})

function nurtureTemplates() {
  const templates = join(root, 'templates')
  const topics = readdirSync(templates).filter(topic => !['layouts', 'partials', 'team'].includes(topic))
  return topics.flatMap(topic =>
    readdirSync(join(templates, topic)).map(name => ({
      name: `${topic}/${name.split('.')[0]}`,
      language: null,
      kind: 'nurture' as const,
      file: `templates/${topic}/${name}`,
      variables: [],
    })),
  )
}

function workflow(id: string): Program {
  const found = checked.programs.find(program => program.workflow === id)
  if (!found) throw new Error(`no workflow ${id}`)
  return found
}

describe('the workflows as they ship', () => {
  test('have no problem, and send every template there is', () => {
    expect(checked.problems).toEqual([])
    expect(checked.programs.map(({ workflow }) => workflow)).toEqual([
      'contact-request',
      'installed',
      'portal-purchase',
      'test-drive',
      'unknown-action',
    ])
  })

  test('take in every action but DNC, and unknown ones', () => {
    const actions = checked.programs.flatMap(program => program.for.actions)
    expect(new Set(actions)).toEqual(new Set([...KNOWN_ACTIONS.filter(action => action !== 'DNC'), 'unknown']))
  })

  test('let the stronger action take over from the weaker one', () => {
    const byRank = checked.programs.toSorted((a, b) => a.rank - b.rank).map(program => program.for.actions[0])
    expect(byRank).toEqual(['unknown', 'PLT', 'StartTestDrive', 'INS', 'Create'])
    expect(new Set(checked.programs.map(({ rank }) => rank)).size).toBe(5)
  })

  test('write at once, follow up after 24 hours, and stay within the limit of a month', () => {
    for (const { entry, steps } of checked.programs) {
      const first = steps[entry ?? '']
      expect(first).toMatchObject({ kind: 'send' })
      const waits = Object.values(steps).filter(step => step.kind === 'wait')
      expect(waits[0]).toMatchObject({ time: { kind: 'elapsed', ms: 86_400_000 } })
      const mails = Object.values(steps).filter(step => step.kind === 'send')
      expect(mails.length).toBeGreaterThanOrEqual(3)
      expect(mails.length).toBeLessThanOrEqual(settings.limits.per30Days ?? 0)
    }
  })

  test('stop when the lead answers or qualifies; a purchase stops all but its own', () => {
    for (const { workflow: id, stopOn } of checked.programs) {
      expect(stopOn).toEqual(expect.arrayContaining(['reply', 'qualified']))
      expect([id, stopOn.includes('purchase')]).toEqual([id, id !== 'portal-purchase'])
    }
  })

  test('answer a repeated contact request after 30 days', () => {
    expect(workflow('contact-request').again).toEqual({ kind: 'after', ms: 30 * 86_400_000 })
  })

  test('lose no mail to a weekend, whatever the hour of the week at which the lead comes', () => {
    const monday = Date.UTC(2026, 10, 23)
    for (const program of checked.programs) {
      const mails = Object.values(program.steps).filter(step => step.kind === 'send').length
      for (let hour = 0; hour < 7 * 24; hour += 1) {
        const { entries, end } = simulate({
          version: { hash: 'h', workflowId: program.workflow, source: '', program, templates: {}, createdAt: 0 },
          lead: lead({ country: 'CZ' }),
          inquiry: inquiry(),
          settings,
          startAt: monday + hour * 3_600_000,
          persona: 'silent',
        })
        const sent = entries.filter(({ kind }) => kind === 'send').length
        expect([program.workflow, hour, sent, end.status]).toEqual([program.workflow, hour, mails, 'finished'])
      }
    }
  })
})
