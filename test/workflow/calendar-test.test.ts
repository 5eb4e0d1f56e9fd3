import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { unstoredLead } from '../../src/cli/unstored-lead.ts'
import { runCalendarTest } from '../../src/workflow/proofs/calendar-test.ts'
import { CALENDAR_PROBLEMS } from '../../src/workflow/proofs/calendar-test-problems.ts'
import { calendarTestText } from '../../src/workflow/proofs/calendar-test-text.ts'
import { simulate } from '../../src/workflow/proofs/simulate.ts'
import { settings, story } from '../support/facts.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const PROGRAM = story(`
  - send: story/welcome
  - wait: 24h
  - send: story/follow-up
  - finish: "done: no answer"`)
const VERSION = { hash: 'v', workflowId: 'story', source: '', program: PROGRAM, templates: {}, createdAt: 0 }

const GOOD = `workflow: story
lead: {email: jana@fabrikam.example, country: CZ, action: PLT, offer: contoso.analytics}
start: 2026-11-24T10:00
expect:
  - Tue 24 Nov 2026, 10:00 send story/welcome
  - Wed 25 Nov 2026, 10:00 send story/follow-up
end: "finished Wed 25 Nov 2026, 10:00, done: no answer"
`

function problemsIn(text: string) {
  const { problems } = runCalendarTest({
    file: 'workflows/tests/story.yaml',
    text,
    versions: [VERSION],
    workflowIds: ['story', 'broken'],
    settings: settings(),
    arrive: unstoredLead,
  })
  return problems.map(({ code, line, message, hint }) => ({ code, line, message, hint }))
}

describe('a calendar test', () => {
  it('is content with a workflow that does what it states', () => {
    expect(problemsIn(GOOD)).toEqual([])
  })

  it('names the first line that differs, with the line to paste', () => {
    const late = GOOD.replace('Wed 25 Nov 2026, 10:00 send', 'Thu 26 Nov 2026, 10:00 send')
    expect(problemsIn(late)).toEqual([
      {
        code: 'TEND-C010',
        line: 6,
        message:
          'expected `Thu 26 Nov 2026, 10:00 send story/follow-up`, came `Wed 25 Nov 2026, 10:00 send story/follow-up`',
        hint: 'If it is right now, write: - Wed 25 Nov 2026, 10:00 send story/follow-up',
      },
    ])
  })

  it('names what is missing and what is too much', () => {
    const short = GOOD.replace('  - Wed 25 Nov 2026, 10:00 send story/follow-up\n', '')
    expect(problemsIn(short)).toMatchObject([{ line: 5, hint: expect.stringContaining('add: - Wed 25 Nov') }])
    const long = GOOD.replace('end:', '  - Thu 26 Nov 2026, 10:00 send story/third\nend:')
    expect(problemsIn(long)).toMatchObject([{ line: 7, message: expect.stringContaining('nothing more comes') }])
  })

  it('compares the end when the calendar is right', () => {
    const other = GOOD.replace('done: no answer', 'all said')
    expect(problemsIn(other)).toMatchObject([
      { code: 'TEND-C011', line: 7, hint: expect.stringContaining('end: "finished') },
    ])
  })

  it('reads a start with an offset, a persona, and settings of its own', () => {
    const elsewhere = GOOD.replace('2026-11-24T10:00', '2026-11-24T09:00:00Z')
    expect(problemsIn(elsewhere)).toEqual([])
    const night = GOOD.replace('expect:', 'settings: {quiet-hours: {from: "09:00", to: "11:00"}}\nexpect:')
    expect(problemsIn(night)).toMatchObject([{ message: expect.stringContaining('came `Tue 24 Nov 2026, 11:00 send') }])
    const bounced = GOOD.replace('start:', 'persona: bounces\nstart:')
    expect(problemsIn(bounced)).toMatchObject([{ message: expect.stringContaining('nothing more comes') }])
  })

  it('says at its place what cannot be read', () => {
    expect(problemsIn(GOOD.replace('workflow: story', 'workflow: stori'))).toMatchObject([
      { code: 'TEND-C003', line: 1, hint: expect.stringContaining('story') },
    ])
    expect(problemsIn(GOOD.replace('start: 2026-11-24T10:00', 'start: soon'))).toMatchObject([
      { code: 'TEND-C005', line: 3 },
    ])
    expect(
      problemsIn(GOOD.replace('lead: {', 'lead: {emial: x@y.example, x: {').replace('analytics}', 'analytics}}')),
    ).toMatchObject([{ code: 'TEND-C004', line: 2 }])
    expect(problemsIn(GOOD.replace('expect:', 'expekt:'))).toMatchObject([
      { code: 'TEND-C002', line: 4, message: '`expekt` is not a key here' },
    ])
    expect(problemsIn('workflow: [')).toMatchObject([{ code: 'TEND-C001' }])
    expect(problemsIn('')).toMatchObject([{ code: 'TEND-C002', line: 1 }])
  })

  it.each([
    ['workflow: story', 'flow: story', 'Did you mean `workflow`?'],
    ['workflow: story', 'workflow: 5', 'Write `workflow: installed`.'],
    ['start: 2026-11-24T10:00', 'start: 5', 'Write `start: 2026-11-24T10:00`.'],
    ['start: 2026-11-24T10:00', 'start: 2026-11-24T10:00\nsettings: {zone: Prague}', 'Write `Europe/Prague`.'],
    [
      'start: 2026-11-24T10:00',
      'start: 2026-11-24T10:00\nsettings: {limits: unlimited}',
      'Known: `zone`, `quiet-hours`, `holidays`.',
    ],
    [
      'start: 2026-11-24T10:00',
      'start: 2026-11-24T10:00\nsettings: {quiet-hours: 20-8}',
      'Write `quiet-hours: {from: "20:00", to: "08:00"}`.',
    ],
    [
      'start: 2026-11-24T10:00',
      'start: 2026-11-24T10:00\nsettings: {holidays: [25.12.2026]}',
      'Write `holidays: [2026-12-25]`.',
    ],
    ['start: 2026-11-24T10:00', 'start: 2026-11-24T10:00\npersona: reply', 'Write `persona: replies`.'],
    ['start: 2026-11-24T10:00', 'start: 2026-11-24T10:00\npersona: unsubscribe', 'Write `persona: unsubscribes`.'],
    ['start: 2026-11-24T10:00', 'start: 2026-11-24T10:00\npersona: [clicks]', 'Write `persona: clicks`.'],
    ['start: 2026-11-24T10:00', 'start: 2026-11-24T10:00\npersona: {a: b}', 'Write `persona: silent`, or another'],
    [
      'start: 2026-11-24T10:00',
      'start: 2026-11-24T10:00\nsettings: {quiet-hours: {from: "8 pm", to: "08:00"}}',
      'Write `quiet-hours: {from: "20:00", to: "08:00"}`.',
    ],
    ['start: 2026', 'strat: 2026', 'Did you mean `start`?'],
    ['start: 2026', 'start-at: 2026', 'Did you mean `start`?'],
    ['lead:', 'the-lead:', 'Did you mean `lead`?'],
    ['expect:', 'expect-mails:', 'Did you mean `expect`?'],
    [
      'start: 2026-11-24T10:00',
      'start: 2026-11-24T10:00\nsettings: {quiet-hours: {form: "20:00", to: "08:00"}}',
      'Did you mean `from`?',
    ],
    ['start: 2026-11-24T10:00', 'start: 2026-11-24T10:00\nsettings: {quiet-hour: none}', 'Did you mean `quiet-hours`?'],
    ['start: 2026-11-24T10:00', 'start: 2026-11-24T10:00\npersona: happy', '`silent, replies, clicks'],
    ['expect:', 'expect:\n  - send: welcome', 'Write `- Tue 24 Nov 2026, 10:00 send installed/welcome`.'],
  ])('says what to write in place of %s as %s', (good, written, hint) => {
    expect(problemsIn(GOOD.replace(good, written))).toMatchObject([
      { code: 'TEND-C002', hint: expect.stringContaining(hint) },
    ])
  })

  it('leaves out tests of a workflow that has errors of its own', () => {
    expect(problemsIn(GOOD.replace('workflow: story', 'workflow: broken'))).toEqual([])
  })

  it('can be written from what the workflow does, and then holds', () => {
    const body = { email: 'jana@fabrikam.example', country: 'JP', action: 'PLT', note: 'yes: "please"' }
    const startAt = Date.parse('2026-11-24T10:00:00Z')
    const arrived = unstoredLead(body, settings(), startAt)
    const calendar = simulate({ version: VERSION, ...arrived, settings: settings(), startAt, persona: 'silent' })
    const text = calendarTestText({
      lead: body,
      persona: 'silent',
      start: '2026-11-24T19:00:00+09:00',
      zone: 'Asia/Tokyo',
      calendar,
    })
    expect(problemsIn(text)).toEqual([])
    expect(text).toContain('  - Tue 24 Nov 2026, 19:00 send story/welcome\n')
  })

  it('expects nothing for a do-not-contact lead', () => {
    const silent = `workflow: story\nlead: {email: a@b.example, action: DNC, country: CZ}\nstart: 2026-11-24T10:00\nexpect: []\nend: stopped Tue 24 Nov 2026, 10:00, a do-not-contact lead starts nothing\n`
    expect(problemsIn(silent)).toEqual([])
  })

  it('has every code in the document, with the words of the code', () => {
    const page = readFileSync(join(ROOT, 'docs/proofs.md'), 'utf8')
    for (const { code, title, explanation } of Object.values(CALENDAR_PROBLEMS)) {
      expect(page).toContain(`| ${code} | ${title} | ${explanation} |`)
    }
  })

  it('ships for each workflow', () => {
    const files = (folder: string) => readdirSync(join(ROOT, folder)).filter(name => name.endsWith('.yaml'))
    expect(files('workflows/tests').sort()).toEqual(files('workflows').sort())
  })
})
