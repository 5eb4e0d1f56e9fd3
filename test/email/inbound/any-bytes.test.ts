import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readInboundMail } from '../../../src/email/inbound/read-inbound-mail.ts'
import { mailBytes, statusReport } from '../../support/mail-bytes.ts'

const OURS = {
  returnPath: 'bounce@contoso.example',
  unsubscribe: 'unsub@contoso.example',
  receivedAt: 1_767_348_000_000,
}
// Each takes under a second alone; what is not bounded takes minutes.
const MOST_MS = 10_000

const MAILS = [
  statusReport({ fields: 'Final-Recipient: rfc822;ann@fabrikam.example\nAction: failed\nStatus: 5.1.1' }),
  mailBytes({ html: '<p>Yes<blockquote type="cite">old</blockquote>', headers: { Subject: '=?utf-8?B?w7w=?=' } }),
  mailBytes({
    text: 'I am back on 5 January.\n\nOn Fri, Jana wrote:\n> old',
    headers: { 'Auto-Submitted': 'auto-replied' },
  }),
]

async function readSound(bytes: Uint8Array): Promise<void> {
  const mail = await readInboundMail(bytes, OURS)
  expect(['person', 'automatic', 'report', 'unsubscribe']).toContain(mail.kind)
  expect(mail.text.length).toBeLessThanOrEqual(4000 * 2)
  expect(mail.answers.length).toBeLessThanOrEqual(30)
  expect(mail.answers.every(id => /^<[^<>\s]+@[^<>\s]+>$/.test(id))).toBe(true)
  for (const { diagnostic } of mail.reports) expect(diagnostic).not.toMatch(/[\r\n]|[a-z]@[a-z]/)
}

const text = (value: string) => new TextEncoder().encode(value)
const join = (...pieces: string[]) => pieces.join('\r\n')

const HEAVY: [string, () => Uint8Array][] = [
  ['nothing', () => text('')],
  ['NULs', () => new Uint8Array(100_000)],
  ['a megabyte of one header', () => text(`Subject: ${'x '.repeat(500_000)}\r\n\r\nhello`)],
  ['a megabyte of encoded words', () => text(`Subject: ${'=?utf-8?Q?x?= '.repeat(70_000)}\r\n\r\nhello`)],
  ['a megabyte of recipients', () => text(`To: ${'"a" <a@b.example>, '.repeat(50_000)}\r\n\r\nhello`)],
  ['a megabyte of brackets for recipients', () => text(`To: ${'(<"'.repeat(300_000)}\r\n\r\nhello`)],
  ['a megabyte of references', () => text(`References: ${'<a@b> '.repeat(150_000)}\r\n\r\nhello`)],
  ['a hundred thousand headers', () => text(`${'X: y\r\n'.repeat(200_000)}\r\nhello`)],
  ['a megabyte of folds', () => text(`Subject: x${'\r\n y'.repeat(250_000)}\r\n\r\nhello`)],
  [
    'ten thousand parts',
    () => text(join('Content-Type: multipart/mixed; boundary=b', '', `${'--b\r\n\r\nx\r\n'.repeat(10_000)}`)),
  ],
  [
    'half a million edges',
    () => text(join('Content-Type: multipart/mixed; boundary="b"', '', '--b\n'.repeat(490_000))),
  ],
  [
    'parts nested 50 deep',
    () =>
      text(
        Array.from({ length: 50 }, (_, n) =>
          join(`Content-Type: multipart/mixed; boundary=b${n}`, '', `--b${n}`, ''),
        ).join(''),
      ),
  ],
  [
    'parts nested 5,000 deep',
    () =>
      text(
        Array.from({ length: 5000 }, (_, n) =>
          join(`Content-Type: multipart/mixed; boundary=b${n}`, '', `--b${n}`, ''),
        ).join(''),
      ),
  ],
  [
    'mails nested 50 deep',
    () => text(`${join('Return-Path: <>', 'Content-Type: message/rfc822', '', '').repeat(50)}Subject: x\r\n\r\nhello`),
  ],
  ['a megabyte on one line', () => text(`Subject: x\r\n\r\n${'a'.repeat(1_500_000)}`)],
  ['a megabyte of blanks on one line', () => text(`Subject: x\r\n\r\n${' '.repeat(1_500_000)}x`)],
  ['a megabyte of empty lines', () => text(`Subject: x\r\n\r\n${'\n'.repeat(1_500_000)}x`)],
  ['a megabyte of quotes', () => text(`Subject: x\r\n\r\n${'> '.repeat(700_000)}x`)],
  [
    'a megabyte of answers that name times',
    () => text(`Subject: x\r\n\r\n${'On 1 May 2026 he wrote\n'.repeat(40_000)}x`),
  ],
  ['open tags', () => text(`Content-Type: text/html\r\n\r\n${'<a '.repeat(400_000)}`)],
  ['open tags with quotes', () => text(`Content-Type: text/html\r\n\r\n${'<a "'.repeat(400_000)}`)],
  ['open comments', () => text(`Content-Type: text/html\r\n\r\n${'<!--'.repeat(300_000)}`)],
  ['open scripts', () => text(`Content-Type: text/html\r\n\r\n${'<script>'.repeat(200_000)}`)],
  [
    'addresses without end',
    () => text(`From: mailer-daemon@x.example\r\nSubject: Undeliverable\r\n\r\n${'a@b.example '.repeat(100_000)}`),
  ],
  [
    'codes without end',
    () => text(`From: mailer-daemon@x.example\r\nSubject: Undeliverable\r\n\r\n${'550 5.1.1 '.repeat(100_000)}`),
  ],
  ['days without end', () => text(`Auto-Submitted: auto-replied\r\n\r\n${'until 3 January 2026 '.repeat(60_000)}`)],
  ['digits without end', () => text(`Auto-Submitted: auto-replied\r\n\r\n${'1.'.repeat(500_000)}`)],
  [
    'a status of a hundred thousand recipients',
    () => statusReport({ fields: 'Final-Recipient: rfc822;a@b.example\nAction: failed\n\n'.repeat(30_000) }),
  ],
  ['a wrong charset', () => text('Content-Type: text/plain; charset=klingon-8\r\n\r\nhello')],
  ['broken base64', () => text('Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n====!!!aGVsbG8')],
]

describe('any bytes', () => {
  it.each(HEAVY)(
    'are read in time: %s',
    async (_name, bytes) => {
      const made = bytes()
      const started = performance.now()
      await readSound(made)
      expect(performance.now() - started).toBeLessThan(MOST_MS)
    },
    20_000,
  )

  it('are read when they are noise', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), readSound), { numRuns: 100 })
  })

  it('are read when a mail was cut, mangled or doubled', async () => {
    const change = fc.record({ at: fc.nat(3000), byte: fc.nat(255), cut: fc.nat(3000) })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...MAILS), fc.array(change, { maxLength: 20 }), async (mail, changes) => {
        const bytes = mail.slice()
        for (const { at, byte } of changes) bytes[at % bytes.length] = byte
        const cut = changes[0]?.cut ?? bytes.length
        await readSound(bytes.slice(0, cut))
        await readSound(Uint8Array.from([...bytes.slice(cut), ...bytes]))
      }),
      { numRuns: 100 },
    )
  })

  it('are read when headers are any text', async () => {
    const names = fc.constantFrom(
      'From',
      'To',
      'Subject',
      'References',
      'Content-Type',
      'Return-Path',
      'Received',
      'Precedence',
    )
    const header = fc.tuple(names, fc.string({ unit: 'binary', maxLength: 200 }))
    await fc.assert(
      fc.asyncProperty(fc.array(header, { maxLength: 10 }), fc.string({ unit: 'binary' }), (headers, body) =>
        readSound(text(`${headers.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${body}`)),
      ),
      { numRuns: 100 },
    )
  })
})
