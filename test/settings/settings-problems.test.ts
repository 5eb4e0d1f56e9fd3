// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how settings name variables
import { describe, expect, test } from 'vitest'
import { SETTINGS_PROBLEM_KINDS } from '../../src/settings/problem-kinds.ts'
import { LEAST, read, told } from './settings-texts.ts'

test('codes of problems are unique, and of the settings', () => {
  const codes = Object.values(SETTINGS_PROBLEM_KINDS).map(kind => kind.code)
  expect(new Set(codes).size).toBe(codes.length)
  for (const code of codes) expect(code).toMatch(/^TEND-S\d{3}$/)
})

describe('one wrong thing, at its place, with what was expected and what to write', () => {
  test.each<[string, string]>([
    ['limtis: unlimited', '1:1 TEND-S008 `limtis` is not a key here — Did you mean `limits`?'],
    ['limits: {gapp: 20h}', '1:10 TEND-S008 `gapp` is not a key here — Did you mean `gap`?'],
    ['limits: {gap: 20}', '1:15 TEND-S011 `20` is not a duration — Write the unit too: `20h` or `20 days`.'],
    [
      'limits: {gap: 3 business days}',
      '1:15 TEND-S011 business days do not count here — Write it in hours or days: `72h`.',
    ],
    [
      'limits: {ceiling: 4 a week}',
      '1:19 TEND-S010 `4 a week` is no count of mails in 24 hours — Write `per-30-days: 17` in place of `ceiling`.',
    ],
    [
      'limits: {per-30-days: -1}',
      '1:23 TEND-S010 `per-30-days` must be a number such as `5`, or `unlimited`, but is the number `-1` — Write, for example, `per-30-days: 5`.',
    ],
    [
      'limits: {per-30-days: none}',
      '1:23 TEND-S010 `none` could mean no limit or no mail — Write `unlimited` for no limit, `0` for no mail at all.',
    ],
    [
      'limits: 5',
      '1:9 TEND-S010 `limits` must be `unlimited`, or a map such as `{gap: 20h, per-30-days: 5, ceiling: 4 a day}`, but is the number `5` — Write, for example, `limits: {gap: 20h, per-30-days: 5, ceiling: 4 a day}`.',
    ],
    [
      'quiet-hours: off',
      '1:14 TEND-S010 `quiet-hours` must be `none`, or a map such as `{from: "20:00", to: "08:00", zone: lead}`, but is `off` — Write, for example, `quiet-hours: none`.',
    ],
    [
      'quiet-hours: {from: 20, to: "8:00"}',
      '1:21 TEND-S010 a time of day must be hours and minutes such as `"20:00"` — Write `"20:00"`.',
    ],
    [
      'quiet-hours: {from: "20:00", to: "24:00"}',
      '1:34 TEND-S010 a time of day must be hours and minutes such as `"20:00"` — Midnight is `"00:00"`.',
    ],
    [
      'quiet-hours: {from: "17:00", to: "09:00"}',
      '1:14 TEND-S013 the quiet hours last longer than 14 hours, so a first mail could miss its 24 hours — Make them shorter; for no quiet hours write `none`.',
    ],
    [
      'quiet-hours: {from: "08:00", to: "08:00"}',
      '1:14 TEND-S013 the quiet hours last longer than 14 hours, so a first mail could miss its 24 hours — Make them shorter; for no quiet hours write `none`.',
    ],
    [
      'quiet-hours: {from: "20:00"}',
      '1:14 TEND-S009 `to` is missing: expected a time such as `"20:00"` — Add `to: "08:00"`.',
    ],
    [
      'first-touch: 24',
      '1:14 TEND-S010 `first-touch` must be a duration such as `24h` or `3 days`, but is the number `24` — Write the unit too: `24h` or `24 days`.',
    ],
    ['first-touch: 0h', '1:14 TEND-S011 `0h` is no time at all — Write `24h` or another length, or take it out.'],
    ['zone: Europe/Pragu', '1:7 TEND-S012 `Europe/Pragu` is not a time zone — Did you mean `Europe/Prague`?'],
    [
      'zone: lead',
      '1:7 TEND-S010 `zone` must be a zone such as `Europe/Prague`, but is `lead` — Write, for example, `zone: Europe/Prague`.',
    ],
    [
      'business-hours: {days: [], from: "09:00", to: "17:00"}',
      '1:24 TEND-S013 these hours have no day — Name the days, for example `mon-fri`.',
    ],
    [
      'evidence: {relay-log: /var/log/mail.log, settle: 90s}',
      '1:50 TEND-S010 `settle` must be at least `2m`: a busy relay may take that long to log a mail that it has, and too early a look would send it twice, but is `90s` — Write, for example, `settle: 15m`.',
    ],
    [
      'evidence: {relay-log: mail.log}',
      '1:23 TEND-S010 `relay-log` must be the path of a log from the root, such as `/var/log/mail.log`, but is `mail.log` — Write, for example, `relay-log: "/var/log/mail.log"`.',
    ],
    [
      'evidence: /var/log/mail.log',
      '1:11 TEND-S010 `evidence` must be a map such as `{relay-log: /var/log/mail.log, settle: 15m}`, but is `/var/log/mail.log` — Write `evidence: {relay-log: "/var/log/mail.log"}`.',
    ],
    [
      'do-not-contact: {lifted-by: nobody}',
      '1:29 TEND-S010 `lifted-by` must be `person` or `inquiry`, but is `nobody` — Write, for example, `lifted-by: person`.',
    ],
    [
      'offers: [contoso.analytics]',
      '1:9 TEND-S010 `offers` must be a map such as `{contoso.analytics: {title: Contoso Analytics}}`, but is a list — Write `offers: {contoso.analytics: {title: Contoso Analytics}}`.',
    ],
    ['offers: {contoso.a: {title: A, titel: B}}', '1:32 TEND-S008 `titel` is not a key here — Did you mean `title`?'],
    [
      'offers: {"contoso.*": {title: A}}',
      '1:10 TEND-S010 `contoso.*` is not the id of an offer: expected `publisher.offer` without blanks and `*` — Take it from Partner Center, for example `contoso.analytics`.',
    ],
    [
      'offers: {contoso.a: {title: A}, Contoso.A: {title: B}}',
      '1:33 TEND-S006 the offer `contoso.a` stands twice — Keep one of them.',
    ],
    [
      'intents: {PLT: activ}',
      '1:16 TEND-S010 `PLT` must be `initial`, `active`, `test drive` or `none`, but is `activ` — Write, for example, `PLT: active`.',
    ],
    [
      'intents: {DNC: active}',
      '1:11 TEND-S010 `DNC` must be `none`: who asks for silence has no intent — Take it out.',
    ],
    ['intents: {PLT: active, plt: none}', '1:24 TEND-S006 `PLT` stands twice in this map — Keep one of them.'],
    [
      'scoring: {qualified-at: 0}',
      '1:25 TEND-S010 `qualified-at` must be a number of points from 1, such as `60`, or `never`, but is the number `0` — Write, for example, `qualified-at: 60`.',
    ],
    [
      'scoring: {rules: {if: true}}',
      '1:18 TEND-S010 `rules` must be a list of rules, but is a map — Put `- ` before each rule.',
    ],
    [
      'scoring: {rules: [x]}',
      '1:19 TEND-S010 a rule must be a map with `if`, `points` and `because` — For example `- {if: inquiry.note != "", points: 20, because: wrote a note}`.',
    ],
    [
      'scoring: {rules: [{if: lead.scor > 3, points: 1, because: a}]}',
      '1:29 TEND-S015 `lead.scor` is not a field — Did you mean `lead.score`?',
    ],
    [
      'scoring: {rules: [{if: enrollment.days > 3, points: 1, because: a}]}',
      '1:24 TEND-S019 `enrollment.days` has no value here — It exists in the steps of a workflow only: ask it in the `if` of a step.',
    ],
    [
      'scoring: {rules: [{if: inquiry.note, points: 1, because: a}]}',
      '1:24 TEND-S016 the condition must come out as true or false, but is text — Compare it: `inquiry.note != ""`.',
    ],
    [
      'scoring: {rules: [{if: lead.score > 1, points: 1.5, because: a}]}',
      '1:48 TEND-S010 `points` must be a whole number of points from -1000 to 1000, but is the number `1.5` — Write `points: 1`.',
    ],
    ['limits: {gap: 1h}\nlimits: unlimited', '2:1 TEND-S006 `limits` stands twice in this map — Keep one of them.'],
    [
      'limits: &all unlimited',
      '1:14 TEND-S005 anchors (`&all`) are not allowed in the settings — Write the value out where it is used.',
    ],
    [
      'zone: UTC\n---\nzone: UTC',
      '2:1 TEND-S003 cannot be read as YAML: a second document begins here — One file holds all settings: take the `---` out.',
    ],
  ])('%s', (sections, expected) => {
    expect(told(`${sections}\n`)).toEqual([expected])
    expect(read(`${LEAST}${sections}\n`).settings).toBeNull()
  })
})

describe('a warning leaves the settings whole', () => {
  test.each<[string, string]>([
    [
      'crm: {dynamics: "${NEVER_SET}"}',
      '1:1 TEND-S024 `crm` is not used yet — It does nothing in this release; you may leave it or take it out.',
    ],
    [
      'intents: {Creat: active}',
      '1:11 TEND-S021 `Creat` is not an action code that Microsoft documents — Did you mean `Create`?',
    ],
    [
      'offers: {analytics: {title: A}}',
      '1:10 TEND-S028 `analytics` names no publisher: leads say `publisher.offer` — Write it as `contoso.analytics`, with your publisher id.',
    ],
    [
      'limits: {ceiling: 0}',
      '1:19 TEND-S026 `ceiling` of 0 means that no mail is sent at all — For no limit write `unlimited`.',
    ],
    ['scoring: {rules: [{if: has(lead.company), points: 1, because: a}]}', '1:24 TEND-S020 '],
  ])('%s', (sections, expected) => {
    const lines = told(`${sections}\n`)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(expected)
    expect(read(`${LEAST}${sections}\n`).settings).not.toBeNull()
  })

  test('without a team, leads that qualify go to nobody', () => {
    const { settings, problems } = read(LEAST.replace(/teams:.*\n/, ''))
    expect(settings?.teams).toEqual([])
    expect(problems).toMatchObject([
      { code: 'TEND-S025', severity: 'warning', message: 'there is no team: leads that qualify go to nobody' },
    ])
  })

  test('keys of a team that a later release reads', () => {
    const { settings, problems } = read(LEAST.replace('}]}}', '}], channels: [teams], assignment: in turn}}'))
    expect(settings?.teams).toHaveLength(1)
    expect(problems.map(({ message }) => message)).toEqual([
      '`channels` is not used yet',
      '`assignment` is not used yet',
    ])
  })
})

describe('the publisher', () => {
  test('name, address, privacy page and sender must be there', () => {
    const { problems } = read('publisher: {booking-url: https://contoso.example/call}\nteams: {a: {members: []}}\n')
    expect(problems.map(({ message }) => message.split(':', 1)[0])).toEqual([
      '`name` is missing',
      '`postal-address` is missing',
      '`privacy-url` is missing',
      '`sender` is missing',
      '`members` must be a list of one member or more, but is an empty list',
    ])
  })

  test.each([
    ['javascript:alert(1)', 'privacy-url'],
    ['contoso.example/privacy', 'privacy-url'],
    ['"https://contoso.example/a b"', 'privacy-url'],
    ['"https://"', 'privacy-url'],
  ])('%s is not a web address', url => {
    const { problems } = read(LEAST.replace('https://contoso.example/privacy', url))
    expect(problems).toMatchObject([{ code: 'TEND-S010', line: 4, column: 16 }])
    expect(problems[0]?.message).toContain('`privacy-url` must be a web address such as')
  })

  test.each(['jana', 'jana@contoso', 'Jana <jana@contoso.example>', 'a@b.example, c@d.example'])(
    '%s is not an e-mail address',
    address => {
      const { problems } = read(LEAST.replace('jana@contoso.example', `"${address}"`))
      expect(problems).toMatchObject([{ code: 'TEND-S010', line: 5 }])
      expect(problems[0]?.message).toContain('`email` must be an e-mail address such as')
    },
  )

  test('a name of two lines cannot become a mail header', () => {
    const { problems } = read(LEAST.replace('Jana at Contoso', '"Jana\\nBcc: all@contoso.example"'))
    expect(problems).toMatchObject([{ code: 'TEND-S010', line: 5 }])
  })
})

test('everything wrong in a file is told at once, in the order of the file', () => {
  const { problems } = read(`publisher:
  name: Contoso
  postal-adress: Prague
  privacy-url: x
  sender: {name: Jana, email: jana}
offers: {contoso.a: A}
teams: {Sales Team: {members: []}}
limits: {gap: soon, ceiling: many}
zone: Prag
scoring: {qualified-at: x, rules: [{if: lead.x, points: y}]}
intents: {PLT: z}
`)
  const places = problems.map(({ line, column }) => line * 1000 + column)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(new Set(problems.map(({ line }) => line))).toEqual(new Set([3, 4, 5, 6, 7, 8, 9, 10, 11]))
  expect(problems).toHaveLength(14)
})

test('two rules of one reason would give points once, which is told', () => {
  const rules =
    'scoring:\n  rules:\n    - {if: lead.score > 1, points: 1, because: a}\n    - {if: lead.score > 2, points: 1, because: a}\n'
  expect(told(rules)).toEqual([expect.stringMatching(/^4:\d+ TEND-S027 this reason stands in the rule on line 9 too/)])
})

test.each(['', '# only a comment\n', '- a\n', 'text\n', '42\n'])('%j holds no settings', text => {
  expect(read(text)).toMatchObject({ settings: null, problems: [{ code: 'TEND-S007', line: 1, column: 1 }] })
})

test('below a syntax error nothing is guessed', () => {
  const { settings, problems } = read(`${LEAST}zone: Prag\nlimits: {gap: 20h\nfirst-touch: never\n`)
  expect(settings).toBeNull()
  expect(problems.map(({ code }) => code)).toEqual(['TEND-S012', 'TEND-S003'])
})

test('a file of more than 64 KiB is refused before it is parsed', () => {
  expect(read(`${LEAST}# ${'x'.repeat(70_000)}\n`)).toMatchObject({ settings: null, problems: [{ code: 'TEND-S001' }] })
})

test('a file that is nested without end is refused before it is parsed', () => {
  expect(read(`a: ${'['.repeat(20_000)}`)).toMatchObject({ settings: null, problems: [{ code: 'TEND-S002' }] })
})
