import { expect, test } from 'vitest'
import { PLAIN_SETTINGS, startProduct } from '../support/product.ts'
import { productHttp } from '../support/product-http.ts'
import { WELCOME } from '../support/stories.ts'

const STORY =
  'title: Story\nfor: {action: [PLT]}\nsteps:\n  - send: story/welcome\n  - wait: 3 days\n  - finish: no answer\n'
const TOKEN = 'token-of-postmark-in-the-test'

test('a complaint that a provider reports ends everything for the person it names, once', async () => {
  const product = await startProduct({
    settings: `${PLAIN_SETTINGS}webhooks: {postmark: {token: ${TOKEN}}}\n`,
    workflows: { 'story.yaml': STORY },
    templates: { 'story/welcome.hbs': WELCOME },
  })
  try {
    const { app } = product
    await app.engine.submitLead({
      lead: { email: 'ada@example.com', action: 'PLT', offer: 'contoso.analytics' },
      channel: 'api',
      idempotencyKey: null,
      at: null,
    })
    await product.drainDue('2026-11-24T11:00:00Z')
    const [message] = (await product.lead('ada@example.com')).messages
    const http = productHttp(product)
    const complain = (Email: string) =>
      http.request(`/webhooks/postmark/${TOKEN}`, {
        method: 'POST',
        body: JSON.stringify({
          RecordType: 'SpamComplaint',
          ID: 42,
          Email,
          Metadata: { 'message-id': message?.messageId },
        }),
      })
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
  } finally {
    await product.close()
  }
})
