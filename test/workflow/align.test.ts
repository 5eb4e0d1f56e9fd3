import fc from 'fast-check'
import { expect, test } from 'vitest'
import { align } from '../../src/workflow/versions/align.ts'

const same = (one: string, other: string) => Number(one === other)

/** The best sum by trying everything: both first items together, or one of them left out. */
function bestSum(one: string[], other: string[]): number {
  const [first, ...rest] = one
  const [second, ...others] = other
  if (first === undefined || second === undefined) return 0
  const paired = same(first, second) > 0 ? 1 + bestSum(rest, others) : 0
  return Math.max(paired, bestSum(rest, other), bestSum(one, others))
}

test('nothing is paired twice, and nothing with something else', () => {
  expect(align(['a', 'a'], ['a'], same)).toEqual([['a', 'a']])
  expect(align(['a', 'b', 'c'], ['c', 'a', 'b'], same)).toEqual([
    ['a', 'a'],
    ['b', 'b'],
  ])
  expect(align(['a'], ['b'], same)).toEqual([])
  expect(align([], ['b'], same)).toEqual([])
})

test('the likeness of the pairs adds up to the most that is possible', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 })
  fc.assert(
    fc.property(letters, letters, (one, other) => {
      const pairs = align(one, other, same)
      expect(pairs.length).toBe(bestSum(one, other))
      for (const [first, second] of pairs) expect(first).toBe(second)
    }),
  )
})
