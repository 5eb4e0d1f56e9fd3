import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseWorkflow } from '../../src/workflow/language/parse-workflow.ts'
import { EXPECTED } from './wrong-files.ts'

const fixtures = join(import.meta.dirname, '../fixtures/workflows')

function parseFile(folder: 'wrong' | 'right', id: string) {
  return parseWorkflow({ file: `${id}.yaml`, id, text: readFileSync(join(fixtures, folder, `${id}.yaml`), 'utf8') })
}

function parseText(text: string, id = 'sample') {
  return parseWorkflow({ file: `${id}.yaml`, id, text })
}

describe('files with problems', () => {
  test('every wrong file has its expectations', () => {
    const files = readdirSync(join(fixtures, 'wrong')).map(name => name.replace(/\.yaml$/, ''))
    expect(files.sort()).toEqual(Object.keys(EXPECTED).sort())
  })

  for (const [id, expected] of Object.entries(EXPECTED)) {
    test(`${id}: all problems at once, each at its place`, () => {
      const { program, problems } = parseFile('wrong', id)
      expect(problems.map(({ line, column, code }) => [line, column, code])).toEqual(
        expected.map(row => row.slice(0, 3)),
      )
      problems.forEach((problem, index) => {
        expect(`${problem.message} ${problem.hint}`).toContain(expected[index]?.[3])
        expect(problem.file).toBe(`${id}.yaml`)
      })
      expect(program).toBeNull()
    })
  }

  test('a file name that is no id', () => {
    const { problems } = parseText('for: {}\nsteps: [{send: a}]\n', 'Über Uns')
    expect(problems).toMatchObject([{ code: 'TEND-W008', hint: 'Rename the file to `ber-uns.yaml`.' }])
    expect(parseText('for: {}\nsteps: [{send: a}]\n', 'ÜÜ').problems[0]?.hint).toBe('Rename the file.')
  })

  test('nothing that is merely below a syntax error is called missing', () => {
    const { problems } = parseText('title: x\nnote: "open\nsteps: [{send: a}]\n')
    expect(problems.map(problem => problem.code)).toEqual(['TEND-W003'])
  })

  test('a refused value brings no second complaint', () => {
    const one = (text: string) => parseText(text).problems.map(problem => problem.code)
    expect(one('for: !all x\nsteps: [{send: a}]\n')).toEqual(['TEND-W004'])
    expect(one('for: {}\nsteps: !none []\n')).toEqual(['TEND-W004'])
    expect(one('for: {}\nsteps: [!none x]\n')).toEqual(['TEND-W004'])
    expect(one('for: {}\nsteps: [{choose: [!none x, {if: lead.score > 1, do: []}]}]\n')).toEqual(['TEND-W004'])
    expect(one('for: {}\nsteps: [{id: a, split: [!none x, {weight: 50, do: []}]}]\n')).toEqual(['TEND-W004'])
    expect(one('!!map {for: {}}\n')).toEqual(['TEND-W005'])
    expect(one('for: {? !k x : 1}\nsteps: [{send: a}]\n')).toEqual(['TEND-W004'])
  })

  test('odd shapes are named', () => {
    const messages = (text: string) => parseText(text).problems.map(problem => problem.message)
    expect(messages('for: []\nsteps: ~\n')).toEqual([
      '`for` must be a map such as `{action: [INS]}`',
      'the workflow has no steps',
    ])
    expect(messages('for: {? [a] : 1}\nsteps: [{send: a}]\n')).toEqual([
      'keys that are not text are not allowed in a workflow',
    ])
    expect(messages('for: {? : 1}\nsteps: [{send: a}]\n')).toEqual([
      'keys that are not text are not allowed in a workflow',
    ])
    expect(messages('for: {}\nsteps: [{choose: [1, [2]]}]\n')).toEqual([
      'an arm is `- if: …` with `do: […]`, or `- otherwise: […]`',
    ])
    expect(messages('for: {}\nsteps: [{choose: 1}]\n')).toEqual([
      '`choose` must be a list of arms, but is the number `1`',
    ])
    expect(messages('for: {}\nsteps: [{send: [a]}]\n')[0]).toContain('but is a list')
    expect(messages('for: {}\nsteps: [{send: {a: 1}}]\n')[0]).toContain('but is a map')
    expect(messages('for: {}\nsteps: [{send: true}]\n')[0]).toContain('but is `true`')
    expect(messages('for: {}\nrank: 2000\nsteps: [{send: a}]\n')).toEqual([
      '`rank` must be a whole number from -1000 to 1000, but is the number `2000`',
    ])
    expect(messages(`for: {}\ntitle: "a\\0b"\nsteps: [{send: a}]\n`)[0]).toContain('text without control characters')
    expect(messages(`for: {}\nsteps: [{send: "${'x'.repeat(90)}!"}]\n`)[0]).toContain('is not the name of a template')
    expect(messages(`for: {}\nsteps: [{id: [], send: a}]\n`)[0]).toContain('but is an empty list')
  })

  test('days of hours', () => {
    const hours = (days: string) =>
      parseText(`for: {}\nhours: {days: ${days}, from: "09:00", to: "17:00"}\nsteps: [{send: a}]\n`)
    expect(hours('fri-mon').program?.hours?.days).toEqual([1, 5, 6, 7])
    expect(hours('"sat, mon"').program?.hours?.days).toEqual([1, 6])
    expect(hours('[Mon, wed-thu]').program?.hours?.days).toEqual([1, 3, 4])
    expect(hours('mon-tue-wed').problems[0]?.code).toBe('TEND-W012')
    expect(hours('5').problems[0]?.message).toContain('`days` must be days such as')
    expect(
      parseText('for: {}\nhours: {from: "00:00", to: "00:00", zone: UTC}\nsteps: [{send: a}]\n').program?.hours,
    ).toEqual({
      days: [1, 2, 3, 4, 5, 6, 7],
      from: '00:00',
      to: '00:00',
      zone: 'UTC',
    })
  })

  test('zones: neither offsets nor words', () => {
    for (const zone of ['"+01:00"', 'Mars/Base', 'moon']) {
      const { problems } = parseText(
        `for: {}\nhours: {from: "09:00", to: "17:00", zone: ${zone}}\nsteps: [{send: a}]\n`,
      )
      expect(problems.map(problem => problem.code)).toEqual(['TEND-W033'])
    }
  })

  test('again', () => {
    const again = (text: string) => parseText(`for: {}\nagain: ${text}\nsteps: [{send: a}]\n`)
    expect(again('never').program?.again).toEqual({ kind: 'never' })
    expect(again('after 2 weeks').program?.again).toEqual({ kind: 'after', ms: 14 * 86_400_000 })
    expect(again('after 2 business days').problems[0]?.message).toBe('business days do not count here')
    expect(again('after 4000 days').problems[0]?.code).toBe('TEND-W032')
    expect(again('alwys').problems[0]?.hint).toBe('Did you mean `always`?')
    expect(again('5').problems[0]?.hint).toBe('Write `again: after 5 days`.')
  })
})

describe('the size of files', () => {
  test('bytes, lines, words and nesting are refused', () => {
    const codes = (text: string) => parseText(text).problems.map(problem => `${problem.code} ${problem.message}`)
    expect(codes('é'.repeat(32_769))).toEqual(['TEND-W001 the file is larger than 64 KiB (65538 bytes)'])
    expect(codes('a'.repeat(65_537))).toEqual(['TEND-W001 the file is larger than 64 KiB (65537 bytes)'])
    expect(codes('\n'.repeat(2001))).toEqual(['TEND-W001 the file has more than 2,000 lines (2001)'])
    expect(codes(`[${','.repeat(60_000)}`)).toEqual(['TEND-W001 the file holds too many words and signs'])
    expect(codes("note: don't\n  'more\nb: ".concat('['.repeat(33)))).toEqual([
      'TEND-W002 lists and maps stand more than 32 deep here',
    ])
  })

  test('2,000 lines with or without a last line break are taken', () => {
    const filled = `for: {}\nsteps: [{send: a}]\n${'#\n'.repeat(1998)}`
    expect(parseText(filled).problems).toEqual([])
    expect(parseText(`${filled}#`).problems[0]?.code).toBe('TEND-W001')
  })

  test('500 steps are taken, 501 are not', () => {
    const steps = (count: number) => parseText(`for: {}\nsteps:\n${'- send: a\n'.repeat(count)}`)
    expect(Object.keys(steps(500).program?.steps ?? {})).toHaveLength(500)
    expect(steps(501).problems.map(problem => [problem.code, problem.line])).toEqual([['TEND-W023', 503]])
  })

  test('ten branches inside each other are taken, eleven are not', () => {
    const nested = (depth: number, indent = ''): string =>
      depth === 0
        ? `${indent}- send: a\n`
        : `${indent}- choose:\n${indent}  - if: lead.score > 1\n${indent}    do:\n${nested(depth - 1, `${indent}    `)}`
    expect(parseText(`for: {}\nsteps:\n${nested(10)}`).problems).toEqual([])
    expect(parseText(`for: {}\nsteps:\n${nested(11)}`).problems.map(problem => problem.code)).toEqual(['TEND-W002'])
  })

  test('at most a hundred problems are kept', () => {
    expect(parseText(`for: {}\nsteps:\n${'- sned: a\n'.repeat(150)}`).problems).toHaveLength(100)
  })
})

describe('files without problems', () => {
  test('a byte order mark and Windows line ends change nothing', () => {
    const text = 'title: A\nfor: {}\nsteps:\n  - send: a\n'
    expect(parseText(`\uFEFF${text.replaceAll('\n', '\r\n')}`)).toEqual(parseText(text))
    expect(parseText(text).problems).toEqual([])
  })

  test('the smallest file has every default', () => {
    expect(parseFile('right', 'smallest')).toEqual({
      problems: [],
      program: {
        workflow: 'smallest',
        title: 'smallest',
        for: { actions: [], sources: [], offers: [], if: null },
        again: { kind: 'per offer' },
        rank: 0,
        stopOn: [],
        hours: null,
        formerly: [],
        entry: 'send-welcome',
        steps: {
          'send-welcome': {
            id: 'send-welcome',
            kind: 'send',
            next: null,
            if: null,
            note: null,
            line: 2,
            template: 'welcome',
            expires: { kind: 'days', days: 7 },
            hours: null,
          },
        },
      },
    })
  })

  test('the whole language', () => {
    const { program, problems } = parseFile('right', 'whole-language')
    expect(problems).toEqual([])
    expect(program).toMatchObject({
      for: {
        actions: ['StartTestDrive', 'unknown'],
        sources: ['TestDrive'],
        offers: ['contoso.*', 'contoso.analytics'],
      },
      again: { kind: 'after', ms: 90 * 86_400_000 },
      rank: 30,
      stopOn: ['reply', 'qualified', 'purchase', 'webinar-booked'],
      hours: { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', zone: 'lead' },
      formerly: ['old-test-drive'],
    })
    expect(JSON.parse(JSON.stringify(program))).toEqual(program)
  })

  test('every step there is: branches that wait and split', () => {
    const { program, problems } = parseFile('right', 'every-step')
    expect(problems).toEqual([])
    expect(program?.steps).toMatchObject({
      'wait-1': { time: { kind: 'clock', time: '09:00', days: [1, 2, 3, 4, 5] } },
      'any-morning': { time: { kind: 'clock', days: [1, 2, 3, 4, 5, 6, 7] } },
      'wait-2': { time: { kind: 'date', expression: '"2026-12-01T09:30+01:00"', offset: null } },
      'wait-3': { time: { offset: { sign: -1, time: { kind: 'business days', days: 2 } } } },
      'wait-4': { time: { offset: { sign: 1, time: { kind: 'elapsed', ms: 86_400_000 } } } },
      'wait-for-reply': {
        signal: 'reply',
        upTo: { kind: 'business days', days: 3 },
        // biome-ignore lint/suspicious/noThenProperty: a key of the language, never a function
        then: 'wait-for-reply.then.escalate-sales',
        otherwise: 'wait-for-reply.otherwise.task-call-about-the-trial',
        next: 'wait-for-webinar-booked',
      },
      'wait-for-reply.then.escalate-sales': { next: 'wait-for-webinar-booked' },
      'wait-for-reply.otherwise.task-call-about-the-trial': { team: 'sales', dueWithinMs: 2 * 86_400_000 },
      'wait-for-reply.otherwise.task-call': { team: null, dueWithinMs: null, next: 'wait-for-webinar-booked' },
      // biome-ignore lint/suspicious/noThenProperty: a key of the language, never a function
      'wait-for-webinar-booked': { then: null, otherwise: null },
      'subject-test': {
        next: 'notify-sales',
        arms: [
          { name: '1', weight: 50, to: 'subject-test.1.send-second' },
          { name: 'no-mail', weight: 30, to: null },
          { name: '3', weight: 20, to: 'subject-test.3.finish-left-alone' },
        ],
      },
      'notify-sales': { team: 'sales', because: 'reached the end of the trial' },
      'set-1': { values: { plan: 'trial', trialEnds: '2026-12-24', seats: 5, warm: true, reason: '' } },
      'tag-1': { add: ['hot', 'trial'], remove: ['cold'] },
      tagged: { add: ['again'], remove: [] },
      'choose-1.1.start-installed': { workflow: 'installed', next: null },
      'wait-for-purchase.then.finish-bought': { next: null },
      'start-every-step': { next: 'score-1' },
    })
    expect(JSON.parse(JSON.stringify(program))).toEqual(program)
  })

  test('branches rejoin at the next step, and what ends has no next', () => {
    const { program } = parseFile('right', 'whole-language')
    const jumps = Object.values(program?.steps ?? {}).map(step => [step.id, step.next, step.line])
    expect(jumps).toEqual([
      ['send-test-drive-welcome', 'wait-24h', 14],
      ['wait-24h', 'send-test-drive-follow-up', 16],
      ['send-test-drive-follow-up', 'wait-3-business-days', 17],
      ['wait-3-business-days', 'choose-1', 21],
      ['choose-1', 'score-10', 22],
      ['choose-1.1.escalate-sales', 'choose-1.1.finish-handed-over', 25],
      ['choose-1.1.finish-handed-over', null, 28],
      ['choose-1.otherwise.send-test-drive-last-call', 'very-last', 32],
      ['very-last', 'choose-1.otherwise.choose-1', 34],
      ['choose-1.otherwise.choose-1', 'score-10', 36],
      ['choose-1.otherwise.choose-1.1.score-minus-5', 'score-10', 39],
      ['score-10', 'finish-done', 41],
      ['finish-done', 'wait-2-weeks', 43],
      ['wait-2-weeks', null, 45],
    ])
    const choose = program?.steps['choose-1']
    expect(choose).toMatchObject({
      arms: [
        { name: '1', if: 'lead.score >= 60', to: 'choose-1.1.escalate-sales' },
        { name: '2', to: null },
        { name: 'otherwise', if: null, to: 'choose-1.otherwise.send-test-drive-last-call' },
      ],
    })
  })

  test('ids: repeats in reading order, past the explicit ones; steps without an argument are numbered', () => {
    const { program, problems } = parseFile('right', 'numbered')
    expect(problems).toEqual([])
    expect(Object.keys(program?.steps ?? {})).toEqual([
      'send-welcome',
      'send-welcome-2',
      'send-welcome-3',
      'send-welcome-4',
      'choose-1',
      'choose-1.1.wait-1h',
      'choose-1.1.wait-1h-2',
      'choose-2',
      'choose-2.1.wait-1h',
      'finish-zajem-prilis',
    ])
  })
})
