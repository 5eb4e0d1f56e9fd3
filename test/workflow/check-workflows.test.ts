import { describe, expect, test } from 'vitest'
import { type CheckInput, checkWorkflows, type TemplateInfo } from '../../src/workflow/check-workflows.ts'

function template(name: string, more: Partial<TemplateInfo> = {}): TemplateInfo {
  return { name, language: null, kind: 'nurture', file: `templates/${name}.hbs`, variables: [], ...more }
}

function workflow(id: string, text: string) {
  return { id, file: `workflows/${id}.yaml`, text }
}

const SENDS_ALL = workflow('all', 'for: {}\nrank: -1\nsteps: [{send: welcome}, {send: second}]\n')

function check(texts: Record<string, string>, more: Partial<CheckInput> = {}) {
  const workflows = Object.entries(texts).map(([id, text]) => workflow(id, text))
  const templates = [template('welcome'), template('second'), template('notice', { kind: 'notice' })]
  return checkWorkflows({
    workflows,
    templates,
    teams: ['sales', 'support'],
    offers: ['contoso.analytics', 'contoso.backup'],
    ...more,
  })
}

function found(texts: Record<string, string>, more: Partial<CheckInput> = {}) {
  const { problems } = check(texts, more)
  const used = problems.filter(problem => problem.code !== 'TEND-W063')
  return used.map(({ file, line, column, code, severity }) => [file, line, column, code, severity])
}

describe('what a workflow names', () => {
  test('unknown teams and templates, with the nearest name, at their place', () => {
    const { programs, problems } = check({
      a: 'for: {}\nsteps:\n  - send: welcom\n  - escalate: sals\n  - {id: x, send: something-else}\n  - {id: y, send: notice}\n  - escalate: nobody-at-all\n',
    })
    expect(programs).toEqual([])
    expect(problems.filter(problem => problem.file === 'workflows/a.yaml')).toMatchObject([
      {
        line: 3,
        column: 11,
        code: 'TEND-W061',
        message: 'there is no template `welcom`',
        hint: 'Did you mean `welcome`?',
      },
      { line: 4, column: 15, code: 'TEND-W060', message: 'there is no team `sals`', hint: 'Did you mean `sales`?' },
      { line: 5, column: 19, code: 'TEND-W061', hint: 'Write it as `something-else.hbs` in the templates folder.' },
      { line: 6, column: 19, code: 'TEND-W062' },
      { line: 7, column: 15, code: 'TEND-W060', hint: 'Known: `sales`, `support`.' },
    ])
  })

  test('they are found in a file that has other errors too', () => {
    expect(found({ a: 'for: {}\nrnk: 1\nsteps:\n  - send: welcom\n    expires: soon\n' })).toEqual([
      ['workflows/a.yaml', 2, 1, 'TEND-W010', 'error'],
      ['workflows/a.yaml', 4, 11, 'TEND-W061', 'error'],
      ['workflows/a.yaml', 5, 14, 'TEND-W030', 'error'],
    ])
  })

  test('without any team or template the hint says where they belong', () => {
    const { problems } = check(
      { a: 'for: {}\nsteps: [{send: welcome}, {escalate: sales}]\n' },
      { teams: [], templates: [], offers: [] },
    )
    expect(problems.map(problem => problem.hint)).toEqual([
      'Write it as `welcome.hbs` in the templates folder.',
      'Name a team in `tend.yaml` under `teams`.',
    ])
  })

  test('offers that no configured offer matches are warnings', () => {
    const { problems, programs } = check({
      a: 'for: {offer: [contoso.*, "Contoso.Analytics", contoso.analitics, fabrikam.*, "*"]}\nsteps: [{send: welcome}, {send: second}]\n',
    })
    expect(problems).toMatchObject([
      { column: 47, code: 'TEND-W042', severity: 'warning', hint: 'Did you mean `contoso.analytics`?' },
      { column: 66, code: 'TEND-W042', severity: 'warning', hint: 'Known: `contoso.analytics`, `contoso.backup`.' },
    ])
    expect(programs).toHaveLength(1)
    const bare = check({ a: 'for: {offer: [contoso.x]}\nsteps: [{send: welcome}, {send: second}]\n' }, { offers: [] })
    expect(bare.problems[0]?.hint).toBe('Name your offers in `tend.yaml` under `offers`.')
  })

  test('templates that nobody sends are warned of once for all languages, notices never', () => {
    const templates = [
      template('welcome'),
      template('lost'),
      template('lost', { language: 'cs', file: 'templates/lost.cs.hbs' }),
      template('notice', { kind: 'notice' }),
    ]
    const { problems } = check({ a: 'for: {}\nsteps: [{send: welcome}]\n' }, { templates })
    expect(problems).toMatchObject([
      {
        file: 'templates/lost.hbs',
        line: 1,
        column: 1,
        code: 'TEND-W063',
        severity: 'warning',
        message: 'no workflow sends the template `lost`',
      },
    ])
  })

  test('a file that cannot be read may send any template', () => {
    const { problems } = check({ a: 'for: {\nsteps: [{send: welcome}]\n' })
    expect(problems.map(problem => problem.code)).not.toContain('TEND-W063')
  })
})

describe('which workflow an inquiry starts', () => {
  const steps = 'steps: [{send: welcome}]\n'
  const tied = (one: string, other: string) =>
    found({ one: `${one}\n${steps}`, two: `${other}\n${steps}` }).map(problem => problem[3])

  test('equal rank, equally many keys and a common inquiry are an error', () => {
    const { problems, programs } = check({
      one: `for: {action: [INS, PLT]}\n${steps}`,
      two: `title: x\nfor: {action: [PLT]}\n${steps}`,
    })
    expect(problems.filter(problem => problem.code === 'TEND-W065')).toMatchObject([
      {
        file: 'workflows/two.yaml',
        line: 2,
        column: 1,
        message: 'the same inquiry could start `one` (workflows/one.yaml): both have rank 0 and 1 keys in `for`',
      },
    ])
    expect(programs.map(program => program.workflow)).toEqual(['one'])
  })

  test.each([
    ['for: {action: [INS]}', 'for: {action: [PLT]}'],
    ['for: {action: [INS]}', 'for: {action: [INS], source: [AppSource]}'],
    ['for: {action: [INS]}', 'for: {action: [INS]}\nrank: 1'],
    ['for: {source: [AppSource]}', 'for: {source: [AzurePortal]}'],
    ['for: {offer: [contoso.*]}', 'for: {offer: [fabrikam.*]}'],
    ['for: {action: [INS], offer: [contoso.analytics]}', 'for: {action: [INS], offer: [contoso.backup, "*.ana"]}'],
  ])('%s and %s are told apart', (one, other) => {
    expect(tied(one, other)).not.toContain('TEND-W065')
  })

  test.each([
    ['for: {}', 'for: {}'],
    ['for: {action: [INS]}', 'for: {source: [AppSource]}'],
    ['for: {offer: ["contoso.*"]}', 'for: {offer: ["*.analytics"]}'],
    ['for: {offer: ["*"]}', 'for: {action: [PLT]}'],
    ['for: {action: [INS], if: lead.score > 1}', 'for: {action: [INS], if: lead.score < 1}'],
  ])('%s and %s are not', (one, other) => {
    expect(tied(one, other)).toContain('TEND-W065')
  })

  test('two files of one name, and old ids that are claimed twice or still in use', () => {
    const input = {
      workflows: [
        workflow('a', 'for: {}\nrank: 3\nformerly: [old, b]\nsteps: [{send: welcome}]\n'),
        workflow('b', 'for: {}\nrank: 2\nformerly: [old]\nsteps: [{send: second}]\n'),
        { ...workflow('b', 'for: {}\nrank: 1\nsteps: [{send: second}]\n'), file: 'workflows/b.yml' },
      ],
      templates: [template('welcome'), template('second')],
      teams: [],
      offers: [],
    }
    const { problems, programs } = checkWorkflows(input)
    expect(problems.map(({ file, line, column, code }) => [file, line, column, code])).toEqual([
      ['workflows/a.yaml', 3, 12, 'TEND-W066'],
      ['workflows/a.yaml', 3, 17, 'TEND-W066'],
      ['workflows/a.yaml', 3, 17, 'TEND-W066'],
      ['workflows/b.yaml', 3, 12, 'TEND-W066'],
      ['workflows/b.yml', 1, 1, 'TEND-W066'],
    ])
    expect(programs).toEqual([])
  })
})

describe('times', () => {
  const late = (steps: string, more: Partial<CheckInput> = {}) => found({ a: `for: {}\nsteps:\n${steps}` }, more)

  test.each([
    ['- wait: 24h\n- send: welcome\n'],
    ['- wait: 1 day\n- send: welcome\n'],
    ['- send: welcome\n- wait: 30 days\n- send: second\n'],
    ['- escalate: sales\n'],
    ['- choose: [{if: lead.score > 1, do: [{send: welcome}]}, {otherwise: [{finish: no}]}]\n'],
    ['- choose: [{if: lead.score > 1, do: []}, {otherwise: []}]\n- send: welcome\n'],
    ['- finish: no\n  if: lead.score > 1\n- send: welcome\n'],
  ])('a first mail in time: %j', steps => {
    expect(late(steps)).toEqual([])
  })

  test.each([
    ['- wait: 25h\n- send: welcome\n', 4],
    ['- wait: 1 business day\n- send: welcome\n', 4],
    ['- wait: 13h\n- score: 1\n  because: x\n- wait: 12h\n- send: welcome\n', 7],
    ['- choose: [{if: lead.score > 1, do: [{send: welcome}]}]\n- wait: 2 days\n- send: second\n', 5],
    [
      '- choose:\n    - if: lead.score > 1\n      do: [{send: welcome}]\n    - otherwise: [{wait: 2 days}]\n- send: second\n',
      7,
    ],
    ['- wait: 26h\n- choose: [{if: lead.score > 1, do: [{wait: 1h}]}, {otherwise: [{wait: 2h}]}]\n- send: second\n', 5],
  ])('a first mail that may come too late: %j', (steps, line) => {
    expect(late(steps)).toMatchObject([['workflows/a.yaml', line, 3, 'TEND-W064', 'warning']])
  })

  test('the promise is a setting', () => {
    expect(late('- wait: 2h\n- send: welcome\n', { firstTouchMs: 3_600_000 })).toHaveLength(1)
    const { problems } = check(
      { a: 'for: {}\nsteps: [{wait: 2 days}, {send: welcome}, {send: second}]\n' },
      { firstTouchMs: 3_600_000 },
    )
    expect(problems[0]?.message).toBe(
      'the first mail can leave as late as 2 days after the inquiry, promised within 1 hour',
    )
  })

  test('a workflow that neither writes nor hands over', () => {
    expect(late('- score: 5\n  because: came\n')).toEqual([['workflows/a.yaml', 3, 3, 'TEND-W064', 'warning']])
  })

  test('hours inside the quiet hours never open', () => {
    const quietHours = { from: '20:00', to: '08:00', zone: 'lead' }
    const hours = (from: string, to: string, zone = 'lead') =>
      found(
        {
          a: `for: {}\nhours: {from: "${from}", to: "${to}", zone: ${zone}}\nsteps: [{send: welcome, hours: {from: "${from}", to: "${to}", zone: ${zone}}}, {send: second, hours: any}]\n`,
        },
        { quietHours },
      )
    expect(hours('21:00', '07:00')).toEqual([
      ['workflows/a.yaml', 2, 1, 'TEND-W034', 'error'],
      ['workflows/a.yaml', 3, 9, 'TEND-W034', 'error'],
    ])
    expect(hours('21:00', '08:30')).toEqual([])
    expect(hours('09:00', '17:00')).toEqual([])
    expect(hours('09:00', '09:00')).toEqual([])
    expect(hours('21:00', '07:00', 'Europe/Prague')).toEqual([])
    expect(found({ a: 'for: {}\nsteps: [{send: welcome}, {send: second}]\n' }, { quietHours })).toEqual([])
  })

  test('mail for `DNC` is warned of where the code stands', () => {
    expect(found({ a: 'for: {action: [INS, dnc]}\nsteps: [{send: welcome}]\n' })).toEqual([
      ['workflows/a.yaml', 1, 21, 'TEND-W044', 'warning'],
    ])
    expect(found({ a: 'for: {action: [DNC]}\nsteps: [{escalate: sales}]\n' })).toEqual([])
  })
})

describe('scores', () => {
  const reads =
    'for: {if: lead.score > 5}\nsteps:\n  - send: welcome\n    if: lead.score > 1\n  - choose: [{if: lead.score > 2, do: []}]\n'

  test('a score that nobody gives is warned of where it is read', () => {
    expect(
      found({ a: reads, b: 'for: {action: [wrong]}\nsteps: []\n' }, { hasScoring: false }).filter(
        problem => problem[3] === 'TEND-W057',
      ),
    ).toEqual([
      ['workflows/a.yaml', 1, 1, 'TEND-W057', 'warning'],
      ['workflows/a.yaml', 3, 5, 'TEND-W057', 'warning'],
      ['workflows/a.yaml', 5, 5, 'TEND-W057', 'warning'],
    ])
  })

  test('rules, or one `score` step anywhere, give it', () => {
    expect(found({ a: reads })).toEqual([])
    expect(
      found({ a: reads, b: 'for: {}\nsteps: [{send: second}, {score: 1, because: x}]\n' }, { hasScoring: false }),
    ).toEqual([])
  })
})

test('problems come by file, line and column; files without errors give their programs', () => {
  const input = {
    workflows: [workflow('z', 'for: {}\nrnk: 1\nsteps: [{send: welcom}]\n'), SENDS_ALL],
    templates: [template('welcome'), template('second')],
    teams: [],
    offers: [],
  }
  const { programs, problems } = checkWorkflows(input)
  expect(programs.map(program => program.workflow)).toEqual(['all'])
  expect(problems.map(({ line, column }) => [line, column])).toEqual([
    [2, 1],
    [3, 16],
  ])
  expect(checkWorkflows({ ...input, workflows: [] }).programs).toEqual([])
})
