import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/domain/time/units.ts'
import { answerAlarm } from '../../src/engine/sweep.ts'
import { type Product, startProduct } from '../support/product.ts'
import { FOLLOW_UP, leadBody, WELCOME } from '../support/stories.ts'

const PAST = `title: After a date that is past
for: {action: [PLT]}
steps:
  - wait: {until: 2026-11-01}
  - send: past/now
  - wait: {until: 2026-11-02}
  - wait: 24h
  - send: past/later
`

const HEARING = `title: Waits for an answer
for: {action: [INS]}
steps:
  - send: hearing/welcome
  - wait-for: reply
    up-to: 3 days
    then:
      - escalate: sales
        because: replied
`

const BUYING = `title: Waits for a purchase
for: {action: [StartTestDrive]}
steps:
  - wait-for: purchase
    up-to: 3 days
    then:
      - tag: customer
`

const START = '2026-11-24T10:00:00Z'

let product: Product
beforeEach(async () => {
  product = await startProduct({
    start: START,
    workflows: { 'past.yaml': PAST, 'hearing.yaml': HEARING, 'buying.yaml': BUYING },
    templates: { 'past/now.hbs': WELCOME, 'past/later.hbs': FOLLOW_UP, 'hearing/welcome.hbs': WELCOME },
  })
})
afterEach(() => product.close())

const now = () => product.clock.now()

async function signal(kind: string) {
  const { lead } = await product.lead('eva@example.com')
  await product.app.engine.recordSignal({ leadId: lead.id, kind, at: null, data: {}, by: 'api' })
}

describe('a wait until a date that is past', () => {
  it('goes on at once and pulls back neither the expiry of the next mail nor the next wait', async () => {
    await product.deliver(leadBody())
    await product.drainDue(now() + 3 * DAY_MS)
    expect(await product.mailsTo('eva@example.com')).toEqual([
      { template: 'past/now', status: 'sent', at: Date.parse(START) },
      { template: 'past/later', status: 'sent', at: Date.parse(START) + DAY_MS },
    ])
  })
})

describe('a pause', () => {
  it('does not put off the answer to a reply that came while it lasted', async () => {
    await product.deliver(leadBody({ action: 'INS' }))
    await product.drainDue(now() + HOUR_MS)
    await product.app.engine.pauseWorkflow('hearing')
    product.clock.advance(9 * DAY_MS)
    await signal('reply')
    product.clock.advance(DAY_MS)
    await product.app.engine.resumeWorkflow('hearing')
    await product.drainDue(now())
    expect((await product.lead('eva@example.com')).escalations).toMatchObject([{ because: 'replied' }])
  })

  it('right after a mail leaves the whole wait behind it', async () => {
    await product.deliver(leadBody())
    const { app } = product
    for (let left = 2; left > 0; left -= 1) {
      for (const alarm of await app.store.alarms.overdue(now() + 1, 1)) await answerAlarm(app.context, alarm)
    }
    expect(await product.mailsTo('eva@example.com')).toMatchObject([{ status: 'sent' }])
    await app.engine.pauseWorkflow('past')
    product.clock.advance(10 * DAY_MS)
    await app.engine.resumeWorkflow('past')
    const resumedAt = now()
    await product.drainDue(now() + 3 * DAY_MS)
    const [, later] = await product.mailsTo('eva@example.com')
    expect(later).toMatchObject({ template: 'past/later', at: resumedAt + DAY_MS })
  })
})

describe('a purchase', () => {
  it('of another offer is not what a workflow waits for', async () => {
    await product.deliver(leadBody({ action: 'StartTestDrive' }))
    await product.drainDue(now())
    await product.deliver(leadBody({ action: 'Create', offer: 'contoso.billing' }))
    await product.drainDue(now())
    expect((await product.lead('eva@example.com')).lead.tags).toEqual([])
    await product.deliver(leadBody({ action: 'Create' }))
    await product.drainDue(now())
    expect((await product.lead('eva@example.com')).lead.tags).toEqual(['customer'])
  })
})
