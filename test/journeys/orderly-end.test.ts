import { afterEach, expect, it } from 'vitest'
import { marketplaceBody } from '../support/acceptance-files.ts'
import { type Product, startProduct } from '../support/product.ts'
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts'

const TEMPLATE = '---\nsubject: Hello\n---\nHello.\n'
const MANY = 12

let product: Product
let sink: SmtpSink
afterEach(async () => {
  await product.close()
  await sink.stop()
})

it('finishes the mail that is on the line and gives the rest back at once, for the next process', async () => {
  sink = await startSmtpSink()
  sink.injectBy(({ stage }) => (stage === 'dot' ? { kind: 'delay', ms: 300 } : null))
  product = await startProduct({
    workflows: { 'one.yaml': 'title: One\nfor: {action: [INS]}\nsteps:\n  - send: one\n' },
    templates: { 'one.hbs': TEMPLATE },
    environment: { SMTP_URL: sink.url, PATH: '/nowhere' },
  })
  await product.app.startQueue(true)
  await product.app.startWorker()
  for (let index = 0; index < MANY; index += 1) {
    await product.deliver(marketplaceBody({ email: `lead${index}@many.example` }))
  }
  await sink.waitUntil(() => sink.openConnections() === 5)
  await product.restart()
  const sent = sink.mails.length
  const { messages } = await product.app.engine.readStats()
  expect(sent).toBeLessThan(MANY)
  expect(messages).toMatchObject({ sent, due: MANY - sent, claimed: 0, data: 0, uncertain: 0 })
  expect((await product.app.store.alarms.overdue(product.clock.now() + 1, 99)).length).toBeGreaterThanOrEqual(
    MANY - sent,
  )
})
