import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reportOn } from '../../src/workflow/language/report-on.ts'
import { offsetInScalar } from '../../src/workflow/language/scalar-place.ts'
import { asMap, entryOf, plainValue, readSource, valueStart } from '../../src/workflow/language/source.ts'
import type { ScalarNode } from '../../src/workflow/language/source-node.ts'

function read(text: string) {
  const report = reportOn('a.yaml', text)
  const { root } = readSource(report)
  if (root === null) throw new Error('expected a text with something in it')
  return { root, problems: report.problems() }
}

function scalarOf(text: string): ScalarNode {
  const node = entryOf(asMap(read(text).root), 'key')?.value
  if (node?.kind !== 'scalar') throw new Error('expected a scalar')
  return node
}

describe('the tree of a text', () => {
  it('is plain data again, in which null stands for what is refused', () => {
    expect(plainValue(read('a: [1, yes, {b: ""}]\nc:\nd: !secret x\n').root)).toEqual({
      a: [1, 'yes', { b: '' }],
      c: null,
      d: null,
    })
  })

  it('knows where the value of a key stands, and the map itself for a key that is not there', () => {
    const { root } = read('- x\n- a: 5\n  b: 6\n')
    const [, map] = root.kind === 'list' ? root.items : []
    if (map === undefined) throw new Error('expected two items')
    expect(valueStart(asMap(map), 'b')).toBe(16)
    expect(valueStart(asMap(map), 'c')).toBe(6)
  })

  it('says so when a map is asked of something else', () => {
    expect(() => asMap(read('- a').root)).toThrow(new RangeError('expected a map, but it is a list'))
  })

  it('takes what YAML only warns of for a problem', () => {
    expect(read('%FLAVOUR mint\n---\na: 1\n').problems).toMatchObject([
      { code: 'TEND-W003', severity: 'error', line: 1, message: expect.stringContaining('FLAVOUR') },
    ])
  })

  it('cuts a long key that stands twice', () => {
    const key = 'k'.repeat(50)
    expect(read(`${key}: 1\n${key}: 2\n`).problems).toMatchObject([
      { code: 'TEND-W006', line: 2, message: `\`${'k'.repeat(39)}…\` stands twice in this map` },
    ])
  })

  it('places a tag whose name the file shortened at its value', () => {
    const { problems } = read('%TAG !e! !lead-\n---\nif: !e!vip x\n')
    expect(problems).toMatchObject([{ line: 3, column: 12, message: expect.stringContaining('`!lead-vip` is a tag') }])
  })
})

describe('the place of a character in a text', () => {
  const STYLES = ['plain', 'single', 'double', 'literal', 'folded'] as const
  const words = fc.array(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 8 })

  /** The words, one a line where the style allows it; written by hand, not by the YAML library. */
  function written(parts: string[], style: (typeof STYLES)[number]): string {
    if (style === 'literal') return `key: |\n${parts.map(part => `    ${part}\n`).join('')}`
    if (style === 'folded') return `key: >-\n${parts.map(part => `  ${part}\n`).join('')}`
    const quote = { plain: '', single: "'", double: '"' }[style]
    return `key: ${quote}${parts.join('\n    ')}${quote}\nnext: 1\n`
  }

  it('is that of the same character in the file, in every style and over folded lines', () => {
    fc.assert(
      fc.property(words, fc.constantFrom(...STYLES), (parts, style) => {
        const text = written(parts, style)
        const node = scalarOf(text)
        const value = String(node.value)
        for (const [index, letter] of [...value].entries()) {
          if (!/\s/.test(letter)) expect(text[offsetInScalar(text, node, index)]).toBe(letter)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('counts an escape and a doubled quote as one character', () => {
    const double = String.raw`key: "a\tb\u00e9c\
   de"`
    expect(scalarOf(double).value).toBe('a\tbécde')
    const places = [0, 2, 4, 6].map(index => double[offsetInScalar(double, scalarOf(double), index)])
    expect(places).toEqual(['a', 'b', 'c', 'e'])
    const single = "key: 'it''s x'"
    expect(single.slice(offsetInScalar(single, scalarOf(single), 3))).toBe("s x'")
  })

  it('of a blank line in folded text stands between its lines', () => {
    const text = 'key: >-\n  one\n\n  two\n'
    expect(scalarOf(text).value).toBe('one\ntwo')
    expect(text.slice(offsetInScalar(text, scalarOf(text), 4))).toBe('two\n')
  })

  it('is right where a folded line has no indentation', () => {
    const text = '"one\ntwo"'
    const { root } = read(text)
    if (root.kind !== 'scalar') throw new Error('expected a scalar')
    expect(root.value).toBe('one two')
    expect(text.slice(offsetInScalar(text, root, 4))).toBe('two"')
  })

  it('is the end of the text for the end of the value', () => {
    const text = 'key: |\n  one\n  two\nnext: 1\n'
    expect(text.slice(offsetInScalar(text, scalarOf(text), 8))).toBe('next: 1\n')
  })

  it('is the start of the value where there is no such character', () => {
    for (const text of ['key: abc\n', 'key: 5\n', 'key: |', 'key: ""\n']) {
      expect(offsetInScalar(text, scalarOf(text), 9)).toBe(5)
    }
    expect(offsetInScalar('key: abx\n', scalarOf('key: abc\n'), 3)).toBe(5)
  })
})
