import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/domain/time/units.ts'
import { shiftAfterPause } from '../../src/engine/resume-workflow.ts'
import { type Product, startProduct } from '../support/product.ts'
import { leadBody, TWO_WORKFLOWS } from '../support/stories.ts'

let product: Product
beforeEach(async () => {
  product = await startProduct(TWO_WORKFLOWS)
})
afterEach(() => product.close())

const CHANGED =
  'title: Asked\nfor: {action: [PLT]}\nrank: 20\nsteps:\n  - send: asked/welcome\n  - wait: 72h\n  - send: asked/follow-up\n'

async function sentTimes(email: string): Promise<number[]> {
  return (await product.mailsTo(email)).filter(({ status }) => status === 'sent').map(({ at }) => at)
}

describe('a changed workflow file', () => {
  it('is taken over while running; people inside keep the version that they began with', async () => {
    const arrived = product.clock.now()
    await product.deliver(leadBody())
    await product.drainDue(arrived + HOUR_MS)
    product.write('workflows/asked.yaml', CHANGED)
    await product.app.definitions.refresh()
    const second = product.clock.now()
    await product.deliver(leadBody({ details: { email: 'jan@example.com' } }))
    await product.drainDue(arrived + 10 * DAY_MS)
    expect(await sentTimes('eva@example.com')).toEqual([arrived, arrived + 24 * HOUR_MS])
    expect(await sentTimes('jan@example.com')).toEqual([second, second + 72 * HOUR_MS])
  })

  it('that only changed its spacing and comments is the same version', async () => {
    const before = product.app.definitions.catalog().workflows.map(({ hash }) => hash)
    product.write('workflows/asked.yaml', `# a comment\n${TWO_WORKFLOWS.workflows['asked.yaml']}\n\n`)
    await product.app.definitions.refresh()
    expect(product.app.definitions.catalog().workflows.map(({ hash }) => hash)).toEqual(before)
  })

  it('that is bad leaves the last good version running, with an alarm and a degraded health, until it is mended', async () => {
    product.write('workflows/asked.yaml', 'title: Asked\nfor: {action: [PLT]}\nsteps:\n  - sned: asked/welcome\n')
    await product.app.definitions.refresh()
    const { engine } = product.app
    expect(await engine.listAlerts()).toMatchObject([
      { kind: 'bad-file', message: expect.stringContaining('asked.yaml:4:5') },
    ])
    expect((await engine.readHealth()).degraded[0]).toContain('asked')
    await product.deliver(leadBody())
    await product.drainDue(product.clock.now())
    expect(await sentTimes('eva@example.com')).toHaveLength(1)
    await product.restart()
    expect((await product.app.engine.readHealth()).ready).toBe(true)
    product.write('workflows/asked.yaml', CHANGED)
    await product.app.definitions.refresh()
    expect(await product.app.engine.listAlerts()).toEqual([])
    expect((await product.app.engine.readHealth()).degraded).toEqual([])
  })

  it('that is bad stops the start when the store knows no good version, naming file, line and column', async () => {
    const bad = {
      ...TWO_WORKFLOWS.workflows,
      'third.yaml': 'title: Third\nfor: {action: [INS]}\nsteps:\n  - send: no/such\n',
    }
    const start = startProduct({ ...TWO_WORKFLOWS, workflows: bad })
    await expect(start).rejects.toMatchObject({
      code: 'bad-workflow',
      message: expect.stringContaining('third.yaml:4:'),
    })
  })

  it('that is gone takes in nobody new, and people inside finish', async () => {
    const arrived = product.clock.now()
    await product.deliver(leadBody())
    await product.drainDue(arrived + HOUR_MS)
    rmSync(join(product.folder, 'workflows/asked.yaml'))
    await product.app.definitions.refresh()
    await product.deliver(leadBody({ details: { email: 'jan@example.com' } }))
    await product.drainDue(arrived + 10 * DAY_MS)
    expect(await sentTimes('eva@example.com')).toHaveLength(2)
    expect(await sentTimes('jan@example.com')).toEqual([])
    expect(await product.app.engine.listWorkflows()).toMatchObject([
      { id: 'asked', state: 'removed' },
      { id: 'bought', state: 'active' },
    ])
  })
})

describe('a paused workflow', () => {
  it('sends nothing until it is resumed, and then goes on', async () => {
    await product.deliver(leadBody())
    await product.app.engine.pauseWorkflow('asked')
    await product.drainDue(product.clock.now() + DAY_MS)
    expect(await sentTimes('eva@example.com')).toEqual([])
    await product.app.engine.resumeWorkflow('asked')
    await product.drainDue(product.clock.now() + HOUR_MS)
    expect(await sentTimes('eva@example.com')).toHaveLength(1)
  })

  it('freezes what is left of a wait, however long the pause', async () => {
    const arrived = product.clock.now()
    await product.deliver(leadBody())
    await product.drainDue(arrived + 10 * HOUR_MS)
    await product.app.engine.pauseWorkflow('asked')
    await product.drainDue(arrived + 100 * HOUR_MS)
    await product.app.engine.resumeWorkflow('asked')
    await product.drainDue(arrived + 200 * HOUR_MS)
    expect(await sentTimes('eva@example.com')).toEqual([arrived, arrived + (24 + 90) * HOUR_MS])
  })

  it('moves nobody twice when it is resumed again after a crash half-way', async () => {
    const arrived = product.clock.now()
    await product.deliver(leadBody())
    await product.drainDue(arrived + 10 * HOUR_MS)
    await product.app.engine.pauseWorkflow('asked')
    product.clock.advance(90 * HOUR_MS)
    const [paused] = await product.app.store.workflows.list()
    if (paused === undefined) throw new Error('there is no workflow')
    await shiftAfterPause(product.app.context, paused)
    await product.app.engine.resumeWorkflow('asked')
    await product.drainDue(arrived + 200 * HOUR_MS)
    expect(await sentTimes('eva@example.com')).toEqual([arrived, arrived + (24 + 90) * HOUR_MS])
  })

  it('still stops for a reply', async () => {
    await product.deliver(leadBody())
    await product.drainDue(product.clock.now() + HOUR_MS)
    await product.app.engine.pauseWorkflow('asked')
    const { lead } = await product.lead('eva@example.com')
    await product.app.engine.recordSignal({ leadId: lead.id, kind: 'reply', at: null, data: {}, by: 'api' })
    expect((await product.lead('eva@example.com')).enrollments).toMatchObject([
      { status: 'stopped', endReason: 'reply' },
    ])
  })
})

describe('changed settings', () => {
  it('count from the next decision on', async () => {
    await product.deliver(leadBody())
    await product.drainDue(product.clock.now())
    const text = (await import('../support/product.ts')).PLAIN_SETTINGS
    product.write('tend.yaml', text.replace('gap: 0s', 'gap: 48h'))
    await product.app.definitions.refresh()
    const [first = 0] = await sentTimes('eva@example.com')
    await product.drainDue(first + 10 * DAY_MS)
    expect(await sentTimes('eva@example.com')).toEqual([first, first + 48 * HOUR_MS])
  })
})
