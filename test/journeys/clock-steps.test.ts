import { afterEach, expect, it } from 'vitest'
import { SWEEP_RULES, sweep } from '../../src/engine/sweep.ts'
import { marketplaceBody } from '../support/acceptance-files.ts'
import { type Product, startProduct } from '../support/product.ts'
import { startSmtpSink } from '../support/smtp-sink.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const TEMPLATE = '---\nsubject: Hello\n---\nHello.\n'
const FILES = {
  workflows: {
    'drip.yaml':
      'title: Drip\nfor: {action: [INS]}\nsteps:\n  - send: one\n  - wait: 3 days\n  - send: two\n  - wait: 3 days\n  - send: three\n',
  },
  templates: { 'one.hbs': TEMPLATE, 'two.hbs': TEMPLATE, 'three.hbs': TEMPLATE },
}

let product: Product
afterEach(() => product.close())

async function withFirstMail(): Promise<void> {
  product = await startProduct(FILES)
  await product.deliver(marketplaceBody({ email: 'ada@example.com' }))
  await product.drainDue(product.clock.now())
  await look()
}

/** What the worker does every two seconds, without the patience that it has with the queue. */
async function look(): Promise<number> {
  for (const _round of ['step', 'mail']) await sweep(product.app.context, { ...SWEEP_RULES, patienceMs: 0 })
  return (await product.mailsTo('ada@example.com')).length
}

it('sends nothing at a clock that jumps forty days, tells people, and nothing again when it is set right', async () => {
  await withFirstMail()
  product.clock.step(40 * DAY)
  expect(await look()).toBe(1)
  expect((await product.app.store.alerts.open()).map(({ kind }) => kind)).toContain('clock')
  expect((await product.app.engine.readHealth()).degraded.join()).toContain('the clock went from')
  product.clock.step(-40 * DAY)
  product.clock.advance(10 * MINUTE)
  expect(await look()).toBe(1)
  expect((await product.app.engine.readHealth()).degraded).toEqual([])
})

it('tells people also when a step looked at the clock before the sweep did', async () => {
  await withFirstMail()
  product.clock.step(40 * DAY)
  expect(product.app.context.timeWatch.doubts(product.clock.now() - DAY)).toBe(true)
  await look()
  expect((await product.app.store.alerts.open()).map(({ kind }) => kind)).toContain('clock')
})

it('goes on with one mail, not with all of them, once the clock has gone evenly for a while', async () => {
  await withFirstMail()
  product.clock.step(40 * DAY)
  expect(await look()).toBe(1)
  product.clock.advance(6 * MINUTE)
  expect(await look()).toBe(2)
  product.clock.advance(MINUTE)
  expect(await look()).toBe(2)
})

it('serves a lead at once that comes after the jump', async () => {
  await withFirstMail()
  product.clock.step(40 * DAY)
  await look()
  await product.deliver(marketplaceBody({ email: 'eva@example.com' }))
  await look()
  expect(await product.mailsTo('eva@example.com')).toHaveLength(1)
})

it('knows when to try the mail server again, whatever the clock says meanwhile', async () => {
  const sink = await startSmtpSink()
  await sink.stop()
  product = await startProduct({ ...FILES, environment: { SMTP_URL: sink.url } })
  const { smtp } = product.app.context.transports
  const mail = { envelopeFrom: 'jana@contoso.example', envelopeTo: 'ada@example.com', bytes: Buffer.from('x') }
  product.clock.step(40 * DAY)
  for (let tries = 0; tries < 5; tries += 1) await smtp?.deliver(mail, async () => true)
  product.clock.step(-40 * DAY)
  expect(smtp?.trouble()).toContain('next try in 5 s')
})

it('holds up the mail of a slow provider no longer than before at a clock that goes back', async () => {
  product = await startProduct(FILES)
  const { paces } = product.app.context
  paces.slowDown('ada@example.com')
  product.clock.step(-DAY)
  expect(paces.placeFor({ id: 'one', to: 'eva@example.com' })).toBe(product.clock.now() + 3_000)
})

it('sends nothing twice at a clock that goes back', async () => {
  await withFirstMail()
  product.clock.step(-DAY)
  expect(await look()).toBe(1)
  await product.drainDue(product.clock.now() + 5 * DAY)
  expect((await product.mailsTo('ada@example.com')).map(({ template }) => template)).toEqual(['one', 'two'])
})
