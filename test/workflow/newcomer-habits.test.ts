import { describe, expect, it } from 'vitest'
import { HEAD, mistake, problemsOf, SOUND_STEPS } from './newcomer-files.ts'

/** What somebody wrote, the code, what the hint has in it, and the line as the hint says it. */
type Habit = [written: string, code: string, hint: string, right: string]

const ABOUT_OTHERS = /TEND-W(?:057|06[349]) /

function expectMended(wrong: string, right: string, { code, hint }: { code: string; hint: string }): void {
  expect(problemsOf(wrong)).toContainEqual(mistake(`\\d+:\\d+ ${code}`, hint))
  expect(problemsOf(right).filter(problem => !ABOUT_OTHERS.test(problem))).toEqual([])
}

const TOP: Habit[] = [
  ['stop-on: all', 'TEND-W012', '`stop-on: [reply, qualified, purchase]`', 'stop-on: [reply, qualified, purchase]'],
  ['stop-on: [any]', 'TEND-W012', '`stop-on: [reply, qualified, purchase]`', 'stop-on: [reply, qualified, purchase]'],
  ['stop-on: none', 'TEND-W012', 'Take the key out.', 'rank: 0'],
  ['stop-on: [do-not-contact]', 'TEND-W043', 'Take it out', 'stop-on: []'],
  ['stop-on: [converted]', 'TEND-W043', 'Did you mean `purchase`?', 'stop-on: [purchase]'],
  ['stop-on: [lead.score >= 60]', 'TEND-W012', '`qualified`', 'stop-on: [qualified]'],
  ['stop-on: {signal: reply}', 'TEND-W012', 'Write `stop-on: [reply]`.', 'stop-on: [reply]'],
  ['again: {after: 30 days}', 'TEND-W012', 'Write `again: after 30 days`.', 'again: after 30 days'],
  ['again: true', 'TEND-W012', '`again: always`', 'again: always'],
  ['again: no', 'TEND-W012', 'Did you mean `never`?', 'again: never'],
  ['again: per lead', 'TEND-W012', 'Did you mean `never`?', 'again: never'],
  ['again: weekly', 'TEND-W012', 'Write `after 1 week`.', 'again: after 1 week'],
  ['again: once a month', 'TEND-W012', 'Write `after 30 days`.', 'again: after 30 days'],
  ['again: every quarter', 'TEND-W012', 'Write `after 90 days`.', 'again: after 90 days'],
  ['hours: 10-18', 'TEND-W012', 'Write `hours: {from: "10:00", to: "18:00"}`.', 'hours: {from: "10:00", to: "18:00"}'],
  ['hours: 9-5', 'TEND-W012', 'Write `hours: {from: "09:00", to: "17:00"}`.', 'hours: {from: "09:00", to: "17:00"}'],
  [
    'hours: {mon-fri: "9-17"}',
    'TEND-W010',
    'Write `days: mon-fri`, with `from` and `to` beside it.',
    'hours: {days: mon-fri, from: "09:00", to: "17:00"}',
  ],
  [
    'hours: {days: [1, 5], from: "09:00", to: "17:00"}',
    'TEND-W012',
    'Write `[mon, fri]`.',
    'hours: {days: [mon, fri], from: "09:00", to: "17:00"}',
  ],
  [
    'hours: {days: 1-5, from: "09:00", to: "17:00"}',
    'TEND-W012',
    'Write `mon-fri`.',
    'hours: {days: mon-fri, from: "09:00", to: "17:00"}',
  ],
  [
    'hours: {from: "09:00", to: "17:00", zone: GMT+2}',
    'TEND-W033',
    '`Europe/Prague`',
    'hours: {from: "09:00", to: "17:00", zone: Europe/Prague}',
  ],
  ['name: Trial', 'TEND-W010', 'Did you mean `title`?', 'title: Trial'],
  ['variables: {a: 1}', 'TEND-W010', 'Take it out: nothing is filled in.', 'rank: 0'],
  ['limits: {gap: 1h}', 'TEND-W010', 'It stands in `tend.yaml`', 'rank: 0'],
  ['language: cs', 'TEND-W010', '`welcome.cs.hbs`', 'rank: 0'],
  [
    'timezone: Europe/Prague',
    'TEND-W010',
    '`zone` belongs to `hours`: `hours: {days: mon-fri, from: "09:00", to: "17:00", zone: lead}`',
    'hours: {days: mon-fri, from: "09:00", to: "17:00", zone: lead}',
  ],
  ['goal: [purchase]', 'TEND-W010', 'Did you mean `stop-on`?', 'stop-on: [purchase]'],
  ['title: "Win back', 'TEND-W003', 'Close it: `title: "Win back"`.', 'title: "Win back"'],
  [`title: "${'a'.repeat(120)}`, 'TEND-W003', 'close every quote', 'rank: 0'],
  ['stop-on: - reply', 'TEND-W003', '`stop-on: [reply]`', 'stop-on: [reply]'],
  ['stop-on: ["reply" "click"]', 'TEND-W003', 'Put a comma between', 'stop-on: [reply, click]'],
  ['formerly: [old]]', 'TEND-W003', 'Take the last bracket out: `formerly: [old]`.', 'formerly: [old]'],
  ['rank:10', 'TEND-W003', 'Write `rank: 10`.', 'rank: 10'],
  ['rank = 10', 'TEND-W003', 'Write `rank: 10`.', 'rank: 10'],
  ['- rank: 10', 'TEND-W003', 'Write `rank: 10`.', 'rank: 10'],
  ['formerly: [old', 'TEND-W003', 'Close it: `formerly: [old]`.', 'formerly: [old]'],
  [
    'hours: {days: [mon, tue], from: "09:00", to: "17:00"',
    'TEND-W003',
    'Close it: `hours: {days: [mon, tue], from: "09:00", to: "17:00"}`.',
    'hours: {days: [mon, tue], from: "09:00", to: "17:00"}',
  ],
  [' rank: 10', 'TEND-W003', 'Begin `rank` at the left margin.', 'rank: 10'],
  ['title: Trial\n rank: 10', 'TEND-W003', 'Begin `rank` at the left margin.', 'title: Trial\nrank: 10'],
  [
    'hours:\n  days: mon-fri\n from: "09:00"\n  to: "17:00"',
    'TEND-W003',
    'Begin `from` right below `days`: with 2 spaces before it.',
    'hours:\n  days: mon-fri\n  from: "09:00"\n  to: "17:00"',
  ],
  [
    'hours:\n  days: [mon]\n   from: "09:00"\n  to: "17:00"',
    'TEND-W003',
    'Begin `from` right below `days`: with 2 spaces before it.',
    'hours:\n  days: [mon]\n  from: "09:00"\n  to: "17:00"',
  ],
]

it.each(TOP)('%s at the top', (written, code, hint, right) => {
  expectMended(`${HEAD}${written}\n${SOUND_STEPS}`, `${HEAD}${right}\n${SOUND_STEPS}`, { code, hint })
})

const FOR: Habit[] = [
  ['[PLT, INS]', 'TEND-W012', '`for: {action: [PLT, INS]}`', '{action: [PLT, INS]}'],
  ['{action: INS, PLT}', 'TEND-W010', '`action: [INS, PLT]`', '{action: [INS, PLT]}'],
  ['{action: [INS]', 'TEND-W003', 'Close it: `for: {action: [INS]}`.', '{action: [INS]}'],
  ['{PLT, action: [INS]}', 'TEND-W010', 'Known: `action`', '{action: [INS]}'],
  ['{action: [INS], PLT}', 'TEND-W010', 'Known: `action`', '{action: [INS]}'],
  ['{action: , PLT}', 'TEND-W010', 'Known: `action`', '{action: [PLT]}'],
  ['{action: INS, PLT: x}', 'TEND-W010', 'Known: `action`', '{action: [INS]}'],
  ['{action: INS, PLT: []}', 'TEND-W010', 'Known: `action`', '{action: [INS]}'],
  ['{action: [Get it now]}', 'TEND-W040', 'Did you mean `INS`?', '{action: [INS]}'],
  ['{action: [all]}', 'TEND-W040', 'Take `action` out', '{}'],
  ['{action: [!PLT]}', 'TEND-W004', '`if: \'inquiry.action != "PLT"\'`', '{if: \'inquiry.action != "PLT"\'}'],
  ['{score: 70}', 'TEND-W010', '`if: lead.score >= 70`', '{if: lead.score >= 70}'],
  [
    '{country: [DE, AT]}',
    'TEND-W010',
    '`if: \'lead.country in ["DE", "AT"]\'`',
    '{if: \'lead.country in ["DE", "AT"]\'}',
  ],
  ['{lead.country: DE}', 'TEND-W010', '`if: \'lead.country == "DE"\'`', '{if: \'lead.country == "DE"\'}'],
  ['{score: many}', 'TEND-W010', '`if: lead.score >= 60`', '{if: lead.score >= 60}'],
  ['{company: {a: b}}', 'TEND-W010', '`if: \'lead.company == "…"\'`', '{if: \'lead.company == "…"\'}'],
  ['{tags: {a: b}}', 'TEND-W010', '`if: \'"hot" in lead.tags\'`', '{if: \'"hot" in lead.tags\'}'],
  ['{not: {country: US}}', 'TEND-W010', '`if: \'lead.country != "US"\'`', '{if: \'lead.country != "US"\'}'],
  ['{not: {score: 60}}', 'TEND-W010', '`if: "!(lead.score >= 60)"`', '{if: "!(lead.score >= 60)"}'],
  ['{not: PLT}', 'TEND-W010', '`if: \'lead.country != "US"\'`', '{if: \'lead.country != "US"\'}'],
  ['{if: {country: DE}}', 'TEND-W012', 'Write `if: \'lead.country == "DE"\'`.', '{if: \'lead.country == "DE"\'}'],
  [
    '{if: {lucky: DE}}',
    'TEND-W012',
    'Write, for example, `if: \'lead.country != "US"\'`.',
    '{if: \'lead.country != "US"\'}',
  ],
  ['{if: {}}', 'TEND-W012', 'Write, for example, `if: \'lead.country != "US"\'`.', '{if: \'lead.country != "US"\'}'],
  [
    '{if: lead.country in ["DE", "AT"]}',
    'TEND-W003',
    'Put the condition in quotes: `if: \'lead.country in ["DE", "AT"]\'`.',
    '{if: \'lead.country in ["DE", "AT"]\'}',
  ],
  ['{if: enrollment.days > 3}', 'TEND-W055', 'ask it in the `if` of a step', '{}'],
]

it('a key of the top below `for`, one space to the right, goes to the left margin', () => {
  const wrong = 'for:\n  action: [INS]\n rank: 10\nsteps:\n  - wait: 1h\n'
  expectMended(wrong, wrong.replace(' rank', 'rank'), { code: 'TEND-W003', hint: 'Begin `rank` at the left margin.' })
  const source = wrong.replace('rank: 10', 'source: [AppSource]')
  expectMended(source, source.replace(' source', '  source'), {
    code: 'TEND-W003',
    hint: 'Begin `source` right below `action`: with 2 spaces before it.',
  })
})

it.each(FOR)('for: %s', (written, code, hint, right) => {
  expectMended(`for: ${written}\n${SOUND_STEPS}`, `for: ${right}\n${SOUND_STEPS}`, { code, hint })
})

const STEPS: Habit[] = [
  ['- wait: end of month', 'TEND-W030', '`{until: 2026-12-31}`', '- wait: {until: 2026-12-31}'],
  ['- wait: {until: end of month}', 'TEND-W036', 'Write `{until: 2026-12-31}`.', '- wait: {until: 2026-12-31}'],
  ['- wait: {until: end of day}', 'TEND-W036', 'Write `{until: "17:00"}`.', '- wait: {until: "17:00"}'],
  ['- wait: {until: 2026-12-01 9:30}', 'TEND-W036', 'Write `2026-12-01T09:30`.', '- wait: {until: 2026-12-01T09:30}'],
  ['- wait: {until: 24/12/2026}', 'TEND-W036', 'Write `2026-12-24`.', '- wait: {until: 2026-12-24}'],
  ['- wait: {until: 1/2/2026}', 'TEND-W036', 'Write `2026-12-01`.', '- wait: {until: 2026-12-01}'],
  ['- wait: {until: now + 3 days}', 'TEND-W036', 'Write `wait: 3 days`.', '- wait: 3 days'],
  ['- wait: {until: now + 3 lots}', 'TEND-W050', 'Write `2026-12-01`', '- wait: {until: 2026-12-01}'],
  ['- wait: 1 dya 3 hours', 'TEND-W030', 'Write `27h`.', '- wait: 27h'],
  ['- wait: 2 weaks', 'TEND-W030', 'Write `2 weeks`.', '- wait: 2 weeks'],
  ['- wait: {days: 2, hours: 4}', 'TEND-W012', 'Write `wait: 52h`.', '- wait: 52h'],
  ['- wait: {amount: 3, unit: moons}', 'TEND-W011', 'Add `until: "09:00"`.', '- wait: {until: "09:00"}'],
  ['- wait: {}', 'TEND-W011', 'Add `until: "09:00"`.', '- wait: {until: "09:00"}'],
  ['- wait: until reply', 'TEND-W030', '`- wait-for: reply`', '- wait-for: reply\n    up-to: 1h'],
  [
    '- wait-for: any\n    up-to: 1h',
    'TEND-W012',
    'a step waits for one of them: `wait-for: reply`.',
    '- wait-for: reply\n    up-to: 1h',
  ],
  [
    '- wait-for: reply\n    up-to: 1h\n    then: finish',
    'TEND-W012',
    '`then: [{finish: no answer to five mails}]`',
    '- wait-for: reply\n    up-to: 1h\n    then: [{finish: no answer to five mails}]',
  ],
  [
    '- wait-for: reply\n    up-to: 1h\n    then: escalate sales',
    'TEND-W012',
    '`then: [{escalate: sales}]`',
    '- wait-for: reply\n    up-to: 1h\n    then: [{escalate: sales}]',
  ],
  [
    '- wait-for: reply\n    up-to: 1h\n    then: {escalate: sales}',
    'TEND-W012',
    'Write `then: [{escalate: sales}]`.',
    '- wait-for: reply\n    up-to: 1h\n    then: [{escalate: sales}]',
  ],
  [
    '- wait-for: reply\n    up-to: 1h\n    if-not: []',
    'TEND-W010',
    'Did you mean `otherwise`?',
    '- wait-for: reply\n    up-to: 1h\n    otherwise: []',
  ],
  [
    '- split: [tips/first, {weight: 50, do: []}]\n    id: a',
    'TEND-W012',
    'Write `- {weight: 50, do: [{send: tips/first}]}`.',
    '- split:\n      - {weight: 50, do: [{send: tips/first}]}\n      - {weight: 50, do: []}\n    id: a',
  ],
  [
    '- split: [30, {weight: 70, do: []}]\n    id: a',
    'TEND-W012',
    '`- {weight: 30, do: [{task: call the customer}]}`',
    '- split:\n      - {weight: 30, do: [{task: call the customer}]}\n      - {weight: 70, do: []}\n    id: a',
  ],
  [
    '- split: [{weight: 1, do: []}, {weight: 1, do: []}]\n    id: a',
    'TEND-W027',
    'write `weight: 50`, `weight: 50`.',
    '- split: [{weight: 50, do: []}, {weight: 50, do: []}]\n    id: a',
  ],
  [
    '- split: [{weight: 1/2, do: []}, {weight: 50, do: []}]\n    id: a',
    'TEND-W012',
    'Write `weight: 50`.',
    '- split: [{weight: 50, do: []}, {weight: 50, do: []}]\n    id: a',
  ],
  [
    '- choose: [tips/first]',
    'TEND-W012',
    'Write `- {if: lead.score >= 60, do: [{send: tips/first}]}`.',
    '- choose:\n      - {if: lead.score >= 60, do: [{send: tips/first}]}',
  ],
  [
    '- choose:\n      - lead.score >= 60: []',
    'TEND-W010',
    'Write `- if: lead.score >= 60`',
    '- choose:\n      - if: lead.score >= 60\n        do: []',
  ],
  [
    '- choose:\n      - elif: lead.score >= 60\n        do: []',
    'TEND-W010',
    'Did you mean `if`?',
    '- choose:\n      - if: lead.score >= 60\n        do: []',
  ],
  [
    '- choose:\n      - if: lead.score > 9\n        do: []\n      - otherwise\n          - wait: 1h',
    'TEND-W003',
    '`- otherwise:`',
    '- choose:\n      - if: lead.score > 9\n        do: []\n      - otherwise:\n          - wait: 1h',
  ],
  [
    '- escalate: sales\n    because: [wrote twice, had no answer]',
    'TEND-W012',
    '`because: "wrote twice, had no answer"`',
    '- escalate: sales\n    because: "wrote twice, had no answer"',
  ],
  ['- tag: hot, trial', 'TEND-W012', 'Write a list: `[hot, trial]`.', '- tag: [hot, trial]'],
  ['- untag: cold', 'TEND-W020', '`- tag: hot` and below it `remove: cold`', '- tag: hot\n    remove: cold'],
  ['- set: plan = trial', 'TEND-W012', 'Write `set: {plan: trial}`.', '- set: {plan: trial}'],
  ['- set: plan: trial', 'TEND-W004', 'Put it in braces: `set: {plan: trial}`.', '- set: {plan: trial}'],
  ['- score: = 60\n    because: a', 'TEND-W012', 'Write `score: 60`.', '- score: 60\n    because: a'],
  ['- send: tips/first.de', 'TEND-W012', 'Write `tips/first`.', '- send: tips/first'],
  ['- send: first', 'TEND-W061', 'Did you mean `tips/first`?', '- send: tips/first'],
  ['- send: tips/first\n    thread: yes', 'TEND-W012', '`thread: true`', '- send: tips/first\n    thread: true'],
  ['- send: tips/first\n    reply: true', 'TEND-W010', '`thread`', '- send: tips/first\n    thread: true'],
  ['- send: tips/first\n    hours: none', 'TEND-W012', '`hours: any`', '- send: tips/first\n    hours: any'],
  [
    '- send: tips/first\n    when: lead.score > 5',
    'TEND-W010',
    'Did you mean `if`?',
    '- send: tips/first\n    if: lead.score > 5',
  ],
  ['- send: tips/first\n    else: []', 'TEND-W010', '`otherwise` belongs to `wait-for`', '- send: tips/first'],
  ['- name: Mail\n    send: tips/first', 'TEND-W010', 'Did you mean `note`?', '- note: Mail\n    send: tips/first'],
  ['- type: email\n    template: tips/first', 'TEND-W020', 'Did you mean `send`?', '- send: tips/first'],
  ['- sms: hello', 'TEND-W020', '`- task: call the customer`', '- task: call the customer'],
  ['- webhook: x', 'TEND-W020', '`- notify: sales`', '- notify: sales\n    because: a'],
  ['- foreach: x', 'TEND-W020', '`again: after 30 days` at the left margin', '- wait: 1h'],
  ['- if lead.score > 3: []', 'TEND-W020', '`- choose:`', '- choose:\n      - if: lead.score > 3\n        do: []'],
  [
    '- send: tips/first, if: lead.score > 5',
    'TEND-W004',
    '`send: tips/first`, and below it `if: lead.score > 5`',
    '- send: tips/first\n    if: lead.score > 5',
  ],
  [
    '- send: tips/first if lead.score > 5',
    'TEND-W012',
    '`send: tips/first`, and below it `if: lead.score > 5`',
    '- send: tips/first\n    if: lead.score > 5',
  ],
  [
    '- score: 10 because it clicked',
    'TEND-W012',
    '`score: 10`, and below it `because: it clicked`',
    '- score: 10\n    because: it clicked',
  ],
  [
    '- wait-for: purchase on x\n    up-to: 1h',
    'TEND-W012',
    '`wait-for: purchase`',
    '- wait-for: purchase\n    up-to: 1h',
  ],
  ['- escalate: sales\n    after: 2 days', 'TEND-W010', '`- wait: 3 days`', '- wait: 3 days\n  - escalate: sales'],
  ['- wait: 1h\n- send: tips/first', 'TEND-W003', 'Begin it with 2 spaces', '- wait: 1h\n  - send: tips/first'],
  [
    '- choose:\n      - if: lead.score > 3\n        - wait: 1h',
    'TEND-W003',
    'Put `do:` above it',
    '- choose:\n      - if: lead.score > 3\n        do:\n        - wait: 1h',
  ],
  [
    '- split: [{50%: []}, {weight: 50, do: []}]\n    id: a',
    'TEND-W010',
    'Write `weight: 50`, and the steps below it under `do:`.',
    '- split: [{weight: 50, do: []}, {weight: 50, do: []}]\n    id: a',
  ],
  ['- set: plan=trial, seats=5', 'TEND-W012', '`set: {plan: trial, seats: 5}`', '- set: {plan: trial, seats: 5}'],
  ['- set: {ends: now + 14 days}', 'TEND-W071', 'rite the value itself', '- set: {ends: "2026-12-24"}'],
  ['- start: workflows/a.yaml', 'TEND-W012', 'Write `start: a`.', '- wait: 1 day\n  - start: a'],
  ['- 50: []', 'TEND-W005', 'Begin with a word', '- wait: 1h'],
  [
    '- wait: 2 days then send tips/first',
    'TEND-W030',
    'Write `2 days`, and what comes then as a step of its own below: `- send: tips/first`.',
    '- wait: 2 days\n  - send: tips/first',
  ],
  [
    '- wait: 2 days, then finish',
    'TEND-W030',
    'as a step of its own below: `- finish',
    '- wait: 2 days\n  - finish: done',
  ],
  [
    '- wait: 2 days or reply',
    'TEND-W030',
    '`- wait-for: reply`, and below it `up-to: 2 days`.',
    '- wait-for: reply\n    up-to: 2 days',
  ],
  [
    '- wait: until reply or 2 days',
    'TEND-W030',
    '`- wait-for: reply`, and below it `up-to: 2 days`.',
    '- wait-for: reply\n    up-to: 2 days',
  ],
  ['- wait: 2 days or rain', 'TEND-W030', 'Write `30s`', '- wait: 2 days'],
  ['- wait: rain then 2 days', 'TEND-W030', 'Write `30s`', '- wait: 2 days'],
  ['- wait: random(1, 3)', 'TEND-W030', 'is the same for every lead: `1 day`.', '- wait: 1 day'],
  ['- wait: random(2h, 3h)', 'TEND-W030', 'is the same for every lead: `2h`.', '- wait: 2h'],
  ['- wait: random', 'TEND-W030', 'is the same for every lead: `1 day`.', '- wait: 1 day'],
  ['- wait: between 1 and 3 days', 'TEND-W030', 'Write `1 day`.', '- wait: 1 day'],
  [
    '- wait: {for: reply}',
    'TEND-W010',
    '`- wait-for: reply`, and below it `up-to: 3 days`.',
    '- wait-for: reply\n    up-to: 3 days',
  ],
  [
    '- wait: {offset: -2 days}',
    'TEND-W011',
    'Write `{until: 2026-12-01, offset: -2 days}`.',
    '- wait: {until: 2026-12-01, offset: -2 days}',
  ],
  [
    '- wait-for: [reply, click]\n    up-to: 1h',
    'TEND-W012',
    'Write `wait-for: reply`. For `click` write `- wait-for: click` below its `otherwise:`.',
    '- wait-for: reply\n    up-to: 1h\n    otherwise:\n      - wait-for: click\n        up-to: 1h',
  ],
  [
    '- wait-for: reply or click\n    up-to: 1h',
    'TEND-W012',
    'Write `wait-for: reply`. For `click` write `- wait-for: click` below its `otherwise:`.',
    '- wait-for: reply\n    up-to: 1h\n    otherwise:\n      - wait-for: click\n        up-to: 1h',
  ],
  [
    '- send: [tips/first, tips/next]',
    'TEND-W012',
    'Write one value, not a list: `send: tips/first`. For each other one write a step below: `- send: tips/next`.',
    '- send: tips/first',
  ],
  ['- goto: first', 'TEND-W020', 'to end write `- finish: ', '- finish: no answer'],
  [
    '- task: call\n    priority: high',
    'TEND-W010',
    'by when to call: `due-within: 4h`.',
    '- task: call\n    due-within: 4h',
  ],
  ['- send: tips/first\n    priority: high', 'TEND-W010', 'Take it out', '- send: tips/first'],
  ['- escalate: sales\n    to: sales', 'TEND-W010', 'Write `escalate: sales`.', '- escalate: sales'],
  [
    '- notify: sales\n    team: sales\n    because: a',
    'TEND-W010',
    'Write `notify: sales`.',
    '- notify: sales\n    because: a',
  ],
  ['- escalate: sales\n    to: {a: b}', 'TEND-W010', 'Write `escalate: sales`.', '- escalate: sales'],
  [
    '- tag: {add: hot, remove: cold}',
    'TEND-W012',
    'Write `tag: hot`, and below it `remove: cold`.',
    '- tag: hot\n    remove: cold',
  ],
  [
    '- score: {points: 10, because: asked}',
    'TEND-W012',
    'Write `score: 10`, and below it `because: asked`.',
    '- score: 10\n    because: asked',
  ],
  [
    '- split: {short: 50, long: 50}\n    id: a',
    'TEND-W012',
    'Write `split: [{weight: 50, name: short, do: []}, {weight: 50, name: long, do: []}]`, with the steps of each in its `do`.',
    '- split: [{weight: 50, name: short, do: []}, {weight: 50, name: long, do: []}]\n    id: a',
  ],
  [
    '- split: {short: 0.3, long: 70%}\n    id: a',
    'TEND-W012',
    '{weight: 30, name: short, do: []}, {weight: 70, name: long',
    '- split: [{weight: 30, name: short, do: []}, {weight: 70, name: long, do: []}]\n    id: a',
  ],
  [
    '- split:\n      Short:\n        - wait: 1h\n      long:\n        - wait: 2h\n    id: a',
    'TEND-W012',
    '{weight: 50, name: short, do: []}, {weight: 50, name: long',
    '- split: [{weight: 50, name: short, do: []}, {weight: 50, name: long, do: []}]\n    id: a',
  ],
  [
    '- send: tips/first\n   expires: 1h',
    'TEND-W003',
    'Begin `expires` right below `send`: with 4 spaces before it.',
    '- send: tips/first\n    expires: 1h',
  ],
  [
    '- wait-for: reply\n    up-to: 1h\n   then:\n      - wait: 1h',
    'TEND-W003',
    'Begin `then` right below `up-to`: with 4 spaces before it.',
    '- wait-for: reply\n    up-to: 1h\n    then:\n      - wait: 1h',
  ],
  [
    '- set:\n      plan: pro\n     seats: 5',
    'TEND-W003',
    'Begin `seats` right below `plan`: with 6 spaces before it.',
    '- set:\n      plan: pro\n      seats: 5',
  ],
  [
    '- tag: [hot]\n     remove: cold',
    'TEND-W003',
    'Begin `remove` right below `tag`: with 4 spaces before it.',
    '- tag: [hot]\n    remove: cold',
  ],
  ['- wait: 2 days then', 'TEND-W030', 'Write `2 days`.', '- wait: 2 days'],
  [
    '- wait: 2 days then: send tips/first',
    'TEND-W004',
    'as a step of its own below: `- send: tips/first`.',
    '- wait: 2 days\n  - send: tips/first',
  ],
  [
    '- wait: reply or click',
    'TEND-W030',
    '`- wait-for: reply`, and below it `up-to: 3 days`.',
    '- wait-for: reply\n    up-to: 3 days',
  ],
  [
    '- wait-for: {signal: reply, within: 3 days}',
    'TEND-W012',
    'Write `wait-for: reply`, and below it `up-to: 3 days`.',
    '- wait-for: reply\n    up-to: 3 days',
  ],
  [
    '- escalate: {team: sales, reason: asked, if: lead.score > 5}',
    'TEND-W012',
    'Write `escalate: sales`, and below it `because: asked`, and below it `if: lead.score > 5`.',
    '- escalate: sales\n    because: asked\n    if: lead.score > 5',
  ],
  ['- tag: {remove: cold}', 'TEND-W012', 'Write `tag: cold`.', '- tag: cold'],
  [
    '- task: [call, write]',
    'TEND-W012',
    'Write one value, not a list: `task: "call, write"`.',
    '- task: "call, write"',
  ],
  [
    '- split: {名: 50, b: 50}\n    id: a',
    'TEND-W012',
    '{weight: 50, name: "1", do: []}',
    '- split: [{weight: 50, name: "1", do: []}, {weight: 50, name: b, do: []}]\n    id: a',
  ],
  [
    '- choose:\n      - if: lead.score > 3\n         do: []',
    'TEND-W003',
    'Begin `do` right below `if`: with 8 spaces before it.',
    '- choose:\n      - if: lead.score > 3\n        do: []',
  ],
  ['- wait: {for: [reply]}', 'TEND-W010', 'A length of time stands by itself: `wait: 3 days`.', '- wait: 3 days'],
  ['- score: {because: a}', 'TEND-W012', '`score: 10`', '- score: 10\n    because: a'],
  [
    '- task: call\n    team: [sales, success]',
    'TEND-W012',
    'Write one value, not a list: `team: sales`.',
    '- task: call\n    team: sales',
  ],
  [
    '- split: {short: 50}\n    id: a',
    'TEND-W012',
    '`split: [{weight: 50, do: [',
    '- split: [{weight: 50, do: []}, {weight: 50, do: []}]\n    id: a',
  ],
]

it.each(STEPS)('%s as a step', (written, code, hint, right) => {
  const steps = (lines: string) => `for: {if: "false"}\nsteps:\n  ${lines}\n`
  expectMended(steps(written), steps(right), { code, hint })
})

describe('a key under another name', () => {
  it('is not said to be missing too', () => {
    const said = (step: string) =>
      problemsOf(`${HEAD}steps:\n  ${step}\n`).flatMap(one => (ABOUT_OTHERS.test(one) ? [] : one.split(' ', 2)))
    expect(said('- notify: sales\n    becuase: a')).toEqual(['4:5', 'TEND-W010'])
    expect(said('- wait: {untill: "09:00"}')).toEqual(['3:12', 'TEND-W010'])
    expect(said('- wait: {for: reply}')).toEqual(['3:12', 'TEND-W010'])
    expect(said('- score: 10 because it clicked')).toEqual(['3:12', 'TEND-W012'])
    expect(said('- score: {points: 10, because: a}')).toEqual(['3:12', 'TEND-W012'])
    expect(said('- split: [{weight: 50, wait: 1h}, {weight: 50, do: []}]\n    id: a')).toEqual(['3:26', 'TEND-W010'])
  })
})

it('names all templates whose last part is meant', () => {
  expect(problemsOf(`${HEAD}steps:\n  - send: brokn\n`)).toContainEqual(
    mistake('3:11 TEND-W061', 'Did you mean `tips/broken`?'),
  )
})
