import { expect, it } from 'vitest'
import { wrapText } from '../../../src/email/compose/wrap-text.ts'

const WORDS = 'one two three four five six seven eight nine ten '.repeat(6).trim()

it('wraps at spaces and loses no word', () => {
  const lines = wrapText(WORDS).split('\n')
  expect(lines.length).toBeGreaterThan(3)
  expect(lines.every(line => line.length <= 76)).toBe(true)
  expect(lines.join(' ')).toBe(WORDS)
})

it('hangs the lines of a list item under its text', () => {
  const lines = wrapText(`- ${WORDS}`).split('\n')
  expect(lines[0]?.startsWith('- one')).toBe(true)
  expect(lines.slice(1).every(line => /^ {2}\w/.test(line))).toBe(true)
})

it('keeps quotes quoted and numbers hanging', () => {
  expect(
    wrapText(`> ${WORDS}`)
      .split('\n')
      .every(line => line.startsWith('> ')),
  ).toBe(true)
  expect(
    wrapText(`10. ${WORDS}`)
      .split('\n')
      .slice(1)
      .every(line => /^ {4}\w/.test(line)),
  ).toBe(true)
})

it('leaves a long link whole', () => {
  const link = `https://contoso.example/${'a'.repeat(90)}`
  expect(wrapText(`See ${link} now`).split('\n')).toEqual(['See', link, 'now'])
})

it('leaves at most one empty line between paragraphs', () => {
  expect(wrapText('\n\na  \n\n\n\nb\n\n')).toBe('a\n\nb')
})
