import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import type { NoticeContext, NurtureContext } from '../../../src/domain/mail/mail-context.ts'
import { createComposer } from '../../../src/email/compose/compose-mail.ts'
import { fillTemplate } from '../../../src/email/compose/fill-template.ts'
import { compileTemplates } from '../../../src/email/templates/compile-templates.ts'
import { loadTemplates } from '../../../src/email/templates/load-templates.ts'
import { sampleNoticeContext, sampleNurtureContext } from '../../../src/email/templates/sample-context.ts'
import type { ComposeRequest } from '../../../src/engine/ports.ts'
import { SMALL } from '../templates/template-set.ts'

const { templates } = await compileTemplates(await loadTemplates(SMALL))
const NURTURE_HEADERS = [
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
  'content-type',
]

function letter(changes: Partial<ComposeRequest> = {}, lead: Partial<NurtureContext['lead']> = {}): ComposeRequest {
  const context = sampleNurtureContext()
  return {
    template: template('welcome'),
    context: { ...context, lead: { ...context.lead, ...lead } },
    from: { name: 'Jana at Contoso', email: 'jana@contoso.example' },
    replyTo: 'replies@contoso.example',
    to: { name: 'Eva Novák', address: 'eva@fabrikam.example' },
    messageId: '<msg-1@contoso.example>',
    date: Date.UTC(2026, 2, 3, 9, 5, 7),
    unsubscribeUrl: 'https://tend.contoso.example/u/token',
    ...changes,
  }
}

function notice(changes: Partial<NoticeContext> = {}): ComposeRequest {
  const context = { ...sampleNoticeContext(), ...changes }
  return letter({ template: template('card'), context, unsubscribeUrl: null })
}

function template(name: string) {
  const found = templates[name]
  if (found === undefined) throw new Error(`The fixture ${name} does not compile`)
  return found
}

function compose(request: ComposeRequest) {
  const { subject, mail } = createComposer().compose(request)
  return { subject, mail, raw: Buffer.from(mail.bytes).toString('latin1') }
}

async function parse(request: ComposeRequest) {
  const made = compose(request)
  const parsed = await new PostalMime().parse(made.mail.bytes)
  return { ...made, parsed, html: parsed.html ?? '', text: parsed.text ?? '' }
}

describe('a letter to a lead', () => {
  it('carries its headers and both parts', async () => {
    const { parsed, mail, subject } = await parse(letter())
    expect(parsed.headers.map(header => header.key)).toEqual(NURTURE_HEADERS)
    expect(parsed.from).toMatchObject({ name: 'Jana at Contoso', address: 'jana@contoso.example' })
    expect(parsed.to).toMatchObject([{ name: 'Eva Novák', address: 'eva@fabrikam.example' }])
    expect(parsed.replyTo).toMatchObject([{ address: 'replies@contoso.example' }])
    expect(parsed.messageId).toBe('<msg-1@contoso.example>')
    expect(parsed.date).toBe('2026-03-03T09:05:07.000Z')
    expect(parsed.subject).toBe('Novák & Fabrikam')
    expect(subject).toBe('Novák & Fabrikam')
    expect(mail).toMatchObject({ envelopeFrom: 'jana@contoso.example', envelopeTo: 'eva@fabrikam.example' })
    expect(parsed.attachments).toEqual([])
  })

  it('says how to leave with one click, as RFC 8058 asks', () => {
    const { raw } = compose(letter())
    expect(raw).toContain('\r\nList-Unsubscribe: <https://tend.contoso.example/u/token>\r\n')
    expect(raw).toContain('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n')
    expect(raw).toContain('\r\nList-Id: <nurture.contoso.example>\r\n')
  })

  it('puts the unsubscribe link of the request into both parts', async () => {
    const { html, text } = await parse(letter())
    expect(html).toContain('href="https://tend.contoso.example/u/token"')
    expect(text).toMatch(/Unsubscribe\s\(https:\/\/tend\.contoso\.example\/u\/token\)/)
  })

  it('is never made without an unsubscribe link', () => {
    for (const unsubscribeUrl of [null, '', 'javascript:alert(1)', 'mailto:a@b.example']) {
      expect(() => compose(letter({ unsubscribeUrl }))).toThrow(/unsubscribe link/)
    }
  })

  it('is the same bytes for the same request, from any composer', () => {
    const composer = createComposer()
    const first = composer.compose(letter())
    composer.compose(letter({ messageId: '<msg-2@contoso.example>' }, { company: 'Other' }))
    expect(Buffer.from(composer.compose(letter()).mail.bytes).equals(first.mail.bytes)).toBe(true)
    expect(Buffer.from(createComposer().compose(letter()).mail.bytes).equals(first.mail.bytes)).toBe(true)
  })

  it('is another message for another id, also in its boundary', () => {
    const boundary = (raw: string) => /boundary="([^"]+)"/.exec(raw)?.[1]
    const one = boundary(compose(letter()).raw)
    expect(one).toMatch(/^=_tend_[0-9a-f]{24}$/)
    expect(boundary(compose(letter({ messageId: '<msg-2@contoso.example>' })).raw)).not.toBe(one)
  })

  it('is ASCII in lines of at most 76 characters with CRLF ends', () => {
    const { raw } = compose(letter({}, { company: 'Žluťoučký kůň úpěl ďábelské ódy '.repeat(20) }))
    expect(raw).toMatch(/^[\x20-\x7E\r\n]*$/)
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(Math.max(...raw.split('\r\n').map(line => line.length))).toBeLessThanOrEqual(76)
  })

  it('uses the words for a missing value', async () => {
    const { text, html, parsed } = await parse(letter({}, { firstName: '', lastName: '', company: '', country: '' }))
    expect(text).toMatch(/^Hello,\n/)
    expect(parsed.subject).toBe('& you')
    expect(html).not.toContain('undefined')
  })

  it('fills what the context lacks with nothing instead of failing', async () => {
    const { text } = await parse(letter({ context: {} as NurtureContext }))
    expect(text).toMatch(/^Hello,\n/)
  })

  it('offers a reply where there is no booking link', async () => {
    const context = sampleNurtureContext()
    context.publisher.bookingUrl = ''
    const { html, text } = await parse(letter({ context }))
    expect(text).toContain('Reply with a time.')
    expect(html).not.toContain('Book a call')
  })

  it('keeps compiled texts within a bound', () => {
    const composer = createComposer({ cachedTexts: 1 })
    const first = composer.compose(letter())
    composer.compose(letter({ template: template('welcome.cs') }))
    expect(Buffer.from(composer.compose(letter()).mail.bytes).equals(first.mail.bytes)).toBe(true)
  })
})

describe('a letter with all that postmasters ask', () => {
  const references = Array.from({ length: 10 }, (_, index) => `<msg_06b1x8k2q5v7w9y3z4a6b8c0d${index}@contoso.example>`)
  const dressed = (changes: Partial<ComposeRequest> = {}) =>
    letter({
      returnPath: 'bounces+token@contoso.example',
      unsubscribeAddress: 'leave+token@contoso.example',
      feedbackId: 'send-welcome:asked:nurture:contoso-example',
      thread: { subject: 'Re: Grüße aus Prag', references },
      utm: { source: 'microsoft-marketplace', medium: 'email' },
      ...changes,
    })

  it('can be left by link and by mail, and is counted by its Feedback-ID', async () => {
    const { parsed, mail } = await parse(dressed())
    const value = (name: string) => parsed.headers.find(({ key }) => key === name)?.value
    expect(value('list-unsubscribe')).toBe(
      '<https://tend.contoso.example/u/token>, <mailto:leave+token@contoso.example>',
    )
    expect(value('feedback-id')).toBe('send-welcome:asked:nurture:contoso-example')
    expect(mail.envelopeFrom).toBe('bounces+token@contoso.example')
    expect(parsed.from?.address).toBe('jana@contoso.example')
  })

  it('writes odd letters of its own address as a mailto needs them', () => {
    const { raw } = compose(dressed({ unsubscribeAddress: 'a/b?c%d+token@contoso.example' }))
    expect(raw).toContain('<mailto:a%2Fb%3Fc%25d+token@contoso.example>')
  })

  it('stands below the mails before it, under their subject', async () => {
    const { parsed, subject } = await parse(dressed())
    expect(subject).toBe('Re: Grüße aus Prag')
    expect(parsed.subject).toBe('Re: Grüße aus Prag')
    expect(parsed.inReplyTo).toBe(references.at(-1))
    expect(parsed.references).toBe(references.join(' '))
    expect(() => compose(dressed({ thread: { subject: 'a', references: ['<a@b>\r\nBcc: x@y.example'] } }))).toThrow(
      /Message-IDs of a thread/,
    )
    const plain = compose(dressed({ thread: null }))
    expect(plain.subject).toBe('Novák & Fabrikam')
    expect(plain.raw).not.toMatch(/^(In-Reply-To|References):/m)
  })

  it('has UTM tags on every link but the one to leave by', async () => {
    const { html, text } = await parse(dressed())
    const tags = 'utm_source=microsoft-marketplace&utm_medium=email'
    expect(html).toContain(`href="https://contoso.example/privacy?${tags.replace('&', '&amp;')}"`)
    expect(text).toContain(`https://contoso.example/privacy?${tags}`)
    expect(html).toContain('href="https://tend.contoso.example/u/token"')
    expect(text).toContain('(https://tend.contoso.example/u/token)')
    expect(html.match(/href="https:\/\/contoso\.example/g)?.length).toBe(html.match(/utm_source/g)?.length)
  })

  it('keeps to 76 ASCII characters a line all the same', () => {
    const { raw } = compose(dressed({ utm: {} }))
    expect(raw).toMatch(/^[\x20-\x7E\r\n]*$/)
    expect(Math.max(...raw.split('\r\n').map(line => line.length))).toBeLessThanOrEqual(76)
  })

  it('leaves links of notices to sellers as they are', async () => {
    const { html, raw } = await parse({
      ...notice(),
      utm: { source: 'x' },
      returnPath: 'bounces+token@contoso.example',
    })
    expect(html).not.toContain('utm_')
    expect(raw).not.toContain('Feedback-ID')
  })
})

describe('a notice to a seller', () => {
  it('is marked as made by a machine and offers no list', async () => {
    const { parsed, raw } = await parse(notice())
    expect(raw).toContain('\r\nAuto-Submitted: auto-generated\r\n')
    expect(parsed.headers.some(header => header.key.startsWith('list-'))).toBe(false)
  })

  it('lists what happened', async () => {
    const { text, html } = await parse(notice())
    expect(text).toContain(
      '- 1 March: Your test drive of Contoso Analytics is running for Eva Novák\n- 2 March: What do you make of it? for Eva Novák\n\n>',
    )
    expect(html.match(/<li>/g)).toHaveLength(2)
    expect(text).toContain('Phone: +420 601 234 567')
  })

  it('says nothing where there is nothing', async () => {
    const { text } = await parse(notice({ mails: [], note: '' }))
    expect(text.trim()).toBe('Phone: +420 601 234 567')
  })
})

describe('hostile lead data', () => {
  const nasty = {
    'line breaks': 'Eve\r\nBcc: victim@example.com\r\n\r\n<b>body</b>',
    'a bare line feed': 'Eve\nTo: other@example.com',
    'Unicode line ends': 'Eve\u2028X: y\u2029Z\u0085Bcc: a',
    mustaches: '{{lead.company}} {{{publisher.name}}} {{#each}}',
    script: '<script>alert("1")</script>',
    'a script URL': 'javascript:alert(1)',
    'bidi controls': '\u202Egnp.exe\u2066x',
    'two addresses': 'a@b.example, c@d.example',
    'an address in angles': 'Eve <eve@evil.example>',
    'a quoted end': 'Eve" <x@evil.example>, "',
    'a backslash': 'Eve\\',
    'a lone surrogate': 'Eve\uD83D!',
    'an encoded word': '=?UTF-8?B?QmNjOiBh?=',
    'control characters': 'E\u0000v\u0007e\u001B[31m',
    'tag characters': 'Eve\u{E0041}\u{E0042}',
    'a megabyte': 'Ev\u00E9 '.repeat(260_000),
    'a megabyte in one word': 'e'.repeat(1_000_000),
  }

  it.each(Object.entries(nasty))('adds neither header nor recipient: %s', async (_, value) => {
    const everywhere = { firstName: value, lastName: value, company: value, title: value, country: value }
    const request = letter({ to: { name: value, address: 'eva@fabrikam.example' } }, everywhere)
    const { parsed, raw, mail, html } = await parse(request)
    expect(parsed.headers.map(header => header.key)).toEqual(NURTURE_HEADERS)
    expect(parsed.to).toHaveLength(1)
    expect(parsed.to?.[0]?.address).toBe('eva@fabrikam.example')
    expect(parsed.cc).toBeUndefined()
    expect(parsed.bcc).toBeUndefined()
    expect(mail.envelopeTo).toBe('eva@fabrikam.example')
    expect(html).not.toMatch(/<script|<b>body/)
    expect(raw).toMatch(/^[\x20-\x7E\r\n]*$/)
    expect(raw.split('\r\n').every(line => line.length <= 76)).toBe(true)
    expect(`${parsed.subject}${parsed.text}`).not.toMatch(
      /[\u202A-\u202E\u2066-\u2069\u0000-\u0008\u001B]|[\uD800-\uDFFF](?![\uDC00-\uDFFF])/,
    )
    expect(mail.bytes.length).toBeLessThan(200_000)
  })

  it('is escaped in HTML and plain in the text part', async () => {
    const { html, text } = await parse(letter({}, { company: `<script>O'Brien & "Söhne"</script>` }))
    expect(html).toContain('<strong>&lt;script&gt;O&#x27;Brien &amp; &quot;Söhne&quot;&lt;/script&gt;</strong>')
    expect(text).toContain(`<script>O'Brien & "Söhne"</script> asked`)
  })

  it('is never read as a template', async () => {
    const { html, text } = await parse(letter({}, { company: '{{publisher.name}}' }))
    expect(text).toContain('{{publisher.name}} asked')
    expect(html).toContain('<strong>{{publisher.name}}</strong>')
  })

  it('cannot carry an advertisement to somebody else', async () => {
    for (const company of [
      'Win at http://evil.example',
      'see www.evil.example',
      'write to me@evil.example',
      'evil.example/win',
    ]) {
      const { html, text, subject } = await parse(letter({}, { company }))
      expect(html + text + subject).not.toContain('evil.example')
    }
    expect((await parse(letter({}, { company: 'Booking.com' }))).text).toContain('Booking.com asked')
  })

  it('reaches a seller as it came, on one line', async () => {
    const { text } = await parse(notice({ note: 'See http://fabrikam.example\r\n-- \r\nBcc: x' }))
    expect(text).toContain('> See http://fabrikam.example -- Bcc: x')
  })

  it('cannot choose where a link of ours leads', () => {
    const context = sampleNurtureContext()
    context.publisher.bookingUrl = 'javascript:alert(1)'
    const { html } = fillTemplate({
      template: template('welcome'),
      context,
      unsubscribeUrl: 'https://tend.contoso.example/u/t',
    })
    expect(html).not.toContain('javascript:')
  })

  it('cannot read what is not declared', () => {
    const context = Object.assign(sampleNurtureContext(), { secret: 'x' })
    const stored = { ...template('welcome'), text: '{{secret}}' }
    expect(() =>
      fillTemplate({ template: stored, context, unsubscribeUrl: 'https://tend.contoso.example/u/t' }),
    ).toThrow(/cannot be filled/)
    const walked = { ...template('welcome'), text: '{{lead.constructor.name}}' }
    expect(() =>
      fillTemplate({ template: walked, context, unsubscribeUrl: 'https://tend.contoso.example/u/t' }),
    ).toThrow(/cannot be filled/)
  })
})

describe('a recipient', () => {
  it.each([
    'a@b.example, c@d.example',
    'a@b.example\r\nBcc: c@d.example',
    'x@y.example <z@w.example>',
    '"a b"@c.example',
    'a@b@c.example',
    'a..b@c.example',
    'jürgen@c.example',
    'a@c.example(comment)',
    'a@[127.0.0.1]',
    'a@b .example',
    'a@',
    '@b.example',
    '',
    'plain',
    `${'a'.repeat(65)}@b.example`,
    `a@${'b.'.repeat(150)}example`,
  ])('is refused when it is not one plain address: %s', address => {
    expect(() => compose(letter({ to: { name: 'Eve', address } }))).toThrow(/Expected one plain mail address/)
  })

  it('may have a domain of any script', () => {
    expect(compose(letter({ to: { name: null, address: 'eva@bücher.example' } })).mail.envelopeTo).toBe(
      'eva@xn--bcher-kva.example',
    )
  })

  it.each([
    ['Eva Novak', 'Eva Novak <'],
    ['Novak, Eva (CFO)', '"Novak, Eva (CFO)" <'],
    ['Eva "E" \\ Novak', '"Eva \\"E\\" \\\\ Novak" <'],
    ['', '<'],
  ])('is named as mail software expects: %s', (name, start) => {
    expect(compose(letter({ to: { name, address: 'eva@fabrikam.example' } })).raw).toContain(
      `\r\nTo: ${start}eva@fabrikam.example>\r\n`,
    )
  })

  it('refuses a Message-ID that is not one', () => {
    expect(() => compose(letter({ messageId: '<a@b>\r\nBcc: x@y.example' }))).toThrow(/Message-ID/)
  })
})
