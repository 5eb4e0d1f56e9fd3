import { expect, test } from 'vitest'
import { PLAIN_SETTINGS, type Product, startProduct } from '../support/product.ts'
import { productHttp } from '../support/product-http.ts'
import { WELCOME } from '../support/stories.ts'

const STORY =
  'title: Story\nfor: {action: [PLT]}\nsteps:\n  - send: story/welcome\n  - wait: 3 days\n  - finish: no answer\n'
const TOKEN = 'token-of-postmark-in-the-test'

async function withOneLetter(then: (product: Product, tell: (event: object) => Promise<Response>) => Promise<void>) {
  const product = await startProduct({
    settings: `${PLAIN_SETTINGS}webhooks: {postmark: {token: ${TOKEN}}}\n`,
    workflows: { 'story.yaml': STORY },
    templates: { 'story/welcome.hbs': WELCOME },
  })
  try {
    await product.app.engine.submitLead({
      lead: { email: 'ada@example.com', action: 'PLT', offer: 'contoso.analytics' },
      channel: 'api',
      idempotencyKey: null,
      at: null,
    })
    await product.drainDue('2026-11-24T11:00:00Z')
    const [message] = (await product.lead('ada@example.com')).messages
    const http = productHttp(product)
    await then(product, async event => {
      const body = JSON.stringify({ ID: 42, Metadata: { 'message-id': message?.messageId }, ...event })
      return http.request(`/webhooks/postmark/${TOKEN}`, { method: 'POST', body })
    })
  } finally {
    await product.close()
  }
}

test('a complaint that a provider reports ends everything for the person it names, once', () =>
  withOneLetter(async (product, tell) => {
    const complain = (Email: string) => tell({ RecordType: 'SpamComplaint', Email })
    expect((await complain('somebody.else@example.com')).status).toBe(200)
    expect((await product.lead('ada@example.com')).suppressions).toEqual([])
    for (let again = 0; again < 3; again += 1) expect((await complain('ADA@example.com')).status).toBe(200)
    const { enrollments, suppressions, signals } = await product.lead('ada@example.com')
    expect(signals.map(({ kind }) => kind)).toEqual(['complaint'])
    expect(enrollments.map(({ status }) => status)).toEqual(['stopped'])
    expect(suppressions.map(({ scope, reason }) => [scope, reason]).toSorted()).toEqual([
      ['address', 'complaint'],
      ['lead', 'complaint'],
    ])
  }))

test('whoever unsubscribes at the provider gets no more mail, and is not said to have sent one back', () =>
  withOneLetter(async (product, tell) => {
    const change = { RecordType: 'SubscriptionChange', Recipient: 'ada@example.com', Origin: 'Recipient' }
    await tell({ ...change, SuppressSending: false, SuppressionReason: null })
    await tell({ ...change, SuppressSending: true, SuppressionReason: 'HardBounce' })
    expect((await product.lead('ada@example.com')).suppressions).toEqual([])
    for (let again = 0; again < 2; again += 1) {
      await tell({ ...change, SuppressSending: true, SuppressionReason: 'ManualSuppression' })
    }
    const { lead, enrollments, suppressions, signals } = await product.lead('ada@example.com')
    expect(signals.map(({ kind }) => kind)).toEqual(['unsubscribe'])
    expect(enrollments.map(({ status }) => status)).toEqual(['stopped'])
    expect(suppressions.map(({ scope, reason }) => [scope, reason]).toSorted()).toEqual([
      ['address', 'unsubscribed'],
      ['lead', 'unsubscribed'],
    ])
    const told = await product.app.engine.readTimeline(lead.id)
    expect(told.map(({ words }) => words).join()).not.toContain('came back')
  }))
