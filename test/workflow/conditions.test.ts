import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Inquiry } from '../../src/domain/inquiry/inquiry.ts'
import type { Lead } from '../../src/domain/people/lead.ts'
import { checkCondition, checkMoment, isConditionError } from '../../src/workflow/conditions/check-condition.ts'
import {
  askCondition,
  conditionContext,
  evaluateCondition,
  evaluateMoment,
  fieldsRead,
} from '../../src/workflow/conditions/conditions.ts'
import { CONDITION_FIELDS, FIELD_NAMES, fieldOf } from '../../src/workflow/conditions/fields.ts'
import { parseWorkflow } from '../../src/workflow/language/parse-workflow.ts'

const lead: Lead = {
  id: 'lead-1',
  environment: 'live',
  status: 'open',
  email: 'ada@fabrikam.example',
  firstName: 'Ada',
  lastName: null,
  company: null,
  title: null,
  phone: null,
  country: 'CZ',
  phoneRaw: null,
  countryRaw: 'Czechia',
  addressKey: null,
  domainKey: null,
  phoneKey: null,
  pairKey: null,
  zone: null,
  language: 'cs',
  score: 60,
  tags: ['vip', 'pilot'],
  attributes: {},
  createdAt: 0,
  updatedAt: 0,
  revision: 1,
}

const inquiry: Inquiry = {
  id: 'inquiry-1',
  leadId: 'lead-1',
  receiptId: 'receipt-1',
  endpointId: null,
  environment: 'live',
  action: 'StartTestDrive',
  source: 'TestDrive',
  offer: 'contoso.analytics',
  offerTitle: null,
  intent: 'test drive',
  note: 'We want a pilot',
  campaign: null,
  flags: [],
  extra: {},
  at: 0,
}

const context = conditionContext({
  lead,
  inquiry,
  offerTitle: 'Contoso Analytics',
  mails: 2,
  days: 3,
  signalKind: 'reply',
})

describe('answers', () => {
  test.each([
    ['lead.score >= 60', true],
    ['lead.score > 60', false],
    ['lead.company == ""', true],
    ['lead.email.endsWith("@fabrikam.example") && !(lead.country in ["DE", "AT"])', true],
    ['"vip" in lead.tags', true],
    ['lead.tags.exists(t, t.startsWith("pil"))', true],
    ['lead.tags.all(t, size(t) > 3)', false],
    ['inquiry.note.lowerAscii().contains("pilot")', true],
    ['inquiry.action == "StartTestDrive" ? lead.score == 60 : false', true],
    ['inquiry.offerTitle == "" && offer.title == "Contoso Analytics" && offer.id == inquiry.offer', true],
    ['enrollment.mails == 2 && enrollment.days == 3', true],
    ['signal.kind == "reply"', true],
    ['-lead.score + 100 == 40', true],
    ['lead.score / 7 * 7 + lead.score % 7 == lead.score', true],
  ])('%s', (text, answer) => {
    expect(checkCondition(text)).toEqual([])
    expect(askCondition(text, context)).toEqual({ answer, trouble: null })
  })

  test('a lead about which nothing is known answers every field with empty text or 0', () => {
    const unknown = conditionContext({
      lead: { ...lead, email: null, firstName: null, score: Number.NaN, tags: [] },
      inquiry: null,
      offerTitle: null,
      mails: 0,
      days: 0,
    })
    for (const name of FIELD_NAMES) {
      const [group = '', field = ''] = name.split('.')
      const type = fieldOf(group, field)?.type
      const text =
        type === 'int'
          ? `${name} == 0`
          : type === 'string'
            ? `${name} == "" || ${name} != ""`
            : type === 'timestamp'
              ? `${name} == timestamp("1970-01-01T00:00:00Z")`
              : `size(${name}) == 0`
      expect(askCondition(text, unknown)).toEqual({ answer: true, trouble: null })
    }
    expect(evaluateCondition('inquiry.action == "" && offer.id == "" && signal.kind == ""', unknown)).toBe(true)
  })

  test('what fails at run time answers false and says why', () => {
    expect(checkCondition('1 / (lead.score - 60) == 1')).toEqual([])
    expect(askCondition('1 / (lead.score - 60) == 1', context)).toEqual({
      answer: false,
      trouble: expect.stringContaining('ivi'),
    })
    expect(askCondition('lead.score * 9223372036854775807 > 0', context)).toMatchObject({ answer: false })
  })

  test('a text that was never checked answers false and says why', () => {
    expect(askCondition('lead.score >', context)).toEqual({ answer: false, trouble: expect.any(String) })
    expect(askCondition('lead.score', context)).toEqual({ answer: false, trouble: 'not true or false' })
    expect(askCondition(`${'1 + '.repeat(200)}1 > 0`, context)).toEqual({
      answer: false,
      trouble: 'the condition is too long',
    })
    expect(evaluateCondition('lead.nickname == ""', context)).toBe(false)
  })
})

describe('problems', () => {
  test.each([
    ['lead.score >', 'condition-syntax', 12, 'it ends too early', null],
    ['lead.score = 60', 'condition-syntax', 11, '`=` does not fit here', 'Write `==` to compare.'],
    ['lead.score > 1 and lead.score < 3', 'condition-syntax', 15, '', 'Write `&&` for and, `||` for or, `!` for not.'],
    ['lead.score > 1 & lead.score < 3', 'condition-syntax', 15, '', 'Write `&&` for and, `||` for or.'],
    ['lead.company == "x', 'condition-syntax', 16, '', 'Close the quote; text inside a condition stands in `"…"`.'],
    ['lead.company == "\\q"', 'condition-syntax', 17, '', 'Write a backslash as `\\\\`.'],
    ['lead.company == §', 'condition-syntax', 16, '`§` does not fit here', null],
    ['!lead.company', 'condition-type', 0, '`!` does not go with text', 'Compare it: `lead.company == ""`.'],
    ['!lead.score', 'condition-type', 0, '`!` does not go with a number', 'Compare it: `lead.score == 0`.'],
    ['lead.tags', 'condition-type', 0, 'but is a list', 'Ask for a value in it: `"vip" in lead.tags`.'],
    ['lead.score', 'condition-type', 0, 'but is a number', 'Compare it: `lead.score > 0`.'],
    ['1.5', 'condition-type', 0, 'but is a fraction', null],
    ['b"x"', 'condition-type', 0, 'but is `bytes`', null],
    [
      'lead.score == "60"',
      'condition-type',
      0,
      '`==` does not go with a number and text',
      'A number stands without quotes: `lead.score == 60`.',
    ],
    [
      'lead.tags in "vip"',
      'condition-type',
      0,
      '`in` does not go with a list and text',
      'Write the value first, then the list: `"vip" in lead.tags`.',
    ],
    [
      'lead.score == 1.5',
      'condition-type',
      0,
      '`==` does not go with a number and a fraction',
      'Write a whole number: `lead.score > 60`.',
    ],
    [
      'lead.tags.contains(lead.company)',
      'condition-type',
      0,
      'does not fit together',
      'Ask for a value in a list with `in`: `"vip" in lead.tags`.',
    ],
    [
      'inquiry.at + duration("soon") > inquiry.at',
      'condition-type',
      22,
      '`soon` is not a length of time in hours, minutes or seconds',
      'Write it like `duration("48h")`.',
    ],
    [
      'inquiry.at + duration("0 days") > inquiry.at',
      'condition-type',
      22,
      '`0 days` is not a length of time',
      'Write it like `duration("48h")`.',
    ],
    ['lead.tags == lead.score', 'condition-type', 0, 'a list and a number', null],
    ['lead.score > 1 ? true : 3', 'condition-type', 0, 'the condition does not fit together', null],
    ['lead.company.nothing == ""', 'condition-type', 13, 'does not fit together', null],
    ['lead', 'unknown-field', 0, '`lead` is a group of fields', 'Name a field of it: `lead.email`'],
    ['leed.company == ""', 'unknown-field', 0, '`leed.company` is not a field', 'Did you mean `lead.company`?'],
    [
      'customer.name == ""',
      'unknown-field',
      0,
      '`customer.name` is not a field',
      'Did you mean `lead.firstName`, or `lead.lastName`?',
    ],
    ['lead.action == ""', 'unknown-field', 5, '`lead.action` is not a field', 'Did you mean `inquiry.action`?'],
    ['lead.favouriteColour == ""', 'unknown-field', 5, 'is not a field', 'Fields: `lead.email`'],
    ['compny == ""', 'unknown-field', 0, '`compny` is not a field', 'Did you mean `lead.company`?'],
    ['lad == ""', 'unknown-field', 0, '`lad` is not a field', 'Did you mean `lead`?'],
    ['has(lead.nickname)', 'unknown-field', 9, '`lead.nickname` is not a field', 'Fields: '],
    ['lead.company.matches("(a+)+$")', 'unknown-function', 0, '`matches` is not allowed', 'Use `contains`'],
    ['lead.tags.exists(t, t.matches("x"))', 'unknown-function', 20, '`matches` is not allowed', 'Use `contains`'],
    ['lead.company.containz("x")', 'unknown-function', 0, '`containz` is not allowed', 'Did you mean `contains`?'],
    ['dyn(lead.company) == 1', 'unknown-function', 0, '`dyn` is not allowed', 'Known: '],
    ['string(lead.score) == "6"', 'unknown-function', 0, '`string` is not allowed', null],
    ['lead["company"] == ""', 'unknown-function', 0, 'access with `[…]` is not allowed', 'Write `lead.company`.'],
    ['{"a": lead.score}.a == 1', 'unknown-function', 0, 'maps (`{…}`) are not allowed', 'Name the field'],
    ['cel.bind(x, lead.score, x > 1)', 'unknown-function', 0, '`bind` is not allowed', null],
    ['[1].all(a, [1].all(b, [1].all(c, c > 0)))', 'condition-too-complex', 22, 'more than two loops', null],
    [
      `${'('.repeat(30)}true${')'.repeat(30)}`,
      'condition-too-complex',
      24,
      'nested too deeply',
      'Split it over several steps.',
    ],
    ['lead.tags.exists(1, true)', 'condition-syntax', 17, '', null],
    [' ', 'condition-syntax', 0, 'the condition is empty', 'Leave `if` out'],
    [`lead.company == "${'x'.repeat(500)}"`, 'condition-too-complex', 0, 'more than 500', 'Split it'],
  ])('%s', (text, name, start, message, hint) => {
    const [problem] = checkCondition(text)
    expect(problem).toMatchObject({ name, start })
    expect(problem?.message).toContain(message)
    if (hint !== null) expect(problem?.hint).toContain(hint)
    expect(problem?.end).toBeGreaterThanOrEqual(start)
    expect(problem && isConditionError(problem)).toBe(true)
  })

  test('all unknown fields and functions are named at once', () => {
    const problems = checkCondition('lead.compny == "" || foo(lead.scor) > 1 && lead.tags.exists(t, tt == "x")')
    expect(problems.map(({ name, start }) => [name, start])).toEqual([
      ['unknown-field', 5],
      ['unknown-function', 21],
      ['unknown-field', 30],
      ['unknown-field', 63],
    ])
  })

  test('fields that have no value at the place', () => {
    expect(checkCondition('enrollment.mails > 1', 'entry')).toMatchObject([{ name: 'field-not-here', start: 0 }])
    expect(checkCondition('enrollment.mails > 1', 'step')).toEqual([])
    expect(checkCondition('signal.kind == "reply"', 'step')).toMatchObject([{ name: 'field-not-here' }])
    expect(checkCondition('signal.kind == "reply"', 'scoring')).toEqual([])
    expect(checkCondition('lead.score > 1', 'entry')).toEqual([])
  })

  test('`has` on a known field is a warning, because every field has a value', () => {
    const [warning] = checkCondition('has(lead.company)')
    expect(warning).toMatchObject({ name: 'always-true', hint: expect.stringContaining('lead.company != ""') })
    expect(warning && isConditionError(warning)).toBe(false)
    expect(checkCondition('has(lead)').map(({ name }) => name)).toContain('unknown-field')
    const { program, problems } = parseWorkflow({
      file: 'x.yaml',
      id: 'x',
      text: 'for: {if: has(lead.company)}\nsteps: [{send: a}]\n',
    })
    expect(problems).toMatchObject([{ code: 'TEND-W056', severity: 'warning', line: 1, column: 11 }])
    expect(program).not.toBeNull()
  })

  test('any text is answered, and a text without problems evaluates to true or false', () => {
    const piece = fc.constantFrom(
      'lead.',
      'score',
      'company',
      ' > ',
      '==',
      '1',
      '"x"',
      '!',
      '(',
      ')',
      '&&',
      ' in ',
      '[',
      ']',
      'has(',
      'lead.tags',
      '.exists(t, ',
      't',
      '? ',
      ': ',
      '-',
      '"',
      'true',
      '.size()',
    )
    const texts = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.array(piece, { maxLength: 14 }).map(pieces => pieces.join('')),
    )
    fc.assert(
      fc.property(texts, text => {
        const problems = checkCondition(text)
        for (const { start, end } of problems)
          expect([start >= 0, end >= start, start <= text.length]).toEqual([true, true, true])
        const { answer, trouble } = askCondition(text, context)
        if (problems.length === 0) expect([typeof answer, trouble]).toEqual(['boolean', null])
      }),
      { numRuns: 2000 },
    )
  })
})

describe('times', () => {
  const at = Date.UTC(2026, 10, 20, 15, 30)
  const timed = conditionContext({
    lead: { ...lead, attributes: { trialEnds: '2026-12-24', broken: 'soon', seats: 5 } },
    inquiry: { ...inquiry, at },
    offerTitle: null,
    mails: 0,
    days: 0,
    startedAt: at + 60_000,
  })

  test.each([
    ['inquiry.at == timestamp("2026-11-20T15:30:00Z")', true],
    ['enrollment.startedAt > inquiry.at', true],
    ['inquiry.at + duration("48h") > timestamp("2026-11-22T15:30:00.001+00:00")', false],
    ['enrollment.startedAt - inquiry.at < duration("1h30m")', true],
  ])('the condition %s', (text, answer) => {
    expect(checkCondition(text)).toEqual([])
    expect(askCondition(text, timed)).toEqual({ answer, trouble: null })
  })

  test.each([
    ['inquiry.at', at],
    ['inquiry.at + duration("336h")', at + 336 * 3_600_000],
    ['inquiry.at - duration("30m")', at - 1_800_000],
    ['enrollment.startedAt', at + 60_000],
    ['timestamp("2026-12-01T09:00:00+01:00")', Date.UTC(2026, 11, 1, 8)],
    ['"2026-12-01"', Date.UTC(2026, 10, 30, 23)],
    ['"2026-07-01"', Date.UTC(2026, 5, 30, 22)],
    ['"2026-12-01T09:30"', Date.UTC(2026, 11, 1, 8, 30)],
    ['"2026-12-01 09:30:15"', Date.UTC(2026, 11, 1, 8, 30, 15)],
    ['"2026-12-01T09:30:15.250Z"', Date.UTC(2026, 11, 1, 9, 30, 15, 250)],
    ['"2026-12-01T09:30-05:00"', Date.UTC(2026, 11, 1, 14, 30)],
    ['"2026-03-29T02:30"', Date.UTC(2026, 2, 29, 1, 30)],
    ['attribute.trialEnds', Date.UTC(2026, 11, 23, 23)],
    ['attribute.seats > 3 ? attribute.trialEnds : "2027-01-01"', Date.UTC(2026, 11, 23, 23)],
    ['attribute.nobody == "" ? inquiry.at : enrollment.startedAt', at],
    ['size(attribute.nobody) == 0 ? attribute.trialEnds : attribute.nobody', Date.UTC(2026, 11, 23, 23)],
  ])('the moment %s in Prague', (text, moment) => {
    expect(checkMoment(text)).toEqual([])
    expect(evaluateMoment(text, timed, 'Europe/Prague')).toBe(moment)
  })

  test.each([
    ['attribute.broken'],
    ['attribute.nobody'],
    ['attribute.seats'],
    ['lead.score'],
    ['lead.'],
    ['"2026-02-30"'],
    ['"2026-13-01"'],
    ['"2026-12-01T25:00"'],
    ['"2026-12-01T09:00+99:99"'],
    ['timestamp(attribute.broken)'],
    ['inquiry.at + duration(lead.company)'],
    ['inquiry.at + duration("2540400000h")'],
  ])('%s is no moment', text => {
    expect(evaluateMoment(text, timed, 'Europe/Prague')).toBeNull()
  })

  test('any text is answered, and a text without problems is a moment or none', () => {
    const piece = fc.constantFrom(
      'inquiry.at',
      ' + ',
      ' - ',
      'duration("1h")',
      'attribute.',
      'x',
      '"2026-12-01"',
      '(',
      ')',
      '? ',
      ': ',
      ' > ',
    )
    const texts = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.array(piece, { maxLength: 8 }).map(pieces => pieces.join('')),
      fc.date({ noInvalidDate: true }).map(date => `"${date.toISOString()}"`),
    )
    fc.assert(
      fc.property(texts, text => {
        checkMoment(text)
        const moment = evaluateMoment(text, timed, 'America/New_York')
        expect(moment === null || Number.isSafeInteger(moment)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('attributes', () => {
  const having = (attributes: Lead['attributes']) =>
    conditionContext({ lead: { ...lead, attributes }, inquiry, offerTitle: null, mails: 0, days: 0 })
  const types = new Map([
    ['plan', 'string'],
    ['seats', 'int'],
    ['warm', 'bool'],
  ] as const)

  test.each([
    ['attribute.plan == "pro"', true],
    ['attribute.seats + 1 == 6', true],
    ['attribute.warm', true],
    ['!attribute.warm || attribute.plan.startsWith("x")', false],
    ['attribute.plan in ["pro", "team"] && attribute.seats > lead.score - 60', true],
  ])('%s', (text, answer) => {
    expect(checkCondition(text, 'step', types)).toEqual([])
    expect(askCondition(text, having({ plan: 'pro', seats: 5, warm: true }))).toEqual({ answer, trouble: null })
  })

  test.each([
    ['attribute.plan == ""', true],
    ['attribute.plan != "pro"', true],
    ['attribute.plan.size() == 0', true],
    ['attribute.seats == 0', true],
    ['attribute.seats > 3', false],
    ['0 >= attribute.seats', true],
    ['attribute.warm', false],
    ['!attribute.warm', true],
    ['attribute.warm == false', true],
    ['attribute.warm ? attribute.seats > 3 : attribute.plan == ""', true],
    ['attribute.plan == attribute.other', true],
    ['attribute.seats == attribute.more && attribute.more < 1', true],
    ['has(attribute.plan)', true],
  ])('a lead that has none of them: %s', (text, answer) => {
    expect(askCondition(text, having({}))).toEqual({ answer, trouble: null })
  })

  test('what a lead has decides the type of what it lacks', () => {
    expect(askCondition('attribute.seats > attribute.limit', having({ seats: 1 }))).toEqual({
      answer: true,
      trouble: null,
    })
    expect(askCondition('attribute.a == attribute.b', having({ b: false }))).toEqual({ answer: true, trouble: null })
    expect(askCondition('attribute.a == attribute.b', having({ b: 0.9 }))).toEqual({ answer: true, trouble: null })
  })

  test('what fits together with no types at all answers false and says why', () => {
    expect(askCondition('attribute.a.contains("x") > attribute.b + 1', having({}))).toMatchObject({ answer: false })
    const pairs = Array.from({ length: 8 }, (_, index) => `attribute.a${index} == attribute.b${index}`).join(' && ')
    expect(askCondition(`${pairs} && attribute.z + 1 == "x"`, having({}))).toMatchObject({ answer: false })
  })

  test('what was set with another type before answers false and says why', () => {
    expect(askCondition('attribute.seats > 3', having({ seats: 'many' }))).toEqual({
      answer: false,
      trouble: expect.stringContaining('string'),
    })
  })

  test('a condition of many attributes that a lead lacks is answered soon', () => {
    const text = Array.from({ length: 24 }, (_, index) => `attribute.a${index} < 1`).join(' && ')
    expect(text.length).toBeLessThan(500)
    const began = process.hrtime.bigint()
    expect(askCondition(text, having({})).answer).toBe(true)
    for (let count = 0; count < 100; count++) evaluateCondition(text, having({}))
    expect(Number(process.hrtime.bigint() - began) / 1e6).toBeLessThan(500)
  })

  test('an unknown one is an error with the nearest name, and nothing is unknown without a list', () => {
    expect(checkCondition('attribute.paln == "pro"', 'step', types)).toMatchObject([
      { name: 'unknown-field', start: 10, end: 14, hint: 'Did you mean `attribute.plan`?' },
    ])
    expect(checkCondition('attribute.email == "pro"', 'step', types)[0]?.hint).toBe('Did you mean `lead.email`?')
    expect(checkCondition('attribute.x1 == ""', 'step', new Map())[0]?.hint).toBe(
      'A `set` step makes it: `- set: {x1: …}`.',
    )
    expect(checkCondition('attribute.anything == "pro"')).toEqual([])
    expect(checkCondition('attribute == 1')).toMatchObject([
      { name: 'unknown-field', hint: 'Name a field of it: `attribute.plan`, for example.' },
    ])
  })

  test('a field that is none is offered as an attribute only where one can have its name', () => {
    expect(checkCondition('lead.favouriteColour == ""')[0]?.hint).toMatch(
      /^Tend does not know it\. Keep it with `- set: \{favouriteColour: …\}` and ask `attribute\.favouriteColour`\. Fields: .*`lead\.tags`\.$/,
    )
    expect(checkCondition('lead.favouriteColour == "red"', 'scoring')[0]?.hint).toMatch(
      /^Tend does not know it\. Fields: /,
    )
    expect(checkCondition('lead.favourite_colour == ""')[0]?.hint).toMatch(/`lead\.tags`\.$/)
  })

  test('a rule for what a customer does asks for the signal', () => {
    expect(checkCondition('replied', 'scoring')).toMatchObject([
      { name: 'unknown-field', hint: 'A rule for what a customer does asks `signal.kind == "reply"`.' },
    ])
    expect(checkCondition('always', 'scoring')).toMatchObject([
      { hint: 'A step without `if` always runs: take the `if` out.' },
    ])
  })

  test('scoring rules have none', () => {
    expect(checkCondition('attribute.plan == "pro"', 'scoring')).toMatchObject([
      { name: 'field-not-here', hint: 'It exists in workflows only: there a step gives points, `- score: 10`.' },
    ])
  })

  test('`attribute` inside a text is only a word', () => {
    expect(fieldsRead('lead.company == "attribute.plan"')).toEqual(['lead.company'])
    expect(fieldsRead('attribute.plan == "x"')).toEqual(['attribute.plan'])
  })
})

describe('values that a field never has', () => {
  test.each([
    ['lead.country == "Czechia"', 'Write `CZ`.'],
    ['"uk" == lead.country', 'Write `GB`.'],
    ['lead.country in ["CZ", "Neverland"]', 'Write an ISO code, for example `CZ`.'],
    ['lead.status != "opened"', 'Did you mean `open`?'],
    ['inquiry.intent == "zzzzzzzzzzzz"', 'Known: `initial`, `active`, `test drive`, `none`.'],
    ['inquiry.action == "create"', 'Write `Create`.'],
    ['inquiry.source == "Appsource"', 'Write `AppSource`.'],
    ['inquiry.offer == "Contoso.Analytics"', 'Write `contoso.analytics`.'],
  ])('%s is warned of', (text, hint) => {
    const problems = checkCondition(text)
    expect(problems).toMatchObject([{ name: 'never-equal', hint }])
    expect(problems.some(isConditionError)).toBe(false)
  })

  test.each([
    ['lead.country == "" || lead.country == "CZ"'],
    ['lead.status in ["open", "qualified"]'],
    ['inquiry.action == "SPZA" || inquiry.source == "Fair"'],
    ['lead.company == lead.title'],
    ['lead.score == 3'],
    ['"vip" in lead.tags && lead.tags.exists(t, t == "x")'],
    ['lead.company in ["Contoso", lead.title]'],
    ['"constructor" == lead.firstName'],
  ])('%s is not', text => {
    expect(checkCondition(text)).toEqual([])
  })
})

test('the fields that a condition reads', () => {
  expect(
    fieldsRead('inquiry.action == "PLT" && lead.tags.exists(t, t == lead.company) || inquiry.action == ""'),
  ).toEqual(['inquiry.action', 'lead.company', 'lead.tags'])
  expect(fieldsRead('true')).toEqual([])
  expect(fieldsRead('lead.')).toEqual([])
})

test('many different conditions do not fill the memory', () => {
  for (let score = 0; score < 2100; score++)
    expect(evaluateCondition(`lead.score == ${score}`, context)).toBe(score === 60)
})

test('every field has a type and a description', () => {
  for (const fields of Object.values(CONDITION_FIELDS)) {
    for (const { type, description } of Object.values(fields))
      expect([type, description.length > 3]).toEqual([expect.any(String), true])
  }
  expect(fieldOf('lead', 'constructor')).toBeNull()
  expect(fieldOf('toString', 'length')).toBeNull()
})

describe('the place in the file', () => {
  const placeOf = (scalar: string) => {
    const { problems } = parseWorkflow({
      file: 'x.yaml',
      id: 'x',
      text: `for: {}\nsteps:\n  - send: a\n    if: ${scalar}\n`,
    })
    return problems.map(({ line, column }) => [line, column])
  }

  test.each([
    ['lead.score > 1 && lead.scor < 3', [4, 32]],
    [`'lead.company == ''x'' && lead.scor < 3'`, [4, 40]],
    ['"lead.company == \\"x\\" && lead.scor < 3"', [4, 40]],
    ['"lead.company == \\x22\\u0061\\" && lead.scor < 3"', [4, 47]],
    ['lead.score > 1\n      && lead.scor < 3', [5, 15]],
    ['>-\n      lead.score > 1\n      && lead.scor < 3', [6, 15]],
    ['|\n      lead.score > 1 &&\n      lead.scor < 3', [6, 12]],
    ['"lead.score > 1 \\\n      && lead.scor < 3"', [5, 15]],
  ])('%j', (scalar, place) => {
    expect(placeOf(scalar)).toEqual([place])
  })
})
