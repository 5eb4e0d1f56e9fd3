import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { expect, it } from 'vitest'
import { quotedPrintable } from '../../../src/email/compose/quoted-printable.ts'

const HEAD =
  'MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'

async function decode(encoded: string): Promise<string> {
  const { text } = await new PostalMime().parse(Buffer.from(HEAD + encoded, 'latin1'))
  return text ?? ''
}

it('encodes what the standard asks for', () => {
  expect(quotedPrintable('a=b')).toBe('a=3Db')
  expect(quotedPrintable('é')).toBe('=C3=A9')
  expect(quotedPrintable('a \nb\t\n')).toBe('a=20\r\nb=09\r\n')
  expect(quotedPrintable('a ')).toBe('a=20')
  expect(quotedPrintable('.a\n.\nb.')).toBe('=2Ea\r\n=2E\r\nb.')
})

it('fills a line to 76 characters and no further', () => {
  expect(quotedPrintable('a'.repeat(76))).toBe('a'.repeat(76))
  expect(quotedPrintable('a'.repeat(77))).toBe(`${'a'.repeat(75)}=\r\naa`)
  expect(quotedPrintable(`${'a'.repeat(75)}.b`)).toBe(`${'a'.repeat(75)}=\r\n=2Eb`)
})

it('gives back every text, in short ASCII lines', async () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '=', ' ', '\t', '.', 'é', '😀', '\n', '-'.repeat(40)),
    maxLength: 200,
  })
  await fc.assert(
    fc.asyncProperty(text, async value => {
      const encoded = quotedPrintable(value)
      expect(encoded.split('\r\n').every(line => line.length <= 76 && !/^\.|[ \t]$/.test(line))).toBe(true)
      expect(encoded).toMatch(/^[\x20-\x7E\t\r\n]*$/)
      expect((await decode(encoded)).replace(/\n$/, '')).toBe(value.replace(/\n$/, ''))
    }),
    { numRuns: 300 },
  )
})
