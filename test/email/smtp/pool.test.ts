import { afterEach, describe, expect, it } from 'vitest'
import { createSmtpTransport, type SmtpTransportOptions } from '../../../src/email/smtp/transport.ts'
import { type SmtpSink, type SmtpSinkOptions, startSmtpSink } from '../../support/smtp-sink.ts'

const toClose: (() => Promise<void>)[] = []
const open = async () => true

function mailTo(envelopeTo: string) {
  const bytes = Buffer.from(`Subject: Hello\r\nTo: ${envelopeTo}\r\n\r\n.Body for ${envelopeTo}\r\n`)
  return { envelopeFrom: 'jana@contoso.example', envelopeTo, bytes }
}
const mail = mailTo('lead@fabrikam.example')

async function setup(options: Partial<SmtpTransportOptions> = {}, sinkOptions: SmtpSinkOptions = {}) {
  const sink = await startSmtpSink(sinkOptions)
  toClose.push(sink.stop)
  return { sink, transport: transportTo(sink, options) }
}

function transportTo(sink: SmtpSink, options: Partial<SmtpTransportOptions> = {}) {
  const transport = createSmtpTransport({ url: sink.url, ...options })
  toClose.push(transport.close)
  return transport
}

afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close()
})

describe('the connections', () => {
  it('are used again for the next mail', async () => {
    const { sink, transport } = await setup()
    for (const place of [1, 2, 3]) await transport.deliver(mailTo(`lead${place}@fabrikam.example`), open)
    expect(sink.mails).toHaveLength(3)
    expect(sink.reached.greeting).toBe(1)
  })

  it('are never more than the pool has, and carry 200 mails whole, each once', async () => {
    const { sink, transport } = await setup({ poolSize: 5 })
    const mails = Array.from({ length: 200 }, (_, place) => mailTo(`lead${place}@fabrikam.example`))
    let gates = 0
    const outcomes = await Promise.all(
      mails.map(each =>
        transport.deliver(each, async () => {
          gates += 1
          return true
        }),
      ),
    )
    expect(outcomes.every(outcome => outcome.kind === 'accepted')).toBe(true)
    expect(gates).toBe(200)
    expect(sink.reached.greeting).toBe(5)
    const arrived = new Map(sink.mails.map(each => [each.to[0], each.bytes]))
    expect(sink.mails).toHaveLength(200)
    expect(mails.every(each => arrived.get(each.envelopeTo)?.equals(each.bytes))).toBe(true)
  })

  it('that died while idle cost nothing: the mail goes over a fresh one', async () => {
    const { sink, transport } = await setup()
    await transport.deliver(mail, open)
    sink.inject('MAIL', { kind: 'drop' })
    let asked = 0
    const outcome = await transport.deliver(mail, async () => {
      asked += 1
      return true
    })
    expect(outcome.kind).toBe('accepted')
    expect(asked).toBe(1)
    expect(sink.reached.greeting).toBe(2)
  })

  it('that the server wants to end with 421 are replaced the same way', async () => {
    const { sink, transport } = await setup()
    await transport.deliver(mail, open)
    sink.inject('MAIL', { kind: 'reply', code: 421, text: '4.7.0 Too many messages' })
    expect((await transport.deliver(mail, open)).kind).toBe('accepted')
    expect(sink.mails).toHaveLength(2)
  })

  it('that the server closed are noticed', async () => {
    const { sink, transport } = await setup()
    await transport.deliver(mail, open)
    sink.dropConnections()
    await sink.waitUntil(() => sink.openConnections() === 0, 'the drop')
    expect((await transport.deliver(mail, open)).kind).toBe('accepted')
  })

  it('are tried once more only: a fresh one that fails ends the delivery', async () => {
    const { sink, transport } = await setup()
    await transport.deliver(mail, open)
    sink.inject('MAIL', { kind: 'drop' }, { times: 5 })
    expect((await transport.deliver(mail, open)).kind).toBe('not-sent')
    expect(sink.reached.MAIL).toBe(3)
  })

  it('are not tried again once the gate was asked', async () => {
    const { sink, transport } = await setup()
    await transport.deliver(mail, open)
    sink.inject('dot', { kind: 'drop' })
    expect((await transport.deliver(mail, open)).kind).toBe('unknown')
    expect(sink.reached.greeting).toBe(1)
    expect(sink.mails).toHaveLength(1)
  })

  it('say goodbye after a while without work', async () => {
    const { sink, transport } = await setup({ timeouts: { idleMs: 30 } })
    await transport.deliver(mail, open)
    await sink.waitUntil(() => sink.openConnections() === 0, 'the goodbye')
    expect((await transport.deliver(mail, open)).kind).toBe('accepted')
  })
})

describe('closing', () => {
  it('waits for running deliveries, turns away those in line, and ends every connection', async () => {
    const { sink, transport } = await setup({ poolSize: 1 })
    const answer = Promise.withResolvers<boolean>()
    const running = transport.deliver(mail, () => answer.promise)
    const inLine = transport.deliver(mail, open)
    await sink.waitUntil(() => sink.reached.DATA === 1, 'DATA')
    const closing = transport.close()
    expect(await inLine).toEqual({ kind: 'not-sent', reason: 'the transport is closing' })
    answer.resolve(true)
    expect((await running).kind).toBe('accepted')
    await closing
    await sink.waitUntil(() => sink.openConnections() === 0, 'the goodbye')
    expect(await transport.deliver(mail, open)).toEqual({ kind: 'not-sent', reason: 'the transport is closing' })
  })

  it('does not wait for ever for a server that does not answer', async () => {
    const { sink, transport } = await setup({ timeouts: { closeMs: 50 } })
    sink.inject('dot', { kind: 'silence' })
    const running = transport.deliver(mail, open)
    await sink.waitUntil(() => sink.reached.dot === 1, 'the dot')
    await transport.close()
    expect((await running).kind).toBe('unknown')
  })

  it('lets no mail out over a connection that opens after the patience ended', async () => {
    const { sink, transport } = await setup({ timeouts: { closeMs: 1 } })
    sink.inject('greeting', { kind: 'delay', ms: 60 })
    const late = transport.deliver(mail, open)
    await sink.waitUntil(() => sink.reached.greeting === 1, 'the greeting')
    await transport.close()
    expect((await late).kind).toBe('not-sent')
    expect(sink.mails).toEqual([])
  })
})

describe('the circuit of the transport', () => {
  it('answers at once while open even when every connection is busy', async () => {
    const clock = { time: 0, uptime: () => clock.time }
    const { sink, transport } = await setup({ clock, poolSize: 2 })
    const answer = Promise.withResolvers<boolean>()
    const busy = [transport.deliver(mail, () => answer.promise)]
    await sink.waitUntil(() => sink.reached.DATA === 1, 'DATA')
    sink.inject('greeting', { kind: 'drop' }, { times: 5 })
    for (const _ of [1, 2, 3, 4, 5]) await transport.deliver(mail, open)
    clock.time = 5000
    busy.push(transport.deliver(mail, () => answer.promise))
    await sink.waitUntil(() => sink.reached.DATA === 2, 'DATA of the probe')
    expect(await transport.deliver(mail, open)).toMatchObject({
      reason: expect.stringMatching(/^circuit open.*probed/),
    })
    answer.resolve(true)
    expect((await Promise.all(busy)).map(outcome => outcome.kind)).toEqual(['accepted', 'accepted'])
  })

  it('opens after five dead connections, answers at once, probes, and closes when the server is back', async () => {
    const clock = { time: 0, uptime: () => clock.time }
    const lines: string[] = []
    const logger = {
      info: (line: string) => lines.push(line),
      warn: (line: string) => lines.push(line),
    }
    const { sink, transport } = await setup({ clock, logger })
    sink.inject('greeting', { kind: 'drop' }, { times: 6 })
    for (const _ of [1, 2, 3, 4, 5]) expect((await transport.deliver(mail, open)).kind).toBe('not-sent')
    expect(transport.trouble()).toMatch(/^circuit open/)
    expect(await transport.deliver(mail, open)).toEqual({ kind: 'not-sent', reason: transport.trouble(), waitMs: 5000 })
    expect(sink.reached.greeting).toBe(5)
    clock.time = 5000
    expect((await transport.deliver(mail, open)).kind).toBe('not-sent')
    clock.time = 14_999
    expect(await transport.deliver(mail, open)).toMatchObject({ reason: expect.stringMatching(/^circuit open/) })
    clock.time = 15_000
    expect((await transport.deliver(mail, open)).kind).toBe('accepted')
    expect(transport.trouble()).toBeNull()
    expect(lines).toEqual([
      expect.stringMatching(/^circuit open/),
      expect.stringMatching(/^circuit open/),
      expect.stringMatching(/^circuit closed/),
    ])
  })

  it('opens on mails left unknown too, so that a server that dies after each dot gets no more', async () => {
    const { sink, transport } = await setup({ clock: { uptime: () => 0 } })
    sink.injectBy(({ stage }) => (stage === 'dot' ? { kind: 'drop' } : null))
    for (const _ of [1, 2, 3, 4, 5]) expect((await transport.deliver(mail, open)).kind).toBe('unknown')
    expect(await transport.deliver(mail, open)).toMatchObject({ reason: expect.stringMatching(/^circuit open/) })
    expect(sink.reached.dot).toBe(5)
  })

  it('stays closed while the server answers, whatever it answers', async () => {
    const { sink, transport } = await setup()
    sink.inject('RCPT', { kind: 'reply', code: 550, text: '5.1.1 no' }, { times: 10 })
    for (let count = 0; count < 10; count += 1) expect((await transport.deliver(mail, open)).kind).toBe('refused')
    expect(transport.trouble()).toBeNull()
    expect(sink.reached.greeting).toBe(1)
  })
})

describe('log-in and encryption', () => {
  const login = { user: 'jana@contoso.example', pass: 'p@ss:/?#' }

  it('logs in with percent-encoded credentials', async () => {
    const { sink, transport } = await setup({}, { login })
    expect((await transport.deliver(mail, open)).kind).toBe('accepted')
    expect(sink.reached.AUTH).toBe(1)
  })

  it('leaves the mail unsent when the password is wrong, and never says the password', async () => {
    const { sink } = await setup({}, { login })
    const transport = transportTo(sink, { url: `smtp://jana:geheim@127.0.0.1:${sink.port}` })
    const outcome = await transport.deliver(mail, open)
    expect(outcome).toMatchObject({ kind: 'not-sent', reason: expect.stringContaining('535') })
    expect(JSON.stringify(outcome)).not.toContain('geheim')
  })

  it.each(['530 5.7.0 Authentication required', '530 5.7.0 Must issue a STARTTLS command first'])(
    'leaves the mail unsent, and soon all others, when the server asks at MAIL: %s',
    async answer => {
      const { sink, transport } = await setup()
      sink.inject('MAIL', { kind: 'reply', code: 530, text: answer.slice(4) }, { times: 5 })
      for (const _ of [1, 2, 3, 4, 5])
        expect(await transport.deliver(mail, open)).toEqual({ kind: 'not-sent', reason: answer })
      expect(transport.trouble()).toContain(answer)
    },
  )

  it('leaves the mail unsent when there are credentials and the server wants none', async () => {
    const { sink } = await setup()
    const transport = transportTo(sink, { url: `smtp://jana:geheim@127.0.0.1:${sink.port}` })
    expect(await transport.deliver(mail, open)).toMatchObject({
      kind: 'not-sent',
      reason: expect.stringContaining('no log-in'),
    })
  })

  it('encrypts with STARTTLS when asked, and checks the certificate', async () => {
    const { sink } = await setup({}, { tls: 'starttls' })
    const strict = transportTo(sink, { url: `${sink.url}?requireTLS=true` })
    expect((await strict.deliver(mail, open)).kind).toBe('not-sent')
    const lax = transportTo(sink, { url: `${sink.url}?requireTLS=true&rejectUnauthorized=false` })
    expect((await lax.deliver(mail, open)).kind).toBe('accepted')
    expect(sink.mails.map(each => each.isSecure)).toEqual([true])
  })

  it('does not encrypt on loopback unasked', async () => {
    const { sink, transport } = await setup({}, { tls: 'starttls' })
    expect((await transport.deliver(mail, open)).kind).toBe('accepted')
    expect(sink.mails[0]?.isSecure).toBe(false)
  })

  it('sends nothing in the clear when encryption is asked for and not offered', async () => {
    const { sink } = await setup()
    const transport = transportTo(sink, { url: `${sink.url}?requireTLS=true` })
    expect((await transport.deliver(mail, open)).kind).toBe('not-sent')
    expect(sink.reached.MAIL).toBe(0)
  })

  it('speaks TLS at once with smtps', async () => {
    const { sink } = await setup({}, { tls: 'implicit' })
    const transport = transportTo(sink, { url: `${sink.url}?rejectUnauthorized=false` })
    expect((await transport.deliver(mail, open)).kind).toBe('accepted')
    expect(sink.mails[0]?.isSecure).toBe(true)
  })
})
