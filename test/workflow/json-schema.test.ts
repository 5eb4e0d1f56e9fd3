import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { workflowJsonSchema } from '../../src/workflow/language/json-schema.ts'
import { PROBLEM_KINDS } from '../../src/workflow/language/problem-codes.ts'
import { problemsDocument } from '../../src/workflow/language/problems-document.ts'
import { STEP_VERBS } from '../../src/workflow/steps/index.ts'

const root = join(import.meta.dirname, '../..')
const right = join(root, 'test/fixtures/workflows/right')
const schema = workflowJsonSchema()
// Not strict: what an editor proposes is no part of JSON Schema.
const takes = new Ajv({ strict: false }).compile(schema)

test('the schema on disk is the one of the grammar; `npm run schemas` writes it', () => {
  expect(JSON.parse(readFileSync(join(root, 'schemas/workflow.json'), 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(schema)),
  )
})

test('the list of problems on disk is complete; `npm run schemas` writes it', () => {
  expect(readFileSync(join(root, 'docs/problems.md'), 'utf8')).toBe(problemsDocument())
})

test('codes of problems are unique', () => {
  const codes = Object.values(PROBLEM_KINDS).map(kind => kind.code)
  expect(new Set(codes).size).toBe(codes.length)
  for (const code of codes) expect(code).toMatch(/^TEND-W\d{3}$/)
})

describe('for editors', () => {
  test('it is draft 7, and every step is found by its verb, described, with its keys and no others', () => {
    expect(schema).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      additionalProperties: false,
      required: ['for', 'steps'],
    })
    const definitions = schema.definitions as Record<
      string,
      { required: string[]; properties: object; description: string; additionalProperties: boolean }
    >
    for (const verb of STEP_VERBS) {
      const step = definitions[verb]
      expect(step?.required).toContain(verb)
      expect(Object.keys(step?.properties ?? {})[0]).toBe(verb)
      expect(Object.keys(step?.properties ?? {})).toEqual(expect.arrayContaining(['id', 'if', 'note']))
      expect([step?.additionalProperties, (step?.description.length ?? 0) > 10]).toEqual([false, true])
    }
  })

  test('every key has a description', () => {
    for (const [key, property] of Object.entries(schema.properties as Record<string, { description?: string }>)) {
      expect([key, property.description?.length ?? 0]).toEqual([key, expect.any(Number)])
      expect(property.description?.length ?? 0).toBeGreaterThan(5)
    }
  })

  test.each(readdirSync(right))('it takes the right file %s', name => {
    takes(parse(readFileSync(join(right, name), 'utf8')))
    expect(takes.errors).toBeNull()
  })

  test.each([
    'steps: [{send: a}]',
    'for: {}\nsteps: []',
    'for: {}\nsteps: [{sned: a}]',
    'for: {}\nsteps: [{send: a, wait: 1h}]',
    'for: {}\nsteps: [{id: no-verb}]',
    'for: {}\nsteps: [send]',
    'for: {action: [INSTALL]}\nsteps: [{send: a}]',
    'for: {}\nagain: after a while\nsteps: [{send: a}]',
    'for: {}\nhours: {days: monday, from: "09:00", to: "17:00"}\nsteps: [{send: a}]',
    'for: {}\nsteps: [{task: call, due-within: 2 business days}]',
    'for: {}\nsteps: [{wait: 24 hours}]',
    'for: {}\nrank: high\nsteps: [{send: a}]',
    'for: {}\nagain: sometimes\nsteps: [{send: a}]',
    'for: {}\nsteps: [{wait: {unitl: "09:00"}}]',
    'for: {}\nsteps: [{wait: {until: inquiry.at, offset: two days}}]',
    'for: {}\nsteps: [{wait-for: reply, then: [{sned: a}]}]',
    'for: {}\nsteps: [{wait-for: No Signal}]',
    'for: {}\nsteps: [{split: [{weight: 50, do: []}, {weight: 50, do: []}]}]',
    'for: {}\nsteps: [{id: x, split: [{weight: 50, do: []}]}]',
    'for: {}\nsteps: [{id: x, split: [{weight: 50, do: []}, {weight: 50, do: [{sned: a}]}]}]',
    'for: {}\nsteps: [{notify: sales}]',
    'for: {}\nsteps: [{set: {a: 1.5}}]',
    'for: {}\nsteps: [{tag: []}]',
    'for: {}\nsteps: [{choose: [{when: x, do: []}]}]',
    'for: {}\nsteps: [{choose: [{otherwise: [{sned: a}]}]}]',
  ])('it refuses %j', text => {
    expect(takes(parse(text))).toBe(false)
  })
})
