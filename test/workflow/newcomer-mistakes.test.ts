import { describe, expect, it } from 'vitest'
import { checkWorkflows } from '../../src/workflow/check/check-workflows.ts'

const HEAD = 'for: {action: [INS]}\n'
const SOUND_STEPS = 'steps:\n  - wait: 1h\n  - task: call\n'

function problemsOf(text: string): string[] {
  const { problems } = checkWorkflows({
    workflows: [{ id: 'a', file: 'a.yaml', text }],
    templates: [{ name: 'tips/first', language: null, kind: 'nurture', file: 'first.hbs', variables: [] }],
    templateFiles: ['tips/first', 'tips/broken'],
    teams: ['sales'],
    offers: ['contoso.analytics'],
  })
  return problems.map(({ line, column, code, message, hint }) => `${line}:${column} ${code} ${message} ${hint}`)
}

function mistake(place: string, hint: string) {
  return expect.stringMatching(new RegExp(`^${place} .*${hint.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`, 's'))
}

describe('the top of a file', () => {
  it.each([
    [
      'an action code of its own',
      'for: {action: [Webinar]}\n',
      '1:16 TEND-W040',
      '`if: inquiry.action == "Webinar"` beside it',
    ],
    ['again without after', `${HEAD}again: 30 days\n`, '2:8 TEND-W012', 'Write `after 30 days`.'],
    ['again by another word', `${HEAD}again: once\n`, '2:8 TEND-W012', 'Did you mean `per offer`?'],
    ['a rank by another word', `${HEAD}priority: 5\n`, '2:1 TEND-W010', 'Did you mean `rank`?'],
    ['a signal with a capital', `${HEAD}stop-on: [Reply]\n`, '2:11 TEND-W012', 'Write `reply`.'],
    ['a time without its zero', `${HEAD}hours: {from: 9:00, to: 17}\n`, '2:15 TEND-W012', 'Write `from: "09:00"`.'],
    ['an hour alone', `${HEAD}hours: {from: 9:00, to: 17}\n`, '2:25 TEND-W012', 'Write `to: "17:00"`.'],
    ['a time after midnight', `${HEAD}hours: {from: "09:00", to: "24:00"}\n`, '2:28 TEND-W012', 'Write `to: "00:00"`.'],
    ['a rank out of its range', `${HEAD}rank: 5000\n`, '2:7 TEND-W012', 'Write `rank: 1000`.'],
    ['a rank in words', `${HEAD}rank: high\n`, '2:7 TEND-W012', '`rank: 10`'],
    ['again in months', `${HEAD}again: 3 months\n`, '2:8 TEND-W012', 'Write `after 90 days`.'],
    ['days beside hours', `${HEAD}days: mo-fri\n`, '2:1 TEND-W010', '`hours: {days: mon-fri, from: "09:00"'],
    ['short days', `${HEAD}hours: {days: mo-fri, from: "09:00", to: "17:00"}\n`, '2:15 TEND-W012', 'Write `mon-fri`.'],
    ['long days', `${HEAD}hours: {days: [Monday, Friday]}\n`, '2:15 TEND-W012', 'Write `[mon, fri]`.'],
    ['a city for a zone', `${HEAD}hours: {zone: berlin}\n`, '2:15 TEND-W033', 'Write `Europe/Berlin`.'],
    ['signals with commas', `${HEAD}stop-on: reply, click\n`, '2:10 TEND-W012', '`stop-on: [reply, click]`'],
    ['a list under for', 'for:\n  - action: [INS]\n', '2:3 TEND-W012', 'without dashes'],
    ['an action beside for', `${HEAD}action: [INS]\n`, '2:1 TEND-W010', 'Indent `action` by two spaces'],
    ['an action code of its own without brackets', 'for: {action: Webinar}\n', '1:15 TEND-W012', '`action: [unknown]`'],
    ['a part of an action code', 'for: {action: [TestDrive]}\n', '1:16 TEND-W040', 'Did you mean `StartTestDrive`?'],
    ['again and once', `${HEAD}again: once per offer\n`, '2:8 TEND-W012', 'Did you mean `per offer`?'],
    ['again as a number', `${HEAD}again: 1\n`, '2:8 TEND-W012', 'Write `again: after 1 day`.'],
    ['repeat for again', `${HEAD}repeat: always\n`, '2:1 TEND-W010', 'Did you mean `again`?'],
    ['signals with a semicolon', `${HEAD}stop-on: [reply; purchase]\n`, '2:11 TEND-W012', 'Write `reply, purchase`.'],
    ['a zone by another word', `${HEAD}hours: {from: "09:00", to: "17:00", tz: lead}\n`, '2:37 TEND-W010', '`zone`?'],
    ['an offer by its title', 'for: {offer: ["Contoso Analytics"]}\n', '1:15 TEND-W012', '`contoso.analytics`'],
    ['braces in if', 'for:\n  if: "{{inquiry.action}} == 1"\n', '2:24 TEND-W050', '`inquiry.action == 1`'],
    ['bare braces in if', 'for:\n  if: {{inquiry.note}} == "a"\n', '2:7 TEND-W004', '`if: \'inquiry.note == "a"\'`'],
    ['steps inside for', `for:\n  steps: []\n`, '2:3 TEND-W010', 'Move `steps` to the left margin'],
    ['a bare star', 'for:\n  offer: [*]\n', '2:11 TEND-W003', '`["*"]`'],
    ['a pattern without quotes', 'for:\n  offer: [*.a]\n', '2:11 TEND-W005', 'begins with `*` in quotes'],
  ])('%s', (_, top, place, hint) => {
    expect(problemsOf(top + SOUND_STEPS)).toContainEqual(mistake(place, hint))
  })
})

describe('a step', () => {
  it.each([
    ['points for score', '- points: many', '3:5 TEND-W020', 'Did you mean `score`?'],
    ['points with their unit', '- score: 5 points\n    because: a', '3:12 TEND-W012', 'Write `score: 5`.'],
    ['no reason', '- score: 5', '3:5 TEND-W011', 'Add `because: asked for a call`.'],
    ['nothing where something must be', '- escalate:', '3:14 TEND-W012', '`escalate: sales`'],
    ['a formula', '- set: {n: lead.score + 1}', '3:14 TEND-W071', 'To add points write `- score: 1`'],
    ['a list of attributes', '- set: [{a: 1}, {b: 2}]', '3:10 TEND-W012', 'Write `set: {a: 1, b: 2}`.'],
    ['an arm that is none', '- choose: [yes]', '3:14 TEND-W012', '`- {if: lead.score >= 60, do: ['],
    [
      'shares that miss',
      '- split: [{weight: 50, do: []}, {weight: 40, do: []}]\n    id: a',
      '3:12 TEND-W027',
      '`weight: 50`',
    ],
    ['a map for days', '- wait: {days: 3}', '3:11 TEND-W012', 'Write `wait: 3 days`.'],
    ['a map for one week', '- wait: {weeks: 1}', '3:11 TEND-W012', 'Write `wait: 1 week`.'],
    ['a map for hours', '- wait: {hours: 24}', '3:11 TEND-W012', 'Write `wait: 24h`.'],
    ['a map with for', '- wait: {for: 3 days}', '3:11 TEND-W012', 'Write `wait: 3 days`.'],
    [
      'a map with a unit',
      '- wait: {amount: 2, unit: business days}',
      '3:11 TEND-W012',
      'Write `wait: 2 business days`.',
    ],
    ['a map up to', '- wait-for: reply\n    up-to: {minutes: 30}', '4:12 TEND-W012', 'Write `up-to: 30m`.'],
    [
      'a merge field',
      '- task: call {{lead.firstName}}',
      '3:16 TEND-W072',
      'Write it in words: `task: call the customer`.',
    ],
    ['a verb with more words', '- send-mail: tips/first', '3:5 TEND-W020', 'Did you mean `send`?'],
    ['a verb with another word', '- add-tag: hot', '3:5 TEND-W020', 'Did you mean `tag`?'],
    ['template for send', '- template: tips/first', '3:5 TEND-W020', 'Did you mean `send`?'],
    ['a dot in a template', '- send: tips.first', '3:11 TEND-W012', 'Write `tips/first`.'],
    ['a map for a template', '- send: {template: tips/first}', '3:11 TEND-W012', 'Write `send: tips/first`.'],
    ['until a day', '- wait: {until: monday}', '3:19 TEND-W036', 'Write `{until: "09:00", days: mon}`.'],
    [
      'until a sum',
      '- wait: {until: inquiry.at + 2 weeks}',
      '3:19 TEND-W036',
      '`{until: inquiry.at, offset: 2 weeks}`',
    ],
    ['at for until', '- wait: {at: "09:00"}', '3:12 TEND-W010', 'Did you mean `until`?'],
    ['after for wait', '- after: 3 days', '3:5 TEND-W020', 'Did you mean `wait`?'],
    ['for in place of up-to', '- wait-for: reply\n    for: 3 days', '4:5 TEND-W010', 'Did you mean `up-to`?'],
    ['a duration to wait for', '- wait-for: 3 days', '3:15 TEND-W012', 'Write `wait: 3 days`;'],
    ['two signals to wait for', '- wait-for: reply or click', '3:15 TEND-W012', 'Write `wait-for: reply`.'],
    ['on-reply for then', '- wait-for: reply\n    on-reply: []', '4:5 TEND-W010', 'Did you mean `then`?'],
    ['then with a dash', '- wait-for: reply\n    up-to: 1h\n  - then: []', '5:5 TEND-W020', 'below it without a dash'],
    [
      'a template for steps',
      '- wait-for: reply\n    up-to: 1h\n    then: tips/first',
      '5:11 TEND-W012',
      '`then: [{send: tips/first}]`',
    ],
    [
      'a template without do',
      '- split:\n      - weight: 50\n        send: tips/first',
      '5:9 TEND-W010',
      'as `- send: tips/first`',
    ],
    ['shares by name', '- split: {a: 50, b: 50}\n    id: a', '3:12 TEND-W012', '`split: [{weight: 50, do: ['],
    ['a share as a fraction', '- split:\n      - weight: 0.3\n        do: []', '4:17 TEND-W012', 'Write `weight: 30`.'],
    ['do in otherwise', '- choose:\n      - otherwise:\n        do: []', '5:9 TEND-W010', 'Take `do:` out'],
    ['unless', '- wait: 1h\n    unless: lead.company == ""', '4:5 TEND-W010', "`if: '!(…)'`"],
    ['untag for remove', '- tag: hot\n    untag: cold', '4:5 TEND-W010', 'Did you mean `remove`?'],
    ['assign-to for team', '- task: call\n    assign-to: sales', '4:5 TEND-W010', 'Did you mean `team`?'],
    ['within', '- escalate: sales\n    within: 4h', '4:5 TEND-W010', 'Did you mean `accept-within`?'],
    ['a formula for points', '- score: lead.score + 5\n    because: a', '3:12 TEND-W012', 'Write `score: 5`.'],
    ['a verb alone', '- finish', '3:5 TEND-W021', '`- finish: no answer to five mails`'],
    ['true for a reason', '- finish: true', '3:13 TEND-W012', '`finish: no answer to five mails`'],
    ['a workflow by its file', '- start: other.yaml', '3:12 TEND-W012', 'Write `start: other`.'],
    ['an attribute with its group', '- set: {attribute.plan: pro}', '3:27 TEND-W012', 'Call it `plan`.'],
    ['a field for an attribute', '- set: {lead.score: 5}', '3:23 TEND-W012', '`- score: 10`'],
    ['no space in a map', '- set: {plan:pro}', '3:19 TEND-W012', '`plan: pro`'],
    ['a bare merge field', '- finish: {{lead.company}}', '3:13 TEND-W004', '`finish: the company`'],
    ['no colon', '- send tips/first', '3:5 TEND-W021', '`- send: tips/first`'],
    ['no colon with more below', '- send tips/first\n    if: a', '3:5 TEND-W003', '`- send: tips/first`'],
    ['no space after the dash', '- wait: 1h\n  -send: tips/first', '4:1 TEND-W003', '`- send: tips/first`'],
    ['no dash', '- wait: 1h\n  send: tips/first', '4:1 TEND-W003', 'A step begins with a dash: `- send: tips/first`.'],
    ['a key at the dash', '- send: tips/first\n  expires: 1h', '4:1 TEND-W003', 'with 4 spaces before it'],
    ['a key too deep', '- send: tips/first\n      expires: 1h', '3:11 TEND-W003', 'Begin `expires` right below `send`'],
    [
      'a value and a list',
      '- choose: lead.score\n      - if: a',
      '3:13 TEND-W003',
      'take `lead.score` or the list out',
    ],
    ['more than a year', '- wait: 400 days', '3:11 TEND-W032', 'Write `365 days`, or less.'],
    ['the last minute of a day', '- wait: {until: "24:00"}', '3:19 TEND-W036', 'Write `"00:00"`.'],
    ['mail for send', '- mail: tips/first', '3:5 TEND-W020', 'Did you mean `send`?'],
    ['then after if', '- if: lead.score > 3\n    then: []', '4:5 TEND-W020', '`- choose:`'],
    ['then without wait-for', '- send: tips/first\n    then: []', '4:5 TEND-W010', '`then` belongs to `wait-for`'],
    ['no space after the colon', '- send:tips/first', '3:5 TEND-W021', '`- send: tips/first`'],
    ['a space that is none', '- send:\u00a0tips/first', '3:5 TEND-W021', 'an ordinary space'],
    [
      'a map for a list',
      '- wait-for: reply\n    up-to: 1h\n    then:\n      wait: 1h',
      '6:7 TEND-W012',
      'Put `- ` before',
    ],
    ['a list for a text', '- send: [a, b]', '3:11 TEND-W012', 'Write one value, not a list: `send: a`.'],
    ['a list of conditions', '- send: tips/first\n    if: [a, b]', '4:9 TEND-W012', '`&&` between'],
    ['else in choose', '- choose:\n      - else: []', '4:9 TEND-W010', 'Write `- otherwise:`.'],
    ['otherwise beside choose', '- choose: []\n    otherwise: []', '4:5 TEND-W010', 'Make it the last arm'],
    ['weights with a sign', '- split:\n      - weight: 50%\n        do: []', '4:17 TEND-W012', 'Write `weight: 50`.'],
    ['a weight in words', '- split:\n      - weight: percent\n        do: []', '4:17 TEND-W012', '`weight: 50`'],
    ['an id in words', '- wait: 1h\n    id: My Step', '4:9 TEND-W012', 'Write `id: my-step`.'],
    ['an id of signs', '- wait: 1h\n    id: "??"', '4:9 TEND-W012', '`id: long-wait`'],
    ['a German date', '- wait: {until: 24.12.2026}', '3:19 TEND-W036', 'Write `2026-12-24`.'],
    ['an American date', '- wait: {until: 12/24/2026}', '3:19 TEND-W036', 'Write `2026-12-01`.'],
    ['a morning', '- wait: {until: 9am}', '3:19 TEND-W036', 'Write `"09:00"`.'],
    ['an evening', '- wait: {until: 9 pm}', '3:19 TEND-W036', 'Write `"21:00"`.'],
    ['a template that has mistakes', '- send: tips/broken', '3:11 TEND-W061', 'Mend `tips/broken.hbs` first.'],
    ['a template by its path', '- send: templates/tips/first', '3:11 TEND-W061', 'Did you mean `tips/first`?'],
    ['a past tense', '- wait-for: replied\n    up-to: 1h', '3:15 TEND-W043', 'Did you mean `reply`?'],
    [
      'an apostrophe in quotes',
      "- wait: 1h\n    note: 'the lead's own'",
      '4:21 TEND-W004',
      "`note: 'the lead''s own'`",
    ],
    ['quotes in quotes', '- wait: 1h\n    if: "a == "b""', '4:16 TEND-W004', '`if: \'a == "b"\'`'],
    ['an if as a step below', '- send: tips/first\n    - if: a', '4:1 TEND-W003', 'Line the text up'],
  ])('%s', (_, step, place, hint) => {
    expect(problemsOf(`${HEAD}steps:\n  ${step}\n`)).toContainEqual(mistake(place, hint))
  })
})

describe('a condition', () => {
  it.each([
    ['curly quotes', 'lead.country == “US”', 'Write straight quotes'],
    ['not', 'not lead.company', '`!` for not'],
    ['an open parenthesis', '(lead.score > 1', 'Close the parenthesis'],
    ['text without quotes', 'lead.country == US', 'Text stands in quotes: `"US"`.'],
    ['a list compared', 'lead.tags == "hot"', '`"vip" in lead.tags`'],
    ['contains on a list', 'lead.tags.contains("hot")', '`"hot" in lead.tags`'],
    ['a list in parentheses', 'lead.country in ("DE", "AT")', '`lead.country in ["DE", "AT"]`'],
    ['is', 'lead.country is "US"', 'Write `==`'],
    ['equals', 'lead.country.equals("US")', 'Write `==`'],
    ['includes', 'lead.tags.includes("hot")', '`"vip" in lead.tags`'],
    ['the arrow', 'lead.score => 60', 'Write `>=`'],
    ['null', 'lead.company != null', '`lead.company != ""`'],
    ['not empty', 'not empty(lead.company)', '`lead.company != ""`'],
    ['a chain', '60 <= lead.score < 80', '`lead.score >= 60 && lead.score < 80`'],
    ['now', 'inquiry.at < now()', '`enrollment.days >= 7`'],
    ['days in a duration', 'inquiry.at + duration("14 days") > inquiry.at', '`duration("336h")`'],
    ['a day as a time', 'inquiry.at > timestamp("2026-01-01")', '`timestamp("2026-01-01T00:00:00Z")`'],
    ['the date of the inquiry', 'inquiry.date > inquiry.at', 'Did you mean `inquiry.at`?'],
    ['a whole name', 'lead.name == "a"', '`lead.firstName`'],
    ['what a customer did', 'replied == true', '`- wait-for: reply`'],
    ['always', 'always', 'take the `if` out'],
    ['an attribute without its group', 'plan == "a"', '`attribute.plan`'],
    ['an attribute as a field', 'lead.plan == "a"', '`attribute.plan`'],
    ['in the wrong way round', 'lead.tags in "hot"', 'Write the value first'],
  ])('%s', (_, condition, hint) => {
    const problems = problemsOf(`${HEAD}steps:\n  - wait: 1h\n    if: ${condition}\n`)
    expect(problems).toContainEqual(mistake('4:\\d+ TEND-W05\\d', hint))
  })
})

it('says nothing of a first touch where only a start leads to', () => {
  expect(problemsOf('for: {if: "false"}\nsteps:\n  - wait: 28 days\n  - send: tips/first\n')).toEqual([])
})

it('sees no tie between workflows to which only a start leads', () => {
  const text = 'for: {if: "false"}\nsteps:\n  - task: call\n'
  const always = text.replace('"false"', 'lead.country != "US"')
  const codes = (...texts: string[]) =>
    checkWorkflows({
      workflows: texts.map((one, index) => ({ id: `w${index}`, file: `w${index}.yaml`, text: one })),
      templates: [],
      teams: [],
      offers: [],
    }).problems.map(({ code }) => code)
  expect([codes(text, text), codes(text, always), codes(always, text)]).toEqual([[], [], []])
  expect(codes(always, always)).toEqual(['TEND-W065'])
})
