import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkStepMap, type StepMapCheck } from '../../src/workflow/versions/check-step-map.ts'
import { MAP_PROBLEMS } from '../../src/workflow/versions/map-problems.ts'
import { readStepMap } from '../../src/workflow/versions/read-step-map.ts'
import type { WorkflowVersion } from '../../src/workflow/versions/version.ts'
import { versionOf } from './version-of.ts'

const OLD = versionOf(`- {send: asked/welcome, id: welcome}
- {wait: 24h, id: cool-down}
- {send: asked/follow-up, id: follow-up}
- {wait: 48h, id: pause}
- {escalate: sales, id: hand-over}`)

const NEW = versionOf(`- {send: asked/welcome, id: welcome}
- {wait: 48h, id: cool-down}
- {send: asked/offer, id: offer}
- {escalate: sales, id: hand-over}`)

function check(
  pair: { from?: WorkflowVersion; to?: WorkflowVersion },
  steps: Record<string, string>,
  rest: Partial<StepMapCheck> = {},
) {
  const { map } = readStepMap('moves.yaml', `from: all\nsteps: ${JSON.stringify(steps)}\n`)
  if (map === null) throw new Error('the map cannot be read')
  const { from = OLD, to = NEW } = pair
  const entry = from.program.entry
  return checkStepMap({ ...map, from, to, standing: [entry], earlier: [], ...rest })
}

function codes(...args: Parameters<typeof check>): string[] {
  return check(...args).map(({ code }) => code)
}

describe('a step map', () => {
  it('that leads on is good', () => {
    expect(check({}, { 'follow-up': 'offer', 'hand-over': 'hand-over' })).toEqual([])
  })

  it('names unknown steps of both sides at their place, with the nearest name', () => {
    expect(check({}, { 'folow-up': 'offre' })).toEqual([
      {
        code: 'TEND-M010',
        severity: 'error',
        file: 'moves.yaml',
        line: 2,
        column: 9,
        message: `version ${OLD.hash.slice(0, 12)} has no step \`folow-up\``,
        hint: 'Did you mean `follow-up`?',
      },
      expect.objectContaining({ code: 'TEND-M011', line: 2, column: 20, hint: 'Did you mean `offer`?' }),
    ])
  })

  it('needs ids that the author wrote, in both versions', () => {
    const plain = versionOf('- send: asked/welcome\n- wait: 24h\n- send: asked/follow-up')
    expect(check({ from: plain }, { 'send-asked-follow-up': 'offer' })).toMatchObject([
      { code: 'TEND-M012', hint: expect.stringContaining('write `id: send-asked-follow-up` on it') },
    ])
    const unnamed = versionOf('- {send: asked/welcome, id: welcome}\n- send: asked/offer')
    expect(check({ to: unnamed }, { 'follow-up': 'send-asked-offer' })).toMatchObject([
      { code: 'TEND-M012', hint: 'Write `id: send-asked-offer` on the step in line 5.' },
    ])
  })

  it('takes a generated id for written once the file bears it in writing', () => {
    const plain = versionOf('- send: asked/welcome\n- wait: 24h\n- send: asked/follow-up')
    const named = versionOf(`- send: asked/welcome
- {send: asked/offer, id: offer}
- {send: asked/follow-up, id: send-asked-follow-up}`)
    expect(check({ from: plain, to: named }, { 'send-asked-follow-up': 'send-asked-follow-up' })).toEqual([])
  })

  it('does not mistake an attribute called id for the id of a step', () => {
    const sets = versionOf(
      '- {send: asked/welcome, id: welcome}\n- set: {id: set-1}\n- {escalate: sales, id: hand-over}',
    )
    const [made = ''] = Object.keys(sets.program.steps).filter(id => id.startsWith('set'))
    expect(codes({ to: sets }, { 'follow-up': made })).toEqual(['TEND-M012'])
  })

  it('is useless within one version', () => {
    expect(codes({ to: OLD }, { 'follow-up': 'follow-up' })).toEqual(['TEND-M005'])
  })

  it('that nobody can still follow is a warning', () => {
    const problems = check({}, { 'follow-up': 'offer' }, { standing: ['follow-up', 'pause'] })
    expect(problems).toMatchObject([{ code: 'TEND-M030', severity: 'warning' }])
    expect(codes({}, { 'follow-up': 'offer' }, { standing: [null] })).toEqual([])
    expect(codes({}, { welcome: 'offer' }, { standing: [null] })).toEqual(['TEND-M030'])
    expect(codes({}, { 'follow-up': 'offer' }, { standing: [] })).toEqual(['TEND-M031'])
  })
})

describe('a step map and mail that is out already', () => {
  it('is refused when a mail could come twice, with the path that shows it', () => {
    const [problem, ...others] = check({}, { 'follow-up': 'welcome' })
    expect(others).toEqual([])
    expect(problem).toMatchObject({ code: 'TEND-M020', severity: 'error', line: 2, column: 9 })
    expect(problem?.message).toBe(
      'somebody could get `asked/welcome` twice: sent before on welcome → cool-down → follow-up, and again on welcome',
    )
  })

  it('looks at every branch, before and after', () => {
    const from = versionOf(`- id: pick
  choose:
    - {if: lead.score > 5, do: [{send: asked/extra, id: extra}]}
- {wait: 24h, id: cool-down}
- {send: asked/follow-up, id: follow-up}`)
    const to = versionOf(`- {wait: 2h, id: cool-down}
- id: hear
  wait-for: reply
  up-to: 3 days
  otherwise: [{send: asked/extra, id: late-extra}]
- {send: asked/follow-up, id: follow-up}`)
    expect(check({ from, to }, { 'follow-up': 'hear' })).toMatchObject([
      {
        code: 'TEND-M020',
        message: expect.stringContaining('extra → cool-down → follow-up, and again on hear → late-extra'),
      },
    ])
    expect(check({ from, to }, { 'follow-up': 'follow-up' })).toEqual([])
  })

  it('lets the mail that has not left yet leave in the new version', () => {
    const to = versionOf('- {wait: 2h, id: breath}\n- {send: asked/follow-up, id: follow-up}')
    expect(check({ to }, { 'follow-up': 'breath' })).toEqual([])
  })

  it('allows it where the new file says again: always, but never under the id of a mail that is out', () => {
    const steps = (id: string) => `- {wait: 2h, id: breath}\n- {send: asked/welcome, id: ${id}}`
    const to = versionOf(steps('welcome-again'), 'again: always\n')
    const same = versionOf(steps('welcome'), 'again: always\n')
    expect(check({ to }, { 'follow-up': 'breath' })).toEqual([])
    expect(codes({ to: same }, { 'follow-up': 'breath' })).toEqual(['TEND-M021'])
  })

  it('remembers what people had before an earlier map brought them', () => {
    const first = versionOf(`- {send: asked/first, id: first}
- {wait: 24h, id: rest}
- {send: asked/second, id: second}`)
    const to = versionOf('- {wait: 2h, id: breath}\n- {send: asked/first, id: once-more}')
    const earlier = [{ map: { to: OLD.hash, steps: { second: 'cool-down' } }, version: first }]
    expect(check({ to }, { 'follow-up': 'breath' })).toEqual([])
    expect(check({ to }, { 'follow-up': 'breath' }, { earlier })).toMatchObject([
      {
        code: 'TEND-M020',
        message: expect.stringContaining(
          'first → rest → second → cool-down → follow-up, and again on breath → once-more',
        ),
      },
    ])
  })
})

describe('a step map and branches', () => {
  const branched = (more = '') =>
    versionOf(`- {wait: 1h, id: begin}
- id: test
  split:
    - weight: 50
      do: [{wait: 24h, id: a-wait}, {escalate: sales, id: a-end}]
    - weight: 50
      do: [{wait: 48h, id: b-wait}, {escalate: sales, id: b-end}]
- {wait: 3h, id: joined}
- {escalate: sales, id: last}
${more}`)
  const [from, to] = [branched(), branched('- {wait: 9h, id: after-all}')]

  it('leads from a branch into a branch or behind the place where the branches rejoin', () => {
    expect(check({ from, to }, { 'a-end': 'a-end', joined: 'last' })).toEqual([])
    expect(check({ from, to }, { 'b-end': 'joined' })).toEqual([])
  })

  it('never leads back before the branching', () => {
    expect(codes({ from, to }, { 'a-end': 'begin' })).toEqual(['TEND-M022'])
    expect(codes({ from, to }, { 'a-end': 'test' })).toEqual(['TEND-M022'])
  })

  it('keeps the arm of a split', () => {
    expect(codes({ from, to }, { 'a-end': 'b-end' })).toEqual(['TEND-M023'])
  })

  it('warns of a way straight into a branch', () => {
    expect(check({ from, to }, { test: 'a-end' })).toMatchObject([{ code: 'TEND-M024', severity: 'warning' }])
  })
})

describe('reading a step map', () => {
  const read = (text: string) => readStepMap('moves.yaml', text)

  it('keeps a version that looks like a number as it is written', () => {
    expect(read('from: 0012e4\nsteps: {a: b}').map).toMatchObject({ from: '0012e4' })
    expect(read('from: "all"\nsteps:\n  a: b\n').map).toMatchObject({
      from: 'all',
      fromAt: { line: 1, column: 7 },
      steps: [{ old: 'a', new: 'b', oldAt: { line: 3, column: 3 }, newAt: { line: 3, column: 6 } }],
    })
  })

  it.each([
    ['form: all\nsteps: {a: b}\n', 1, 'Did you mean `from`?'],
    ['from: all\nstep: {a: b}\n', 2, 'Did you mean `steps`?'],
    ['version: all\nsteps: {a: b}\n', 1, 'Did you mean `from`?'],
    ['from: all\nmap: {a: b}\n', 2, 'Did you mean `steps`?'],
    ['from: all\nsteps: [a, b]\n', 2, 'Write `steps: {a: b}`.'],
    ['from: all\nsteps: {a: [b]}\n', 2, 'Write `a: b`.'],
    ['from: all\nsteps:\n  a:\n', 3, 'Write, for example, `a: a`.'],
    ['from: [0a1b]\nsteps: {a: b}\n', 1, 'Write `from: all`'],
    ['steps: {a: b}\n', 1, 'Add `from: all`'],
    ['from: all\n', 1, 'Add `steps: {old-step: new-step}`'],
  ])('says once what to write in %j', (text, line, hint) => {
    expect(read(text).problems).toMatchObject([{ line, hint: expect.stringContaining(hint) }])
  })

  it.each([
    ['nothing', '', 'TEND-M002', 1],
    ['a list', '- a\n', 'TEND-M002', 1],
    ['no version', 'steps: {a: b}\n', 'TEND-M002', 1],
    ['no steps', 'from: all\nsteps: {}\n', 'TEND-M002', 2],
    ['a step that leads to nothing', 'from: all\nsteps:\n  a:\n', 'TEND-M002', 3],
    ['an unknown key', 'from: all\nstep: {a: b}\nsteps: {a: b}\n', 'TEND-M002', 2],
    ['a step named twice', 'from: all\nsteps:\n  a: b\n  a: c\n', 'TEND-M001', 4],
    ['broken YAML', 'from: [all\nsteps: {a: b}\n', 'TEND-M001', 1],
  ])('refuses %s', (_, text, code, line) => {
    const { map, problems } = read(text)
    expect(map).toBeNull()
    expect(problems[0]).toMatchObject({ code, line })
  })
})

it('the page on versions explains every code', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/versions.md'), 'utf8')
  const rows = Object.values(MAP_PROBLEMS).map(({ code, severity, title }) => `| ${code} | ${severity} | ${title} |`)
  expect(rows.filter(row => !page.includes(row))).toEqual([])
})
