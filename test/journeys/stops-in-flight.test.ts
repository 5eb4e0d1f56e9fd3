import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/time/units.ts'
import type { EngineContext } from '../../src/engine/context.ts'
import { createEngine } from '../../src/engine/create-engine.ts'
import type { DeliveryOutcome } from '../../src/engine/ports.ts'
import { answerAlarm, sweep } from '../../src/engine/sweep.ts'
import { unsubscribeUrl } from '../../src/engine/unsubscribe-link.ts'
import { type Product, startProduct } from '../support/product.ts'
import { leadBody, TWO_WORKFLOWS } from '../support/stories.ts'

let product: Product
beforeEach(async () => {
  product = await startProduct(TWO_WORKFLOWS)
})
afterEach(() => product.close())

const by = 'Petra'
const ACCEPTED: DeliveryOutcome = { kind: 'accepted', reply: '250 ok' }
const NO_SUCH_USER: DeliveryOutcome = {
  kind: 'refused',
  permanent: true,
  code: 550,
  enhanced: '5.1.1',
  stage: 'dot',
  reply: '550 5.1.1 no such user',
}

/** Delivers what is due over a line where something happens just before the gate, and just after it. */
async function deliverWhile(happens: {
  before?: () => Promise<unknown>
  after?: () => Promise<unknown>
  end?: DeliveryOutcome
}): Promise<void> {
  const { app, clock } = product
  const smtp: EngineContext['transports']['capture'] = {
    name: 'smtp',
    trouble: () => null,
    async deliver(_mail, gate) {
      await happens.before?.()
      if (!(await gate())) return { kind: 'gate-shut' }
      await happens.after?.()
      return happens.end ?? ACCEPTED
    },
    async close() {},
  }
  const context = { ...app.context, transports: { ...app.context.transports, smtp } }
  for (const alarm of await app.store.alarms.overdue(clock.now() + 1, 10)) await answerAlarm(context, alarm)
  const mails = await app.store.alarms.overdue(clock.now() + 1, 10)
  for (const alarm of mails.filter(({ kind }) => kind === 'message')) await answerAlarm(context, alarm)
}

async function arrived() {
  await product.deliver(leadBody())
  return (await product.lead('eva@example.com')).lead.id
}

describe('a mail at its gate', () => {
  it('stays when its workflow was paused after the claim, and leaves after the pause', async () => {
    await arrived()
    await deliverWhile({ before: () => product.app.engine.pauseWorkflow('asked') })
    expect((await product.lead('eva@example.com')).messages).toMatchObject([
      { status: 'due', attempts: 0, gateAt: null, reason: 'the workflow is paused' },
    ])
    await product.drainDue(product.clock.now() + DAY_MS)
    await product.app.engine.resumeWorkflow('asked')
    await product.drainDue(product.clock.now() + HOUR_MS)
    expect(await product.mailsTo('eva@example.com')).toMatchObject([{ status: 'sent' }])
  })

  it('bounces after an erasure without bringing the address back', async () => {
    const leadId = await arrived()
    const erase = () => product.app.engine.eraseLead({ leadId, by, because: 'asked' })
    await deliverWhile({ after: erase, end: NO_SUCH_USER })
    const { items } = await product.app.engine.listSuppressions({ limit: 50, cursor: null })
    expect(items.map(({ reason }) => reason)).toContain('hard-bounce')
    expect(items.map(({ label }) => label)).toEqual(items.map(() => null))
  })
})

describe('a mail that needs a person', () => {
  it('is told of when its worker was lost past the gate, once', async () => {
    await arrived()
    const lost = deliverWhile({ after: () => Promise.reject(new Error('the worker is gone')) })
    await expect(lost).rejects.toThrow('the worker is gone')
    product.clock.advance(5 * MINUTE_MS)
    await sweep(product.app.context)
    await sweep(product.app.context)
    const [mail] = (await product.lead('eva@example.com')).messages
    expect(mail?.status).toBe('uncertain')
    expect(await product.app.engine.listAlerts()).toMatchObject([{ key: `uncertain ${mail?.id}` }])
  })

  it('is told of when the server has put it off for the last time, until somebody decides', async () => {
    await arrived()
    const greylisted: DeliveryOutcome = { ...NO_SUCH_USER, permanent: false, code: 451, enhanced: '4.7.1' }
    for (let tries = 12; tries > 0; tries -= 1) {
      await deliverWhile({ end: greylisted })
      product.clock.advance(4 * HOUR_MS)
    }
    const [mail] = (await product.lead('eva@example.com')).messages
    expect(mail?.status).toBe('held')
    expect(await product.app.engine.listAlerts()).toMatchObject([{ kind: 'mail-held' }])
    await product.app.engine.resolveMessage(mail?.id ?? '', 'sent', by)
    expect(await product.app.engine.listAlerts()).toEqual([])
  })
})

describe('an erasure', () => {
  it('between two looks at an arriving inquiry makes a new lead and leaves the erased one empty', async () => {
    const leadId = await arrived()
    const { store } = product.app
    const leads: typeof store.leads = {
      ...store.leads,
      async byKeys(environment, keys) {
        const found = await store.leads.byKeys(environment, keys)
        if (found.length > 0) await product.app.engine.eraseLead({ leadId, by, because: 'asked' })
        return found
      },
    }
    const engine = createEngine({ ...product.app.context, store: { ...store, leads } })
    const answer = await engine.submitLead({
      lead: { email: 'eva@example.com', action: 'INS', offer: 'contoso.analytics' },
      channel: 'api',
      idempotencyKey: null,
      at: null,
    })
    expect(answer.lead?.id).not.toBe(leadId)
    expect((await store.leads.find(leadId))?.email).toBeNull()
    await product.deliver(leadBody({ action: 'Create' }))
    expect(await store.receipts.unprocessed(product.clock.now() + 1, 10)).toEqual([])
  })

  it('is not undone by a do-not-contact that comes after it', async () => {
    const leadId = await arrived()
    await product.app.engine.eraseLead({ leadId, by, because: 'asked' })
    await product.app.engine.markDoNotContact({ leadId, by, because: 'asked' })
    await product.app.engine.allowContact({ leadId, by, because: 'asked' })
    expect((await product.app.store.leads.find(leadId))?.status).toBe('erased')
  })

  it('is the end of what the API may tell of the person', async () => {
    await arrived()
    const { engine, store } = product.app
    const { lead } = await product.lead('eva@example.com')
    await engine.eraseLead({ leadId: lead.id, by: 'api', because: 'asked for it' })
    const reply = { leadId: lead.id, kind: 'reply', at: null, by: 'api', data: { text: 'Call Eva under 555 0100.' } }
    await expect(engine.recordSignal(reply)).rejects.toMatchObject({ code: 'conflict' })
    expect((await store.leads.world(lead.id))?.signals).toEqual([])
  })

  it('between the look-up and the opt-out of a mail keeps the address out of it', async () => {
    const leadId = await arrived()
    await product.drainDue(product.clock.now())
    const { store, context } = product.app
    const messages: typeof store.messages = {
      ...store.messages,
      async find(id) {
        const found = await store.messages.find(id)
        await product.app.engine.eraseLead({ leadId, by, because: 'asked' })
        return found
      },
    }
    const engine = createEngine({ ...context, store: { ...store, messages } })
    expect(await engine.unsubscribe(await tokenOf('eva@example.com'))).toBe(true)
    const { items } = await product.app.engine.listSuppressions({ limit: 50, cursor: null })
    expect(items.map(({ label }) => label)).toEqual(items.map(() => null))
  })
})

async function tokenOf(email: string): Promise<string> {
  const { messages } = await product.lead(email)
  return unsubscribeUrl(product.app.context, messages[0]?.id ?? '').split('/u/')[1] ?? ''
}

describe('an opt-out', () => {
  it('counts although the address is silenced for a week at that moment', async () => {
    await arrived()
    await product.drainDue(product.clock.now())
    const token = await tokenOf('eva@example.com')
    const until = product.clock.now() + 7 * DAY_MS
    const snooze = { scope: 'address', value: 'eva@example.com', because: 'on leave', until, by } as const
    await product.app.engine.addSuppression(snooze)
    expect(await product.app.engine.viewUnsubscribe(token)).toMatchObject({ already: false })
    await product.app.engine.unsubscribe(token)
    await product.app.engine.unsubscribe(token)
    product.clock.advance(8 * DAY_MS)
    await product.deliver(leadBody({ action: 'Create' }))
    await product.drainDue(product.clock.now() + DAY_MS)
    expect(await product.mailsTo('eva@example.com')).toHaveLength(1)
    const { suppressions } = await product.lead('eva@example.com')
    expect(suppressions.filter(({ reason }) => reason === 'unsubscribed')).toHaveLength(2)
  })
})

describe('a person who silences an address', () => {
  const silence = (until: number | null) =>
    product.app.engine.addSuppression({ scope: 'address', value: 'eva@example.com', because: 'asked', until, by })

  it('for ever after a snooze does so for ever', async () => {
    await arrived()
    const snooze = await silence(product.clock.now() + DAY_MS)
    const forEver = await silence(null)
    expect(forEver.id).not.toBe(snooze.id)
    product.clock.advance(2 * DAY_MS)
    await product.deliver(leadBody({ action: 'Create' }))
    await product.drainDue(product.clock.now() + DAY_MS)
    expect(await product.mailsTo('eva@example.com')).toMatchObject([
      { template: 'asked/welcome', status: 'suppressed' },
    ])
  })

  it('that nobody has yet does so once, however it is spelt, and one lifting frees it', async () => {
    await arrived()
    const { engine } = product.app
    const add = (scope: 'address' | 'domain', value: string) =>
      engine.addSuppression({ scope, value, because: 'asked', until: null, by })
    const first = await add('address', 'info@münchen.example')
    for (const spelling of ['INFO@XN--MNCHEN-3YA.example', 'Info@MÜNCHEN.example.', ' <info@münchen.example> '])
      expect((await add('address', spelling)).id).toBe(first.id)
    const domain = await add('domain', 'fabrikam.example')
    expect((await add('domain', '*@Fabrikam.example')).id).toBe(domain.id)
    expect((await engine.listSuppressions({ limit: 9, cursor: null })).items).toHaveLength(2)
    await engine.liftSuppression(first.id, 'asked again', by)
    expect((await add('address', 'info@münchen.example')).id).not.toBe(first.id)
  })

  it('until a moment that is over, or a lead that is not there, is told so and ends nothing', async () => {
    await arrived()
    await expect(silence(product.clock.now())).rejects.toMatchObject({ code: 'bad-request' })
    const lead = { scope: 'lead', value: 'lead_unknown', because: 'asked', until: null, by } as const
    await expect(product.app.engine.addSuppression(lead)).rejects.toMatchObject({ code: 'not-found' })
    expect((await product.lead('eva@example.com')).enrollments).toMatchObject([{ status: 'active' }])
    expect((await product.app.engine.listSuppressions({ limit: 9, cursor: null })).items).toEqual([])
  })

  it('twice gets the one that holds, and can lift it', async () => {
    await arrived()
    const first = await silence(null)
    const second = await silence(null)
    expect(second.id).toBe(first.id)
    await product.app.engine.liftSuppression(second.id, 'asked again', by)
    expect((await product.lead('eva@example.com')).suppressions).toMatchObject([{ liftedBecause: 'asked again' }])
  })
})

describe('a hard bounce', () => {
  it('of the first mail ends the workflow and opens the call at once, not after the next wait', async () => {
    await arrived()
    await deliverWhile({ end: NO_SUCH_USER })
    await product.drainDue(product.clock.now() + HOUR_MS)
    const { enrollments, tasks } = await product.lead('eva@example.com')
    expect(enrollments).toMatchObject([{ status: 'stopped' }])
    expect(tasks).toMatchObject([{ purpose: 'first-touch', status: 'open' }])
  })

  it('that somebody tells of silences the address and not the person, so that a corrected one starts clean', async () => {
    await arrived()
    const { engine, context } = product.app
    const { lead } = await product.lead('eva@example.com')
    const bounce = { leadId: lead.id, kind: 'bounce', at: null, by: 'api' }
    await engine.recordSignal({ ...bounce, data: { type: 'soft' } })
    expect((await product.lead('eva@example.com')).suppressions).toEqual([])
    await engine.recordSignal({ ...bounce, data: {} })
    const { enrollments, suppressions } = await product.lead('eva@example.com')
    expect(enrollments).toMatchObject([{ status: 'stopped' }])
    expect(suppressions).toMatchObject([{ scope: 'address', reason: 'hard-bounce', label: 'eva@example.com' }])
    const corrected = { ...lead, addressKey: context.store.fingerprint('eva@example.org') }
    expect(await context.store.leads.suppressionsFor(corrected, lead.id)).toEqual([])
  })

  it('that somebody tells of another address leaves the one of today alone', async () => {
    await arrived()
    const { engine, store } = product.app
    const { lead } = await product.lead('eva@example.com')
    const bounce = { leadId: lead.id, kind: 'bounce', at: null, by: 'api' }
    await engine.recordSignal({ ...bounce, data: { email: 'Eva.Old@Example.com' } })
    const { enrollments, suppressions } = await product.lead('eva@example.com')
    expect(enrollments).toMatchObject([{ status: 'active' }])
    expect(suppressions).toEqual([])
    const old = { ...lead, addressKey: store.fingerprint('eva.old@example.com') }
    expect(await store.leads.suppressionsFor(old, lead.id)).toMatchObject([{ scope: 'address', reason: 'hard-bounce' }])
    await engine.recordSignal({ ...bounce, data: { email: 'EVA@example.com' } })
    expect((await product.lead('eva@example.com')).enrollments).toMatchObject([{ status: 'stopped' }])
  })
})
