import { copyFileSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterEach, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../src/domain/time/units.ts'
import { noticeRestore } from '../../src/engine/notice-restore.ts'
import { sweep } from '../../src/engine/sweep.ts'
import { marketplaceBody } from '../support/acceptance-files.ts'
import { type Product, startProduct } from '../support/product.ts'

const TEMPLATE = '---\nsubject: Hello\n---\nHello.\n'
const FILES = {
  workflows: {
    'pair.yaml': 'title: Pair\nfor: {action: [INS]}\nsteps:\n  - send: one\n  - wait: 24h\n  - send: two\n',
  },
  templates: { 'one.hbs': TEMPLATE, 'two.hbs': TEMPLATE },
}

let product: Product
afterEach(() => product.close())

const statuses = async (email: string) =>
  (await product.mailsTo(email)).map(({ template, status }) => `${template} ${status}`)

/** As `tend up` does when it starts. */
async function begin(): Promise<void> {
  await noticeRestore(product.app.context)
}

async function copied(): Promise<string> {
  const source = new Database(product.config.databaseUrl, { readonly: true })
  await source.backup(`${product.config.databaseUrl}.copy`)
  source.close()
  return `${product.config.databaseUrl}.copy`
}

async function putBack(copy: string): Promise<void> {
  await product.restart(() => {
    for (const side of ['-wal', '-shm']) rmSync(product.config.databaseUrl + side, { force: true })
    copyFileSync(copy, product.config.databaseUrl)
  })
  await begin()
}

it('sends nothing again that left after the copy was made, and goes on with what comes later', async () => {
  product = await startProduct(FILES)
  await begin()
  await product.deliver(marketplaceBody({ email: 'early@example.com' }))
  await product.drainDue(product.clock.now())
  await product.deliver(marketplaceBody({ email: 'ada@example.com' }))
  const copy = await copied()
  await product.drainDue(product.clock.now() + 25 * HOUR_MS)
  await sweep(product.app.context)
  expect(await statuses('early@example.com')).toEqual(['one sent', 'two sent'])

  await putBack(copy)
  expect(await statuses('ada@example.com')).toEqual(['one held'])
  await product.drainDue(product.clock.now() + 9 * HOUR_MS)
  expect(await statuses('ada@example.com')).toEqual(['one held'])
  expect(await statuses('early@example.com')).toEqual(['one sent', 'two held'])
  expect((await product.app.engine.listAlerts()).map(({ kind }) => kind)).toContain('restored')

  await product.deliver(marketplaceBody({ email: 'later@example.com' }))
  await product.drainDue(product.clock.now() + MINUTE_MS)
  expect(await statuses('later@example.com')).toEqual(['one sent'])
})

it('lets a person decide, after which the workflow goes on', async () => {
  product = await startProduct(FILES)
  await begin()
  await product.deliver(marketplaceBody({ email: 'ada@example.com' }))
  const copy = await copied()
  await product.drainDue(product.clock.now())
  await sweep(product.app.context)
  await putBack(copy)
  const [held] = (await product.lead('ada@example.com')).messages
  await product.app.engine.resolveMessage(held?.id ?? '', 'sent', 'Sam')
  await product.drainDue(product.clock.now() + 25 * HOUR_MS)
  expect(await statuses('ada@example.com')).toEqual(['one sent', 'two sent'])
})

it('holds the first mail of a delivery that the copy had not admitted yet', async () => {
  product = await startProduct(FILES)
  await begin()
  await product.deliver(marketplaceBody({ email: 'first@example.com' }))
  const { context } = product.app
  const endpoint = await product.app.engine.findEndpoint('ingest-token-of-the-test')
  if (endpoint === null) throw new Error('the default endpoint is missing')
  const body = Buffer.from(JSON.stringify(marketplaceBody({ email: 'ada@example.com' })))
  const { takeInDelivery } = await import('../../src/engine/take-in-delivery.ts')
  const without = { ...context, afterwards: () => false }
  await takeInDelivery(without, { endpoint, body, size: body.byteLength, contentType: null })
  const copy = await copied()
  await product.drainDue(product.clock.now())
  await sweep(context)
  product.clock.advance(HOUR_MS)
  await putBack(copy)
  await sweep(product.app.context)
  expect(await statuses('ada@example.com')).toEqual(['one held'])
})
