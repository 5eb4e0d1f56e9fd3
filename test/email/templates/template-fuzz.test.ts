import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fillTemplate } from '../../../src/email/compose/fill-template.ts'
import { compileTemplates } from '../../../src/email/templates/compile-templates.ts'
import { loadTemplates } from '../../../src/email/templates/load-templates.ts'
import { sampleNurtureContext } from '../../../src/email/templates/sample-context.ts'
import { SMALL } from './template-set.ts'

const PIECES = [
  '{{#if lead.company}}',
  '{{else}}',
  '{{/if}}',
  '{{lead.firstName}}',
  '{{greeting "Hi"}}',
  '{{or lead.company "x"}}',
  '{{> footer}}',
  '{{! note }}',
  '{{!-- {{note}} --}}',
  '{{lead.nope}}',
  '[a]({{publisher.bookingUrl}})',
  '[a](https://contoso.example)',
  '<b title="{{lead.title}}">',
  '</b>',
  '**',
  '- ',
  '> ',
  '\n',
  '\n',
  '\n\n',
  '    ',
  '# ',
  '`',
  '```\n',
  '{{',
  '}}',
  '{',
  '\\',
  'words ',
  'é😀 ',
  '| a | b |\n|---|---|\n',
  '<!-- x -->',
  '&amp; < " \' ',
]

const files = await loadTemplates(SMALL)
const kept = new Map<string, string>()
const cache = {
  get: async (key: string) => kept.get(key) ?? null,
  set: async (key: string, value: string) => {
    kept.set(key, value)
  },
}
await compileTemplates(files, cache)

async function compile(body: string) {
  const templates = [{ file: 'mail.hbs', name: 'mail', text: `---\nsubject: Hello\n---\n${body}\n` }]
  return compileTemplates({ ...files, templates }, cache)
}

it('never throws on a text, and what it lets through can be filled', async () => {
  let good = 0
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }), async pieces => {
      const { templates, problems } = await compile(pieces.join(''))
      const template = templates.mail
      expect(template === undefined).toBe(problems.length > 0)
      if (template === undefined) return
      good += 1
      const unsubscribeUrl = 'https://tend.contoso.example/u/t'
      for (const company of ['', 'Fabrikam']) {
        const context = sampleNurtureContext()
        context.lead.company = company
        const { html, text } = fillTemplate({ template, context, unsubscribeUrl })
        expect(html).toContain(unsubscribeUrl)
        expect(text).toContain(unsubscribeUrl)
        expect(html + text).not.toMatch(/tendm|tendslot|tendline/)
      }
    }),
    { numRuns: 400 },
  )
  expect(good).toBeGreaterThan(20)
})

it.each([
  ['braces', '{{{'.repeat(20_000)],
  ['comments', '{{!--'.repeat(12_000)],
  ['quotes', '{{"'.repeat(20_000)],
  ['angles', '<a href="'.repeat(7_000)],
  ['lists in conditions', '{{#if note}}\n- a\n{{/if}}\n'.repeat(2_200)],
  ['nested conditions', '{{#if note}}'.repeat(5_000)],
  ['conditions', '{{#if note}}a{{/if}} '.repeat(3_000)],
])(
  'answers in bounded time to a file full of %s',
  async (_, body) => {
    const { problems } = await compile(body)
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.length).toBeLessThan(2_000)
  },
  5_000,
)

it('takes 900 merge fields and blocks 16 deep', async () => {
  const deep = `${'{{#if lead.company}}'.repeat(16)}x${'{{/if}}'.repeat(16)}`
  expect((await compile(deep)).problems).toEqual([])
  expect((await compile('{{lead.company}} '.repeat(900))).problems).toEqual([])
  expect((await compile(`{{#if lead.company}}${deep}{{/if}}`)).problems.map(({ code }) => code)).toEqual(['TEND-T036'])
})
