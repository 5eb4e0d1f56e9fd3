import { expect, it } from 'vitest'
import { lookUp } from '../../../src/domain/text/look-up.ts'

it('knows the words of the table and no others', () => {
  expect(lookUp({ a: 1 }, 'a')).toBe(1)
  for (const word of ['b', 'constructor', 'toString', '__proto__', 'valueOf'])
    expect(lookUp({ a: 1 }, word)).toBeUndefined()
})
