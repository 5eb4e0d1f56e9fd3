import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, MINUTE_MS } from '../../src/domain/time/units.ts'
import { completeReceipt } from '../../src/engine/complete-receipt.ts'
import { type Product, startProduct } from '../support/product.ts'
import { leadBody, TWO_WORKFLOWS } from '../support/stories.ts'

const TEST_LEAD = 'MSFT_TEST_636573304831318844'

let product: Product
beforeEach(async () => {
  product = await startProduct(TWO_WORKFLOWS)
})
afterEach(() => product.close())

async function onlyReceipt() {
  const { items } = await product.app.engine.listReceipts({}, { limit: 10, cursor: null })
  const receipt = await product.app.engine.findReceipt(items[0]?.id ?? '')
  if (receipt === null) throw new Error('there is no receipt')
  return receipt
}

describe('intake', () => {
  it('recognises a test lead: kept, dated by its ticks, never a lead, never counted, never written to', async () => {
    const details = { firstName: TEST_LEAD, lastName: TEST_LEAD, email: `${TEST_LEAD}@test.com`, company: TEST_LEAD }
    expect(await product.deliver(leadBody({ details }))).toBe('test')
    await product.drainDue(product.clock.now() + 30 * DAY_MS)
    const receipt = await onlyReceipt()
    expect(new Date(receipt.validatedAt ?? 0).toISOString()).toBe('2018-03-22T15:48:03.131Z')
    const stats = await product.app.engine.readStats()
    expect(stats.receipts).toEqual({ accepted: 0, repeat: 0, test: 1, quarantined: 0 })
    expect(Object.values(stats.leads).every(count => count === 0)).toBe(true)
    const [endpoint] = await product.app.engine.listEndpoints()
    expect(endpoint?.lastValidatedAt).toBe(receipt.validatedAt)
  })

  it('keeps what it cannot read, byte for byte, with an alert, and refuses to replay it unread', async () => {
    const body = '{"userDetails": {"email": "eva@example.com" "firstName": "Eva"}}'
    expect(await product.deliver(body)).toBe('quarantined')
    const receipt = await onlyReceipt()
    expect(Buffer.from(receipt.body ?? []).toString()).toBe(body)
    expect(receipt.reason).toContain('line 1')
    expect(await product.app.engine.listAlerts()).toMatchObject([{ kind: 'quarantine' }])
    expect(await product.app.engine.replayReceipt(receipt.id)).toMatchObject({ outcome: 'quarantined' })
  })

  it('finishes a receipt whose second transaction a crash prevented, once', async () => {
    const endpoint = await product.app.engine.findEndpoint('ingest-token-of-the-test')
    if (endpoint === null) throw new Error('the endpoint is missing')
    const body = Buffer.from(JSON.stringify(leadBody({ details: { email: null } })))
    const crashed = { ...product.app.context, afterwards: () => false }
    const { takeInDelivery } = await import('../../src/engine/take-in-delivery.ts')
    const receipt = await takeInDelivery(crashed, { endpoint, body, size: body.byteLength, contentType: null })
    expect((await product.app.engine.readStats()).leads.open).toBe(0)
    await Promise.all([completeReceipt(product.app.context, receipt), completeReceipt(product.app.context, receipt)])
    expect((await product.app.engine.readStats()).leads.open).toBe(1)
    expect(await onlyReceipt()).toMatchObject({ outcome: 'accepted', processedAt: expect.any(Number) })
  })

  it('knows a person by address however it is spelled, fills blanks and overwrites nothing silently', async () => {
    await product.deliver(leadBody({ details: { company: '', phone: '' } }))
    product.clock.advance(11 * MINUTE_MS)
    await product.deliver(
      leadBody({ details: { email: 'EVA@Example.COM', firstName: 'Evička', company: 'Example s.r.o.' } }),
    )
    const { lead, inquiries } = await product.lead('eva@example.com')
    expect(inquiries).toHaveLength(2)
    expect(lead).toMatchObject({ firstName: 'Eva', company: 'Example s.r.o.' })
    const timeline = await product.app.engine.readTimeline(lead.id)
    expect(timeline.find(({ kind }) => kind === 'lead-filled')?.data).toEqual({ fields: ['company'] })
    expect(timeline.find(({ kind }) => kind === 'lead-differs')?.data).toEqual({ fields: ['firstName'] })
  })

  it('never merges on name and company, and tells of the likeness', async () => {
    await product.deliver(leadBody())
    await product.deliver(leadBody({ details: { email: 'eva.nova@other.example' } }))
    const { items } = await product.app.engine.listLeads({ q: 'Nová' }, { limit: 10, cursor: null })
    expect(items).toHaveLength(2)
    const second = await product.lead('eva.nova@other.example')
    const timeline = await product.app.engine.readTimeline(second.lead.id)
    expect(timeline.map(({ kind }) => kind)).toContain('possible-duplicate')
  })

  it('takes two hundred deliveries at once, every one of them', async () => {
    const bodies = Array.from({ length: 200 }, (_, index) =>
      leadBody({ details: { email: `eva${index}@example.com` } }),
    )
    const outcomes = await Promise.all(bodies.map(body => product.deliver(body)))
    expect(outcomes.every(outcome => outcome === 'accepted')).toBe(true)
    await product.drainDue(product.clock.now())
    const stats = await product.app.engine.readStats()
    expect(stats.leads.open).toBe(200)
    expect(stats.messages.sent).toBe(200)
  })

  it('makes one lead of the same person arriving many times at once', async () => {
    const offers = Array.from({ length: 20 }, (_, index) => leadBody({ offer: `contoso.offer-${index}` }))
    await Promise.all(offers.map(body => product.deliver(body)))
    const { items } = await product.app.engine.listLeads({}, { limit: 50, cursor: null })
    expect(items).toHaveLength(1)
    const { inquiries, enrollments } = await product.lead('eva@example.com')
    expect(inquiries).toHaveLength(20)
    expect(enrollments.filter(({ status }) => status === 'active')).toHaveLength(1)
    expect(enrollments.filter(({ status }) => status === 'waiting')).toHaveLength(1)
  })
})

describe('a lead from a form', () => {
  const submission = {
    lead: { email: 'eva@example.com', firstName: 'Eva', action: 'PLT', offer: 'contoso.analytics' },
    channel: 'api' as const,
    idempotencyKey: 'form-1',
    at: null,
  }

  it('is enrolled when the answer comes, and the same key with the same body gives the same answer', async () => {
    const first = await product.app.engine.submitLead(submission)
    expect(first).toMatchObject({ status: 'accepted', inquiry: { action: 'PLT', offer: 'contoso.analytics' } })
    product.clock.advance(DAY_MS)
    const second = await product.app.engine.submitLead(submission)
    expect(second.lead).toEqual(first.lead)
    expect(second).toMatchObject({
      status: 'accepted',
      inquiry: { id: first.inquiry?.id },
      receipt: { id: first.receipt.id },
    })
    expect((await product.lead('eva@example.com')).inquiries).toHaveLength(1)
  })

  it('that names neither address nor phone is taken in all the same, once for its key', async () => {
    const nameless = { ...submission, lead: { firstName: 'Eva', company: 'Example' } }
    const [first, second] = [
      await product.app.engine.submitLead(nameless),
      await product.app.engine.submitLead(nameless),
    ]
    expect(first.lead).toMatchObject({ firstName: 'Eva', email: null })
    expect(second.lead?.id).toBe(first.lead?.id)
  })

  it('with a used key and another body is a conflict', async () => {
    await product.app.engine.submitLead(submission)
    const other = { ...submission, lead: { ...submission.lead, firstName: 'Ivana' } }
    await expect(product.app.engine.submitLead(other)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('ten times at once with one key is one inquiry', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => product.app.engine.submitLead(submission)))
    expect(new Set(answers.map(({ inquiry }) => inquiry?.id)).size).toBe(1)
    expect((await product.lead('eva@example.com')).inquiries).toHaveLength(1)
  })
})

describe('an erasure', () => {
  it('forgets the person, keeps the silence and a chain that verifies', async () => {
    await product.deliver(leadBody({ description: 'Call me, please.' }))
    await product.drainDue(product.clock.now())
    const { lead } = await product.lead('eva@example.com')
    await product.app.engine.eraseLead({ leadId: lead.id, by: 'Sam', because: 'asked by letter' })
    const world = await product.app.engine.findLead(lead.id)
    expect(world?.lead).toMatchObject({ status: 'erased', email: null, firstName: null })
    expect(JSON.stringify(world)).not.toMatch(/eva@example|Nová|Call me/)
    expect((await product.app.store.verifyChains()).broken).toEqual([])
    await product.deliver(leadBody({ offer: 'contoso.other' }))
    await product.drainDue(product.clock.now() + 30 * DAY_MS)
    const again = await product.lead('eva@example.com')
    expect(again.lead.id).not.toBe(lead.id)
    expect(again.messages).toEqual([])
  })
})
