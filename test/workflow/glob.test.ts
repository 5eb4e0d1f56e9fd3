import fc from 'fast-check'
import { expect, test } from 'vitest'
import { globMatches, globsOverlap } from '../../src/workflow/language/glob.ts'

test.each([
  ['contoso.*', 'contoso.analytics', true],
  ['Contoso.*', 'CONTOSO.analytics', true],
  ['contoso.*', 'contoso', false],
  ['*', '', true],
  ['*.analytics', 'contoso.analytics', true],
  ['c*o.*s', 'contoso.analytics', true],
  ['c*o.*x', 'contoso.analytics', false],
  ['contoso', 'contoso.analytics', false],
  ['contoso.analytics', 'contoso', false],
  ['a*b*', 'aXbY**', true],
  ['', '', true],
])('%j on %j: %j', (glob, text, expected) => {
  expect(globMatches(glob, text)).toBe(expected)
})

const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 6 })
const globs = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 6 })

test('a pattern means what its regular expression means', () => {
  fc.assert(
    fc.property(globs, letters, (glob, text) => {
      const expression = new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '.*')}$`)
      expect(globMatches(glob, text)).toBe(expression.test(text))
    }),
    { numRuns: 500 },
  )
})

test('patterns overlap when a text matches both, and only then', () => {
  const words = allWords(5)
  fc.assert(
    fc.property(
      globs.filter(glob => glob.length <= 4),
      globs.filter(glob => glob.length <= 4),
      (one, other) => {
        const common = words.some(word => globMatches(one, word) && globMatches(other, word))
        if (common) expect(globsOverlap(one, other)).toBe(true)
        if (!globsOverlap(one, other)) expect(common).toBe(false)
        expect(globsOverlap(one, other)).toBe(globsOverlap(other, one))
      },
    ),
    { numRuns: 300 },
  )
  expect(globsOverlap('a*', 'b*')).toBe(false)
  expect(globsOverlap('a*b', '*ab')).toBe(true)
  expect(globsOverlap('a', 'aa')).toBe(false)
  expect(globsOverlap('Contoso.*', '*.ANALYTICS')).toBe(true)
})

function allWords(length: number): string[] {
  if (length === 0) return ['']
  const shorter = allWords(length - 1)
  return [
    ...shorter,
    ...shorter.filter(word => word.length === length - 1).flatMap(word => ['a', 'b', '.'].map(letter => word + letter)),
  ]
}
