import { expect, it } from 'vitest'
import { retag } from '../../src/domain/tags.ts'

it('tags stand in order of arrival, each once, without those that were taken away', () => {
  expect(retag(['old', 'cold'], { add: ['vip', 'old', 'vip'], remove: ['cold', 'unknown'] })).toEqual(['old', 'vip'])
  expect(retag(['a'], { add: ['b'], remove: ['b'] })).toEqual(['a'])
})
