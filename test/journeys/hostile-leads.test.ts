import PostalMime, { type Address, type Email } from 'postal-mime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PLAIN_SETTINGS, type Product, startProduct } from '../support/product.ts'
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts'
import { leadBody } from '../support/stories.ts'

/** Says everything of a lead that a mail can say, in the subject too. */
const TEMPLATE = `---
subject: "{{lead.firstName}} {{lead.lastName}} of {{lead.company}}, {{lead.title}}, {{offer.title}}"
preheader: "{{lead.company}}"
---
{{greeting "Hello"}} {{lead.lastName}} of **{{lead.company}}** ({{lead.title}}, {{lead.country}}),

about {{offer.title}} from {{inquiry.source}}.
`
const FILES = {
  workflows: {
    'asked.yaml':
      'title: Asked\nfor: {action: [PLT]}\nsteps:\n  - send: asked\n  - escalate: sales\n    because: asked\n',
  },
  templates: { 'asked.hbs': TEMPLATE },
}
const LETTER = [
  'from',
  'to',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'list-id',
  'feedback-id',
  'content-type',
]
const NOTICE = LETTER.filter(name => !/^list-|^feedback/.test(name)).toSpliced(-1, 0, 'auto-submitted')

const NASTY: Record<string, string> = {
  'line breaks and a header': 'Eve\r\nBcc: victim@example.net\r\nX-Evil: yes\r\n\r\n<b>body</b>',
  'a bare line feed': 'Eve\nTo: victim@example.net',
  'a bare carriage return': 'Eve\rCc: victim@example.net',
  'Unicode line ends': 'Eve\u2028Bcc: a\u2029b\u0085Cc: c',
  'an end of data': 'Eve\r\n.\r\nMAIL FROM:<eve@evil.example>\r\nRCPT TO:<victim@example.net>\r\nDATA\r\n',
  'bidi controls': '\u202Egnp.exe\u2066x\u2069',
  'zero-width characters': 'E\u200Bv\u200De\uFEFF \u2060N',
  'tag characters': 'Eve\u{E0041}\u{E0042}',
  mustaches: '{{lead.email}} {{{publisher.name}}} {{#each}} {{> footer}}',
  'a script': '<script>alert("1")</script><img src=x onerror=alert(1)>',
  'a URL': 'Win at https://evil.example/win now',
  'a bare domain': 'visit www.evil.example today',
  'a Markdown link': '[click](https://evil.example) ![x](http://evil.example/x.png)',
  'a lone surrogate': 'Eve\uD83D!',
  'the other half': '\uDE00 Eve',
  'an encoded word': '=?UTF-8?B?QmNjOiBh?= =?utf-8?q?=0D=0ABcc:_a?=',
  'two addresses': 'a@evil.example, b@evil.example',
  'an address in angles': 'Eve" <eve@evil.example>, "',
  'control characters': 'E\u0000v\u0007e\u001B[31m\u007F',
  'a long name': 'Žaneta '.repeat(1_000),
  'a long word': 'e'.repeat(7_000),
  'dots at the start': '.Eve\r\n..\r\n.',
}

let product: Product
let sink: SmtpSink

beforeAll(async () => {
  sink = await startSmtpSink()
  product = await startProduct({ ...FILES, settings: PLAIN_SETTINGS, environment: { SMTP_URL: sink.url } })
})

afterAll(async () => {
  await product.close()
  await sink.stop()
})

interface Landed {
  from: string
  to: string[]
  raw: string
  parsed: Email
}

/** Posts the body and gives what reached the mail server because of it: letters first. */
async function landed(body: object): Promise<Landed[]> {
  const before = sink.mails.length
  await product.deliver(body)
  await product.drainDue(product.clock.now())
  const mails = sink.mails.slice(before).map(async ({ from, to, bytes }) => {
    return { from, to, raw: bytes.toString('latin1'), parsed: await PostalMime.parse(bytes) }
  })
  const all = await Promise.all(mails)
  return all.sort((a, b) => Number(isNotice(a)) - Number(isNotice(b)))
}

function isNotice({ to }: Landed): boolean {
  return to.includes('sam@contoso.example')
}

function addresses(mail: Email): Record<string, (string | undefined)[]> {
  const of = (list: Address[] | undefined) => (list ?? []).map(({ address }) => address)
  return { to: of(mail.to), cc: of(mail.cc), bcc: of(mail.bcc), replyTo: of(mail.replyTo) }
}

function keysOf({ parsed }: Landed): string[] {
  return parsed.headers.map(({ key }) => key)
}

describe('hostile lead fields reach the wire as exactly one recipient and the right number of headers', () => {
  it.each(Object.entries(NASTY))('%s', async (name, value) => {
    const email = `lead-${Object.keys(NASTY).indexOf(name)}@fabrikam.example`
    const details = {
      firstName: value,
      lastName: value,
      company: value,
      title: value,
      phone: value,
      country: value,
      email,
    }
    const [letter, notice, ...others] = await landed(leadBody({ details, description: value, offerTitle: value }))
    expect(others).toEqual([])
    for (const [mail, to, keys] of [
      [letter, email, LETTER],
      [notice, 'sam@contoso.example', NOTICE],
    ] as const) {
      if (mail === undefined) throw new Error('a mail is missing')
      expect(mail.from).toBe('jana@contoso.example')
      expect(mail.to).toEqual([to])
      expect(keysOf(mail)).toEqual(keys)
      expect(addresses(mail.parsed)).toEqual({ to: [to], cc: [], bcc: [], replyTo: ['jana@contoso.example'] })
      expect(mail.parsed.attachments).toEqual([])
      expect(mail.raw).toMatch(/^[\x20-\x7E\r\n]*$/)
      expect(Math.max(...mail.raw.split('\r\n').map(line => line.length))).toBeLessThanOrEqual(100)
      expect(mail.parsed.html).not.toMatch(/<script|<img|<b>body/)
      expect(`${mail.parsed.subject}${mail.parsed.text}`).not.toMatch(
        /[\u200B\u200E\u200F\u2060\u202A-\u202E\u2066-\u2069\uFEFF\u0000-\u0008\u000E-\u001F\u007F]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])/,
      )
      expect(mail.raw.length).toBeLessThan(100_000)
    }
    // Only our own people read what a stranger wrote to be clicked.
    expect(`${letter?.parsed.subject} ${letter?.parsed.html} ${letter?.parsed.text}`).not.toContain('evil.example')
  })
})

describe('a hostile address', () => {
  it.each([
    ['two in one', 'a@fabrikam.example, b@fabrikam.example'],
    ['two with a semicolon', 'a@fabrikam.example;b@fabrikam.example'],
    ['a header behind it', 'a@fabrikam.example\r\nBcc: b@fabrikam.example'],
    ['an SMTP command behind it', 'a@fabrikam.example>\r\nRCPT TO:<b@fabrikam.example'],
    ['a name and another address', '"a@fabrikam.example" <b@fabrikam.example>'],
    ['a comment', 'a(b@fabrikam.example)@fabrikam.example'],
    ['a quoted local part', '"a b"@fabrikam.example'],
    ['a route', '@evil.example:a@fabrikam.example'],
    ['a literal', 'a@[127.0.0.1]'],
    ['a lone surrogate', 'a\uD83D@fabrikam.example'],
    ['a percent hack', 'b%evil.example@a@fabrikam.example'],
    ['a mustache', '{{lead.email}}@fabrikam.example"'],
  ])('gets no mail; a person is told instead: %s', async (_, email) => {
    const mails = await landed(leadBody({ details: { email, lastName: `Nr ${email}`, phone: null } }))
    expect(mails.filter(mail => !isNotice(mail))).toEqual([])
    for (const { to } of mails) expect(to).toEqual(['sam@contoso.example'])
  })

  it('of another script is written to under its ASCII name, one recipient', async () => {
    const [letter] = await landed(leadBody({ details: { email: 'Eva@Bücher.example' } }))
    // smtp-server shows it as a person would write it.
    expect(letter?.to).toEqual(['Eva@bücher.example'])
    expect(letter?.raw).toContain('\r\nTo: <Eva@xn--bcher-kva.example>\r\n')
    const { messages } = await product.lead('eva@xn--bcher-kva.example')
    const mail = await product.app.store.messages.mail(messages.find(({ kind }) => kind === 'nurture')?.id ?? '')
    expect(mail?.envelopeTo).toBe('Eva@xn--bcher-kva.example')
    expect(letter && keysOf(letter)).toEqual(LETTER)
  })
})

it('a name of a megabyte reaches the wire cut to what a mail can bear', async () => {
  const name = `${'é'.repeat(500_000)}\r\nBcc: victim@example.net`
  const details = { firstName: name, lastName: name, company: name, title: name, email: 'big@fabrikam.example' }
  const [letter, notice] = await landed(leadBody({ details, description: name }))
  expect(letter?.to).toEqual(['big@fabrikam.example'])
  for (const mail of [letter, notice]) {
    expect(mail && addresses(mail.parsed)).toMatchObject({ cc: [], bcc: [] })
    expect(mail?.raw.length).toBeLessThan(100_000)
  }
})
