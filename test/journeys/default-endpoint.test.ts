import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Product, startProduct } from '../support/product.ts'
import { leadBody, TWO_WORKFLOWS } from '../support/stories.ts'

let product: Product

beforeEach(async () => {
  product = await startProduct(TWO_WORKFLOWS)
})

afterEach(() => product.close())

const TOKEN = 'ingest-token-of-the-test'

describe('the ingest URL of the first start', () => {
  it('is the same one after a restart', async () => {
    await product.restart()
    expect(await product.deliver(leadBody())).toBe('accepted')
    expect(await product.app.engine.listEndpoints()).toHaveLength(1)
  })

  it('stays revoked after a restart, and keeps nothing from starting', async () => {
    const [endpoint] = await product.app.engine.listEndpoints()
    await product.app.engine.revokeEndpoint(endpoint?.id ?? '')
    await product.restart()
    expect(await product.app.engine.findEndpoint(TOKEN)).toBe(null)
  })

  it('stays replaced after two rotations and a restart', async () => {
    const [endpoint] = await product.app.engine.listEndpoints()
    await product.app.engine.rotateEndpoint(endpoint?.id ?? '')
    const { token } = await product.app.engine.rotateEndpoint(endpoint?.id ?? '')
    await product.restart()
    expect(await product.app.engine.findEndpoint(TOKEN)).toBe(null)
    expect((await product.app.engine.findEndpoint(token))?.id).toBe(endpoint?.id)
  })
})
