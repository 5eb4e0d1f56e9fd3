import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileEncodedPart } from '../../../src/email/compose/encoded-part.ts'
import { mergeContext } from '../../../src/email/compose/merge-context.ts'
import { quotedPrintable } from '../../../src/email/compose/quoted-printable.ts'
import { compileTemplates } from '../../../src/email/templates/compile-templates.ts'
import { loadTemplates } from '../../../src/email/templates/load-templates.ts'
import { sampleNoticeContext, sampleNurtureContext } from '../../../src/email/templates/sample-context.ts'
import { compileTemplateText } from '../../../src/email/templates/template-language.ts'
import { SHIPPED } from '../templates/template-set.ts'

const { templates } = await compileTemplates(await loadTemplates(SHIPPED))
const CONTEXTS = { nurture: sampleNurtureContext(), notice: sampleNoticeContext() }

const encodedAtOnce = (text: string, values: object) => quotedPrintable(compileTemplateText(text, 'html')(values))

it.each(Object.entries(templates))('%s is encoded as if at once', (_, { html, kind }) => {
  const values = mergeContext(kind, CONTEXTS[kind])
  const filled = compileEncodedPart(html)
  expect(filled(values)).toBe(encodedAtOnce(html, values))
  expect(filled(mergeContext(kind, {} as never))).toBe(encodedAtOnce(html, mergeContext(kind, {} as never)))
})

const LINES = ['\n', '\n', '\n', '  \n', '\r', 'a', '.', ' ', '\t', '=', 'é', '😀', '-'.repeat(70)]
const FIELDS = ['{{a}}', '{{or a "b"}}', '{{~a~}}', '{{greeting "Hi"}}', '{{! no }}', '\\{{a}}']
const BLOCKS = [
  ['{{#if a}}', '{{/if}}'],
  ['{{~#if a~}}', '{{~/if~}}'],
  ['{{#unless a}}', '{{/unless}}'],
  ['{{#each list}}', '{{/each}}'],
]

it('is encoded as if at once, whatever stands in which line', () => {
  const text = fc.array(fc.constantFrom(...LINES, ...FIELDS), { maxLength: 12 }).map(words => words.join(''))
  const block = fc
    .tuple(fc.constantFrom(...BLOCKS), text, text)
    .map(([[open, close], then, otherwise]) => `${open}${then}{{else}}\n${otherwise}\n${close}`)
  const value = fc.constantFrom('', 'Eva', 'a\nb\n', 'é'.repeat(60), '.', '0')
  fc.assert(
    fc.property(fc.array(fc.oneof(text, block), { maxLength: 5 }), value, (parts, a) => {
      const values = { a, lead: { firstName: a }, list: [{ a }, { a: 'two' }] }
      expect(compileEncodedPart(parts.join(''))(values)).toBe(encodedAtOnce(parts.join(''), values))
    }),
    { numRuns: 2_000 },
  )
})

it('takes no sign of the template for one of its own', () => {
  for (const text of ['a\n\u0001\n{{a}}\n', 'a\nb\n{{greeting "\u00010\u0001"}}\nc\nd\n']) {
    expect(compileEncodedPart(text)({ a: 'Eva' })).toBe(encodedAtOnce(text, { a: 'Eva' }))
  }
})
