import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compileTemplates } from '../../../src/email/templates/compile-templates.ts'
import { loadTemplates } from '../../../src/email/templates/load-templates.ts'
import { TEMPLATE_PROBLEMS, TEMPLATE_WARNINGS } from '../../../src/email/templates/template-problem-codes.ts'
import { BROKEN, filesWith, problemsOf } from './template-set.ts'

const SHORT = 'Text\n'

describe('a problem in the text', () => {
  const cases: [string, string, string, string][] = [
    ['a placeholder with one brace', 'Dear {lead.firstName}', '5:6 TEND-T052', '{{lead.firstName}}'],
    ['a placeholder of another tool', 'a\nDear *|FNAME|*', '6:6 TEND-T052', '{{lead.firstName}}'],
    ['a field without its group', 'Dear {{firstName}}', '5:8 TEND-T031', 'Did you mean `lead.firstName`?'],
    ['a field that only conditions know', 'You wrote {{inquiry.note}}', '5:13 TEND-T031', 'Workflows know it'],
    ['a partial without its arrow', 'Dear {{footnotes}}', '5:8 TEND-T031', '`{{> footnotes}}`'],
    ['a field above the top', 'Dear {{../lead}}', '5:8 TEND-T031', 'such as `lead.company`'],
    ['an end without its slash', 'Dear {{endif}}', '5:8 TEND-T031', '{{/if}}'],
    ['a block word without its hash', '{{if lead.company}}', '5:3 TEND-T032', '{{#if lead.company}}'],
    ['a comparison', '{{#if lead.company == "x"}}x{{/if}}', '5:1 TEND-T030', 'compares nothing'],
    ['a second else', '{{#if lead.company}}a{{else}}b{{else}}c{{/if}}', '5:31 TEND-T030', 'Keep one'],
    ['a link without https', '[x](contoso.example/a)', '5:5 TEND-T044', 'write `https://contoso.example/a`'],
    ['an unknown field, with the nearest name', 'Dear {{lead.fristName}}', '5:8 TEND-T031', 'lead.firstName'],
    ['a field of the other kind of mail', 'Score {{lead.score}}', '5:9 TEND-T031', 'Known here'],
    ['a field that is a group', 'Dear {{lead}}', '5:8 TEND-T033', ''],
    ['triple braces', 'a\n\n{{{lead.company}}}', '7:1 TEND-T034', 'Write `{{lead.company}}`.'],
    ['an ampersand', 'a {{&lead.company}}', '5:3 TEND-T034', 'Write `{{lead.company}}`.'],
    ['a raw block', 'a {{{{raw}}}} b {{{{/raw}}}}', '5:3 TEND-T034', ''],
    ['an unknown word', '{{shout lead.company}}', '5:3 TEND-T032', 'write `{{lead.company}}`'],
    ['a helper that Handlebars would know', '{{#with lead}}x{{/with}}', '5:4 TEND-T032', ''],
    ['an inverse section', '{{^lead.company}}x{{/lead.company}}', '5:1 TEND-T032', '{{#unless'],
    ['a decorator', '{{#*inline "a"}}x{{/inline}}', '5:1 TEND-T035', ''],
    ['a partial chosen by data', '{{> (lookup lead "company")}}', '5:1 TEND-T035', ''],
    ['values for a partial', 'Hello\n\n{{> footer name=lead.company}}', '7:1 TEND-T033', ''],
    ['an unknown partial, with the nearest name', 'Hello {{> foter}}', '5:7 TEND-T021', 'footer'],
    ['an if without a field', '{{#if}}x{{/if}}', '5:4 TEND-T033', '{{#if lead.company}}'],
    ['an if with a sub-expression', '{{#if (or lead.company "x")}}x{{/if}}', '5:4 TEND-T033', ''],
    ['an each over a value', '{{#each lead.company}}x{{/each}}', '5:9 TEND-T033', 'list'],
    ['a block that stays open', 'a\n\n{{#if lead.company}}\nb\n\nc\n', '7:1 TEND-T030', '{{/if}}'],
    ['a block closed by another', '{{#if lead.company}}x{{/unless}}', '5:22 TEND-T030', ''],
    ['a close without its open', 'a {{/if}}', '5:3 TEND-T030', ''],
    ['an else outside a block', 'a {{else}} b', '5:3 TEND-T030', ''],
    ['braces that stay open', 'a\nb {{lead.company\nc', '6:3 TEND-T030', '}}'],
    ['a mustache that does not parse', 'a\n{{lead.company foo=}}', '6:1 TEND-T030', ''],
    ['a backslash before a mustache', 'a \\{{lead.company}}', '5:4 TEND-T030', '&#123;'],
    ['a greeting without its word', '{{greeting}}', '5:3 TEND-T033', 'greeting "Hello"'],
    ['an or with one value', '{{or lead.company}}', '5:3 TEND-T033', ''],
    ['lead data as a link', 'See [here]({{lead.company}})', '5:12 TEND-T041', 'fixed address'],
    ['lead data at the end of a link', 'See [here](https://contoso.example/{{lead.company}})', '5:36 TEND-T041', ''],
    [
      'a URL field with something before it',
      'See [x](https://evil.example/?{{publisher.bookingUrl}})',
      '5:31 TEND-T041',
      '',
    ],
    ['lead data in src', '<img src="{{lead.company}}">', '5:11 TEND-T042', ''],
    ['lead data in a style', '<p style="color: {{lead.title}}">x</p>', '5:18 TEND-T042', ''],
    ['lead data in an event', '<p onclick="{{lead.title}}">x</p>', '5:13 TEND-T042', ''],
    ['lead data in a style sheet', '<style>\n.{{lead.title}} {}\n</style>\n', '6:2 TEND-T042', ''],
    ['an attribute without quotes', '<p title={{lead.company}}>x</p>', '5:10 TEND-T040', 'title="…"'],
    ['an autolink', 'See <{{publisher.bookingUrl}}>', '5:5 TEND-T043', ''],
    ['a script link', '[x](javascript:alert%281%29)', '5:5 TEND-T044', 'https://'],
    ['a script element', '<script>alert(1)</script>', '1:1 TEND-T044', ''],
    ['a block round half a paragraph', '{{#if lead.company}}\nHello{{/if}} you', '6:6 TEND-T051', ''],
    ['a block in a paragraph round two', 'a {{#if lead.company}}b\n\nc{{/if}} d', '7:2 TEND-T051', ''],
  ]
  it.each(cases)('names %s', async (_, body, where, hint) => {
    const problems = await problemsOf(body)
    const seen = problems.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`)
    expect(seen).toContain(`mail.hbs:${where}`)
    const found = problems.find(problem => `${problem.line}:${problem.column} ${problem.code}` === where)
    expect(`${found?.message} ${found?.hint}`).toContain(hint)
    expect(found?.severity).toBe('error')
  })

  it('names what counts a list inside each, and what a list item cannot see', async () => {
    const problems = await problemsOf('{{#each mails}}\n1. {{subject}} {{lead.name}}\n{{/each}}', 'notice')
    expect(problems.map(({ line, column, code }) => `${line}:${column} ${code}`)).toEqual([
      '5:1 TEND-T050',
      '6:18 TEND-T031',
    ])
    expect(problems[1]?.hint).toContain('@root.lead.name')
  })

  it('says once what is wrong with a block', async () => {
    expect((await problemsOf('{{#if lead.company}}x')).map(problem => problem.code)).toEqual(['TEND-T030'])
  })

  it('refuses a greeting in a notice', async () => {
    expect((await problemsOf('{{greeting "Hi"}}', 'notice')).map(problem => problem.code)).toEqual(['TEND-T032'])
  })

  it('refuses a partial inside each', async () => {
    const problems = await problemsOf('{{#each mails}}\n\n{{> footer}}\n\n{{/each}}', 'notice')
    expect(problems.map(problem => problem.code)).toContain('TEND-T026')
  })

  it('finds nothing wrong with what templates may do', async () => {
    const body = [
      '{{greeting "Hello"}}, {{or lead.company "you"}} {{! a note }}{{!-- {{more}} --}}',
      '{{#unless lead.company}}no company{{else}}{{lead.company}}{{/unless}}',
      '',
      '[Call]({{publisher.bookingUrl}}), [write](mailto:{{sender.email}}), [read](https://contoso.example/a?b=c)',
      '<span title="{{lead.company}}">x</span>',
      '',
      '{{#if lead.title}}',
      '- {{lead.title}}',
      '{{else if lead.company}}',
      'Company only.',
      '{{/if}}',
    ]
    expect(await problemsOf(body.join('\n'))).toEqual([])
  })
})

describe('a problem in the front matter', () => {
  const cases: [string, string, string][] = [
    ['missing', 'Text', '1:1 TEND-T010'],
    ['no YAML', '---\nsubject: "a" b\n---\nText', '2:14 TEND-T011'],
    ['a key twice', '---\nsubject: a\nsubject: b\n---\nText', '3:1 TEND-T011'],
    ['an unknown key', '---\nsubject: a\npreheder: b\n---\nText', '3:1 TEND-T012'],
    ['a braced text without quotes', '---\nsubject: {{lead.company}}\n---\nText', '2:1 TEND-T013'],
    ['a number', '---\nsubject: a\npreheader: 3\n---\nText', '3:1 TEND-T013'],
    ['an unknown kind', '---\nsubject: a\nkind: letter\n---\nText', '3:7 TEND-T013'],
    ['no subject', '---\nkind: nurture\n---\nText', '1:1 TEND-T014'],
    ['an empty subject', '---\nsubject: ""\n---\nText', '1:1 TEND-T014'],
    ['an unknown layout', '---\nsubject: a\nlayout: nurtur\n---\nText', '3:9 TEND-T020'],
    ['an unknown field in the subject', '---\nsubject: "Hi {{lead.nam}}"\n---\nText', '2:16 TEND-T031'],
    ['an open brace in the preheader', '---\nsubject: a\npreheader: "b {{lead"\n---\nText', '3:15 TEND-T030'],
    ['a partial in the subject', '---\nsubject: "b {{> footer}}"\n---\nText', '2:13 TEND-T033'],
    ['a mail without text', '---\nsubject: a\n---\n\n{{! nothing }}\n', '1:1 TEND-T065'],
  ]
  it('tells front matter that does not end from none, and a tab from a missing quote', async () => {
    const files = await filesWith({
      'open.hbs': '---\nsubject: a\nText',
      'tab.hbs': '---\nsubject: a\n\tkind: b\n---\nText',
    })
    const { problems } = await compileTemplates(files)
    expect(problems.map(({ file, message }) => `${file} ${message}`)).toContain(
      'open.hbs The front matter does not end.',
    )
    expect(problems.filter(({ file }) => file === 'tab.hbs').map(({ hint }) => hint)).toContain(
      'Begin the line with its key: no tab, no spaces.',
    )
  })

  it.each(cases)('is named by line: %s', async (_, text, where) => {
    const { problems, templates } = await compileTemplates(await filesWith({ 'mail.hbs': text }))
    expect(problems.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`)).toContain(
      `mail.hbs:${where}`,
    )
    expect(templates).toEqual({})
  })
})

describe('a problem of the whole mail', () => {
  const mail = { 'mail.hbs': `---\nsubject: Hello\n---\n${SHORT}` }
  const codesWith = async (files: Record<string, string>) =>
    (await compileTemplates(await filesWith({ ...mail, ...files }))).problems.map(
      ({ file, line, code }) => `${file}:${line} ${code}`,
    )
  const layout = (inner: string) =>
    `<mjml>\n<mj-body>\n<mj-section><mj-column>\n${inner}\n</mj-column></mj-section></mj-body></mjml>`

  it.each([
    ['unsubscribe link', '[Unsubscribe]({{unsubscribeUrl}})', 'TEND-T060'],
    ['postal address', '{{publisher.postalAddress}}', 'TEND-T061'],
    ['privacy link', '[Privacy]({{publisher.privacyUrl}})', 'TEND-T062'],
    ['source of the data', '{{inquiry.source}}', 'TEND-T063'],
    ['name of the publisher', '{{publisher.name}}', 'TEND-T066'],
  ])('is a nurture layout without %s', async (_, part, code) => {
    const whole =
      '{{inquiry.source}} {{inquiry.date}} {{publisher.name}} {{publisher.postalAddress}} [Privacy]({{publisher.privacyUrl}}) [Unsubscribe]({{unsubscribeUrl}})'
    expect(whole).toContain(part)
    expect(await codesWith({ 'partials/footer.hbs': whole })).toEqual([])
    expect(
      (await codesWith({ 'partials/footer.hbs': whole.replace(part, '') })).map(seen => seen.split(' ')[1]),
    ).toEqual([code])
    const hidden = whole.replace(part, `{{#if lead.company}}${part}{{/if}}`)
    expect((await codesWith({ 'partials/footer.hbs': hidden })).map(seen => seen.split(' ')[1])).toEqual([code])
  })

  it('is a duty that only the HTML fulfils', async () => {
    const inside =
      '<mj-text>{{> body}}</mj-text><mj-text>{{> footer}}</mj-text><mj-text>{{publisher.postalAddress}}</mj-text>'
    const footer =
      '{{inquiry.source}} {{inquiry.date}} {{publisher.name}} [Privacy]({{publisher.privacyUrl}}) [Unsubscribe]({{unsubscribeUrl}})'
    expect(await codesWith({ 'layouts/nurture.mjml': layout(inside), 'partials/footer.hbs': footer })).toEqual([
      'layouts/nurture.mjml:1 TEND-T061',
    ])
  })

  it('is a notice layout chosen for a letter', async () => {
    const seen = await codesWith({ 'mail.hbs': `---\nsubject: Hello\nlayout: notice\n---\n${SHORT}` })
    expect(seen).toEqual(
      ['TEND-T060', 'TEND-T061', 'TEND-T062', 'TEND-T063', 'TEND-T066'].map(code => `mail.hbs:3 ${code}`),
    )
  })

  it('is a layout without a place for the text', async () => {
    expect(await codesWith({ 'layouts/nurture.mjml': layout('<mj-text>x</mj-text>') })).toEqual([
      'layouts/nurture.mjml:1 TEND-T024',
    ])
  })

  it('is a layout that MJML refuses, by line', async () => {
    const inside = '<mj-text>{{> body}}</mj-text>\n<mj-foo>x</mj-foo>'
    expect(await codesWith({ 'layouts/nurture.mjml': layout(inside) })).toEqual(['layouts/nurture.mjml:5 TEND-T023'])
  })

  it('is a mustache that MJML would drop', async () => {
    const inside = '<mj-text>{{> body}}</mj-text>\n{{publisher.name}}'
    expect(await codesWith({ 'layouts/nurture.mjml': layout(inside) })).toEqual(['layouts/nurture.mjml:5 TEND-T025'])
  })

  it('is lead data in a link of a layout', async () => {
    const inside = '<mj-text>{{> body}} {{> footer}}</mj-text>\n<mj-button href="{{lead.company}}">x</mj-button>'
    expect(await codesWith({ 'layouts/nurture.mjml': layout(inside) })).toEqual(['layouts/nurture.mjml:5 TEND-T041'])
  })

  it('is partials that include each other', async () => {
    const seen = await codesWith({
      'mail.hbs': '---\nsubject: a\n---\n{{> one}}',
      'partials/one.hbs': 'a {{> two}}',
      'partials/two.hbs': 'b\n\n{{> one}}',
    })
    expect(seen).toEqual(['partials/two.hbs:3 TEND-T022'])
  })

  it('is an unknown field in a partial, told once and at its place', async () => {
    const text = '---\nsubject: a\n---\n{{> one}}'
    expect(await codesWith({ 'mail.hbs': text, 'other.hbs': text, 'partials/one.hbs': 'a\n\n{{lead.nope}}' })).toEqual([
      'partials/one.hbs:3 TEND-T031',
    ])
  })

  it('is HTML that mailboxes clip', async () => {
    const long = `---\nsubject: a\n---\n${'- a & b\n'.repeat(6_000)}`
    expect(await codesWith({ 'mail.hbs': long })).toEqual(['mail.hbs:1 TEND-T064'])
  })

  it('is a suffix that is no language, and a variant without its base', async () => {
    const text = '---\nsubject: a\n---\nText'
    expect(await codesWith({ 'mail.zz.hbs': text, 'mail.cs.hbs': text, 'male.de.hbs': text })).toEqual([
      'mail.zz.hbs:1 TEND-T005',
      'male.de.hbs:1 TEND-T006',
    ])
  })
})

describe('a folder', () => {
  it('tells all its problems at once, in the order of files and lines', async () => {
    const { problems, templates } = await compileTemplates(await loadTemplates(BROKEN))
    expect(templates).toEqual({})
    const seen = problems.map(({ file, line, column, code }) => `${file.split('/').at(-1)}:${line}:${column} ${code}`)
    expect(seen).toEqual([
      'hello.hbs:3:1 TEND-T012',
      'hello.hbs:5:8 TEND-T031',
      'hello.hbs:7:1 TEND-T030',
      'hello.hbs:8:17 TEND-T034',
      'hello.hbs:10:12 TEND-T041',
      'nurture.mjml:1:1 TEND-T060',
      'nurture.mjml:1:1 TEND-T061',
      'nurture.mjml:1:1 TEND-T062',
      'nurture.mjml:1:1 TEND-T063',
      'nurture.mjml:1:1 TEND-T066',
      'nosubject.hbs:1:1 TEND-T014',
      'orphan.cs.hbs:1:1 TEND-T006',
    ])
  })

  it('names files that are too large, not UTF-8 or wrongly named, and one that is not there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tend-templates-'))
    await mkdir(join(folder, 'layouts'))
    await writeFile(join(folder, 'large.hbs'), 'x'.repeat(64 * 1024 + 1))
    await writeFile(join(folder, 'latin.hbs'), Buffer.from([0xe9, 0x20]))
    await writeFile(join(folder, 'My Mail.hbs'), 'x')
    await writeFile(join(folder, 'layouts', 'page.hbs'), 'x')
    await writeFile(join(folder, 'README.md'), 'x')
    await writeFile(join(folder, '.hidden'), 'x')
    const { problems } = await loadTemplates(folder)
    await rm(folder, { recursive: true })
    expect(problems.map(({ file, code }) => `${file.split('/').at(-1)} ${code}`)).toEqual([
      'My Mail.hbs TEND-T004',
      'large.hbs TEND-T002',
      'latin.hbs TEND-T003',
      'page.hbs TEND-T004',
    ])
    expect((await loadTemplates(folder)).problems.map(problem => problem.code)).toEqual(['TEND-T001'])
  })

  it('reads a file of exactly 64 KiB, and Windows line ends as others', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tend-templates-'))
    await writeFile(join(folder, 'a.hbs'), `---\r\nsubject: a\r\n---\r\n${'x'.repeat(64 * 1024 - 26)}`)
    const files = await loadTemplates(folder)
    await rm(folder, { recursive: true })
    expect(files.problems).toEqual([])
    expect(files.templates[0]?.text.startsWith('---\nsubject: a\n---\n')).toBe(true)
  })
})

it('gives every code a title', () => {
  for (const [code, title] of Object.entries({ ...TEMPLATE_PROBLEMS, ...TEMPLATE_WARNINGS })) {
    expect(code).toMatch(/^TEND-T\d{3}$/)
    expect(title.length).toBeGreaterThan(5)
  }
})
