import { afterEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/domain/time/units.ts'
import { type Product, startProduct } from '../support/product.ts'
import { leadBody, TWO_WORKFLOWS } from '../support/stories.ts'

let product: Product
afterEach(() => product.close())

async function start(): Promise<Product> {
  product = await startProduct(TWO_WORKFLOWS)
  return product
}

describe('a lead in a workflow', () => {
  it('is taken over by a stronger action at once', async () => {
    const { deliver, drainDue, clock, lead, mailsTo } = await start()
    await deliver(leadBody())
    await drainDue(clock.now() + HOUR_MS)
    await deliver(leadBody({ action: 'Create', offer: 'contoso.other' }))
    await drainDue(clock.now() + 10 * DAY_MS)
    const { enrollments } = await lead('eva@example.com')
    expect(enrollments).toMatchObject([
      { workflowId: 'asked', status: 'replaced' },
      { workflowId: 'bought', status: 'finished' },
    ])
    expect((await mailsTo('eva@example.com')).map(({ template }) => template)).toEqual([
      'asked/welcome',
      'bought/welcome',
      'bought/follow-up',
    ])
  })

  it('that bought stops the workflow that waited for it', async () => {
    const { deliver, drainDue, clock, lead } = await start()
    await deliver(leadBody())
    await drainDue(clock.now() + HOUR_MS)
    await deliver(leadBody({ action: 'Create' }))
    const { enrollments } = await lead('eva@example.com')
    expect(enrollments).toMatchObject([
      { workflowId: 'asked', status: 'stopped', endReason: 'purchase' },
      { workflowId: 'bought', status: 'active' },
    ])
  })

  it('lets a weaker action wait, which starts when the stronger one has ended', async () => {
    const { deliver, drainDue, clock, lead, mailsTo } = await start()
    await deliver(leadBody({ action: 'Create' }))
    await drainDue(clock.now() + HOUR_MS)
    await deliver(leadBody())
    expect((await lead('eva@example.com')).enrollments.map(({ status }) => status)).toEqual(['active', 'waiting'])
    await drainDue(clock.now() + 10 * DAY_MS)
    expect((await mailsTo('eva@example.com')).map(({ template }) => template)).toEqual([
      'bought/welcome',
      'bought/follow-up',
      'asked/welcome',
      'asked/follow-up',
    ])
    const { tasks } = await lead('eva@example.com')
    expect(tasks).toMatchObject([{ purpose: 'first-touch', status: 'open' }])
  })

  it('does not start the same action on the same offer again', async () => {
    const { deliver, drainDue, clock, lead } = await start()
    await deliver(leadBody({ action: 'Create' }))
    await drainDue(clock.now() + 10 * DAY_MS)
    await deliver(leadBody({ action: 'Create' }))
    await drainDue(clock.now() + 10 * DAY_MS)
    const world = await lead('eva@example.com')
    expect(world.inquiries).toHaveLength(2)
    expect(world.enrollments).toHaveLength(1)
  })

  it('gives the team a call when somebody asks again while the workflow runs', async () => {
    const { deliver, drainDue, clock, lead } = await start()
    await deliver(leadBody())
    await drainDue(clock.now() + HOUR_MS)
    await deliver(leadBody())
    const { tasks, enrollments } = await lead('eva@example.com')
    expect(enrollments).toHaveLength(1)
    expect(tasks).toMatchObject([{ because: 'asked to be contacted again', status: 'open' }])
  })

  it('gives the team a call when somebody asks again and the workflow may not run again yet', async () => {
    const { deliver, drainDue, clock, lead } = await start()
    await deliver(leadBody())
    await drainDue(clock.now() + 10 * DAY_MS)
    await deliver(leadBody())
    const { tasks, enrollments } = await lead('eva@example.com')
    expect(enrollments).toHaveLength(1)
    expect(tasks).toMatchObject([{ because: 'asked to be contacted again', status: 'open' }])
  })

  it('without an address is enrolled, its mails are skipped with the reason, and a person calls', async () => {
    const { deliver, drainDue, clock, app } = await start()
    await deliver(leadBody({ details: { email: null, phone: '+420 601 123 456' } }))
    await drainDue(clock.now() + 10 * DAY_MS)
    const { items } = await app.engine.listLeads({}, { limit: 10, cursor: null })
    const world = await app.engine.findLead(items[0]?.id ?? '')
    expect(world?.messages.filter(({ kind }) => kind === 'nurture')).toMatchObject([
      { status: 'skipped', reason: 'no address' },
      { status: 'skipped', reason: 'no address' },
    ])
    expect(world?.tasks).toMatchObject([{ purpose: 'first-touch', status: 'open' }])
    expect(world?.enrollments).toMatchObject([{ status: 'finished' }])
    expect((await app.engine.readStats()).late24h).toBe(0)
  })

  it('is told of as unrouted when no workflow matches', async () => {
    const { deliver, app, lead } = await start()
    await deliver(leadBody({ action: 'INS' }))
    expect((await lead('eva@example.com')).enrollments).toEqual([])
    expect(await app.engine.listAlerts()).toMatchObject([{ kind: 'unrouted' }])
  })
})
