import { describe, expect, test } from 'vitest'
import { type CheckInput, checkWorkflows, type TemplateInfo } from '../../src/workflow/check/check-workflows.ts'

function template(name: string, more: Partial<TemplateInfo> = {}): TemplateInfo {
  return { name, language: null, kind: 'nurture', file: `templates/${name}.hbs`, variables: [], ...more }
}

function workflow(id: string, text: string) {
  return { id, file: `workflows/${id}.yaml`, text }
}

const SENDS_SECOND = 'for: {}\nrank: -2\nsteps: [{send: second}]\n'
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

  test('teams of tasks and notices too, at their place', () => {
    expect(
      found({ a: 'for: {}\nsteps:\n  - task: call\n    team: sale\n  - notify: nobody\n    because: x\n' }),
    ).toEqual([
      ['workflows/a.yaml', 4, 11, 'TEND-W060', 'error'],
      ['workflows/a.yaml', 5, 13, 'TEND-W060', 'error'],
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

describe('workflows that start others', () => {
  const rings = (texts: Record<string, string>) =>
    found(
      Object.fromEntries(
        Object.entries(texts).map(([id, steps], index) => [id, `for: {}\nrank: ${index}\nsteps:\n${steps}`]),
      ),
    )

  test('an unknown one is an error with the nearest id', () => {
    const { problems, programs } = check({
      a: 'for: {}\nrank: 1\nsteps: [{send: welcome}, {start: lat}]\n',
      late: 'for: {}\nsteps: [{send: second}]\n',
    })
    expect(problems).toMatchObject([
      { line: 3, column: 34, code: 'TEND-W067', message: 'there is no workflow `lat`', hint: 'Did you mean `late`?' },
    ])
    expect(programs.map(({ workflow: id }) => id)).toEqual(['late'])
  })

  test('a file with errors is no unknown workflow', () => {
    expect(rings({ a: '- send: welcome\n- start: b\n', b: '- send: second\n- sned: x\n' })).toEqual([
      ['workflows/b.yaml', 5, 3, 'TEND-W020', 'error'],
    ])
  })

  test('a ring without a day of waits is an error wherever it is begun', () => {
    const { problems } = check({
      a: 'for: {}\nrank: 1\nsteps:\n- send: welcome\n- wait: 20h\n- start: b\n',
      b: 'for: {}\nsteps:\n- send: second\n- wait: 3h\n- start: c\n',
      c: 'for: {}\nrank: 3\nsteps:\n- escalate: sales\n- start: a\n',
    })
    expect(problems.map(({ file, line, code }) => [file, line, code])).toEqual([
      ['workflows/a.yaml', 6, 'TEND-W068'],
      ['workflows/b.yaml', 5, 'TEND-W068'],
      ['workflows/c.yaml', 5, 'TEND-W068'],
    ])
    expect(problems[0]?.message).toBe('this starts `b`, which leads back to `a`, after 23 hours on the shortest way')
  })

  test.each([
    ['- send: welcome\n- start: a\n', 'this starts itself, without any wait on the shortest way'],
    ['- send: welcome\n- wait: 2 days\n  if: lead.score > 1\n- start: a\n', 'this starts itself, without any wait'],
    [
      '- send: welcome\n- wait: {until: "09:00"}\n- wait-for: reply\n  up-to: 9 days\n- start: a\n',
      'this starts itself, without any wait',
    ],
    ['- send: welcome\n- wait: {until: inquiry.at}\n- wait: 1h\n- start: a\n', 'this starts itself, after 1 hour on'],
    [
      '- send: welcome\n- choose: [{if: lead.score > 1, do: [{wait: 3 days}]}, {otherwise: [{wait: 2h}]}]\n- start: a\n',
      'after 2 hours',
    ],
    ['- send: welcome\n- start: a\n  if: lead.score > 1\n- wait: 2 days\n- start: a\n', 'without any wait'],
  ])('a workflow that starts itself too soon: %j', (steps, message) => {
    const { problems } = check({ a: `for: {}\nagain: always\nsteps:\n${steps}`, b: SENDS_SECOND })
    expect(problems).toMatchObject([{ code: 'TEND-W068', message: expect.stringContaining(message) }])
  })

  test('a day in all is enough, and a way that is never reached does not count', () => {
    expect(
      rings({ a: '- send: welcome\n- wait: 12h\n- start: b\n', b: '- send: second\n- wait: 12h\n- start: a\n' }),
    ).toEqual([])
    expect(
      rings({ a: '- send: welcome\n- start: b\n', b: '- send: second\n- wait: 1 business day\n- start: a\n' }),
    ).toEqual([])
    expect(rings({ a: '- send: welcome\n- start: b\n', b: '- send: second\n' })).toEqual([])
    expect(
      rings({
        a: '- send: welcome\n- start: b\n',
        b: '- send: second\n- start: c\n',
        c: '- task: call\n- start: c\n  if: lead.score > 1\n- wait: 1h\n',
      }),
    ).toHaveLength(1)
  })
})

describe('attributes across files', () => {
  const sets = (values: string) => `for: {}\nrank: 1\nsteps: [{send: welcome}, {set: ${values}}]\n`
  const reads = (condition: string) => `for: {if: '${condition}'}\nsteps: [{send: second}]\n`

  test('one file reads what another sets', () => {
    expect(found({ a: reads('attribute.plan == "pro"'), b: sets('{plan: x}') })).toEqual([])
    expect(found({ a: reads('attribute.plan == 5'), b: sets('{plan: x}') })).toEqual([
      ['workflows/a.yaml', 1, 12, 'TEND-W052', 'error'],
    ])
    expect(found({ a: reads('attribute.plam == "pro"'), b: sets('{plan: x}') })).toEqual([
      ['workflows/a.yaml', 1, 22, 'TEND-W051', 'error'],
    ])
  })

  test('two types are an error that names both places', () => {
    const { problems } = check({
      a: sets('{plan: x}'),
      b: sets('{plan: true}').replace('rank: 1', 'rank: 2'),
      c: SENDS_SECOND,
    })
    expect(problems).toMatchObject([
      {
        file: 'workflows/b.yaml',
        line: 3,
        code: 'TEND-W059',
        message: '`plan` is true or false here, but text in workflows/a.yaml:3',
      },
    ])
  })

  test('nothing is unknown while a file cannot be read', () => {
    expect(found({ a: reads('attribute.plan == "pro"'), b: 'for: {\n' }).map(([file]) => file)).toEqual([
      'workflows/b.yaml',
    ])
  })
})

describe('mails that never leave', () => {
  const mails = (steps: string, more: Partial<CheckInput> = {}, head = '') => {
    const { problems } = check(
      { a: `for: {}\n${head}\nsteps:\n${steps}` },
      { limits: { gapMs: 20 * 3_600_000 }, ...more },
    )
    return problems.filter(({ code }) => code !== 'TEND-W063').map(({ line, code, message }) => [line, code, message])
  }

  test.each([
    ['- send: welcome\n- wait: 2 days\n- send: welcome\n', 6],
    ['- send: welcome\n- choose: [{if: lead.score > 1, do: [{finish: x}]}]\n- wait: 2 days\n- send: welcome\n', 7],
    [
      '- choose: [{if: lead.score > 1, do: [{send: welcome}]}, {otherwise: [{send: welcome}]}]\n- wait: 2 days\n- send: welcome\n',
      6,
    ],
  ])('a template that everybody has got: %j', (steps, line) => {
    expect(mails(steps)).toMatchObject([[line, 'TEND-W069', expect.stringContaining('has got `welcome` already')]])
    expect(mails(steps, {}, 'again: always')).toEqual([])
  })

  test.each([
    ['- send: welcome\n  if: lead.score > 1\n- wait: 2 days\n- send: welcome\n'],
    ['- choose: [{if: lead.score > 1, do: [{send: welcome}]}]\n- wait: 2h\n- send: welcome\n'],
    ['- id: cut\n  split: [{weight: 50, do: [{send: welcome}]}, {weight: 50, do: [{send: welcome}]}]\n'],
  ])('a template that somebody has not got yet: %j', steps => {
    expect(mails(steps)).toEqual([])
  })

  test.each([
    [
      '- send: welcome\n- send: second\n  expires: 2h\n',
      5,
      'it comes right after the one before and expires after 2 hours',
    ],
    ['- send: welcome\n- wait: 3h\n- send: second\n  expires: 16h\n', 6, 'it comes 3 hours after the one before'],
    ['- send: welcome\n- wait-for: reply\n  up-to: 4h\n- send: second\n  expires: 1h\n', 7, 'it comes 4 hours after'],
  ])('a mail that the gap outlasts: %j', (steps, line, message) => {
    expect(mails(steps)).toMatchObject([[line, 'TEND-W070', expect.stringContaining(message)]])
    expect(mails(steps, { limits: { gapMs: 0 } })).toEqual([])
  })

  test.each([
    ['- send: welcome\n  expires: 1h\n'],
    ['- send: welcome\n- wait: 3h\n- send: second\n  expires: 17h\n'],
    ['- send: welcome\n  if: lead.score > 1\n- send: second\n  expires: 1h\n'],
    ['- send: welcome\n- wait: {until: "09:00"}\n- send: second\n  expires: 1h\n'],
    ['- send: welcome\n- choose: [{if: lead.score > 1, do: [{wait: 1 day}]}]\n- send: second\n  expires: 1h\n'],
  ])('a mail that may leave: %j', steps => {
    expect(mails(steps)).toEqual([])
  })

  test('ids that look like numbers do not upset the order', () => {
    const steps = '- send: welcome\n  id: "9"\n- send: second\n  id: "1"\n  expires: 1h\n- send: welcome\n  id: "5"\n'
    expect(mails(steps).map(([line, code]) => [line, code])).toEqual([
      [6, 'TEND-W070'],
      [9, 'TEND-W069'],
    ])
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
  const late = (steps: string, more: Partial<CheckInput> = {}) =>
    found({ a: `for: {}\nsteps:\n${steps}`, other: SENDS_SECOND }, more)

  test.each([
    ['- wait: 24h\n- send: welcome\n'],
    ['- wait: 1 day\n- send: welcome\n'],
    ['- send: welcome\n- wait: 30 days\n- send: second\n'],
    ['- escalate: sales\n'],
    ['- choose: [{if: lead.score > 1, do: [{send: welcome}]}, {otherwise: [{finish: no}]}]\n'],
    ['- choose: [{if: lead.score > 1, do: []}, {otherwise: []}]\n- send: welcome\n'],
    ['- finish: no\n  if: lead.score > 1\n- send: welcome\n'],
    ['- task: call\n- wait: 3 days\n- send: welcome\n'],
    ['- wait: {until: "09:00"}\n- send: welcome\n'],
    ['- wait: 4h\n- start: other\n'],
    ['- wait-for: reply\n  up-to: 24h\n- send: welcome\n'],
    ['- wait-for: reply\n  up-to: 24h\n  then: [{send: welcome}]\n  otherwise: [{send: second}]\n'],
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
    ['- wait: {until: "09:00", days: mon-fri}\n- send: welcome\n', 4],
    ['- wait: {until: "09:00", days: mon}\n- task: call\n', 4],
    ['- wait: {until: attribute.ends}\n- send: welcome\n- set: {ends: x}\n', 4],
    ['- wait-for: reply\n  up-to: 25h\n- send: welcome\n', 5],
    ['- wait-for: reply\n  up-to: 25h\n  then: [{send: welcome}]\n  otherwise: [{wait: 1h}]\n- send: second\n', 7],
    ['- wait: 25h\n- start: other\n', 4],
    ['- id: cut\n  split: [{weight: 1, do: [{wait: 2 days}]}, {weight: 99, do: []}]\n- send: second\n', 5],
  ])('a first mail that may come too late: %j', (steps, line) => {
    expect(late(steps)).toMatchObject([['workflows/a.yaml', line, 3, 'TEND-W064', 'warning']])
  })

  test('a wait that may never end says so', () => {
    const { problems } = check({ a: 'for: {}\nsteps:\n- wait-for: reply\n- send: welcome\n- send: second\n' })
    expect(problems.map(({ line, code, message }) => [line, code, message])).toEqual([
      [3, 'TEND-W035', 'without `up-to` the step waits for ever, and the lead stays in the workflow'],
      [4, 'TEND-W064', 'the first mail waits for a date or a signal, promised within 24 hours'],
    ])
  })

  test('an hour that is skipped when clocks go forward', () => {
    expect(
      late(
        '- send: welcome\n- wait: {until: "02:30"}\n- wait: {until: "01:00"}\n- wait: {until: "00:59"}\n- wait: {until: "03:00"}\n',
      ),
    ).toEqual([
      ['workflows/a.yaml', 4, 3, 'TEND-W037', 'warning'],
      ['workflows/a.yaml', 5, 3, 'TEND-W037', 'warning'],
    ])
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
