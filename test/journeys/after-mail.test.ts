import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answerAlarm } from '../../src/engine/sweep.ts'
import { type Product, startProduct } from '../support/product.ts'
import { FOLLOW_UP, leadBody, WELCOME } from '../support/stories.ts'

const ADDRESS = 'eva@example.com'

let product: Product

/** Two mails with nothing between them: the end of the first is the time of the second. */
beforeEach(async () => {
  product = await startProduct({
    workflows: {
      'asked.yaml': 'title: Asked\nfor: {action: [PLT]}\nsteps:\n  - send: asked/welcome\n  - send: asked/follow-up\n',
    },
    templates: { 'asked/welcome.hbs': WELCOME, 'asked/follow-up.hbs': FOLLOW_UP },
  })
  await product.deliver(leadBody())
})

afterEach(async () => {
  vi.restoreAllMocks()
  await product.close()
})

/** Sends the one mail that is due, and answers nothing that this has armed. */
async function sendOne() {
  const [alarm] = await product.app.store.alarms.overdue(product.clock.now() + 1, 10)
  if (alarm?.kind !== 'message') throw new Error(`expected a mail that is due, but got ${JSON.stringify(alarm)}`)
  await answerAlarm(product.app.context, alarm)
  return product.lead(ADDRESS)
}

const kinds = async () => {
  const { lead } = await product.lead(ADDRESS)
  return (await product.app.store.leads.timeline(lead.id)).map(({ kind }) => kind)
}

describe('the end of a mail', () => {
  it('takes the next step with it', async () => {
    const { messages, enrollments } = await sendOne()
    expect(messages.map(({ status }) => status)).toEqual(['sent', 'due'])
    expect(enrollments[0]).toMatchObject({ step: 'send-asked-follow-up', phase: 'mail', dueAt: null })
    expect(enrollments[0]?.firstTouchAt).toBe(messages[0]?.gateAt)
    expect((await kinds()).slice(-2)).toEqual(['mail-sent', 'mail-planned'])
  })

  it('ends the workflow with its last mail', async () => {
    await sendOne()
    const { enrollments } = await sendOne()
    expect(enrollments[0]).toMatchObject({ status: 'finished', firstTouchAt: expect.any(Number) })
    expect((await kinds()).slice(-2)).toEqual(['mail-sent', 'enrollment-ended'])
  })

  it('is written although the next step fails, which is tried again', async () => {
    vi.spyOn(product.app.context.composer, 'compose').mockImplementationOnce(() => {
      throw new Error('the template cannot be filled')
    })
    const { messages, enrollments } = await sendOne()
    expect(messages.map(({ status }) => status)).toEqual(['sent'])
    expect(enrollments[0]).toMatchObject({ step: 'send-asked-welcome', phase: 'mail', dueAt: product.clock.now() })
    await product.drainDue(product.clock.now())
    expect((await product.mailsTo(ADDRESS)).map(({ status }) => status)).toEqual(['sent', 'sent'])
  })

  it('is written although the next step cannot be, which is tried again', async () => {
    const { messages } = product.app.store
    vi.spyOn(messages, 'settle').mockImplementationOnce(async () => {
      throw new Error('UNIQUE constraint failed')
    })
    const world = await sendOne()
    expect(vi.mocked(messages.settle).mock.calls.map(([end]) => end.next?.lead.id ?? null)).toEqual([
      world.lead.id,
      null,
    ])
    expect(world.messages.map(({ status }) => status)).toEqual(['sent'])
    await product.drainDue(product.clock.now())
    expect((await product.mailsTo(ADDRESS)).map(({ status }) => status)).toEqual(['sent', 'sent'])
  })

  it('takes no step of a workflow that was paused meanwhile', async () => {
    const { engine, context } = product.app
    const { transports } = context
    const deliver = transports.capture.deliver.bind(transports.capture)
    vi.spyOn(transports.capture, 'deliver').mockImplementationOnce(async (...given) => {
      const outcome = await deliver(...given)
      await engine.pauseWorkflow('asked')
      return outcome
    })
    const { messages, enrollments } = await sendOne()
    expect(messages.map(({ status }) => status)).toEqual(['sent'])
    expect(enrollments[0]).toMatchObject({ step: 'send-asked-welcome', dueAt: product.clock.now() })
  })
})
