// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how settings name variables
import { describe, expect, it } from 'vitest'
import { LEAST, read, told } from './settings-texts.ts'

describe('what newcomers write in tend.yaml, and the line as the hint says it', () => {
  it.each([
    ['offers: {contoso.x: Contoso X}', '`contoso.x: {title: Contoso X}`', 'offers: {contoso.x: {title: Contoso X}}'],
    ['offers: {contoso.x: {name: X}}', 'Did you mean `title`?', 'offers: {contoso.x: {title: X}}'],
    ['limits: {gap: 1 dya}', 'Write `1 day`.', 'limits: {gap: 1 day}'],
    ['limits: {per-day: 1}', 'Did you mean `ceiling`?', 'limits: {ceiling: 1}'],
    ['limits: {per-week: 3}', 'Did you mean `per-30-days`?', 'limits: {per-30-days: 3}'],
    ['limits: none', '`limits: unlimited`', 'limits: unlimited'],
    ['first-touch: 1', '`1h` or `1 day`', 'first-touch: 1 day'],
    [
      'quiet-hours: 20:00-08:00',
      '`quiet-hours: {from: "20:00", to: "08:00"}`',
      'quiet-hours: {from: "20:00", to: "08:00"}',
    ],
    ['quiet-hours: {from: 8pm, to: "08:00"}', 'Write `"20:00"`.', 'quiet-hours: {from: "20:00", to: "08:00"}'],
    [
      'business-hours: 9-5',
      '`business-hours: {from: "09:00", to: "17:00"}`',
      'business-hours: {from: "09:00", to: "17:00"}',
    ],
    ['holidays: [24.12.2026]', 'Write `2026-12-24`.', 'holidays: [2026-12-24]'],
    ['holidays: {christmas: 2026-12-25}', 'Write `holidays: [2026-12-25]`.', 'holidays: [2026-12-25]'],
    ['zone: UTC+1', '`Europe/Prague`', 'zone: Europe/Prague'],
    ['scoring: 60', 'Write `scoring: {qualified-at: 60}`.', 'scoring: {qualified-at: 60}'],
    ['scoring: {threshold: 60}', 'Did you mean `qualified-at`?', 'scoring: {qualified-at: 60}'],
    [
      'scoring: {rules: [{action: PLT, points: 4, because: a}]}',
      '`if: \'inquiry.action == "PLT"\'`',
      'scoring: {rules: [{if: \'inquiry.action == "PLT"\', points: 4, because: a}]}',
    ],
    [
      'scoring: {rules: [{if: reply, points: 4, because: a}]}',
      '`signal.kind == "reply"`',
      'scoring: {rules: [{if: signal.kind == "reply", points: 4, because: a}]}',
    ],
    [
      'scoring: {rules: [{if: lead.company != "", score: 4, because: a}]}',
      'Did you mean `points`?',
      'scoring: {rules: [{if: lead.company != "", points: 4, because: a}]}',
    ],
    [
      'scoring: {rules: [{if: lead.company != "", points: 4}]}',
      'Add `because: asked to be contacted`.',
      'scoring: {rules: [{if: lead.company != "", points: 4, because: asked to be contacted}]}',
    ],
    ['intents: {ContactMe: active}', 'Did you mean `PLT`?', 'intents: {PLT: active}'],
    ['do-not-contact: person', '`do-not-contact: {lifted-by: person}`', 'do-not-contact: {lifted-by: person}'],
    [
      'evidence: /var/log/x.log',
      '`evidence: {relay-log: "/var/log/x.log"}`',
      'evidence: {relay-log: "/var/log/x.log"}',
    ],
    ['limits: {ceiling: 4 per week}', 'Write `per-30-days: 17` in place of `ceiling`', 'limits: {per-30-days: 17}'],
    ['limits: {ceiling: 4/day}', 'Write `ceiling: 4 a day`.', 'limits: {ceiling: 4 a day}'],
    ['limits: {ceiling: once a day}', 'Write `ceiling: 1 a day`.', 'limits: {ceiling: 1 a day}'],
    ['limits: {ceiling: 4 mails a day}', 'Write `ceiling: 4 a day`.', 'limits: {ceiling: 4 a day}'],
    ['limits: {ceiling: 4 per moon}', '`ceiling: 4 a day`', 'limits: {ceiling: 4 a day}'],
    ['limits: {per-30-days: 2 per week}', 'Write `per-30-days: 8`.', 'limits: {per-30-days: 8}'],
    ['limits: {per-30-days: 5 a month}', 'Write `per-30-days: 5`.', 'limits: {per-30-days: 5}'],
    [
      'limits: {per-30-days: 2 a day}',
      'Write `ceiling: 2 a day` in place of `per-30-days`',
      'limits: {ceiling: 2 a day}',
    ],
    [
      'scoring: {PLT: 40}',
      '`rules: [{if: \'inquiry.action == "PLT"\', points: 40, because: asked to be contacted}]`',
      'scoring: {rules: [{if: \'inquiry.action == "PLT"\', points: 40, because: asked to be contacted}]}',
    ],
    [
      'scoring: {PLT: 40, reply: 10}',
      '{if: \'signal.kind == "reply"\', points: 10, because: reply}]`',
      'scoring: {rules: [{if: \'inquiry.action == "PLT"\', points: 40, because: asked to be contacted}, {if: \'signal.kind == "reply"\', points: 10, because: reply}]}',
    ],
    [
      'scoring: {rules: {INS: 40}}',
      '`rules: [{if: \'inquiry.action == "INS"\', points: 40, because: INS}]`',
      'scoring: {rules: [{if: \'inquiry.action == "INS"\', points: 40, because: INS}]}',
    ],
    ['scoring: {rules: {if: lead.company != ""}}', 'Put `- ` before each rule.', ''],
    [
      'scoring: [{if: lead.company != "", points: 4, because: a}]',
      'Write `scoring: {rules: [{if: \'lead.company != ""\', points: 4, because: a}]}`.',
      'scoring: {rules: [{if: lead.company != "", points: 4, because: a}]}',
    ],
    [
      'offers: [contoso.x]',
      'Write `offers: {contoso.x: {title: Contoso Analytics}}`.',
      'offers: {contoso.x: {title: Contoso Analytics}}',
    ],
    [
      'offers: contoso.x',
      'Write `offers: {contoso.x: {title: Contoso',
      'offers: {contoso.x: {title: Contoso Analytics}}',
    ],
    [
      'offers: [{id: contoso.x, title: X}, {contoso.y: {title: Z}}]',
      'Write `offers: {contoso.x: {title: X}, contoso.y: {title: Z}}`.',
      'offers: {contoso.x: {title: X}, contoso.y: {title: Z}}',
    ],
    ['offers: [Contoso X]', 'Write `offers: {contoso.analytics: {title', 'offers: {contoso.analytics: {title: X}}'],
    ['logo: x.png', '`templates/layouts/`', ''],
    ['templates: [a]', 'files of their own, in `templates/`', ''],
    ['port: 3000', '`PORT` of the environment', ''],
    ['database-url: x', '`DATABASE_URL` of the environment', ''],
    ['smtp: {host: a}', '`SMTP_URL`', ''],
    ['sender: {name: Jana}', 'It belongs to `publisher`', ''],
    ['workflows: []', 'files of their own, in `workflows/`', ''],
  ])('%s', (written, hint, right) => {
    expect(told(written)).toEqual([expect.stringContaining(hint)])
    expect(told(right)).toEqual([])
  })

  it.each([
    ['members: [jo@contoso.example]', '`{name: Jo, email: jo@contoso.example}`'],
    ['members: ["Jo B <jo@contoso.example>"]', '`{name: Jo B, email: jo@contoso.example}`'],
    ['members: {name: Jo, email: jo@contoso.example}', '`members: [{name: Jo, email: jo@contoso.example}]`'],
    ['members: [{email: jo@contoso.example}]', 'Add `name: Sam`.'],
    ['members: []', '`members: [{name: Sam, email: sam@contoso.example}]`'],
  ])('teams: {sales: {%s}}', (written, hint) => {
    const { problems } = read(LEAST.replace(/members: \[.*\]/, written))
    expect(problems).toMatchObject([{ hint: expect.stringContaining(hint) }])
  })

  it.each([
    ['[sales]', 'Write `teams: {sales: {members: [{name: Sam, email: sam@contoso.example}]}}`.'],
    ['sales', 'Write `teams: {sales: {members: [{name: Sam, email: sam@contoso.example}]}}`.'],
    [
      '[{name: sales, members: [{name: Jo, email: jo@contoso.example}]}]',
      'Write `teams: {sales: {members: [{name: Jo, email: jo@contoso.example}]}}`.',
    ],
    [
      `[${['a', 'b', 'c'].map(team => `{name: ${team}, members: [{name: Jo, email: jo@contoso.example}]}`).join(', ')}]`,
      'Write `teams:`, and below it, indented by two spaces, `a: {members: [{name: Jo, email: jo@contoso.example}]}`',
    ],
  ])('teams: %s', (written, hint) => {
    const { problems } = read(LEAST.replace(/teams: .*/, `teams: ${written}`))
    expect(problems).toMatchObject([{ hint: expect.stringContaining(hint) }])
  })

  it.each([
    ['Contoso', '`name: Contoso`, `postal-address: "1 Main Street, Prague"`, `privacy-url: '],
    ['[Contoso Ltd]', '`name: Contoso`, `postal-address: '],
  ])('publisher: %s', (written, hint) => {
    const { problems } = read(LEAST.replace(/publisher:[\s\S]*(?=teams)/, `publisher: ${written}\n`))
    expect(problems).toMatchObject([
      { hint: expect.stringContaining('Write `publisher:`, and below it, indented by two spaces, ') },
    ])
    expect(problems[0]?.hint).toContain(hint)
  })

  it('the publisher by another word, and its name', () => {
    const { problems } = read(LEAST.replace('publisher:', 'company:'))
    expect(problems).toMatchObject([{ hint: 'Did you mean `publisher`?' }])
  })

  it.each([
    ['1 Main Street, Prague', '[1 Main Street, Prague]', '`postal-address: "1 Main Street, Prague"`'],
    ['1 Main Street, Prague', '{street: 1 Main Street, city: Prague}', '`postal-address: "1 Main Street, Prague"`'],
    ['https://contoso.example', 'contoso.example', '`privacy-url: "https://contoso.example/privacy"`'],
    ['{name: Jana at Contoso, email: jana@contoso.example}', 'jana@contoso.example', '{name: Jana, email: jana@'],
  ])('publisher with %s as %s', (good, written, hint) => {
    const { problems } = read(LEAST.replace(good, written))
    expect(problems).toMatchObject([{ hint: expect.stringContaining(hint) }])
  })
})

describe('a merge field in a text of tend.yaml', () => {
  it.each([
    ['name: Contoso', 'name: "{{company.name}}"', 2, 10],
    ['1 Main Street, Prague', '|\n    1 Main Street\n    Prague {{zip}}', 5, 12],
    ['name: Sam', 'name: "{{sam}}"', 6, 35],
  ])('%s', (good, written, line, column) => {
    const { settings, problems } = read(LEAST.replace(good, () => written))
    expect(settings).not.toBeNull()
    expect(problems).toMatchObject([{ code: 'TEND-S029', severity: 'warning', line, column }])
  })

  it('is warned of in titles and reasons, with the variable that may be meant', () => {
    expect(told('offers: {contoso.x: {title: "{{offer.title}}"}}')).toEqual([
      '1:30 TEND-S029 `{{offer.title}}` stands there as it is: merge fields are for templates — Write the words themselves, or a variable of the environment: `${OFFER_TITLE}`.',
    ])
    const rule = 'scoring: {rules: [{if: lead.company != "", points: 4, because: "{{}}"}]}'
    expect(told(rule)).toEqual([expect.stringContaining('`${NAME}`')])
  })
})
