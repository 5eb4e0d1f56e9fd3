import { describe, expect, it } from 'vitest'
import { checkWorkflows } from '../../src/workflow/check/check-workflows.ts'
import { attributeDefaults } from '../../src/workflow/conditions/attribute-defaults.ts'
import { compile, failureOf } from '../../src/workflow/conditions/condition-environment.ts'
import { askCondition, conditionContext } from '../../src/workflow/conditions/conditions.ts'
import { problemLine } from '../../src/workflow/problem.ts'
import { checkStepMap, type StepMapCheck } from '../../src/workflow/versions/check-step-map.ts'
import type { EarlierMap } from '../../src/workflow/versions/earlier-mail.ts'
import { readStepMap } from '../../src/workflow/versions/read-step-map.ts'
import type { WorkflowVersion } from '../../src/workflow/versions/version.ts'
import { lead } from '../support/facts.ts'
import { versionOf } from './version-of.ts'

const UNUSED_TEMPLATE = 'TEND-W063'

function problemsIn(files: Record<string, string>, more: Partial<Parameters<typeof checkWorkflows>[0]> = {}) {
  const workflows = Object.entries(files).map(([id, text]) => ({ id, file: `workflows/${id}.yaml`, text }))
  const templates = ['a', 'b'].map(name => ({
    name,
    language: null,
    kind: 'nurture' as const,
    file: `${name}.hbs`,
    variables: [],
  }))
  return checkWorkflows({ workflows, templates, teams: ['sales'], offers: [], ...more }).problems.filter(
    ({ code }) => code !== UNUSED_TEMPLATE,
  )
}

function messages(...args: Parameters<typeof problemsIn>): string[] {
  return problemsIn(...args).map(({ line, message }) => `${line}: ${message}`)
}

describe('a problem on one line', () => {
  const problem = { code: 'TEND-W012', severity: 'error', file: 'a.yaml', line: 2, column: 5, message: 'odd' } as const

  it('says where, what, and what to write instead', () => {
    expect(problemLine({ ...problem, hint: 'Write it.' })).toBe('a.yaml:2:5 error TEND-W012: odd – Write it.')
  })
})

describe('points that nothing gives', () => {
  const WORDS = 'the condition reads `lead.score`, but nothing ever gives points'

  it('are reported where they are asked for, and only there', () => {
    const text = `for: {if: lead.score > 5}
steps:
  - {send: a, if: lead.company != ""}
  - choose: [{if: lead.score > 9, do: [{send: b}]}]
`
    expect(messages({ x: text }, { hasScoring: false })).toEqual([`1: ${WORDS}`, `4: ${WORDS}`])
    expect(messages({ x: text }, { hasScoring: true })).toEqual([])
    expect(messages({ x: 'for: {}\nsteps: [{send: a}, {send: b}]' }, { hasScoring: false })).toEqual([])
  })
})

describe('steps that nobody comes to', () => {
  const text = 'for: {}\nsteps:\n  - send: a\n  - finish: done\n  - send: b\n  - start: x\n'

  it('are told once; nothing else is said about what they would do', () => {
    expect(problemsIn({ x: text }, { limits: { gapMs: 9e9 } }).map(({ code, line }) => [code, line])).toEqual([
      ['TEND-W024', 5],
    ])
  })
})

describe('a condition with two kinds of trouble', () => {
  it('is told what is wrong whatever the attributes are, before what they are', () => {
    const text = 'for: {}\nsteps:\n  - {send: a, if: attribute.stage == "x" && lead.nickname == "y"}\n'
    expect(messages({ x: text })).toEqual([expect.stringContaining('`lead.nickname` is not a field')])
  })
})

describe('an attribute that several steps set', () => {
  const text = (values: string) =>
    `for: {}\nsteps:\n  - set: ${values}\n  - {send: a, if: attribute.stage != ""}\n  - send: b\n`

  it('has one type everywhere, and the first place says which', () => {
    expect(
      messages({ x: text('{stage: trial}'), y: text('{stage: paid}').replace('for: {}', 'for: {action: [INS]}') }),
    ).toEqual([])
    expect(
      messages({ x: text('{stage: trial}'), y: text('{stage: 2}').replace('for: {}', 'for: {action: [INS]}') }),
    ).toEqual(['3: `stage` is a number here, but text in workflows/x.yaml:3'])
  })
})

describe('the hint for two sides that do not go together', () => {
  it.each([
    ['lead.company && lead.title', 'Both sides must be true or false: `lead.company != "" && lead.score > 0`.'],
    ['true || lead.score', 'Both sides must be true or false: `lead.company != "" && lead.score > 0`.'],
    ['5 in lead.score', 'Write the value first, then the list: `"vip" in lead.tags`.'],
    ['true + false', 'Calculate with numbers only: `lead.score + 10 > 60`.'],
  ])('%s', (condition, hint) => {
    const [problem] = problemsIn({ x: `for: {}\nsteps:\n  - {send: a, if: '${condition}'}\n` })
    expect(problem).toMatchObject({ code: 'TEND-W052', hint })
  })
})

describe('a value that is much too long', () => {
  it('is shown cut', () => {
    const text = `for: {}\nrank: ${'x'.repeat(80)}\nsteps: [{send: a}, {send: b}]\n`
    expect(messages({ x: text })).toEqual([expect.stringContaining(`but is \`${'x'.repeat(39)}…\``)])
  })
})

describe('what went wrong with a condition', () => {
  it('is told in the words of whoever threw, at the start where no place is known', () => {
    expect(failureOf({ code: 'odd', summary: 'in short', message: 'at length', range: { start: 3, end: 5 } })).toEqual({
      code: 'odd',
      summary: 'in short',
      start: 3,
      end: 5,
    })
    expect(failureOf(new Error('at length'))).toEqual({ code: 'error', summary: 'at length', start: 0, end: 0 })
    expect(failureOf({}).summary).toBe('the condition failed')
  })
})

describe('attributes that a lead does not have', () => {
  const context = conditionContext({ lead: lead(), inquiry: null, offerTitle: null, mails: 0, days: 0 })

  it('are tried out within reason where no types fit, and the condition answers false', () => {
    const fitting = ['a', 'b', 'c', 'd', 'e'].map(name => `attribute.${name} == attribute.${name}`)
    const text = `${fitting.join(' && ')} && attribute.f > 1 && attribute.f > "a"`
    const compiled = compile(text)
    if ('failure' in compiled) throw new Error(compiled.failure.summary)
    const lacking = { missing: compiled.attributes, present: new Map(), wanted: ['bool'] }
    expect(attributeDefaults(text, compiled, lacking)).toEqual({ a: '', b: '', c: '', d: '', e: '', f: '' })
    expect(askCondition(text, context).answer).toBe(false)
  })

  it('are found for ever new conditions, though only so many answers are kept', () => {
    for (let seats = 0; seats < 2_100; seats += 1) {
      expect(askCondition(`attribute.seats > -${seats + 1}`, context)).toEqual({ answer: true, trouble: null })
    }
    expect(askCondition('attribute.seats > -1', context).answer).toBe(true)
  })
})

describe('a step map in a file', () => {
  const read = (text: string) => readStepMap('moves.yaml', text)

  it('may begin with a byte order mark', () => {
    expect(read('\uFEFFfrom: all\nsteps: {a: b}\n').map).toMatchObject({
      steps: [{ old: 'a', new: 'b', oldAt: { column: 9 } }],
    })
  })

  it('that is too large is not read', () => {
    expect(read(`from: all\nsteps: {a: ${'b'.repeat(70_000)}}\n`)).toMatchObject({ map: null, problems: [{ line: 1 }] })
  })

  it('without steps says what belongs there', () => {
    expect(read('from: all\n').problems).toMatchObject([
      { line: 1, message: expect.stringContaining('`steps` must name') },
    ])
  })
})

describe('a step map between versions', () => {
  function codes(
    from: WorkflowVersion,
    to: WorkflowVersion,
    steps: Record<string, string>,
    people: Partial<Pick<StepMapCheck, 'earlier' | 'standing'>> = {},
  ) {
    const { map } = readStepMap('moves.yaml', `from: all\nsteps: ${JSON.stringify(steps)}\n`)
    if (map === null) throw new Error('expected a map')
    const check = { ...map, from, to, standing: [from.program.entry], earlier: [], ...people }
    return checkStepMap(check).map(({ code, message }) => `${code} ${message}`)
  }

  const from = versionOf(`- {wait: 24h, id: now}
- {id: ask, choose: [{if: lead.score > 5, do: [{wait: 1h, id: breath}, {send: a, id: a}]}]}
- {send: b, id: b}`)

  it('may lead out of a branch to a step behind it', () => {
    const to = versionOf(
      '- {wait: 48h, id: now}\n- {id: ask, choose: [{if: lead.score > 5, do: [{send: c, id: c}]}]}\n- {send: b, id: b}',
    )
    expect(codes(from, to, { a: 'b' })).toEqual([])
  })

  it('knows no step that is called like a property of every object', () => {
    const to = versionOf('- {wait: 48h, id: now}\n- {send: b, id: b}')
    expect(codes(from, to, { constructor: 'toString' })).toEqual([
      expect.stringContaining('has no step `constructor`'),
      expect.stringContaining('has no step `toString`'),
    ])
  })

  it('moves nobody where nobody stands and no kept map leads in', () => {
    const to = versionOf('- {wait: 48h, id: now}\n- {send: b, id: b}')
    const empty = (earlier: EarlierMap[]) => codes(from, to, { b: 'b' }, { earlier, standing: [] })
    expect(empty([])).toEqual([expect.stringContaining('nobody is inside version')])
    expect(empty([{ map: { to: to.hash, steps: { b: 'b' } }, version: to }])).toHaveLength(1)
    expect(empty([{ map: { to: from.hash, steps: { b: 'now' } }, version: to }])).toEqual([])
  })

  it('looks at kept maps once, when they lead in a circle or elsewhere', () => {
    const other = versionOf('- {wait: 2h, id: now}\n- {send: old, id: old}\n- {send: b, id: b}')
    const to = versionOf('- {wait: 3h, id: now}\n- {send: old, id: again}\n- {send: b, id: b}')
    const circle = [
      { map: { to: from.hash, steps: { b: 'b' } }, version: other },
      { map: { to: other.hash, steps: { b: 'b' } }, version: from },
      { map: { to: 'elsewhere', steps: { b: 'x' } }, version: from },
    ]
    expect(codes(from, to, { b: 'again' }, { earlier: circle })).toEqual([
      expect.stringContaining('somebody could get `old` twice'),
    ])
    expect(codes(from, to, { b: 'b' }, { earlier: circle })).toEqual([])
  })
})
