import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseWorkflow } from '../../src/workflow/language/parse-workflow.ts'

const HEAD = 'title: x\nfor: {}\nsteps:\n'

/** Pieces that mean something to YAML, to CEL or to the language. */
const piece = fc.constantFrom(
  ...['title:', 'for: {}', 'steps:', '- send: a', '  - choose:', 'if: ', 'do: [', 'otherwise:', '- ', ': ', ' #', '? '],
  ...[
    '!x ',
    '&a ',
    '*a',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '|\n',
    '>-\n',
    '\n',
    '\n  ',
    '\t',
    '---\n',
    '%YAML 1.2\n',
    '<<: ',
  ],
  ...[
    '- wait-for: reply',
    'up-to: 1h',
    'then: [',
    '- split:',
    'weight: 50',
    'set: {',
    '- tag: ',
    '- start: x',
    'until: ',
  ],
  ...['attribute.x', 'inquiry.at', 'duration("1h")', '2026-12-01', '09:00', '-2 days'],
  ...['lead.score', ' > 1', '&& ', 'has(', ')', '24h', '3 business days', '__proto__: ', '\\', ',', '~', '0x1', '.inf'],
)

test('any text is answered with a program or with an error, never with a throw', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(piece, { maxLength: 40 }).map(pieces => pieces.join('')),
    fc.array(piece, { maxLength: 20 }).map(pieces => `${HEAD}  - send: a\n    ${pieces.join('')}`),
  )
  fc.assert(
    fc.property(texts, fc.string({ maxLength: 10 }), (text, id) => {
      const { program, problems } = parseWorkflow({ file: 'x.yaml', id, text })
      const errors = problems.filter(problem => problem.severity === 'error')
      expect(program === null).toBe(errors.length > 0)
      const lines = text.split('\n').length
      for (const { line, column } of problems) {
        expect(line).toBeGreaterThanOrEqual(1)
        expect(line).toBeLessThanOrEqual(lines)
        expect(column).toBeGreaterThanOrEqual(1)
      }
    }),
    { numRuns: 1500 },
  )
})

test('every step of a program leads to a step that exists, and the entry reaches all of them', () => {
  const leaf = fc.constantFrom(
    'send: a',
    'wait: 1h',
    'escalate: sales',
    'score: 1, because: x',
    'finish: done, if: lead.score > 1',
    'start: other, if: lead.score > 1',
    'task: call',
    'notify: sales, because: x',
    'set: {plan: pro}, if: attribute.plan != "pro"',
    'tag: hot',
    'wait: {until: "09:00"}',
  )
  let splits = 0
  const { step } = fc.letrec<{ step: string; list: string }>(tie => ({
    step: fc.oneof(
      { depthSize: 'small', maxDepth: 4 },
      leaf.map(words => `{${words}}`),
      fc.tuple(tie('list'), tie('list'), fc.nat(2)).map(([one, other, kind]) => {
        if (kind === 0) return `{choose: [{if: lead.score > 1, do: ${one}}, {otherwise: ${other}}]}`
        if (kind === 1) return `{wait-for: reply, up-to: 1h, then: ${one}, otherwise: ${other}}`
        return `{id: s${splits++}, split: [{weight: 50, do: ${one}}, {weight: 50, do: ${other}}]}`
      }),
    ),
    list: fc.array(tie('step'), { maxLength: 3 }).map(steps => `[${steps.join(', ')}]`),
  }))
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 5 }), steps => {
      const { program, problems } = parseWorkflow({
        file: 'x.yaml',
        id: 'x',
        text: `for: {}\nsteps: [${steps.join(', ')}]\n`,
      })
      fc.pre(!problems.some(problem => problem.code === 'TEND-W002'))
      expect(problems).toEqual([])
      const seen = new Set<string>()
      const walk = (id: string | null): void => {
        if (id === null || seen.has(id)) return
        const found = program?.steps[id]
        expect(found?.id).toBe(id)
        seen.add(id)
        walk(found?.next ?? null)
        if (found?.kind === 'choose' || found?.kind === 'split') for (const arm of found.arms) walk(arm.to)
        if (found?.kind !== 'wait-for') return
        walk(found.then)
        walk(found.otherwise)
      }
      walk(program?.entry ?? null)
      expect([...seen].sort()).toEqual(Object.keys(program?.steps ?? {}).sort())
    }),
    { numRuns: 300 },
  )
})

function aliasBomb(): string {
  const levels = Array.from(
    { length: 9 },
    (_, level) => `b${level + 1}: &b${level + 1} [${Array(9).fill(`*b${level}`).join(', ')}]\n`,
  )
  return `b0: &b0 [x, x, x]\n${levels.join('')}`
}

const BOMBS: [name: string, text: string, limitMs: number][] = [
  ['a megabyte', 'a'.repeat(1 << 20), 10],
  ['ten megabytes of lines', 'a: b\n'.repeat(2_000_000), 10],
  ['20,000 brackets', '['.repeat(20_000), 10],
  ['20,000 braces', '{'.repeat(20_000), 10],
  ['20,000 dashes', '- '.repeat(20_000), 10],
  ['brackets behind an apostrophe', `note: don't\nb: ${'['.repeat(20_000)}`, 10],
  ['deep indentation', Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), 10],
  ['an alias bomb', aliasBomb(), 500],
  ['the longest file', `${HEAD}${'  - send: a\n    if: lead.score > 1 && lead.company != ""\n'.repeat(500)}`, 500],
  [
    'the longest file of attributes',
    `${HEAD}  - set: {plan: pro, seats: 1}\n${Array.from({ length: 499 }, (_, index) => `  - tag: a\n    if: attribute.plan == "${index}" && attribute.seats > 1\n`).join('')}`,
    500,
  ],
]

for (const [name, text, limitMs] of BOMBS) {
  test(`${name} is answered within ${limitMs} ms`, () => {
    const durations = Array.from({ length: 5 }, () => millisecondsFor(text))
    expect(Math.min(...durations)).toBeLessThan(limitMs)
  })
}

function millisecondsFor(text: string): number {
  const began = process.hrtime.bigint()
  parseWorkflow({ file: 'x.yaml', id: 'x', text })
  return Number(process.hrtime.bigint() - began) / 1e6
}
