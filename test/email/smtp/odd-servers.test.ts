import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createSmtpTransport } from '../../../src/email/smtp/transport.ts'

const mail = {
  envelopeFrom: 'jana@contoso.example',
  envelopeTo: 'lead@fabrikam.example',
  bytes: Buffer.from('Subject: Hello\r\n\r\nBody\r\n'),
}
const toClose: (() => Promise<void>)[] = []
type Script = Record<string, string | ((socket: Socket) => void)>

/** A raw server: one scripted answer per verb; after a 354 everything up to the dot is the mail, verb `.`. */
async function setup(script: Script) {
  const heard: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    answer(socket, script.greeting ?? '220 odd.test ESMTP')
    let isInMail = false
    let rest = ''
    socket.on('data', data => {
      const lines = (rest + data.toString('latin1')).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        heard.push(line)
        if (isInMail && line !== '.') continue
        const verb = isInMail ? '.' : (line.split(/[ :]/)[0] ?? '').toUpperCase()
        const words = script[verb] ?? (verb === 'DATA' ? '354 go on' : '250 ok')
        isInMail = verb === 'DATA' && typeof words === 'string' && words.includes('354')
        answer(socket, words)
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const transport = createSmtpTransport({
    url: `smtp://127.0.0.1:${port}`,
    timeouts: { connectMs: 300, envelopeMs: 300, replyMs: 300 },
  })
  toClose.push(async () => {
    await transport.close()
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  let asked = 0
  const deliver = () =>
    transport.deliver(mail, async () => {
      asked += 1
      return true
    })
  return { heard, deliver, asked: () => asked }
}

function answer(socket: Socket, words: string | ((socket: Socket) => void)): void {
  if (typeof words === 'string') socket.write(`${words}\r\n`)
  else words(socket)
}

const PIPELINED = '250-odd.test\r\n250 PIPELINING'

afterEach(async () => {
  for (const close of toClose.splice(0)) await close()
})

describe('odd servers', () => {
  it('one that answers as it should gets the mail', async () => {
    const { heard, deliver } = await setup({ '.': '250 2.0.0 queued as 4711' })
    expect(await deliver()).toEqual({ kind: 'accepted', reply: '250 2.0.0 queued as 4711' })
    expect(heard).toContain('Body')
  })

  it('one that answers DATA with 250 is not asked the gate for', async () => {
    const { heard, deliver, asked } = await setup({ DATA: '250 ok' })
    expect(await deliver()).toMatchObject({ kind: 'not-sent', reason: expect.stringContaining('354') })
    expect(asked()).toBe(0)
    expect(heard).not.toContain('Body')
  })

  it('one that answers twice is found out before the gate', async () => {
    const { heard, deliver, asked } = await setup({ RCPT: '250 ok\r\n250 ok' })
    expect((await deliver()).kind).toBe('not-sent')
    expect(asked()).toBe(0)
    expect(heard).not.toContain('Body')
  })

  it('one that takes the mail before it came is not believed', async () => {
    const { heard, deliver, asked } = await setup({ DATA: '354 go on\r\n250 taken' })
    expect((await deliver()).kind).toBe('not-sent')
    expect(asked()).toBe(0)
    expect(heard).not.toContain('.')
  })

  it('one that refuses in one breath with 354 refuses for certain', async () => {
    const { heard, deliver, asked } = await setup({ DATA: '354 go on\r\n554 no after all' })
    expect(await deliver()).toMatchObject({ kind: 'refused', code: 554, stage: 'DATA' })
    expect(asked()).toBe(0)
    expect(heard).not.toContain('.')
  })

  it.each([
    ['a third kind of answer to the dot', '354 more please'],
    ['an answer that is none', 'hello there'],
    ['half an answer', (socket: Socket) => socket.end('25')],
    ['a multi-line answer that never ends', '250-first\r\n250-second'],
  ])('%s leaves the mail unknown', async (_what, words) => {
    const { deliver, asked } = await setup({ '.': words })
    expect((await deliver()).kind).toBe('unknown')
    expect(asked()).toBe(1)
  })

  it('a refusal without its line end, followed by the end of the connection, is a refusal', async () => {
    const { deliver } = await setup({ '.': socket => socket.end('554 5.6.0 no') })
    expect(await deliver()).toMatchObject({ kind: 'refused', code: 554, enhanced: '5.6.0', stage: 'dot' })
  })

  it('one that refuses every recipient and still says 354 gets an empty mail at most', async () => {
    const { heard, deliver, asked } = await setup({ EHLO: PIPELINED, RCPT: '550 5.1.1 no such user' })
    expect(await deliver()).toMatchObject({ kind: 'refused', stage: 'RCPT', enhanced: '5.1.1' })
    expect(asked()).toBe(0)
    expect(heard).not.toContain('Body')
  })

  it('one that refuses the sender and still says 354 gets nothing', async () => {
    const { heard, deliver, asked } = await setup({ EHLO: PIPELINED, MAIL: '550 5.1.8 no', RCPT: '503 no sender' })
    expect(await deliver()).toMatchObject({ kind: 'refused', stage: 'MAIL', enhanced: '5.1.8' })
    expect(asked()).toBe(0)
    expect(heard).not.toContain('.')
  })

  it('one that is no mail server, or speaks before it is asked, costs nothing', async () => {
    for (const greeting of ['HTTP/1.1 400 Bad Request', '220', '554 5.7.1 not you', '']) {
      const { deliver, asked } = await setup({ greeting, EHLO: '500 what', HELO: '500 what' })
      expect((await deliver()).kind).toBe('not-sent')
      expect(asked()).toBe(0)
    }
  })

  it('one without EHLO is spoken to with HELO', async () => {
    const { heard, deliver } = await setup({ EHLO: '502 no' })
    expect((await deliver()).kind).toBe('accepted')
    expect(heard.some(line => line.startsWith('HELO '))).toBe(true)
  })

  it('one that cannot clear an envelope gets a new connection for the next mail', async () => {
    const { heard, deliver } = await setup({ RCPT: '550 5.1.1 no', RSET: '500 what' })
    expect((await deliver()).kind).toBe('refused')
    expect((await deliver()).kind).toBe('refused')
    expect(heard.filter(line => line.startsWith('EHLO '))).toHaveLength(2)
  })
})
