import PostalMime from 'postal-mime'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/time/units.ts'
import { type DnsServer, startDnsServer } from '../support/dns-server.ts'
import { PLAIN_SETTINGS, type Product, startProduct } from '../support/product.ts'
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts'
import { leadBody, TWO_WORKFLOWS } from '../support/stories.ts'

let product: Product
let sink: SmtpSink

beforeEach(async () => {
  sink = await startSmtpSink()
  product = await startProduct({ ...TWO_WORKFLOWS, environment: { SMTP_URL: sink.url } })
})

afterEach(async () => {
  await product.close()
  await sink.stop()
})

async function welcome() {
  await product.deliver(leadBody())
  await product.drainDue(product.clock.now())
  return sink.mails
}

describe('a mail that the line held up', () => {
  it('is skipped when it has become too late, and the workflow goes on without it', async () => {
    await product.deliver(leadBody())
    await sink.stop()
    await product.drainDue(product.clock.now() + HOUR_MS)
    expect((await product.lead('eva@example.com')).messages).toMatchObject([{ status: 'due' }])
    product.clock.advance(8 * DAY_MS)
    sink = await startSmtpSink({ port: Number(new URL(sink.url).port) })
    await product.drainDue(product.clock.now())
    const { messages } = await product.lead('eva@example.com')
    expect(messages[0]).toMatchObject({ status: 'skipped', reason: 'expired: more than 7 days late' })
  })
})

describe('a provider that wants less mail at a time', () => {
  it('gets the others one after the other, and each of them once', async () => {
    sink.inject('RCPT', { kind: 'reply', code: 451, text: '4.7.1 too many messages, slow down' }, { times: 1 })
    for (const name of ['ann', 'bob', 'cyd'])
      await product.deliver(leadBody({ details: { email: `${name}@example.com` } }))
    await product.drainDue(product.clock.now())
    const reasons = await Promise.all(
      ['ann', 'bob', 'cyd'].map(
        async name => (await product.lead(`${name}@example.com`)).messages[0]?.reason ?? 'sent',
      ),
    )
    expect(reasons.filter(reason => reason === 'the mail provider asks for less at a time')).toHaveLength(2)
    expect(sink.mails).toHaveLength(0)
    await product.drainDue(product.clock.now() + 10 * MINUTE_MS)
    expect(sink.mails.map(({ to }) => to[0]).toSorted()).toEqual([
      'ann@example.com',
      'bob@example.com',
      'cyd@example.com',
    ])
    const { messages } = await product.lead('bob@example.com')
    expect(messages[0]).toMatchObject({ status: 'sent', attempts: 1 })
  })
})

describe('a provider that serves many domains', () => {
  const AT_GOOGLE = { MX: ['aspmx.l.google.com'] }
  const SLOW_DOWN = { kind: 'reply', code: 451, text: '4.7.1 too many messages, slow down' } as const
  let dns: DnsServer

  beforeEach(async () => {
    dns = await startDnsServer({
      'fabrikam.com': AT_GOOGLE,
      'northwind.com': AT_GOOGLE,
      'own.com': { MX: ['mx.own.com'] },
    })
  })

  afterEach(() => dns.stop())

  async function begin(options: { settings?: string; environment?: Record<string, string> } = {}) {
    await product.close()
    product = await startProduct({
      ...TWO_WORKFLOWS,
      environment: { SMTP_URL: sink.url },
      nameServers: [dns.address],
      ...options,
    })
  }

  async function write(...addresses: string[]) {
    for (const email of addresses) await product.deliver(leadBody({ details: { email } }))
    await product.drainDue(product.clock.now())
    const leads = await Promise.all(addresses.map(address => product.lead(address)))
    return leads.map(({ messages }) => messages[0]?.reason ?? messages[0]?.status)
  }

  const isKnown = (domain: string) =>
    vi.waitFor(() => expect(product.app.routes.providerOf(domain)).toBe('google'), { timeout: 5_000, interval: 10 })

  it('has one pace for all of them, from the mail on after its exchangers are known', async () => {
    await begin()
    expect(await write('ann@fabrikam.com', 'bob@northwind.com', 'cyd@own.com')).toEqual(['sent', 'sent', 'sent'])
    await Promise.all(['fabrikam.com', 'northwind.com'].map(isKnown))
    sink.inject('RCPT', SLOW_DOWN, { times: 1 })
    await write('dan@fabrikam.com')
    expect(await write('eve@northwind.com', 'fay@gmail.com', 'gus@own.com')).toEqual([
      'the mail provider asks for less at a time',
      'the mail provider asks for less at a time',
      'sent',
    ])
    expect([...new Set(dns.asked)].toSorted()).toEqual(['MX fabrikam.com', 'MX northwind.com', 'MX own.com'])
  })

  it('holds up no mail while the DNS is silent, nor the end of the product', async () => {
    dns.mood = 'silent'
    await begin()
    expect(await write('ann@fabrikam.com', 'bob@northwind.com')).toEqual(['sent', 'sent'])
    await product.restart()
    sink.inject('RCPT', SLOW_DOWN, { times: 1 })
    await write('cyd@fabrikam.com')
    expect(await write('dan@fabrikam.com', 'eve@northwind.com')).toEqual([
      'the mail provider asks for less at a time',
      'sent',
    ])
  })

  it('is not asked about for captured mail, nor where the settings say no', async () => {
    await begin({ environment: {} })
    expect(await write('ann@fabrikam.com')).toEqual(['sent'])
    await begin({ settings: `${PLAIN_SETTINGS}provider-lookup: "off"\n` })
    expect(await write('ann@fabrikam.com')).toEqual(['sent'])
    product.write('tend.yaml', PLAIN_SETTINGS)
    await product.app.definitions.refresh()
    expect(await write('bob@northwind.com')).toEqual(['sent'])
    await isKnown('northwind.com')
    expect(dns.asked).toEqual(['MX northwind.com'])
  })
})

describe('a welcome mail', () => {
  it('reaches the mail server with one recipient, both parts and a way out', async () => {
    const [mail] = await welcome()
    expect(mail?.to).toEqual(['eva@example.com'])
    const parsed = await PostalMime.parse(mail?.bytes ?? '')
    expect(parsed.subject).toBe('Welcome to Contoso Analytics')
    expect(parsed.from).toEqual({ name: 'Jana at Contoso', address: 'jana@contoso.example' })
    expect(parsed.text).toContain('Hello Eva,')
    expect(parsed.html).toContain('Hello Eva,')
    expect(parsed.html).toContain('1 Main Street, Prague')
    const header = (name: string) => parsed.headers.find(({ key }) => key === name)?.value
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    expect(parsed.text).toContain(header('list-unsubscribe')?.match(/<(http[^>]+)>/)?.[1])
  })

  it('is not sent to an address that does not exist a second time, and nothing follows', async () => {
    sink.inject('RCPT', { kind: 'reply', code: 550, text: '5.1.1 no such user' }, { times: 1 })
    await welcome()
    await product.drainDue(product.clock.now() + 30 * DAY_MS)
    const { messages, suppressions, enrollments, tasks } = await product.lead('eva@example.com')
    expect(messages[0]).toMatchObject({ status: 'failed', attempts: 1 })
    expect(suppressions).toMatchObject([{ scope: 'address', reason: 'hard-bounce' }])
    expect(enrollments).toMatchObject([{ status: 'stopped' }])
    expect(tasks).toMatchObject([{ purpose: 'first-touch', status: 'open' }])
    expect(sink.mails.filter(({ to }) => to.includes('eva@example.com'))).toEqual([])
  })

  it('is tried again after a temporary refusal, with the same bytes', async () => {
    sink.inject('MAIL', { kind: 'reply', code: 451, text: '4.7.1 greylisted' }, { times: 1 })
    await welcome()
    expect((await product.lead('eva@example.com')).messages).toMatchObject([{ status: 'due', attempts: 1 }])
    await product.drainDue(product.clock.now() + 5 * MINUTE_MS)
    const { messages } = await product.lead('eva@example.com')
    expect(messages).toMatchObject([{ status: 'sent', attempts: 2 }])
    expect(sink.mails).toHaveLength(1)
    expect(sink.mails[0]?.bytes.toString()).toContain(messages[0]?.messageId)
  })

  it('whose fate nobody knows is never sent again by itself, and the workflow goes on', async () => {
    sink.inject('accepted', { kind: 'drop' }, { times: 1 })
    await welcome()
    const uncertain = (await product.lead('eva@example.com')).messages[0]
    expect(uncertain).toMatchObject({ status: 'uncertain' })
    await product.drainDue(product.clock.now() + 25 * HOUR_MS)
    expect((await product.mailsTo('eva@example.com')).map(({ status }) => status)).toEqual(['uncertain', 'sent'])
    await product.app.engine.resolveMessage(uncertain?.id ?? '', 'resend', 'Sam')
    await product.drainDue(product.clock.now())
    expect((await product.mailsTo('eva@example.com')).map(({ status }) => status)).toEqual(['sent', 'sent'])
  })

  it('waits while the mail server is down, and costs no attempt', async () => {
    const { url } = sink
    await sink.stop()
    await product.deliver(leadBody())
    await product.drainDue(product.clock.now() + 2 * MINUTE_MS)
    expect((await product.lead('eva@example.com')).messages).toMatchObject([{ status: 'due', attempts: 0 }])
    sink = await startSmtpSink({ port: Number(new URL(url).port) })
    await product.drainDue(product.clock.now() + 10 * MINUTE_MS)
    expect((await product.lead('eva@example.com')).messages).toMatchObject([{ status: 'sent', attempts: 1 }])
  })
})

describe('a mail server that is away for a day', () => {
  it('is told once in the timeline of each lead, and bothered every five minutes at most', async () => {
    await product.deliver(leadBody())
    await sink.stop()
    await product.drainDue(product.clock.now() + DAY_MS)
    const { lead, messages } = await product.lead('eva@example.com')
    const told = await product.app.engine.readTimeline(lead.id)
    expect(told.filter(({ kind }) => kind === 'mail-delayed')).toHaveLength(1)
    expect(messages[0]?.reason).toMatch(/^waits for the mail server: circuit open after \d+ failed connections/)
    expect(messages[0]?.generation).toBeLessThan(24 * 12 * 3)
  })
})

describe('a mail whose contact question cannot be put', () => {
  it('stays due, is told once, and raises an alert', async () => {
    await product.deliver(leadBody())
    product.app.context.version = async () => {
      throw new Error('the version is gone')
    }
    await product.drainDue(product.clock.now() + 10 * MINUTE_MS)
    const { lead, messages } = await product.lead('eva@example.com')
    expect(messages).toMatchObject([{ status: 'due', reason: 'the gate could not be asked: the version is gone' }])
    const told = await product.app.engine.readTimeline(lead.id)
    expect(told.filter(({ kind }) => kind === 'mail-delayed')).toHaveLength(1)
    expect((await product.app.engine.listAlerts()).map(({ kind }) => kind)).toEqual(['step-stuck'])
  })
})

describe('a mail server that refuses us, whoever the mail is for', () => {
  it('gets three mails at most: then every workflow is paused, and the others wait', async () => {
    sink.inject('RCPT', { kind: 'reply', code: 554, text: '5.7.1 Relay access denied' }, { times: 100 })
    const addresses = Array.from({ length: 6 }, (_, index) => `lead-${index}@example.com`)
    for (const email of addresses) await product.deliver(leadBody({ details: { email } }))
    await product.drainDue(product.clock.now())
    const leads = await Promise.all(addresses.map(address => product.lead(address)))
    const statuses = leads.map(({ messages }) => messages[0]?.status)
    expect(statuses.toSorted()).toEqual(['due', 'due', 'due', 'failed', 'failed', 'failed'])
    expect((await product.app.engine.listAlerts()).map(({ kind }) => kind)).toContain('sender')
  })
})

describe('the unsubscribe link', () => {
  it('acts on POST only, stops what runs, and works again and again', async () => {
    await welcome()
    const parsed = await PostalMime.parse(sink.mails[0]?.bytes ?? '')
    const link = parsed.headers.find(({ key }) => key === 'list-unsubscribe')?.value ?? ''
    const token = link.match(/\/u\/([^>]+)>/)?.[1] ?? ''
    const { engine } = product.app
    expect(await engine.viewUnsubscribe(token)).toMatchObject({ already: false, maskedAddress: 'e…@example.com' })
    expect((await product.lead('eva@example.com')).enrollments).toMatchObject([{ status: 'active' }])
    expect(await engine.unsubscribe(token)).toBe(true)
    expect(await engine.unsubscribe(token)).toBe(true)
    expect(await engine.viewUnsubscribe(token)).toMatchObject({ already: true })
    await product.drainDue(product.clock.now() + 30 * DAY_MS)
    const { enrollments, suppressions } = await product.lead('eva@example.com')
    expect(enrollments).toMatchObject([{ status: 'stopped' }])
    expect(suppressions).toHaveLength(2)
    expect(sink.mails).toHaveLength(1)
    expect(await engine.unsubscribe(`${token.slice(0, -2)}xx`)).toBe(false)
  })
})

describe('an escalation', () => {
  it('tells every member of the team what a seller needs, once', async () => {
    await product.deliver(leadBody({ description: 'Please call me before noon.' }))
    const { lead } = await product.lead('eva@example.com')
    await product.app.engine.qualifyLead({ leadId: lead.id, by: 'Petra', because: 'met at the fair' })
    await product.app.engine.qualifyLead({ leadId: lead.id, by: 'Petra', because: 'met at the fair' })
    await product.drainDue(product.clock.now() + HOUR_MS)
    const toSales = sink.mails.filter(({ to }) => to.includes('sam@contoso.example'))
    expect(toSales).toHaveLength(1)
    const { text } = await PostalMime.parse(toSales[0]?.bytes ?? '')
    for (const needed of [
      'Eva Nová',
      'Example',
      'eva@example.com',
      'Please call me before noon.',
      'asked to be contacted',
    ]) {
      expect(text).toContain(needed)
    }
    const { escalations, enrollments } = await product.lead('eva@example.com')
    expect(escalations).toMatchObject([{ status: 'open', team: 'sales', owner: 'Sam' }])
    expect(enrollments).toMatchObject([{ status: 'stopped', endReason: 'qualified' }])
  })
})

describe('mail of a test endpoint', () => {
  it('is captured although a mail server is set', async () => {
    const { token } = await product.app.engine.addEndpoint({ label: 'trial', offer: null, environment: 'test' })
    const endpoint = await product.app.engine.findEndpoint(token)
    if (endpoint === null) throw new Error('the endpoint is missing')
    const body = Buffer.from(JSON.stringify(leadBody()))
    await product.app.engine.takeInDelivery({ endpoint, body, size: body.byteLength, contentType: null })
    await product.app.idle()
    await product.drainDue(product.clock.now())
    expect(sink.mails).toHaveLength(0)
    const { messages } = await product.lead('eva@example.com')
    expect(messages).toMatchObject([{ status: 'sent', transport: 'capture', environment: 'test' }])
    const stats = await product.app.engine.readStats()
    expect(stats.leads.open).toBe(0)
    expect(stats.messages.sent).toBe(0)
  })
})
