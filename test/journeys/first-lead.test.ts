import { afterEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/domain/time/units.ts'
import { type Product, type ProductOptions, startProduct } from '../support/product.ts'
import { leadBody, TWO_WORKFLOWS } from '../support/stories.ts'

let product: Product
afterEach(() => product.close())

async function start(options: ProductOptions = {}): Promise<Product> {
  product = await startProduct(options)
  return product
}

describe('a lead that asks to be contacted', () => {
  it('gets the welcome mail at once and the follow-up 24 hours after its gate', async () => {
    const { clock, drainDue, deliver, mailsTo } = await start(TWO_WORKFLOWS)
    const arrived = clock.now()
    expect(await deliver(leadBody())).toBe('accepted')
    await drainDue(arrived + HOUR_MS)
    expect(await mailsTo('eva@example.com')).toEqual([{ template: 'asked/welcome', status: 'sent', at: arrived }])
    await drainDue(arrived + 25 * HOUR_MS)
    expect(await mailsTo('eva@example.com')).toEqual([
      { template: 'asked/welcome', status: 'sent', at: arrived },
      { template: 'asked/follow-up', status: 'sent', at: arrived + 24 * HOUR_MS },
    ])
    const { enrollments } = await product.lead('EVA@example.com')
    expect(enrollments).toMatchObject([{ status: 'finished', endReason: 'came to the end', firstTouchAt: arrived }])
  })

  it('that comes again within ten minutes is a repeat and makes no second inquiry', async () => {
    const { clock, deliver, drainDue, lead } = await start(TWO_WORKFLOWS)
    await deliver(leadBody())
    expect(await deliver(leadBody())).toBe('repeat')
    await drainDue(clock.now() + DAY_MS * 3)
    const world = await lead('eva@example.com')
    expect(world.inquiries).toHaveLength(1)
    expect(world.messages.filter(({ kind }) => kind === 'nurture')).toHaveLength(2)
  })

  it('loses and doubles nothing over a restart between any two steps', async () => {
    const { clock, deliver, drainDue, mailsTo } = await start(TWO_WORKFLOWS)
    const arrived = clock.now()
    await deliver(leadBody())
    await product.restart()
    await drainDue(arrived + HOUR_MS)
    await product.restart()
    await drainDue(arrived + 48 * HOUR_MS)
    await product.restart()
    expect((await mailsTo('eva@example.com')).map(({ template }) => template)).toEqual([
      'asked/welcome',
      'asked/follow-up',
    ])
  })
})
