import { afterEach, describe, expect, test } from 'vitest'
import { DAY_MS } from '../../src/domain/time/units.ts'
import { runDueStep } from '../../src/engine/run-due-step.ts'
import { unsubscribeUrl } from '../../src/engine/unsubscribe-link.ts'
import { type Product, startProduct } from '../support/product.ts'
import { FOLLOW_UP, WELCOME } from '../support/stories.ts'

const WORKFLOWS = {
  'asked.yaml': `title: Asked
for: {action: [PLT]}
again: always
steps:
  - send: asked/welcome
  - wait: 3 days
  - send: asked/follow-up
  - finish: no answer
`,
}
const TEMPLATES = { 'asked/welcome.hbs': WELCOME, 'asked/follow-up.hbs': FOLLOW_UP }
const EVA = 'eva@example.com'

let product: Product
afterEach(() => product.close())

async function start(): Promise<void> {
  product = await startProduct({ start: '2026-11-24T10:00:00Z', workflows: WORKFLOWS, templates: TEMPLATES })
}

async function ask(offer: string, key = offer): Promise<void> {
  await product.app.engine.submitLead({
    lead: { email: EVA, firstName: 'Eva', action: 'PLT', offer },
    channel: 'api',
    idempotencyKey: key,
    at: null,
  })
}

async function tokenOf(index = 0): Promise<string> {
  const message = (await product.lead(EVA)).messages.filter(({ kind }) => kind === 'nurture')[index]
  return unsubscribeUrl(product.app.context, message?.id ?? '').replace(/.*\/u\//, '')
}

const sent = async () => (await product.mailsTo(EVA)).filter(({ status }) => status === 'sent').map(row => iso(row.at))
const iso = (at: number) => new Date(at).toISOString().slice(0, 16)

describe('a pause that the person asks for', () => {
  test('holds mail back until its end, ends nothing, and the workflow goes on then', async () => {
    await start()
    await ask('contoso.analytics')
    await product.drainDue('2026-11-25T10:00:00Z')
    expect(await product.app.engine.snoozeMail(await tokenOf(), '1-month')).toBe(true)
    await product.drainDue('2026-12-26T09:00:00Z')
    expect(await sent()).toEqual(['2026-11-24T10:00'])
    expect((await product.lead(EVA)).enrollments).toMatchObject([{ status: 'active', workflowId: 'asked' }])
    await product.drainDue('2026-12-28T10:00:00Z')
    expect(await sent()).toEqual(['2026-11-24T10:00', '2026-12-26T10:00'])
    expect((await product.lead(EVA)).enrollments).toMatchObject([{ status: 'finished' }])
  })

  test('holds back a mail that already waits to leave, which is not late afterwards', async () => {
    await start()
    await ask('contoso.analytics')
    await product.drainDue('2026-11-25T10:00:00Z')
    const token = await tokenOf()
    // Planned and due, and nobody has sent it yet.
    product.clock.set(Date.parse('2026-11-27T10:00:00Z'))
    const { enrollments } = await product.lead(EVA)
    await runDueStep(product.app.context, { id: enrollments[0]?.id ?? '', generation: enrollments[0]?.generation ?? 0 })
    expect((await product.lead(EVA)).messages.map(({ status }) => status)).toEqual(['sent', 'due'])
    await product.app.engine.snoozeMail(token, '2-weeks')
    await product.drainDue('2026-12-11T09:59:00Z')
    expect(await sent()).toHaveLength(1)
    await product.drainDue('2026-12-12T10:00:00Z')
    expect(await sent()).toEqual(['2026-11-24T10:00', '2026-12-11T10:00'])
  })

  test('is never shortened by a shorter one, and an unsubscribe still counts', async () => {
    await start()
    await ask('contoso.analytics')
    await product.drainDue('2026-11-24T11:00:00Z')
    const { engine } = product.app
    const token = await tokenOf()
    await engine.snoozeMail(token, '6-months')
    const { snoozedUntil } = (await engine.viewUnsubscribe(token)) ?? {}
    await engine.snoozeMail(token, '2-weeks')
    expect(await engine.viewUnsubscribe(token)).toMatchObject({ snoozedUntil, already: false })
    expect((await product.lead(EVA)).suppressions).toMatchObject([{ reason: 'snoozed', scope: 'address' }])
    await engine.unsubscribe(token)
    await engine.snoozeMail(token, '2-weeks')
    expect(await engine.viewUnsubscribe(token)).toMatchObject({ already: true })
    expect((await product.lead(EVA)).enrollments).toMatchObject([{ status: 'stopped' }])
    await product.drainDue('2027-11-24T11:00:00Z')
    expect(await sent()).toHaveLength(1)
  })

  test('is nothing to a link that is not ours', async () => {
    await start()
    for (const token of ['', 'x', 'msg_1.forged']) {
      expect(await product.app.engine.snoozeMail(token, '2-weeks')).toBe(false)
      expect(await product.app.engine.declineOffer(token)).toBe(false)
    }
  })
})

describe('a pause that a person lifts early', () => {
  const lifting = { because: 'asked by phone', by: 'Sam' }
  const pauses = async () => (await product.lead(EVA)).suppressions.filter(({ liftedAt }) => liftedAt === null)

  async function liftAll(): Promise<void> {
    for (const { id } of await pauses()) await product.app.engine.liftSuppression(id, lifting.because, lifting.by)
  }

  async function pausedAtFollowUp(): Promise<void> {
    await start()
    await ask('contoso.analytics')
    await product.drainDue('2026-11-25T10:00:00Z')
    await product.app.engine.snoozeMail(await tokenOf(), '6-months')
    await product.drainDue('2026-11-28T10:00:00Z')
    expect((await product.lead(EVA)).enrollments).toMatchObject([{ phase: 'arrive', dueAt: endOfPause() }])
  }

  const endOfPause = () => Date.parse('2026-11-25T10:00:00Z') + 184 * DAY_MS

  test('lets mail that waited for its end leave soon', async () => {
    await pausedAtFollowUp()
    await liftAll()
    await product.drainDue('2026-11-28T11:00:00Z')
    expect(await sent()).toEqual(['2026-11-24T10:00', '2026-11-28T10:00'])
    expect((await product.lead(EVA)).enrollments).toMatchObject([{ status: 'finished' }])
  })

  test('does so when contact is allowed again, too, and when the workflow was paused meanwhile', async () => {
    await pausedAtFollowUp()
    const { engine } = product.app
    await engine.pauseWorkflow('asked')
    product.clock.advance(DAY_MS)
    await engine.resumeWorkflow('asked')
    await engine.allowContact({ leadId: (await product.lead(EVA)).lead.id, ...lifting })
    await product.drainDue('2026-11-29T11:00:00Z')
    expect(await sent()).toEqual(['2026-11-24T10:00', '2026-11-29T10:00'])
  })

  test('waits for what is left where another pause still holds', async () => {
    await start()
    await ask('contoso.analytics')
    await product.drainDue('2026-11-25T10:00:00Z')
    const token = await tokenOf()
    await product.app.engine.snoozeMail(token, '2-weeks')
    await product.app.engine.snoozeMail(token, '6-months')
    await product.drainDue('2026-11-28T10:00:00Z')
    const [, longer] = await pauses()
    await product.app.engine.liftSuppression(longer?.id ?? '', lifting.because, lifting.by)
    await product.drainDue('2026-12-08T10:00:00Z')
    expect(await sent()).toHaveLength(1)
    await product.drainDue('2026-12-10T10:00:00Z')
    expect(await sent()).toEqual(['2026-11-24T10:00', '2026-12-09T10:00'])
  })

  test('frees a mail that its gate had put off, and waits after it count from then', async () => {
    await start()
    await ask('contoso.analytics')
    await product.drainDue('2026-11-25T10:00:00Z')
    const token = await tokenOf()
    product.clock.set(Date.parse('2026-11-27T10:00:00Z'))
    const [enrollment] = (await product.lead(EVA)).enrollments
    await runDueStep(product.app.context, { id: enrollment?.id ?? '', generation: enrollment?.generation ?? 0 })
    await product.app.engine.snoozeMail(token, '1-month')
    await product.drainDue('2026-11-28T10:00:00Z')
    expect(await sent()).toHaveLength(1)
    await liftAll()
    expect((await product.lead(EVA)).enrollments).toMatchObject([{ phase: 'mail', arrivedAt: product.clock.now() }])
    await product.drainDue('2026-11-28T11:00:00Z')
    expect(await sent()).toEqual(['2026-11-24T10:00', '2026-11-28T10:00'])
  })

  test('leaves alone what waits for something else', async () => {
    await start()
    await ask('contoso.analytics')
    await product.drainDue('2026-11-25T10:00:00Z')
    const before = (await product.lead(EVA)).enrollments
    await product.app.engine.snoozeMail(await tokenOf(), '2-weeks')
    await liftAll()
    expect((await product.lead(EVA)).enrollments).toEqual(before)
  })

  test('counts for every lead that it silenced, and each timeline tells it', async () => {
    await start()
    const until = Date.parse('2027-01-01T00:00:00Z')
    const silence = { scope: 'domain', value: 'example.com', because: 'holidays', by: 'Sam', until } as const
    const { id } = await product.app.engine.addSuppression(silence)
    await ask('contoso.analytics')
    await product.drainDue('2026-11-25T10:00:00Z')
    expect(await product.mailsTo(EVA)).toEqual([])
    await product.app.engine.liftSuppression(id, lifting.because, lifting.by)
    await product.drainDue('2026-11-25T11:00:00Z')
    expect(await sent()).toEqual(['2026-11-25T10:00'])
    const entries = await product.app.engine.readTimeline((await product.lead(EVA)).lead.id)
    expect(entries.filter(({ kind }) => kind === 'suppression-lifted')).toHaveLength(1)
  })
})

describe('silencing a domain', () => {
  test('that was cut off before it reached its leads is finished when it is asked for again', async () => {
    await start()
    await ask('contoso.analytics')
    const { engine, store } = product.app
    const silence = { scope: 'domain', value: 'example.com', because: 'a competitor', by: 'Sam', until: null } as const
    const made = await engine.addSuppression({ ...silence, value: 'other.example' })
    const key = store.fingerprint('example.com')
    await store.suppressions.add({ ...made, id: 'sup_cut_off', key, label: 'example.com' })
    expect(await engine.addSuppression(silence)).toMatchObject({ id: 'sup_cut_off' })
    const { lead, enrollments } = await product.lead(EVA)
    expect(enrollments.map(({ status }) => status)).toEqual(['stopped'])
    await engine.addSuppression(silence)
    const entries = await engine.readTimeline(lead.id)
    expect(entries.filter(({ kind }) => kind === 'suppressed')).toHaveLength(1)
  })
})

describe('no more about one offer', () => {
  test('ends what runs for it and lets mail about others go on', async () => {
    await start()
    await ask('contoso.analytics')
    await product.drainDue('2026-11-24T11:00:00Z')
    await ask('contoso.planner')
    expect((await product.lead(EVA)).enrollments.map(({ status }) => status)).toEqual(['active', 'waiting'])
    const token = await tokenOf()
    expect(await product.app.engine.viewUnsubscribe(token)).toMatchObject({
      offer: { title: 'Contoso Analytics', declined: false },
    })
    await product.app.engine.declineOffer(token)
    expect(await product.app.engine.viewUnsubscribe(token)).toMatchObject({ already: false, offer: { declined: true } })
    await product.drainDue('2026-12-24T11:00:00Z')
    const { enrollments, messages } = await product.lead(EVA)
    expect(enrollments.map(({ offer, status }) => [offer, status])).toEqual([
      ['contoso.analytics', 'stopped'],
      ['contoso.planner', 'finished'],
    ])
    const mails = messages.filter(({ kind }) => kind === 'nurture')
    expect(mails.map(({ enrollmentId }) => enrollmentId === enrollments[0]?.id)).toEqual([true, false, false])
  })

  test('holds for the next inquiry about it, which a person answers by a call, and not for one about another', async () => {
    await start()
    await ask('contoso.analytics')
    await product.drainDue('2026-11-24T11:00:00Z')
    await product.app.engine.declineOffer(await tokenOf())
    await ask('contoso.analytics', 'again')
    await ask('contoso.planner')
    await product.drainDue('2026-12-24T11:00:00Z')
    const { enrollments, tasks } = await product.lead(EVA)
    expect(enrollments.map(({ offer }) => offer)).toEqual(['contoso.analytics', 'contoso.planner'])
    expect(tasks).toMatchObject([{ because: 'asked to be contacted again' }])
    expect(await sent()).toHaveLength(3)
  })

  test('is told in the timeline', async () => {
    await start()
    await ask('contoso.analytics')
    await product.drainDue('2026-11-24T11:00:00Z')
    const token = await tokenOf()
    await product.app.engine.declineOffer(token)
    await product.app.engine.declineOffer(token)
    const entries = await product.app.engine.readTimeline((await product.lead(EVA)).lead.id)
    const told = entries.filter(({ kind }) => kind === 'suppressed').map(({ words }) => words)
    expect(told).toEqual([
      'No mail about contoso.analytics to this address any more: the person wants no more mail about this offer.',
      'No mail about contoso.analytics to this lead any more: the person wants no more mail about this offer.',
    ])
  })
})
