import { describe, it } from 'vitest'
import { createSmtpTransport } from '../../../src/email/smtp/transport.ts'
import type { DeliveryOutcome } from '../../../src/engine/ports.ts'
import { type SinkFault, type SinkStage, type SmtpSink, startSmtpSink } from '../../support/smtp-sink.ts'

const mail = {
  envelopeFrom: 'jana@contoso.example',
  envelopeTo: 'lead@fabrikam.example',
  bytes: Buffer.from('Subject: Hello\r\n\r\nBody\r\n'),
}
interface Bench {
  sink: SmtpSink
  deliver(): Promise<{ outcome: DeliveryOutcome; asked: number }>
}

async function setup(way: Way, onTestFinished: (close: () => Promise<void>) => void): Promise<Bench> {
  const sink = await startSmtpSink({ pipelining: way === 'pipelined' })
  const transport = createSmtpTransport({ url: sink.url, timeouts: { connectMs: 400, envelopeMs: 400, replyMs: 400 } })
  onTestFinished(async () => {
    await transport.close()
    await sink.stop()
  })
  return {
    sink,
    async deliver() {
      let asked = 0
      const outcome = await transport.deliver(mail, async () => {
        asked += 1
        return true
      })
      return { outcome, asked }
    },
  }
}

const drop: SinkFault = { kind: 'drop' }
const reset: SinkFault = { kind: 'reset' }
const silence: SinkFault = { kind: 'silence' }
const reply = (code: number, text = 'no'): SinkFault => ({ kind: 'reply', code, text })

type Expected = { kind: DeliveryOutcome['kind']; stage?: string; code?: number; permanent?: boolean }
type Row = [stage: SinkStage, fault: SinkFault, expected: Expected, asked: number, arrived: number]

const table: Row[] = [
  ['greeting', drop, { kind: 'not-sent' }, 0, 0],
  ['greeting', reset, { kind: 'not-sent' }, 0, 0],
  ['greeting', silence, { kind: 'not-sent' }, 0, 0],
  ['greeting', reply(421), { kind: 'not-sent' }, 0, 0],
  ['greeting', reply(554), { kind: 'not-sent' }, 0, 0],
  ['MAIL', drop, { kind: 'not-sent' }, 0, 0],
  ['MAIL', silence, { kind: 'not-sent' }, 0, 0],
  ['MAIL', reply(451), { kind: 'refused', stage: 'MAIL', code: 451, permanent: false }, 0, 0],
  ['MAIL', reply(553), { kind: 'refused', stage: 'MAIL', code: 553, permanent: true }, 0, 0],
  ['MAIL', reply(421), { kind: 'refused', stage: 'MAIL', code: 421, permanent: false }, 0, 0],
  ['RCPT', drop, { kind: 'not-sent' }, 0, 0],
  ['RCPT', reset, { kind: 'not-sent' }, 0, 0],
  ['RCPT', silence, { kind: 'not-sent' }, 0, 0],
  ['RCPT', reply(450), { kind: 'refused', stage: 'RCPT', code: 450, permanent: false }, 0, 0],
  ['RCPT', reply(550), { kind: 'refused', stage: 'RCPT', code: 550, permanent: true }, 0, 0],
  ['DATA', drop, { kind: 'not-sent' }, 0, 0],
  ['DATA', silence, { kind: 'not-sent' }, 0, 0],
  ['DATA', reply(451), { kind: 'refused', stage: 'DATA', code: 451, permanent: false }, 0, 0],
  ['DATA', reply(554), { kind: 'refused', stage: 'DATA', code: 554, permanent: true }, 0, 0],
  ['DATA', reply(503), { kind: 'refused', stage: 'DATA', code: 503, permanent: false }, 0, 0],
  ['body', drop, { kind: 'unknown' }, 1, 0],
  ['body', reset, { kind: 'unknown' }, 1, 0],
  ['body', reply(421), { kind: 'refused', stage: 'dot', code: 421, permanent: false }, 1, 0],
  ['dot', drop, { kind: 'unknown' }, 1, 0],
  ['dot', reset, { kind: 'unknown' }, 1, 0],
  ['dot', silence, { kind: 'unknown' }, 1, 0],
  ['dot', reply(452), { kind: 'refused', stage: 'dot', code: 452, permanent: false }, 1, 0],
  ['dot', reply(554), { kind: 'refused', stage: 'dot', code: 554, permanent: true }, 1, 0],
  ['dot', reply(421), { kind: 'refused', stage: 'dot', code: 421, permanent: false }, 1, 0],
  ['accepted', drop, { kind: 'unknown' }, 1, 1],
  ['accepted', reset, { kind: 'unknown' }, 1, 1],
  ['accepted', silence, { kind: 'unknown' }, 1, 1],
  ['accepted', { kind: 'delay', ms: 50 }, { kind: 'accepted' }, 1, 1],
]
type Way = 'pipelined' | 'one by one'
const ways: Way[] = ['pipelined', 'one by one']
const rows = table.flatMap(([stage, fault, expected, asked, arrived]) =>
  ways.map(way => ({ way, stage, fault, words: wordsOf(fault), expected, kind: expected.kind, asked, arrived })),
)

function wordsOf(fault: SinkFault): string {
  return fault.kind === 'reply' ? `answer ${fault.code}` : fault.kind
}

describe.concurrent('the outcome of a delivery', () => {
  it.for(rows)(
    '$way: $words at $stage is $kind with $asked gate and $arrived arrived',
    async (row, { expect, onTestFinished }) => {
      const { sink, deliver } = await setup(row.way, onTestFinished)
      sink.inject(row.stage, row.fault)
      const result = await deliver()
      expect(result.outcome).toMatchObject(row.expected)
      expect(result.asked).toBe(row.asked)
      expect(sink.mails).toHaveLength(row.arrived)
    },
  )

  it.for(rows.filter(row => row.kind === 'refused'))(
    '$way: after $words at $stage the next mail arrives',
    async (row, { expect, onTestFinished }) => {
      const { sink, deliver } = await setup(row.way, onTestFinished)
      sink.inject(row.stage, row.fault)
      await deliver()
      expect((await deliver()).outcome.kind).toBe('accepted')
      expect(sink.mails).toHaveLength(1)
    },
  )

  it('gives the answer of a refusal with its enhanced status and without addresses', async ({
    expect,
    onTestFinished,
  }) => {
    const { sink, deliver } = await setup('pipelined', onTestFinished)
    sink.inject('RCPT', reply(550, '5.1.1 No such user <lead@fabrikam.example>'))
    const { outcome } = await deliver()
    const expected = { kind: 'refused', permanent: true, code: 550, enhanced: '5.1.1', stage: 'RCPT' }
    expect(outcome).toEqual({ ...expected, reply: '550 5.1.1 No such user <(address)>' })
  })

  it('names a refused connection', async ({ expect, onTestFinished }) => {
    const { sink, deliver } = await setup('pipelined', onTestFinished)
    await sink.stop()
    const { outcome, asked } = await deliver()
    expect(outcome).toMatchObject({ kind: 'not-sent', reason: expect.stringContaining('ECONNREFUSED') })
    expect(asked).toBe(0)
  })
})
