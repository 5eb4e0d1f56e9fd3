import { expect, it } from 'vitest'
import { present } from '../../../src/domain/text/present.ts'

it('a value that is there comes back, be it nothing much', () => {
  expect([present(0, 'a number'), present('', 'a text'), present(false, 'an answer')]).toEqual([0, '', false])
})

it('a value that is missing throws with what was expected', () => {
  expect(() => present(undefined, 'step `a`')).toThrow(new RangeError('expected step `a`, but there is none'))
  expect(() => present(null, 'a place')).toThrow('expected a place')
})
