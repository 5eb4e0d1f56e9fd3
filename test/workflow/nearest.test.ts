import { expect, test } from 'vitest'
import { hintFor, nearest } from '../../src/workflow/language/nearest.ts'

const verbs = ['send', 'wait', 'choose', 'escalate', 'score', 'finish']

test.each([
  ['sned', 'send'],
  ['Send', 'send'],
  ['wiat', 'wait'],
  ['excalate', 'escalate'],
  ['chose', 'choose'],
  ['wait-for', null],
  ['x', null],
  ['', null],
  ['e'.repeat(100), null],
])('%j means %j', (word, verb) => {
  expect(nearest(word, verbs)).toBe(verb)
})

test('the hint names the nearest word, else those that there are', () => {
  expect(hintFor('sned', verbs)).toBe('Did you mean `send`?')
  expect(hintFor('xxxxx', ['a', 'b'])).toBe('Known: `a`, `b`.')
  expect(hintFor('xxxxx', [])).toBe('Take it out.')
  expect(hintFor('xxxxx', [], 'Make one.')).toBe('Make one.')
  expect(
    hintFor(
      'xxxxx',
      Array.from({ length: 30 }, (_, index) => `word-${index}`),
    ),
  ).toMatch(/`word-19`, …\.$/)
})
