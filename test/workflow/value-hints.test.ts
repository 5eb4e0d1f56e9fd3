import { expect, it } from 'vitest'
import { z } from 'zod'
import { linesHint } from '../../src/workflow/language/lines-hint.ts'
import type { ScalarNode } from '../../src/workflow/language/source-node.ts'
import { valueHint } from '../../src/workflow/language/value-hints.ts'

const EXPECTED = 'who writes'
const note = z.string().meta({ examples: ['a'.repeat(100)] })
const name = z
  .string()
  .regex(/^[A-Z]/)
  .meta({ examples: ['Contoso'] })
const NOTE = `\`note: ${'a'.repeat(100)}\``

function hintOn(value: string | number, { schema, inList = false }: { schema: z.ZodType; inList?: boolean }): string {
  const node: ScalarNode = { kind: 'scalar', value, style: 'plain', comment: false, start: 0, end: 0 }
  const issue: z.core.$ZodIssue = {
    code: 'invalid_type',
    expected: 'object',
    message: EXPECTED,
    path: [],
    input: value,
  }
  return valueHint({ key: 'who', node, schema, inList, missing: false }, issue)
}

it.each([
  ['with the text that stands there for its first key', 'Fabrikam', '`name: Fabrikam`'],
  ['with its own example where that text does not fit', 'fabrikam', '`name: Contoso`'],
  ['with its own example for another value', 5, '`name: Contoso`'],
])('a map too long for one line is shown line by line, %s', (_, written, line) => {
  expect(hintOn(written, { schema: z.strictObject({ name, note }) })).toBe(
    `Write \`who:\`, and below it, indented by two spaces, ${line}, ${NOTE}.`,
  )
})

it('a map without examples, an entry of a list and another value say what was expected', () => {
  const said = [
    hintOn(5, { schema: z.strictObject({ name: z.string(), note }) }),
    hintOn(5, { schema: z.strictObject({ name, note }), inList: true }),
    hintOn(5, { schema: z.boolean() }),
  ]
  expect(said).toEqual(said.map(() => `Write ${EXPECTED}.`))
})

it('a map that fits on its line is shown on it', () => {
  expect(linesHint('who', { name: 'Contoso' })).toBe('Write `who: {name: Contoso}`.')
  expect(hintOn('Fabrikam', { schema: z.strictObject({ name, role: name }) })).toBe(
    'Write, for example, `who: {name: Contoso, role: Contoso}`.',
  )
})
