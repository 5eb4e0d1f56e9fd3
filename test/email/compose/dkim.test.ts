import { generateKeyPairSync } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import DKIM from 'nodemailer/lib/dkim'
import { describe, expect, it } from 'vitest'
import { createDkimSigner } from '../../../src/email/compose/dkim.ts'
import { createSmtpTransport } from '../../../src/email/smtp/transport.ts'
import { verifyDkim } from '../../support/dkim-verifier.ts'
import { startSmtpSink } from '../../support/smtp-sink.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const dkim = {
  domain: 'contoso.example',
  selector: 'tend',
  key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
}
const sign = createDkimSigner()

const HEADERS = [
  'From: =?UTF-8?B?SmFuYSBOb3bDoQ==?= <jana@contoso.example>',
  'To: <eva@fabrikam.example>',
  'Subject: Hello   there,',
  '\tEva ',
  'X-Unsigned: may change',
  'Feedback-ID: send-welcome:asked:nurture:contoso-example',
]
const mailOf = (body: string, headers = HEADERS) => Buffer.from(`${headers.join('\r\n')}\r\n\r\n${body}`, 'utf8')
const BODIES = {
  'plain lines': 'Hello,\r\n\r\nthank you.\r\n',
  'lines that begin with a dot': '.\r\n..\r\n.hidden\r\nend.\r\n',
  'blanks at the ends of lines': 'one \t\r\n \t\r\n two  three\r\n',
  'empty lines at the end': 'one\r\n\r\n\r\n\r\n',
  'no line end': 'one',
  'bytes beyond ASCII': 'Žluťoučký kůň 👋\u00A0\r\n',
  nothing: '',
  'empty lines alone': '\r\n\r\n',
}

describe('a signature', () => {
  it.each(Object.entries(BODIES))('holds for a body of %s, and for no other', (_, body) => {
    const signed = sign(mailOf(body), dkim)
    expect(verifyDkim(signed, publicKey)).toMatchObject({ isGood: true, because: '' })
    expect(verifyDkim(Buffer.concat([signed, Buffer.from('more\r\n')]), publicKey).because).toBe('the body was changed')
  })

  it.each(Object.entries(BODIES))('agrees with nodemailer on a body of %s', async (_, body) => {
    const theirs = await buffer(
      new DKIM({ domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.key }).sign(mailOf(body)),
    )
    expect(verifyDkim(theirs, publicKey).isGood).toBe(true)
    expect(verifyDkim(theirs, publicKey).tags.bh).toBe(verifyDkim(sign(mailOf(body), dkim), publicKey).tags.bh)
  })

  it('covers what it names, and lets the rest change on the way', () => {
    const signed = sign(mailOf('Hello\r\n'), dkim).toString('utf8')
    const changed = (from: string, to: string) => verifyDkim(Buffer.from(signed.replace(from, to)), publicKey)
    expect(signed).toContain('Subject: Hello   there,\r\n\tEva \r\n')
    expect(changed('Hello   there,\r\n\tEva ', 'Hello there, Eva').isGood).toBe(true)
    expect(changed('may change', 'changed').isGood).toBe(true)
    for (const [from, to] of [
      ['Eva \r\n', 'Eve \r\n'],
      ['<eva@', '<eve@'],
      [':nurture:', ':other:'],
      ['s=tend', 's=tent'],
    ] as const) {
      expect(changed(from, to).because).toBe('a header was changed, or the key is another')
    }
  })

  it('is broken by a second From, whether above or below', () => {
    const signed = sign(mailOf('Hello\r\n'), dkim).toString('utf8')
    const second = 'From: <eve@evil.example>\r\n'
    expect(verifyDkim(Buffer.from(second + signed), publicKey).isGood).toBe(false)
    expect(verifyDkim(Buffer.from(signed.replace('X-Unsigned', `${second}X-Unsigned`)), publicKey).isGood).toBe(false)
    const other = Buffer.from(`X-Second: yes\r\n${signed}`)
    expect(verifyDkim(other, publicKey).isGood).toBe(true)
  })

  it('is the same for the same mail, in lines that no server folds', () => {
    const first = sign(mailOf('Hello\r\n'), dkim)
    expect(createDkimSigner()(mailOf('Hello\r\n'), dkim).equals(first)).toBe(true)
    const [head = ''] = first.toString('latin1').split('\r\nFrom:')
    expect(Math.max(...head.split('\r\n').map(line => line.length))).toBeLessThanOrEqual(76)
  })

  it('is made with the key of the day', () => {
    const next = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const key = next.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    const signer = createDkimSigner()
    expect(verifyDkim(signer(mailOf('a\r\n'), dkim), publicKey).isGood).toBe(true)
    expect(verifyDkim(signer(mailOf('a\r\n'), { ...dkim, key }), next.publicKey).isGood).toBe(true)
    expect(verifyDkim(signer(mailOf('a\r\n'), dkim), next.publicKey).isGood).toBe(false)
  })

  it('survives the way through a mail server, dots and all', async () => {
    const sink = await startSmtpSink()
    const transport = createSmtpTransport({ url: sink.url })
    try {
      for (const body of Object.values(BODIES).filter(one => one.endsWith('\r\n'))) {
        const bytes = sign(mailOf(body), dkim)
        const mail = { envelopeFrom: 'jana@contoso.example', envelopeTo: 'eva@fabrikam.example', bytes }
        expect((await transport.deliver(mail, async () => true)).kind).toBe('accepted')
      }
      for (const { bytes } of sink.mails) expect(verifyDkim(bytes, publicKey).because).toBe('')
      expect(sink.mails).toHaveLength(6)
    } finally {
      await transport.close()
      await sink.stop()
    }
  })
})
