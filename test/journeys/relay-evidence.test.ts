import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { MINUTE_MS } from '../../src/domain/time/units.ts'
import { sweep } from '../../src/engine/sweep.ts'
import { PLAIN_SETTINGS, type Product, startProduct } from '../support/product.ts'
import { relayLines } from '../support/relay-log-text.ts'
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts'
import { leadBody, TWO_WORKFLOWS } from '../support/stories.ts'

const { begun, header, taken, other } = relayLines()
const SETTLE_MS = 3 * MINUTE_MS

let product: Product
let sink: SmtpSink
let log: string

beforeEach(async () => {
  sink = await startSmtpSink()
  product = await startProduct({ ...TWO_WORKFLOWS, environment: { SMTP_URL: sink.url } })
  log = join(product.folder, 'mail.log')
  await settings(`evidence: {relay-log: ${log}, settle: 3m}\n`)
})

afterEach(async () => {
  await product.close()
  await sink.stop()
})

async function settings(evidence: string): Promise<void> {
  product.write('tend.yaml', PLAIN_SETTINGS + evidence)
  await product.app.definitions.refresh()
}

const degraded = async () => (await product.app.engine.readHealth()).degraded
const look = () => sweep(product.app.context)

async function doubtful(died: 'accepted' | 'dot') {
  writeFileSync(log, other(product.clock.now() - 10 * MINUTE_MS))
  sink.inject(died, { kind: 'drop' })
  await product.deliver(leadBody())
  await product.drainDue(product.clock.now())
  const mail = await welcome()
  appendFileSync(log, begun(product.clock.now(), 'OWN') + header(product.clock.now(), 'OWN', mail.messageId))
  expect(mail.status).toBe('uncertain')
  return mail
}

async function welcome() {
  const [mail] = (await product.lead('eva@example.com')).messages
  if (mail === undefined) throw new Error('expected a mail')
  return mail
}

it('counts a mail as sent that the log of the relay says it took', async () => {
  await doubtful('accepted')
  appendFileSync(log, taken(product.clock.now(), 'OWN'))
  await look()
  expect(await welcome()).toMatchObject({ status: 'sent' })
  const { lead } = await product.lead('eva@example.com')
  const last = (await product.app.engine.readTimeline(lead.id)).findLast(({ kind }) => kind === 'mail-resolved')
  expect(last?.data).toMatchObject({ as: 'sent', by: 'relay log' })
})

it('sends a mail again that the relay never took, once', async () => {
  const { messageId } = await doubtful('dot')
  for (let minute = 0; minute < 6; minute += 1) {
    product.clock.advance(MINUTE_MS)
    appendFileSync(log, other(product.clock.now()))
    await look()
    const hasWaited = minute * MINUTE_MS >= SETTLE_MS
    expect((await welcome()).status).toBe(hasWaited ? 'due' : 'uncertain')
    if (hasWaited) break
  }
  await product.drainDue(product.clock.now())
  expect(await welcome()).toMatchObject({ status: 'sent', messageId })
  expect(sink.mails).toHaveLength(1)
})

it('says that the log cannot be read for as long as it is named and cannot', async () => {
  expect(await degraded()).toEqual([expect.stringContaining(`${log} (there is no such file)`)])
  await doubtful('dot')
  expect(await degraded()).toEqual([])
  await settings('evidence: {relay-log: /nowhere/mail.log}\n')
  expect(await degraded()).toHaveLength(1)
  product.clock.advance(MINUTE_MS)
  await look()
  expect((await welcome()).status).toBe('uncertain')
  await settings('')
  expect(await degraded()).toEqual([])
})
