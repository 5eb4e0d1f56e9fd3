// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how settings name variables
import { isAscii } from 'node:buffer'
import { generateKeyPairSync } from 'node:crypto'
import PostalMime, { type Email } from 'postal-mime'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tokenIn } from '../../src/domain/mail/token-address.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/time/units.ts'
import { readMailToken } from '../../src/engine/mail-token.ts'
import { verifyDkim } from '../support/dkim-verifier.ts'
import { PLAIN_SETTINGS, type Product, startProduct } from '../support/product.ts'
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts'
import { leadBody } from '../support/stories.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = (key: typeof privateKey) => key.export({ type: 'pkcs8', format: 'pem' }) as string

const SETTINGS = PLAIN_SETTINGS.replace('Jana at Contoso', 'Jana Nová (Contoso)')
  .replace('https://contoso.example/call', 'https://contoso.example/call?who=jana#times')
  .concat(
    'mailbox: {return-path: bounces@contoso.example, unsubscribe: leave@contoso.example}\n',
    'dkim: {domain: contoso.example, selector: tend, key: "${DKIM_KEY}"}\n',
    'links: {utm: {source: microsoft-marketplace, medium: email}}\n',
  )

const FILES = {
  workflows: {
    'asked.yaml': `title: Asked
for: {action: [PLT]}
steps:
  - send: asked/welcome
    thread: true
  - wait: 24h
  - send: asked/more
    thread: true
  - wait: 24h
  - send: asked/alone
  - wait: 24h
  - send: asked/last
    thread: true
  - escalate: sales
    because: heard nothing
`,
  },
  templates: {
    'asked/welcome.hbs':
      '---\nsubject: "Dobrý den, {{lead.lastName}}"\n---\n{{greeting "Hello"}},\n\n.dots begin this line\n\n[Call]({{publisher.bookingUrl}})\n',
    'asked/more.hbs': '---\nsubject: More\n---\nMore: [docs](https://docs.contoso.example/?utm_source=docs).\n',
    'asked/alone.hbs': '---\nsubject: Alone\n---\nAlone.\n',
    'asked/last.hbs': '---\nsubject: Last\n---\nLast.\n',
  },
}

let product: Product
let sink: SmtpSink

beforeEach(async () => {
  sink = await startSmtpSink()
  product = await startProduct({
    ...FILES,
    settings: SETTINGS,
    environment: { SMTP_URL: sink.url, DKIM_KEY: pem(privateKey) },
  })
})

afterEach(async () => {
  await product.close()
  await sink.stop()
})

async function story(): Promise<{ mails: Email[]; froms: string[] }> {
  await product.deliver(leadBody())
  await product.drainDue(product.clock.now() + 4 * DAY_MS)
  const toLead = sink.mails.filter(({ to }) => to.includes('eva@example.com'))
  return {
    mails: await Promise.all(toLead.map(({ bytes }) => PostalMime.parse(bytes))),
    froms: toLead.map(({ from }) => from),
  }
}

function value(mail: Email | undefined, name: string): string {
  return mail?.headers.find(({ key }) => key === name)?.value ?? ''
}

describe('the sender that the environment names', () => {
  it('writes the mail, gets the answers, and has its domain in ASCII in every header', async () => {
    await product.close()
    const environment = { SMTP_URL: sink.url, MAIL_FROM: 'Petra <petra@bücher.example>' }
    product = await startProduct({ ...FILES, environment })
    const { mails } = await story()
    const address = 'petra@xn--bcher-kva.example'
    expect(mails[0]?.from).toEqual({ name: 'Petra', address })
    expect(mails[0]?.replyTo).toMatchObject([{ address }])
    expect(mails[0]?.messageId).toMatch(/@xn--bcher-kva\.example>$/)
    for (const { bytes } of sink.mails) expect(isAscii(bytes)).toBe(true)
  })
})

describe('a mail to a lead', () => {
  it('carries what Gmail, Yahoo and Microsoft ask of bulk mail', async () => {
    const { mails, froms } = await story()
    const { messages } = await product.lead('eva@example.com')
    expect(mails).toHaveLength(4)
    for (const [index, mail] of mails.entries()) {
      const message = messages.filter(({ kind }) => kind === 'nurture')[index]
      expect(mail.from).toEqual({ name: 'Jana Nová (Contoso)', address: 'jana@contoso.example' })
      expect(mail.replyTo).toMatchObject([{ address: 'jana@contoso.example' }])
      expect(mail.messageId).toBe(message?.messageId)
      expect(mail.messageId).toMatch(/^<msg_[0-9a-z]{26}@contoso\.example>$/)
      expect(value(mail, 'list-id')).toBe('<nurture.contoso.example>')
      expect(value(mail, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
      expect(value(mail, 'feedback-id')).toBe(`${message?.purpose}:asked:nurture:contoso-example`)
      expect(value(mail, 'auto-submitted')).toBe('')
      const [, link, address] = /^<(http[^>]+)>, <mailto:([^>]+)>$/.exec(value(mail, 'list-unsubscribe')) ?? []
      expect(await product.app.engine.viewUnsubscribe(link?.split('/u/')[1] ?? '')).not.toBeNull()
      const unsubscribe = { purpose: 'unsubscribe', messageId: message?.id }
      expect(readMailToken(product.app.context, tokenIn(address ?? '', 'leave@contoso.example') ?? '')).toEqual(
        unsubscribe,
      )
      const bounce = tokenIn(froms[index] ?? '', 'bounces@contoso.example')
      expect(readMailToken(product.app.context, bounce ?? '')).toEqual({ purpose: 'return', messageId: message?.id })
      expect(froms[index]?.split('@')[0]?.length).toBeLessThanOrEqual(64)
    }
  })

  it('goes on from the mails that left, where its step says so', async () => {
    const { mails } = await story()
    const [first, second, third, fourth] = mails
    expect(mails.map(({ subject }) => subject)).toEqual([
      'Dobrý den, Nová',
      'Re: Dobrý den, Nová',
      'Alone',
      'Re: Dobrý den, Nová',
    ])
    expect([first?.inReplyTo, first?.references]).toEqual([undefined, undefined])
    expect(second).toMatchObject({ inReplyTo: first?.messageId, references: first?.messageId })
    expect([third?.inReplyTo, third?.references]).toEqual([undefined, undefined])
    const earlier = [first, second, third].map(mail => mail?.messageId)
    expect(fourth).toMatchObject({ inReplyTo: third?.messageId, references: earlier.join(' ') })
    const { messages } = await product.lead('eva@example.com')
    expect(messages.filter(({ kind }) => kind === 'nurture').map(({ subject }) => subject)).toEqual(
      mails.map(({ subject }) => subject),
    )
  })

  it('does not go on from a mail that never left', async () => {
    sink.inject('RCPT', { kind: 'reply', code: 554, text: '5.7.1 not today' })
    const { mails } = await story()
    expect(mails.map(({ subject }) => subject)).toEqual(['More', 'Alone', 'Re: More'])
    expect(mails[0]?.inReplyTo).toBeUndefined()
  })

  it('has its tags on links to pages, in both parts, and none on the way out', async () => {
    const { mails } = await story()
    const [first, second] = mails
    const call = 'https://contoso.example/call?who=jana&utm_source=microsoft-marketplace&utm_medium=email#times'
    expect(first?.text).toContain(call)
    expect(first?.html).toContain(`href="${call.replaceAll('&', '&amp;').replace('who=', 'who&#x3D;')}"`)
    expect(second?.text).toContain('https://docs.contoso.example/?utm_source=docs&utm_medium=email')
    for (const mail of mails) {
      const links = mail.html?.match(/href="https?:[^"]*"/g) ?? []
      expect(links.filter(link => !link.includes('utm_source')).map(link => link.split('/u/').length)).toEqual([2])
      expect(mail.text).toContain(/<(http[^>]+)>/.exec(value(mail, 'list-unsubscribe'))?.[1])
    }
  })
})

describe('a signature', () => {
  it('holds for every mail that reached the mail server, notices too', async () => {
    await story()
    expect(sink.mails).toHaveLength(5)
    const verdicts = sink.mails.map(({ bytes }) => verifyDkim(bytes, publicKey))
    expect(verdicts.map(({ because }) => because)).toEqual(['', '', '', '', ''])
    expect(verdicts[1]?.tags).toMatchObject({
      v: '1',
      a: 'rsa-sha256',
      c: 'relaxed/relaxed',
      d: 'contoso.example',
      s: 'tend',
    })
    expect(verdicts[1]?.tags.h?.split(':').sort()).toEqual(
      [
        'from',
        'from',
        'to',
        'reply-to',
        'subject',
        'date',
        'message-id',
        'in-reply-to',
        'references',
        'mime-version',
        'content-type',
        'list-unsubscribe',
        'list-unsubscribe-post',
        'list-id',
        'feedback-id',
      ].sort(),
    )
    const notice = sink.mails.find(({ to }) => to.includes('sam@contoso.example'))
    expect(notice?.from).toMatch(/^bounces\+[0-9a-z]{42}@contoso\.example$/)
    expect(verifyDkim(notice?.bytes ?? new Uint8Array(), publicKey).tags.h).toContain('auto-submitted')
    expect(notice?.bytes.toString()).not.toMatch(/^(Feedback-ID|List-)/m)
  })

  it('stays on a mail that waited while the key changed, and the next mail has the new one', async () => {
    const next = generateKeyPairSync('rsa', { modulusLength: 2048 })
    sink.inject('MAIL', { kind: 'reply', code: 451, text: '4.3.0 later' })
    await product.deliver(leadBody())
    await product.drainDue(product.clock.now())
    const key = pem(next.privateKey).trimEnd().split('\n').join('\n    ')
    product.write(
      'tend.yaml',
      SETTINGS.replace(/dkim:.*/, `dkim:\n  domain: contoso.example\n  selector: next\n  key: |\n    ${key}`),
    )
    await product.app.definitions.refresh()
    expect(product.app.context.settings().dkim?.selector).toBe('next')
    await product.drainDue(product.clock.now() + HOUR_MS)
    expect(sink.mails.map(({ bytes }) => verifyDkim(bytes, publicKey).because)).toEqual([''])
    await product.drainDue(product.clock.now() + DAY_MS)
    expect(verifyDkim(sink.mails[1]?.bytes ?? new Uint8Array(), next.publicKey).because).toBe('')
  })
})

describe('a mail server that says later', () => {
  it('gets the same bytes from the same sender again', async () => {
    const seen: { from: string; bytes: Buffer }[] = []
    sink.inject('accepted', { kind: 'reply', code: 451, text: '4.3.0 later' })
    await product.deliver(leadBody())
    await product.drainDue(product.clock.now() + 30 * MINUTE_MS)
    seen.push(...sink.mails)
    expect(seen).toHaveLength(2)
    expect(seen[0]?.from).toBe(seen[1]?.from)
    expect(seen[0]?.bytes.equals(seen[1]?.bytes ?? Buffer.alloc(0))).toBe(true)
  })
})

describe('a workflow whose mail does not say what the law asks', () => {
  const FOOTER =
    'From {{inquiry.source}} on {{inquiry.date}}. {{publisher.name}}, {{publisher.postalAddress}} [Privacy]({{publisher.privacyUrl}}) [Leave]({{unsubscribeUrl}})\n'

  it.each([
    ['who we are', '{{publisher.name}}', 'TEND-T066', '{{publisher.name}}, {{publisher.postalAddress}}'],
    ['where we are', '{{publisher.postalAddress}}', 'TEND-T061', '{{publisher.postalAddress}}'],
    ['where the data came from', '{{inquiry.source}}', 'TEND-T063', '{{inquiry.source}}'],
    ['when it came', '{{inquiry.date}}', 'TEND-T063', '{{inquiry.date}}'],
    ['what becomes of it', '[Privacy]({{publisher.privacyUrl}})', 'TEND-T062', '[Privacy]({{publisher.privacyUrl}})'],
    ['how to leave', '[Leave]({{unsubscribeUrl}})', 'TEND-T060', '[Unsubscribe]({{unsubscribeUrl}})'],
  ])('does not start, and is told what to write: %s', async (_, part, code, write) => {
    const templates = { ...FILES.templates, 'partials/footer.hbs': FOOTER.replace(part, '') }
    const refused = await startProduct({ ...FILES, templates }).then(
      product => product.close(),
      (error: Error) => error.message,
    )
    expect(refused).toContain(code)
    expect(refused).toContain(write)
    expect(refused).toContain('TEND-W061: the template `asked/welcome` cannot be used yet')
    expect(refused?.match(/TEND-T\d+/g)).toEqual([code])
  })

  it('starts with all of it', async () => {
    const whole = await startProduct({ ...FILES, templates: { ...FILES.templates, 'partials/footer.hbs': FOOTER } })
    await whole.close()
  })
})
