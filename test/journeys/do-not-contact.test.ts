import { afterEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/domain/time/units.ts'
import { PLAIN_SETTINGS, type Product, startProduct } from '../support/product.ts'
import { leadBody, TWO_WORKFLOWS } from '../support/stories.ts'

let product: Product
afterEach(() => product.close())

async function start(settings = PLAIN_SETTINGS): Promise<Product> {
  product = await startProduct({ ...TWO_WORKFLOWS, settings })
  return product
}

const person = { by: 'Sam', because: 'said so on the phone' }

describe('a do-not-contact lead', () => {
  it('is stored, counted and visible, and nothing starts', async () => {
    const { deliver, drainDue, clock, lead, app } = await start()
    expect(await deliver(leadBody({ action: 'DNC' }))).toBe('accepted')
    await drainDue(clock.now() + 30 * DAY_MS)
    const world = await lead('eva@example.com')
    expect(world.lead.status).toBe('do-not-contact')
    expect(world).toMatchObject({ enrollments: [], messages: [], tasks: [], escalations: [] })
    expect(world.suppressions.map(({ scope }) => scope).sort()).toEqual(['address', 'lead'])
    expect((await app.engine.readStats()).leads['do-not-contact']).toBe(1)
  })

  it('is one too when only LeadSource says so, whatever the action code is', async () => {
    const { deliver, lead } = await start()
    await deliver(leadBody({ action: 'INS', leadSource: 'AppSource (SPZA)-DNC|contoso.analytics' }))
    expect((await lead('eva@example.com')).lead.status).toBe('do-not-contact')
  })

  it('ends everything that runs, for all offers, queued mail too', async () => {
    const { deliver, drainDue, clock, lead, mailsTo } = await start()
    await deliver(leadBody())
    await drainDue(clock.now() + HOUR_MS)
    await deliver(leadBody({ action: 'DNC', offer: 'contoso.other' }))
    await drainDue(clock.now() + 30 * DAY_MS)
    expect(await mailsTo('eva@example.com')).toHaveLength(1)
    expect((await lead('eva@example.com')).enrollments).toMatchObject([{ status: 'stopped' }])
  })

  it('takes back open calls and hand-overs: nobody phones either', async () => {
    const { deliver, lead, app } = await start()
    await deliver(leadBody())
    await deliver(leadBody({ details: { company: 'Another' } }))
    const { id } = (await lead('eva@example.com')).lead
    await app.engine.qualifyLead({ leadId: id, ...person })
    await app.engine.markDoNotContact({ leadId: id, ...person })
    const { escalations, tasks } = await lead('eva@example.com')
    expect(escalations).toMatchObject([{ status: 'declined', answeredBy: 'do-not-contact' }])
    expect(tasks.every(({ status }) => status === 'cancelled')).toBe(true)
  })

  it('stays silent when the person sends another inquiry, and tells why', async () => {
    const { deliver, drainDue, clock, lead, app } = await start()
    await deliver(leadBody({ action: 'DNC' }))
    await deliver(leadBody())
    await drainDue(clock.now() + 30 * DAY_MS)
    const world = await lead('eva@example.com')
    expect(world.inquiries).toHaveLength(2)
    expect(world.messages).toEqual([])
    const words = (await app.engine.readTimeline(world.lead.id)).map(entry => entry.words)
    expect(words).toContain('Nothing starts: the lead is do-not-contact.')
  })

  it('may be written to again after a person lifted it, from the next inquiry on', async () => {
    const { deliver, drainDue, clock, lead, mailsTo, app } = await start()
    await deliver(leadBody({ action: 'DNC' }))
    const { id } = (await lead('eva@example.com')).lead
    await app.engine.allowContact({ leadId: id, ...person })
    await drainDue(clock.now() + DAY_MS)
    expect((await lead('eva@example.com')).messages).toEqual([])
    await deliver(leadBody())
    await drainDue(clock.now() + HOUR_MS)
    expect(await mailsTo('eva@example.com')).toMatchObject([{ template: 'asked/welcome', status: 'sent' }])
  })

  it('lifts itself with an inquiry of its own where the settings say so', async () => {
    const { deliver, drainDue, clock, mailsTo } = await start(`${PLAIN_SETTINGS}do-not-contact: {lifted-by: inquiry}\n`)
    await deliver(leadBody({ action: 'DNC' }))
    await deliver(leadBody())
    await drainDue(clock.now() + HOUR_MS)
    expect(await mailsTo('eva@example.com')).toMatchObject([{ template: 'asked/welcome', status: 'sent' }])
  })

  it('is not lifted by an inquiry that is older than the wish and only admitted later', async () => {
    const { deliver, drainDue, clock, mailsTo, app } = await start(
      `${PLAIN_SETTINGS}do-not-contact: {lifted-by: inquiry}\n`,
    )
    const endpoint = await app.engine.findEndpoint('ingest-token-of-the-test')
    if (endpoint === null) throw new Error('the endpoint is missing')
    const body = Buffer.from(JSON.stringify(leadBody()))
    const crashed = { ...app.context, afterwards: () => false }
    const { takeInDelivery } = await import('../../src/engine/take-in-delivery.ts')
    await takeInDelivery(crashed, { endpoint, body, size: body.byteLength, contentType: null })
    clock.advance(HOUR_MS)
    await deliver(leadBody({ action: 'DNC' }))
    const { completeReceipts } = await import('../../src/engine/sweep.ts')
    await completeReceipts(app.context)
    await drainDue(clock.now() + HOUR_MS)
    expect(await mailsTo('eva@example.com')).toEqual([])
  })

  it('known by name and company only silences everybody with that pair', async () => {
    const { deliver, drainDue, clock, lead } = await start()
    await deliver(leadBody({ action: 'DNC', details: { email: null } }))
    await deliver(leadBody())
    await drainDue(clock.now() + 30 * DAY_MS)
    expect((await lead('eva@example.com')).messages.filter(({ kind }) => kind === 'nurture')).toEqual([])
  })

  it('made one by a person between planning and the gate gets not a byte', async () => {
    const { deliver, clock, lead, app } = await start()
    await deliver(leadBody())
    const before = await lead('eva@example.com')
    expect(before.messages).toMatchObject([{ status: 'due' }])
    await app.engine.markDoNotContact({ leadId: before.lead.id, ...person })
    await product.drainDue(clock.now() + 30 * DAY_MS)
    expect((await lead('eva@example.com')).messages).toMatchObject([{ status: 'suppressed', gateAt: null }])
  })
})
