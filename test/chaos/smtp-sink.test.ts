import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import nodemailer from 'nodemailer'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { randomFaults, type SinkStage } from '../../chaos/sink/smtp-faults.ts'
import { openSmtpSink, type SmtpSink } from '../../chaos/sink/smtp-sink.ts'
import { seededRandom } from '../support/seeded-random.ts'

let folder: string
let sink: SmtpSink

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tend-chaos-sink-'))
  sink = await openSmtpSink(join(folder, 'accepted.jsonl'))
})

afterEach(async () => {
  await sink.close()
  rmSync(folder, { recursive: true })
})

function send(): Promise<unknown> {
  const message = {
    from: 'jana@contoso.example',
    to: 'ada@one.example',
    subject: 'asked/welcome',
    text: '.\n..\nHello',
    headers: { 'List-Unsubscribe': '<http://127.0.0.1:3000/u/msg_1.sig>' },
  }
  return nodemailer.createTransport({ url: sink.url, allowInternalNetworkInterfaces: true } as object).sendMail(message)
}

it('keeps on disk what it accepted', async () => {
  await send()
  const kept = JSON.parse(readFileSync(sink.log, 'utf8'))
  expect(kept).toMatchObject({ to: 'ada@one.example', subject: 'asked/welcome', unsubscribePath: '/u/msg_1.sig' })
  expect(sink.acceptances).toEqual([kept])
})

it.each<[SinkStage, number]>([
  ['greeting', 0],
  ['MAIL', 0],
  ['RCPT', 0],
  ['DATA', 0],
  ['body', 0],
  ['dot', 0],
  ['accepted', 1],
])('dropped at %s, %i mails count as accepted', async (stage, count) => {
  sink.suffer(at => (at === stage ? { kind: 'drop' } : null))
  await expect(send()).rejects.toThrow()
  expect(sink.acceptances).toHaveLength(count)
})

it('refuses in words without keeping, and is back after its death', async () => {
  sink.suffer(at => (at === 'dot' ? { kind: 'say', words: '451 4.3.0 later' } : null))
  await expect(send()).rejects.toThrow('451')
  await sink.die()
  await expect(send()).rejects.toThrow()
  await sink.revive()
  sink.suffer(() => null)
  await send()
  expect(sink.acceptances).toHaveLength(1)
})

it('strikes about the share of mails that was asked for, the same ones for the same seed', () => {
  const struck = (seed: number) => {
    const faultAt = randomFaults(seededRandom(seed), 0.15)
    return Array.from({ length: 2_000 }, (_, index) => {
      const session = { to: '' }
      const stages: SinkStage[] = ['greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'body', 'dot', 'accepted']
      return stages.some(stage => faultAt(stage, session) !== null) ? [index] : []
    }).flat()
  }
  expect(struck(7)).toEqual(struck(7))
  expect(struck(7).length / 2_000).toBeCloseTo(0.15, 1)
})
