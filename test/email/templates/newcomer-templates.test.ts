import { describe, expect, it } from 'vitest'
import { compileTemplates } from '../../../src/email/templates/compile-templates.ts'
import type { Problem } from '../../../src/workflow/problem.ts'
import { filesWith, problemsOf } from './template-set.ts'

function told(problems: Problem[]): string[] {
  return problems.map(({ line, column, code, hint }) => `${line}:${column} ${code} ${hint}`)
}

describe('what other tools write in a mail', () => {
  it.each([
    ['Hi {{lead.name}}', '5:6 TEND-T031', '`{{lead.firstName}} {{lead.lastName}}`'],
    ['Hi {{ lead.firstName | default: "you" }}', '5:4 TEND-T030', '`{{or lead.firstName "you"}}`'],
    ['Hi {{or lead.firstName, "you"}}', '5:4 TEND-T030', '`{{or lead.firstName "you"}}`'],
    ['Hi {{lead.firstName or "you"}}', '5:6 TEND-T032', '`{{or lead.firstName "you"}}`'],
    ['Hi {{lead.firstName "you"}}', '5:6 TEND-T032', 'A field stands alone: `{{lead.firstName}}`.'],
    ['Hi [First Name]', '5:4 TEND-T052', '`{{lead.firstName}}`'],
    ['Hi <%= last_name %>', '5:4 TEND-T052', '`{{lead.lastName}}`'],
    ['Hi «Company»', '5:4 TEND-T052', '`{{lead.company}}`'],
    ['Hi {lead.company}', '5:4 TEND-T052', '`{{lead.company}}`'],
    ['a {{#when lead.company}}b{{/when}}', '5:6 TEND-T032', '`{{#if lead.company}}…{{/if}}`'],
    ['{{shout "a"}}', '5:3 TEND-T032', 'Known words'],
    ['{{gretting "Hello"}}', '5:3 TEND-T032', 'Did you mean `greeting`?'],
    ['{{lead.firstName, lead.lastName}}', '5:1 TEND-T030', '`{{lead.firstName}} {{lead.lastName}}`'],
    ['{{"lead.firstName"}}', '5:3 TEND-T033', 'without quotes: `{{lead.firstName}}`'],
    ['{{< footer}}', '5:1 TEND-T030', '`{{> footer}}`'],
    ['{{>> footer}}', '5:1 TEND-T030', '`{{> footer}}`'],
    ['{{hello lead.firstName}}', '5:3 TEND-T032', '`{{greeting "Hello"}}`'],
    ['{{capitalize lead.firstName}}', '5:3 TEND-T032', 'write `{{lead.firstName}}`'],
    ['{{lead.first name}}', '5:3 TEND-T032', '`{{lead.firstName}}`'],
    ['{{lead.firstName ?? "you"}}', '5:3 TEND-T032', '`{{or lead.firstName "you"}}`'],
    ['{{contact.firstname}}', '5:3 TEND-T031', '`lead.firstName`'],
    ['{{user.name}}', '5:3 TEND-T031', '`{{lead.firstName}} {{lead.lastName}}`'],
    ['{{offer.name}}', '5:3 TEND-T031', '`offer.title`'],
    ['{{publisher.address}}', '5:3 TEND-T031', '`publisher.postalAddress`'],
    ['{{sender}}', '5:3 TEND-T033', '`{{sender.name}}`, `{{sender.email}}`'],
    ['Hi {{lead.firstName}}}', '5:4 TEND-T030', 'Write `{{lead.firstName}}`.'],
    ['{% if lead.company %}', '5:1 TEND-T052', '`{{#if lead.company}}'],
    ['a {{#if !lead.company}}b{{/if}}', '5:3 TEND-T030', '`{{#unless lead.company}}'],
    ['a {{#if not lead.company}}b{{/if}}', '5:6 TEND-T033', '`{{#unless lead.company}}'],
    ['a {{#if lead.company and lead.title}}b{{/if}}', '5:6 TEND-T033', 'one field at a time'],
    ['a {{#ifnot lead.company}}b{{/if}}', '5:3 TEND-T030', '`{{#unless lead.company}}'],
    ['a {{#lead.company}}b{{/if}}', '5:3 TEND-T030', '`{{#if lead.company}}'],
    ['a {{#foreach mails}}b{{/if}}', '5:3 TEND-T030', '`{{#each mails}}'],
    ['a {{#when lead.company}}b{{/if}}', '5:3 TEND-T030', '`{{#if lead.company}}'],
    ['a {{#if lead.company}}b{{/endif}}', '5:24 TEND-T030', 'Write `{{/if}}` in place of it.'],
    ['a {{#if lead.company}}b{{#/if}}', '5:24 TEND-T030', 'Write `{{/if}}`.'],
    ['a {{#if lead.company}}b{{elseif lead.title}}c{{/if}}', '5:26 TEND-T032', '`{{else if lead.title}}`'],
    ['{{> partials/footer}}', '5:1 TEND-T021', 'Did you mean `footer`?'],
    ['{{include footer}}', '5:3 TEND-T032', 'Write `{{> footer}}`.'],
    ['{{#footer}}', '5:1 TEND-T030', '`{{> footer}}`'],
    ['a {{#each mails}}x{{/each}}', '5:11 TEND-T031', '`kind: notice`'],
    ['{{> unsubscribe}}', '5:1 TEND-T021', '`[Unsubscribe]({{unsubscribeUrl}})`'],
    ['*|UNSUB|*', '5:1 TEND-T052', '`[Unsubscribe]({{unsubscribeUrl}})`'],
    ['{% unsubscribe %}', '5:1 TEND-T052', '`[Unsubscribe]({{unsubscribeUrl}})`'],
    ['{{unsubscribe}}', '5:3 TEND-T031', 'Did you mean `unsubscribeUrl`?'],
    ['{{> company}}', '5:1 TEND-T021', 'Write `{{lead.company}}`.'],
    ['{{> greeting}}', '5:1 TEND-T021', 'Write `{{greeting "Hello"}}`.'],
    ['{{> body}}', '5:1 TEND-T021', 'Take it out'],
    ['![logo](logo.png)', '5:9 TEND-T045', '`https://contoso.example/logo.png`'],
    ['a <img src="../img/logo.png">', '5:13 TEND-T045', '`https://contoso.example/logo.png`'],
    ['a <img src=cid:logo>', '5:12 TEND-T045', '`https://contoso.example/logo.png`'],
    ['[a](/pricing)', '5:5 TEND-T044', 'write `https://contoso.example/pricing`'],
    ['[a]({{booking_url}})', '5:7 TEND-T031', 'Did you mean `publisher.bookingUrl`?'],
    ['<button>Book</button>', '1:1 TEND-T044', '`[Book a call]({{publisher.bookingUrl}})`'],
    ['Hi {{first_name}}', '5:6 TEND-T031', 'Did you mean `lead.firstName`?'],
    ['Hi {{product}}', '5:6 TEND-T031', 'Did you mean `offer.title`?'],
    ['Hi {{sender.firstName}}', '5:6 TEND-T031', 'Did you mean `sender.name`?'],
    ['Hi {{today}}', '5:6 TEND-T031', '`{{inquiry.date}}`'],
    ['Hi {{lead.email}}', '5:6 TEND-T031', 'Workflows know it'],
    ['Hi {{../lead.company}}', '5:6 TEND-T031', 'Write `{{lead.company}}`.'],
    ['Hi $firstName', '5:4 TEND-T052', '`{{lead.firstName}}`'],
    ['Hi @lead.firstName', '5:4 TEND-T052', '`{{lead.firstName}}`'],
    ['Hi <firstName>', '5:4 TEND-T052', '`{{lead.firstName}}`'],
    ['Hi ((lead.company))', '5:4 TEND-T052', '`{{lead.company}}`'],
    ['Hi __lead.company__', '5:4 TEND-T052', '`{{lead.company}}`'],
    ['Hi {lead.company}}', '5:4 TEND-T052', '`{{lead.company}}`'],
    ['Hi [FNAME]', '5:4 TEND-T052', '`{{lead.firstName}}`'],
    ['Hi {{lead.firstName}', '5:4 TEND-T030', 'Write `{{lead.firstName}}`.'],
    ['{{> footer', '5:1 TEND-T030', 'Write `{{> footer}}`.'],
    ['Hi {{or lead.company “your company”}}', '5:4 TEND-T030', 'Write `{{or lead.company "your company"}}`.'],
    ['{{greeting „Hello“}}', '5:1 TEND-T030', 'Write `{{greeting "Hello"}}`.'],
    ['a {{ # if lead.company }}b{{ / if }}', '5:3 TEND-T030', 'Write `{{#if lead.company}}`.'],
    ['a {{#if lead.company}}b{{ / if }}', '5:24 TEND-T030', 'Write `{{/if}}`.'],
    ['{{lead.company|upper}}', '5:1 TEND-T030', 'Nothing changes a field'],
    ['{{lead["company"]}}', '5:1 TEND-T030', '`{{lead.company}}`'],
    ['{{lead.firstName + lead.lastName}}', '5:1 TEND-T030', '`{{lead.firstName}} {{lead.lastName}}`'],
    ['{{lead.company or your company}}', '5:3 TEND-T032', '`{{or lead.company "your company"}}`'],
    ['{{lead.company default="you"}}', '5:3 TEND-T032', '`{{or lead.company "you"}}`'],
    ['{{default lead.company "you"}}', '5:3 TEND-T032', '`{{or lead.company "you"}}`'],
    ['a {{#if (eq lead.company "a")}}b{{/if}}', '5:6 TEND-T033', 'compares nothing'],
    ['a {{#eq lead.company "a"}}b{{/eq}}', '5:6 TEND-T032', 'compares nothing'],
    ['a {{#with lead}}b{{/with}}', '5:6 TEND-T032', '`{{lead.company}}`'],
    ['a {{#lang "cs"}}b{{/lang}}', '5:6 TEND-T032', '`welcome.cs.hbs`'],
    ['a {{#if lead.company}}b{{#else}}c{{/if}}', '5:24 TEND-T030', 'Write `{{else}}`.'],
    ['[Book](https://contoso.example/a', '5:1 TEND-T053', 'Write `[Book](https://contoso.example/a)`.'],
    ['a [Book](https://contoso.example/a and more', '5:3 TEND-T053', 'Write `[Book](https://contoso.example/a)`.'],
    ['[Book]({{publisher.bookingUrl}}', '5:1 TEND-T053', 'Write `[Book]({{publisher.bookingUrl}})`.'],
    ['[Book] (https://contoso.example/a)', '5:1 TEND-T053', 'Write `[Book](https://contoso.example/a)`.'],
    ['[Book]: (mailto:a@contoso.example)', '5:1 TEND-T053', 'Write `[Book](mailto:a@contoso.example)`.'],
    ['(Book)[https://contoso.example/a]', '5:1 TEND-T053', 'Write `[Book](https://contoso.example/a)`.'],
    ['[Book](https://contoso.example/a b)', '5:1 TEND-T053', 'Write `[Book](https://contoso.example/a%20b)`.'],
    ['a\n<mj-text>Hello</mj-text>', '6:1 TEND-T044', 'write the text itself'],
    ['<mj-button href="https://contoso.example">Go</mj-button>', '5:1 TEND-T044', '`[Go](https://contoso.example)`'],
    ['<mj-button>Go</mj-button>', '5:1 TEND-T044', '`[Go]({{publisher.bookingUrl}})`'],
    [
      '<mj-image src="https://contoso.example/a.png" />',
      '5:1 TEND-T044',
      '`![logo](https://contoso.example/logo.png)`',
    ],
  ])('%s', async (body, place, hint) => {
    const problems = told(await problemsOf(body))
    expect(problems).toContainEqual(expect.stringContaining(place))
    expect(problems.find(problem => problem.startsWith(place))).toContain(hint)
  })

  it.each([
    '[Company name](https://contoso.example)',
    'a list [1]',
    '“Hello” {{or lead.company "the “best” company"}} {{! “a remark” }}',
    'at 5 % or > 3 %',
    'write to hello@lead.company',
    '![logo](https://contoso.example/logo.png)',
    '[Book](https://contoso.example/a "A title")',
    '[Book](https://contoso.example/a_(b))',
    'Ask [Jana] (she knows) or `[a](https://b`.',
    'a [list] and [another](https://contoso.example/a), too',
  ])('%s is ordinary', async body => {
    expect(told(await problemsOf(body))).toEqual([])
  })
})

it.each([
  ['layout: layouts/nurture.mjml', 'Did you mean `nurture`?'],
  ['topic "Hello"', 'Write `topic: "Hello"`.'],
  ['topic = Hello', 'Write `topic: Hello`.'],
  ['title: Hello', 'Did you mean `subject`?'],
  ['preview: Hello', 'Did you mean `preheader`?'],
  ['type: nurture', 'Did you mean `kind`?'],
  ['from: jana@contoso.example', '`publisher`'],
  ['to: jana@contoso.example', 'goes to the lead'],
  ['language: cs', '`welcome.cs.hbs`'],
  ['attachments: [a.pdf]', 'put a link into the text'],
  ['priority: high', 'Take it out'],
  ['layout: none', 'Take `layout` out'],
  ['preheader: Re: you', 'Write `preheader: "Re: you"`'],
  ['subject: Again', 'Keep one of them'],
])('%s at the top of a template', async (line, hint) => {
  const files = await filesWith({ 'mail.hbs': `---\nsubject: "Hello"\n${line}\n---\nText\n` })
  const { problems } = await compileTemplates(files)
  expect(told(problems)).toContainEqual(expect.stringMatching(new RegExp(`^3:\\d+ TEND-T(?:011|012|020) .*${hint}`)))
})

it.each([
  ['subject: {{greeting "Hello"}}', '2:1 TEND-T013', `Write \`subject: '{{greeting "Hello"}}'\`.`],
  ['subject: [Contoso] Hello', '2:20 TEND-T011', 'Write `subject: "[Contoso] Hello"`.'],
  ['Subject: Hello', '2:1 TEND-T012', 'Did you mean `subject`?'],
  ['- subject: Hello', '1:1 TEND-T014', '`subject: "…"`'],
  ['subject: "Hello', '2:10 TEND-T011', 'Write `subject: "Hello"`.'],
  ["subject: 'Hello\npreheader: Hi", '2:10 TEND-T011', 'Write `subject: "Hello"`.'],
  ['subject: "Hello\npreheader: "Hi"', '2:10 TEND-T011', 'Write `subject: "Hello"`.'],
  ['subject: “Hello {{lead.firstName}}”', '2:10 TEND-T013', 'Write `subject: "Hello {{lead.firstName}}"`.'],
  ['subject: „Hello“', '2:10 TEND-T013', 'Write `subject: "Hello"`.'],
  ['subject: “Contoso: hello”', '2:10 TEND-T011', 'Write `subject: "Contoso: hello"`.'],
  ['subject: Hello"', '2:10 TEND-T013', 'Write `subject: "Hello"`.'],
  ['subject: [Hello, Hi]', '2:1 TEND-T013', 'Write one: `subject: "Hello"`. For a trial of two write two templates'],
  ['subject:\n  - Hello\n  - Hi', '2:1 TEND-T013', 'Write one: `subject: "Hello"`.'],
  [
    'subject: {en: Hello, cs: Ahoj}',
    '2:1 TEND-T013',
    '`subject: "Hello"` here, and `subject: "Ahoj"` in `mail.cs.hbs`',
  ],
  [
    'subject:\n  de: Hallo\n  cs: Ahoj',
    '2:1 TEND-T013',
    '`subject: "Hallo"` here, and `subject: "Ahoj"` in `mail.cs.hbs`',
  ],
  ['subject: {text: Hello}', '2:1 TEND-T013', 'Write `subject: "Hello"`.'],
  ['subject: {}', '2:1 TEND-T013', 'Write `subject: "…"`'],
])('%s is told once', async (line, place, hint) => {
  const files = await filesWith({ 'mail.hbs': `---\n${line}\n---\nText\n` })
  const { problems } = await compileTemplates(files)
  expect(told(problems)).toEqual([expect.stringContaining(place)])
  expect(told(problems)[0]).toContain(hint)
})

describe('what a word processor leaves in a mail', () => {
  const partsOf = async (body: string) => {
    const { templates, problems } = await compileTemplates(
      await filesWith({ 'mail.hbs': `---\nsubject: "Hello"\n---\n${body}\n` }),
    )
    expect(told(problems)).toEqual([])
    const [mail] = Object.values(templates)
    return { html: mail?.html ?? '', text: mail?.text ?? '' }
  }

  it('indented lines are paragraphs, not program code', async () => {
    const { html, text } = await partsOf('Hello,\n\n    thank you for asking.\n\n\tSee you.\n\n- a\n\n    b')
    expect(html).not.toContain('<pre>')
    expect(html).toContain('thank you for asking.</p>')
    expect(text).toMatch(/^thank you for asking\.$/m)
    expect(text).toMatch(/^See you\.$/m)
  })

  it('a style sheet is no text', async () => {
    const { text } = await partsOf('<style>\np { color: red }\n</style>\n\nHello.')
    expect(text).not.toContain('color')
    expect(text).toContain('Hello.')
  })
})
