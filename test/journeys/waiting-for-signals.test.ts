import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/domain/time/units.ts'
import { type Product, startProduct } from '../support/product.ts'
import { FOLLOW_UP, leadBody, WELCOME } from '../support/stories.ts'

const STORY = `title: Story
for: {action: [PLT]}
stop-on: [reply, purchase]
steps:
  - send: story/welcome
  - wait-for: reply
    up-to: 3 days
    then:
      - escalate: sales
        because: replied to the welcome
      - tag: warm
      - set: {plan: pro}
    otherwise:
      - send: story/follow-up
  - notify: sales
    because: the story is over
  - start: second
`

const SECOND = 'title: Second\nfor: {action: [unknown], offer: [nothing.else]}\nsteps:\n  - send: second/welcome\n'

const TRIAL = `title: Trial
for: {action: [StartTestDrive]}
steps:
  - wait: {until: inquiry.at + duration("240h"), offset: -2 days}
  - task: call before the trial ends
  - wait: {until: "09:00", days: mon-fri}
  - split:
      - weight: 50
        name: short
        do: [{send: story/welcome}]
      - weight: 50
        name: long
        do: [{send: story/follow-up}]
    id: letter
`

let product: Product
beforeEach(async () => {
  product = await startProduct({
    workflows: { 'story.yaml': STORY, 'second.yaml': SECOND, 'trial.yaml': TRIAL },
    templates: { 'story/welcome.hbs': WELCOME, 'story/follow-up.hbs': FOLLOW_UP, 'second/welcome.hbs': WELCOME },
  })
})
afterEach(() => product.close())

async function signal(kind: string) {
  const { lead } = await product.lead('eva@example.com')
  await product.app.engine.recordSignal({ leadId: lead.id, kind, at: null, data: {}, by: 'api' })
}

async function templates() {
  return (await product.mailsTo('eva@example.com')).map(({ template }) => template)
}

describe('a workflow that waits for a reply', () => {
  it('takes the reply for itself, wakes at once, and does not stop on it', async () => {
    const arrived = product.clock.now()
    await product.deliver(leadBody())
    await product.drainDue(arrived + HOUR_MS)
    await signal('reply')
    await product.drainDue(product.clock.now())
    const world = await product.lead('eva@example.com')
    expect(world.escalations).toMatchObject([{ because: 'replied to the welcome' }])
    expect(world.lead).toMatchObject({ tags: ['warm'], attributes: { plan: 'pro' } })
    expect(world.signals).toMatchObject([{ kind: 'reply', consumedBy: world.enrollments[0]?.id }])
    expect(await templates()).toEqual(['story/welcome', 'second/welcome'])
  })

  it('goes the other way when nobody replies in time', async () => {
    const arrived = product.clock.now()
    await product.deliver(leadBody())
    await product.drainDue(arrived + 10 * DAY_MS)
    expect(await product.mailsTo('eva@example.com')).toMatchObject([
      { template: 'story/welcome', at: arrived },
      { template: 'story/follow-up', at: arrived + 3 * DAY_MS },
      { template: 'second/welcome', at: arrived + 3 * DAY_MS },
    ])
    const { messages, enrollments } = await product.lead('eva@example.com')
    expect(messages.filter(({ kind }) => kind === 'notice')).toMatchObject([
      { template: 'team/notice', status: 'sent' },
    ])
    expect(enrollments.map(({ workflowId, status }) => [workflowId, status])).toEqual([
      ['story', 'finished'],
      ['second', 'finished'],
    ])
  })

  it('still stops on any other signal of its stop-on', async () => {
    await product.deliver(leadBody())
    await product.drainDue(product.clock.now() + HOUR_MS)
    await signal('purchase')
    expect((await product.lead('eva@example.com')).enrollments).toMatchObject([
      { status: 'stopped', endReason: 'purchase' },
    ])
  })

  it('wakes for a signal even after a restart, once', async () => {
    await product.deliver(leadBody())
    await product.drainDue(product.clock.now() + HOUR_MS)
    await signal('reply')
    await product.restart()
    await product.drainDue(product.clock.now())
    await signal('reply')
    const { escalations } = await product.lead('eva@example.com')
    expect(escalations).toHaveLength(1)
  })
})

describe('dates, clock times and splits', () => {
  it('come when they should, in the zone of the lead, and the same person always goes the same way', async () => {
    const arrived = product.clock.now()
    await product.deliver(leadBody({ action: 'StartTestDrive' }))
    await product.drainDue(arrived + 8 * DAY_MS)
    const { tasks } = await product.lead('eva@example.com')
    expect(tasks).toMatchObject([{ because: 'call before the trial ends', createdAt: arrived + 8 * DAY_MS }])
    await product.drainDue(arrived + 10 * DAY_MS)
    const [mail] = await product.mailsTo('eva@example.com')
    expect(new Date(mail?.at ?? 0).toISOString()).toBe('2026-12-03T08:00:00.000Z')
    const { enrollments } = await product.lead('eva@example.com')
    expect(['short', 'long']).toContain(enrollments[0]?.arms.letter)
  })
})
