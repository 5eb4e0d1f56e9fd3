import { afterAll, beforeAll, expect, test } from 'vitest'
import { marketplaceBody, QUICK_SETTINGS, writeQuickWorkflow } from '../support/acceptance-files.ts'
import { createGround, eventually, type Ground, isRunning, type RunningProduct } from '../support/running-product.ts'
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts'

const MANY = 60

let ground: Ground
let sink: SmtpSink

beforeAll(async () => {
  sink = await startSmtpSink()
  ground = createGround({ settings: QUICK_SETTINGS, environment: { SMTP_URL: sink.url } })
  writeQuickWorkflow(ground, { name: 'installed', action: 'INS', wait: '4s' })
})

afterAll(async () => {
  await ground.clear()
  await sink.stop()
})

test('kill -9 in the middle of everything and an orderly end lose and double nothing', async () => {
  let product = await ground.up()
  const redisPid = product.redisPid()
  const taken = (await deliverAtOnce(product, 'first')).length
  product.kill('SIGKILL')
  await product.ended
  expect(taken).toBe(MANY)

  product = await ground.up()
  expect([product.redisPid(), isRunning(redisPid)]).toEqual([redisPid, true])
  await deliverAtOnce(product, 'second')
  await eventually('most welcomes', () => sink.mails.length > MANY * 1.5)
  product.kill('SIGTERM')
  expect(await product.ended).toBe(0)
  expect(isRunning(redisPid)).toBe(false)

  product = await ground.up()
  await eventually('an end of all that is under way', async () => hasNothingLeft(product), 30_000)
  const { json } = await product.api('GET', '/stats')
  expect(json.receipts).toMatchObject({ accepted: 2 * MANY, repeat: 0 })
  await comparesWithTheSink(product)
  product.kill('SIGTERM')
  expect(await product.ended).toBe(0)
}, 60_000)

/** Most of these are answered while the mails of the others are on the line. */
async function deliverAtOnce(product: RunningProduct, name: string): Promise<string[]> {
  const addresses = Array.from({ length: MANY }, (_, index) => `${name}-${index}@many.example`)
  const answers = await Promise.all(addresses.map(email => product.deliver(marketplaceBody({ email }))))
  return answers.filter(({ json }) => json.status === 'accepted').map(({ text }) => text)
}

async function hasNothingLeft(product: RunningProduct): Promise<boolean> {
  const { json } = await product.api('GET', '/stats')
  const { due, planned, claimed, data } = json.messages
  const isAtRest = due + planned + claimed + data === 0
  return isAtRest && json.enrollments.active === 0 && json.enrollments.finished === 2 * MANY
}

/** A mail that was on the line when the process was killed may have arrived or not: it is told, and never sent again. */
async function comparesWithTheSink(product: RunningProduct): Promise<void> {
  const { json } = await product.api('GET', '/messages?limit=200')
  const more = await product.api('GET', `/messages?limit=200&cursor=${json.next}`)
  const messages: { to: string; template: string; status: string }[] = [...json.items, ...more.json.items]
  const arrived = new Map<string, number>()
  for (const { to, bytes } of sink.mails) {
    const template = bytes.includes('And now') ? 'installed/follow-up' : 'installed/welcome'
    const key = `${to.join()} ${template}`
    arrived.set(key, (arrived.get(key) ?? 0) + 1)
  }
  const wrong = messages.filter(({ to, template, status }) => {
    const count = arrived.get(`${to} ${template}`) ?? 0
    return status === 'uncertain' ? count > 1 : count !== 1 || status !== 'sent'
  })
  expect(wrong).toEqual([])
  expect(new Set(messages.map(({ to }) => to)).size).toBe(2 * MANY)
  expect(messages.filter(({ status }) => status === 'uncertain').length).toBeLessThanOrEqual(20)
}
