import { afterAll, describe, expect, it } from 'vitest'
import { createSmtpTransport } from '../../../src/email/smtp/transport.ts'
import type { DeliveryOutcome } from '../../../src/engine/ports.ts'
import { type SinkFault, type SinkStage, startSmtpSink } from '../../support/smtp-sink.ts'

const STAGES: SinkStage[] = ['greeting', 'MAIL', 'RCPT', 'DATA', 'body', 'dot', 'accepted']
const FAULTS: SinkFault[] = [
  { kind: 'drop' },
  { kind: 'reset' },
  { kind: 'delay', ms: 5 },
  { kind: 'reply', code: 451, text: 'try later' },
  { kind: 'reply', code: 550, text: 'never' },
  { kind: 'reply', code: 421, text: 'closing' },
]

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

function pick<T>(list: T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T
}

/** How often a mail may have arrived, given what the transport said about it. A server that refuses what it kept is left out. */
function mayHaveArrived(outcome: DeliveryOutcome): number[] {
  if (outcome.kind === 'accepted') return [1]
  return outcome.kind === 'unknown' ? [0, 1] : [0]
}

const kinds = new Set<DeliveryOutcome['kind']>()

afterAll(() => {
  expect([...kinds].sort()).toEqual(['accepted', 'gate-shut', 'not-sent', 'refused', 'unknown'])
})

describe.concurrent('whatever the server does', () => {
  it.for([1, 2, 3])('the outcome never says what is not so (seed %d)', async (seed, { expect, onTestFinished }) => {
    const random = randomFrom(seed)
    const sink = await startSmtpSink({ pipelining: seed !== 2 })
    const clock = { time: 0, uptime: () => (clock.time += 1_000_000) }
    const transport = createSmtpTransport({
      url: sink.url,
      clock,
      timeouts: { connectMs: 2000, envelopeMs: 2000, replyMs: 2000 },
    })
    onTestFinished(async () => {
      await transport.close()
      await sink.stop()
    })
    sink.injectBy(({ stage }) => {
      const fault = random() < 0.05 * STAGES.length && pick(STAGES, random) === stage ? pick(FAULTS, random) : null
      return stage === 'accepted' && fault?.kind === 'reply' ? null : fault
    })
    const gates = new Map<string, number>()
    const deliveries = Array.from({ length: 150 }, async (_, place) => {
      const envelopeTo = `lead${place}@fabrikam.example`
      const isOpen = random() < 0.9
      const outcome = await transport.deliver(
        { envelopeFrom: 'jana@contoso.example', envelopeTo, bytes: Buffer.from(`To: ${envelopeTo}\r\n\r\n.\r\n`) },
        async () => {
          gates.set(envelopeTo, (gates.get(envelopeTo) ?? 0) + 1)
          return isOpen
        },
      )
      return { envelopeTo, isOpen, outcome }
    })
    const results = await Promise.all(deliveries)
    for (const { envelopeTo, isOpen, outcome } of results) {
      const arrived = sink.mails.filter(each => each.to[0] === envelopeTo).length
      expect(mayHaveArrived(outcome), `${envelopeTo}: ${JSON.stringify(outcome)}`).toContain(arrived)
      expect(gates.get(envelopeTo) ?? 0).toBeLessThanOrEqual(1)
      if (!isOpen) expect(arrived).toBe(0)
    }
    for (const { outcome } of results) kinds.add(outcome.kind)
  })
})
