import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { exampleOfMap } from '../../src/workflow/language/schema-places.ts'
import type { MapNode } from '../../src/workflow/language/source-node.ts'
import { missingHint } from '../../src/workflow/language/value-hints.ts'

const gap = z.string().meta({ examples: ['20h'] })
const bare = z.string()
const EMPTY: MapNode = { kind: 'map', entries: [], start: 0, end: 0 }

describe('the example of a map', () => {
  it.each([
    ['has the keys that must be there', { gap, note: bare.optional() }, { gap: '20h' }],
    [
      'has every key with an example where none must be there',
      { gap: gap.optional(), note: bare.optional() },
      { gap: '20h' },
    ],
    ['is none when a key that must be there has no example', { gap, note: bare }, undefined],
    ['is none when no key has an example', { note: bare.optional() }, undefined],
  ])('%s', (_, shape, expected) => {
    expect(exampleOfMap(shape)).toEqual(expected)
  })

  it('has the keys that are to be shown', () => {
    expect(exampleOfMap({ gap: gap.optional(), ceiling: gap }, ['gap'])).toEqual({ gap: '20h', ceiling: '20h' })
  })
})

it('a key that is missing is to be added with its example, or with a place for its value', () => {
  expect(missingHint({ key: 'gap', schema: gap }, EMPTY)).toBe('Add `gap: 20h`.')
  expect(missingHint({ key: 'note', schema: bare }, EMPTY)).toBe('Add `note: …`.')
})
