import { afterEach, describe, expect, it } from 'vitest'
import { createSmtpTransport, type SmtpTimeouts } from '../../../src/email/smtp/transport.ts'
import { type SmtpSink, type SmtpSinkOptions, startSmtpSink } from '../../support/smtp-sink.ts'

const mail = {
  envelopeFrom: 'jana@contoso.example',
  envelopeTo: 'lead@fabrikam.example',
  bytes: Buffer.from('Subject: Hello\r\n\r\nBody\r\n'),
}
const toClose: (() => Promise<void>)[] = []

async function setup(timeouts: Partial<SmtpTimeouts> = {}, options: SmtpSinkOptions = {}) {
  const sink = await startSmtpSink(options)
  const transport = createSmtpTransport({ url: sink.url, timeouts })
  toClose.push(async () => {
    await transport.close()
    await sink.stop()
  })
  return { sink, transport }
}

function noteStage(sink: SmtpSink): { atGate: { DATA: number; body: number } | null; gate(): Promise<boolean> } {
  const seen = {
    atGate: null as { DATA: number; body: number } | null,
    async gate() {
      seen.atGate = { DATA: sink.reached.DATA, body: sink.reached.body }
      return true
    },
  }
  return seen
}

afterEach(async () => {
  for (const close of toClose.splice(0)) await close()
})

describe('the gate', () => {
  it('is asked after the server took DATA and before any byte of the mail', async () => {
    const { sink, transport } = await setup()
    const seen = noteStage(sink)
    await transport.deliver(mail, seen.gate)
    expect(seen.atGate).toEqual({ DATA: 1, body: 0 })
    expect(sink.mails).toHaveLength(1)
  })

  it('holds the bytes back for as long as it thinks', async () => {
    const { sink, transport } = await setup()
    const answer = Promise.withResolvers<boolean>()
    const delivery = transport.deliver(mail, () => answer.promise)
    await sink.waitUntil(() => sink.reached.DATA === 1, 'DATA')
    const second = await transport.deliver(mail, async () => true)
    expect(second.kind).toBe('accepted')
    expect(sink.reached.body).toBe(1)
    answer.resolve(true)
    expect((await delivery).kind).toBe('accepted')
    expect(sink.mails).toHaveLength(2)
  })

  it('drops the connection without a dot when it stays shut', async () => {
    const { sink, transport } = await setup()
    expect(await transport.deliver(mail, async () => false)).toEqual({ kind: 'gate-shut' })
    await sink.waitUntil(() => sink.cutOff() === 1 && sink.openConnections() === 0, 'the cut-off')
    expect(sink.mails).toEqual([])
    expect(sink.reached.body).toBe(0)
    expect((await transport.deliver(mail, async () => true)).kind).toBe('accepted')
    expect(sink.mails).toHaveLength(1)
  })

  it('counts as shut when it cannot be asked', async () => {
    const { sink, transport } = await setup()
    const outcome = await transport.deliver(mail, () => Promise.reject(new Error('disk is full')))
    expect(outcome).toEqual({ kind: 'not-sent', reason: 'the gate could not be asked: disk is full' })
    await sink.waitUntil(() => sink.cutOff() === 1, 'the cut-off')
    expect(sink.mails).toEqual([])
    expect(transport.trouble()).toBeNull()
  })

  it('counts as shut when it throws at once', async () => {
    const { sink, transport } = await setup()
    const outcome = await transport.deliver(mail, () => {
      throw new Error('no database')
    })
    expect(outcome).toMatchObject({ kind: 'not-sent', reason: expect.stringContaining('no database') })
    expect(sink.mails).toEqual([])
  })

  it('leaves the mail certainly unsent when the line dies while it thinks', async () => {
    const { sink, transport } = await setup()
    let asked = 0
    const outcome = await transport.deliver(mail, async () => {
      asked += 1
      sink.dropConnections()
      await sink.waitUntil(() => sink.openConnections() === 0, 'the drop')
      await new Promise(resolve => setImmediate(() => setImmediate(resolve)))
      return true
    })
    expect(outcome.kind).toBe('not-sent')
    expect(asked).toBe(1)
    expect(sink.reached.body).toBe(0)
  })

  it('has always answered when the outcome is given, so that its mark is there to be settled', async () => {
    const { sink, transport } = await setup()
    const order: string[] = []
    const answer = Promise.withResolvers<boolean>()
    const asked = Promise.withResolvers<void>()
    const gate = () => {
      asked.resolve()
      return answer.promise
    }
    const delivery = transport.deliver(mail, gate).then(() => order.push('outcome'))
    await asked.promise
    sink.dropConnections()
    await sink.waitUntil(() => sink.cutOff() === 1, 'the cut-off')
    expect((await transport.deliver(mail, async () => true)).kind).toBe('accepted')
    order.push('gate')
    answer.resolve(true)
    await delivery
    expect(order).toEqual(['gate', 'outcome'])
  })

  it('leaves the mail unknown when the line dies just after it opened', async () => {
    const { sink, transport } = await setup()
    sink.inject('body', { kind: 'silence' })
    const delivery = transport.deliver(mail, async () => true)
    await sink.waitUntil(() => sink.reached.body === 1, 'the first bytes')
    sink.dropConnections()
    expect((await delivery).kind).toBe('unknown')
  })

  it('gives up on a gate that never answers, and lets no byte follow later', async () => {
    const { sink, transport } = await setup({ envelopeMs: 300 })
    const answer = Promise.withResolvers<boolean>()
    const outcome = await transport.deliver(mail, () => answer.promise)
    expect(outcome.kind).toBe('not-sent')
    answer.resolve(true)
    await sink.waitUntil(() => sink.cutOff() === 1, 'the cut-off')
    expect(sink.reached.body).toBe(0)
    expect(transport.trouble()).toBeNull()
  })

  it('is not asked for an address that is not one plain address', async () => {
    const { sink, transport } = await setup()
    const addresses = [
      'a@b.example, c@d.example',
      'x@y.example <z@w.example>',
      'a@b.example\r\nRCPT TO:<c@d.example>',
      'nobody',
      '@',
      'a@b@c',
      'a b@c.example',
    ]
    for (const envelopeTo of addresses) {
      const outcome = await transport.deliver({ ...mail, envelopeTo }, () => Promise.reject(new Error('asked')))
      expect(outcome).toMatchObject({ kind: 'refused', permanent: true, enhanced: '5.1.3', stage: 'RCPT' })
    }
    const badSender = await transport.deliver({ ...mail, envelopeFrom: 'a@b>\r\nDATA' }, async () => true)
    expect(badSender).toMatchObject({ kind: 'refused', enhanced: '5.1.7', stage: 'MAIL' })
    expect(sink.reached.greeting).toBe(0)
  })

  it('is not asked for a mail larger than the server takes', async () => {
    const { sink, transport } = await setup({}, { maxBytes: 1000 })
    const big = { ...mail, bytes: Buffer.alloc(2000, 'x') }
    const outcome = await transport.deliver(big, () => Promise.reject(new Error('asked')))
    expect(outcome).toMatchObject({ kind: 'refused', permanent: true, code: 552 })
    expect(sink.mails).toEqual([])
    expect((await transport.deliver(mail, async () => true)).kind).toBe('accepted')
  })
})

describe('the bytes', () => {
  it.each([
    ['dots at the start of lines', Buffer.from('Subject: Dots\r\n\r\n.\r\n..\r\n.a\r\n\r\n.\r\nQUIT\r\n')],
    ['a dot as the very first byte', Buffer.from('.first\r\n')],
    [
      'eight-bit bytes',
      Buffer.concat([
        Buffer.from('Subject: 8\r\n\r\n'),
        Buffer.from([0xff, 0xfe, 0x80, 0xc3, 0x28]),
        Buffer.from('\r\n'),
      ]),
    ],
    ['a megabyte', Buffer.from(`Subject: Big\r\n\r\n${'.line of some length\r\n'.repeat(50_000)}`)],
  ])('arrive as they were frozen: %s', async (_what, bytes) => {
    const { sink, transport } = await setup()
    expect((await transport.deliver({ ...mail, bytes }, async () => true)).kind).toBe('accepted')
    expect(sink.mails[0]?.bytes.equals(bytes)).toBe(true)
    expect(sink.mails[0]).toMatchObject({ from: mail.envelopeFrom, to: [mail.envelopeTo] })
  })

  it('arrive as they were frozen from a view into a larger buffer', async () => {
    const { sink, transport } = await setup()
    const whole = new Uint8Array(Buffer.from('SECRETSubject: View\r\n\r\nBody\r\nSECRET'))
    const bytes = whole.subarray(6, whole.length - 6)
    await transport.deliver({ ...mail, bytes }, async () => true)
    expect(sink.mails[0]?.bytes.toString()).toBe('Subject: View\r\n\r\nBody\r\n')
  })
})
