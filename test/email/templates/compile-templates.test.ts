import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { compileTemplates } from '../../../src/email/templates/compile-templates.ts'
import { loadTemplates } from '../../../src/email/templates/load-templates.ts'
import { templateInfo } from '../../../src/email/templates/template-info.ts'
import { filesWith, SMALL } from './template-set.ts'

const run = promisify(execFile)
const PROJECT = new URL('../../..', import.meta.url).pathname
const small = await loadTemplates(SMALL)
const { templates, problems } = await compileTemplates(small)

describe('a good set of templates', () => {
  it('compiles without a problem', () => {
    expect(problems).toEqual([])
    expect(Object.keys(templates).sort()).toEqual(['card', 'welcome', 'welcome.cs'])
  })

  it('survives JSON, since versions are stored', () => {
    expect(JSON.parse(JSON.stringify(templates))).toEqual(templates)
  })

  it('keeps mustaches as they were written, through Markdown and MJML', () => {
    const { html, text } = templates.welcome ?? { html: '', text: '' }
    for (const mustache of [
      '{{greeting "Hello"}}',
      '{{lead.company}}',
      '{{#if publisher.bookingUrl}}',
      '{{else}}',
      '{{/if}}',
    ]) {
      expect(html).toContain(mustache)
      expect(text).toContain(mustache)
    }
    expect(html + text).not.toMatch(/tend(m|slot|line)/)
    expect(html).toContain('<strong>{{lead.company}}</strong>')
    expect(html).toContain('href="{{publisher.bookingUrl}}"')
  })

  it('puts subject and preheader into the layout, escaped', () => {
    expect(templates.welcome?.html).toContain('<title>{{lead.lastName}} &amp; {{or lead.company "you"}}</title>')
    expect(templates.welcome?.html).toContain('A &lt;word&gt; for {{lead.company}}')
  })

  it('styles each tag in place as the layout says, and makes a lone link a button', () => {
    expect(templates.welcome?.html).toContain('<p style="margin: 0 0 16px;">{{greeting "Hello"}},</p>')
    expect(templates.welcome?.html).toMatch(
      /<td class="button" style="background: #0b5cad;"><a class="button" href="\{\{publisher/,
    )
  })

  it('makes the text part from the same source', () => {
    expect(templates.welcome?.text).toBe(
      [
        '{{greeting "Hello"}},',
        '',
        '{{lead.company}} asked, says "{{lead.title}}".',
        '',
        '{{#if publisher.bookingUrl}}',
        'Book a call:',
        '{{publisher.bookingUrl}}',
        '',
        '{{else}}',
        'Reply with a time.',
        '',
        '{{/if}}',
        'Read the guide (https://contoso.example/guide?a=1&b=2) or https://contoso.example/bare',
        '',
        '- first & best',
        '- second {{#if lead.country}}in {{lead.country}}{{/if}}',
        '',
        'Source: {{inquiry.source}}, {{inquiry.date}}. {{publisher.name}}, {{publisher.postalAddress}}',
        '',
        'Privacy ({{publisher.privacyUrl}}) Unsubscribe ({{unsubscribeUrl}})',
      ].join('\n'),
    )
  })

  it('makes one list of an each over list items, in both parts', () => {
    const html = templates.card?.html.replace(/ style="[^"]*"/g, '')
    expect(html).toMatch(/<ul>\s*\{\{#each mails\}\}\s*<li>[^\n]*<\/li>\s*\{\{\/each\}\}\s*<\/ul>/)
    expect(templates.card?.text).toContain(
      '{{#each mails}}\n- {{date}}: {{subject}} for {{@root.lead.name}}\n{{/each}}\n\n',
    )
  })

  it('takes the partials of a variant in its language', () => {
    expect(templates['welcome.cs']?.text).toContain('Odhlásit ({{unsubscribeUrl}})')
    expect(templates['welcome.cs']?.html).toContain('lang="cs"')
  })

  it('names the merge fields that a mail reads', () => {
    expect(templates.card?.variables).toEqual([
      'lead.name',
      'lead.phone',
      'mails',
      'mails[].date',
      'mails[].subject',
      'note',
    ])
    expect(templates.welcome?.variables).toContain('lead.firstName')
  })

  it('loads no web font and no picture', () => {
    expect(templates.welcome?.html).not.toMatch(/fonts\.googleapis|@import|<img/)
  })
})

describe('the layout cache', () => {
  it('gives a second compilation the same result from what the first one kept', async () => {
    const kept = new Map<string, string>()
    let sets = 0
    const cache = {
      get: async (key: string) => kept.get(key) ?? null,
      set: async (key: string, value: string) => {
        sets += 1
        kept.set(key, value)
      },
    }
    const files = await loadTemplates(SMALL)
    const first = await compileTemplates(files, cache)
    const second = await compileTemplates(files, cache)
    expect(sets).toBe(2)
    expect(second).toEqual(first)
  })

  it('spares a second start the loading of MJML', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tend-layouts-'))
    const script = `
      import { createRequire } from 'node:module'
      import { compileTemplates } from './src/email/templates/compile-templates.ts'
      import { createLayoutCache } from './src/email/templates/layout-cache.ts'
      import { loadTemplates } from './src/email/templates/load-templates.ts'
      const { templates } = await compileTemplates(await loadTemplates(process.argv[1]), createLayoutCache(process.argv[2]))
      const loaded = Object.keys(createRequire(import.meta.url).cache).some(path => path.includes('mjml-core'))
      process.stdout.write(JSON.stringify({ templates: Object.keys(templates).length, loaded }))
    `
    const start = async () => {
      const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script, SMALL, folder], {
        cwd: PROJECT,
      })
      return JSON.parse(stdout) as unknown
    }
    expect(await start()).toEqual({ templates: 3, loaded: true })
    expect(await start()).toEqual({ templates: 3, loaded: false })
    await rm(folder, { recursive: true })
  }, 30_000)

  it('is what layouts come from: a changed entry changes the mail', async () => {
    const cache = {
      get: async () => JSON.stringify({ html: '<p>tendslot0q tendslot1q</p>', styles: [{}, {}], errors: [] }),
      set: async () => {},
    }
    const files = await filesWith({ 'mail.hbs': '---\nsubject: Hello\n---\nText\n' })
    files.layouts = [{ file: 'layouts/nurture.mjml', name: 'nurture', text: '<mjml>{{> body}}{{> footer}}</mjml>' }]
    const made = await compileTemplates(files, cache)
    expect(made.templates.mail?.html).toMatch(/^<p><p>Text<\/p>/)
  })
})

describe('the templates of a set', () => {
  it('are listed for the checker', () => {
    expect(templateInfo(templates, small).map(({ file, language, kind }) => ({ file, language, kind }))).toEqual([
      { file: 'test/fixtures/templates/small/card.hbs', language: null, kind: 'notice' },
      { file: 'test/fixtures/templates/small/welcome.cs.hbs', language: 'cs', kind: 'nurture' },
      { file: 'test/fixtures/templates/small/welcome.hbs', language: null, kind: 'nurture' },
    ])
  })
})
