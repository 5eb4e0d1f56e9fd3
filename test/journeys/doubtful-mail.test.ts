import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/domain/time/units.ts'
import type { EngineContext } from '../../src/engine/context.ts'
import type { Transport, Witness } from '../../src/engine/ports.ts'
import { settleDoubts } from '../../src/engine/settle-doubts.ts'
import { answerAlarm, sweep } from '../../src/engine/sweep.ts'
import { type Product, startProduct } from '../support/product.ts'
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts'
import { leadBody, TWO_WORKFLOWS } from '../support/stories.ts'

const SETTLE_MS = 5 * MINUTE_MS
const by = 'Petra'

let product: Product
let sink: SmtpSink

beforeEach(async () => {
  sink = await startSmtpSink()
  product = await startProduct({ ...TWO_WORKFLOWS, environment: { SMTP_URL: sink.url } })
})

afterEach(async () => {
  await product.close()
  await sink.stop()
})

/** Somebody who looks into the mailbox of the mail server itself. */
const honest: Witness = {
  name: 'the postman',
  settleMs: SETTLE_MS,
  trouble: async () => null,
  lookFor: async mails =>
    new Map(mails.map(({ messageId }) => [messageId, sink.mails.some(({ bytes }) => bytes.includes(messageId))])),
}
const silent: Witness = { ...honest, lookFor: async () => new Map() }

function contextWith(witness: Witness | null): EngineContext {
  return { ...product.app.context, witness: () => witness }
}

const settle = (witness: Witness | null = honest) => settleDoubts(contextWith(witness))

/** The line dies after the gate of the welcome mail: `accepted` after it arrived, `dot` before. */
async function doubtful(died: 'accepted' | 'dot') {
  sink.inject(died, { kind: 'drop' })
  await product.deliver(leadBody())
  await run()
  const mail = await welcome()
  expect(mail?.status).toBe('uncertain')
  return mail
}

const run = () => product.drainDue(product.clock.now())
const welcome = async () => (await product.lead('eva@example.com')).messages.find(({ kind }) => kind === 'nurture')
const alerts = async () => (await product.app.engine.listAlerts()).map(({ kind }) => kind)

async function resolutions(): Promise<string[]> {
  const { lead } = await product.lead('eva@example.com')
  const told = await product.app.engine.readTimeline(lead.id)
  return told.flatMap(({ kind, data }) => (kind === 'mail-resolved' ? [`${data.as} by ${data.by}`] : []))
}

describe('a doubtful mail that a witness saw arrive', () => {
  it('counts as sent at once, is told, and is not sent again', async () => {
    await doubtful('accepted')
    expect(await alerts()).toEqual(['mail-uncertain'])
    expect(await settle()).toBe(1)
    expect(await welcome()).toMatchObject({ status: 'sent' })
    expect(await resolutions()).toEqual(['sent by the postman'])
    expect(await alerts()).toEqual([])
    await product.drainDue(product.clock.now() + HOUR_MS)
    expect(sink.mails).toHaveLength(1)
  })
})

describe('a doubtful mail that certainly did not arrive', () => {
  it('leaves again after the settle time, as the same mail, while the workflow goes on', async () => {
    const lost = await doubtful('dot')
    product.clock.advance(SETTLE_MS - 1)
    expect(await settle()).toBe(0)
    expect(await welcome()).toMatchObject({ status: 'uncertain' })
    product.clock.advance(1)
    expect(await settle()).toBe(1)
    await run()
    expect(await welcome()).toMatchObject({ status: 'sent', messageId: lost?.messageId })
    expect(await resolutions()).toEqual(['resend by the postman'])
    expect(await alerts()).toEqual([])
    await product.drainDue(product.clock.now() + 25 * HOUR_MS)
    expect(sink.mails.map(({ bytes }) => /^Subject: (.*)\r$/m.exec(bytes.toString())?.[1])).toEqual([
      'Welcome to Contoso Analytics',
      'How is Contoso Analytics?',
    ])
    expect(sink.mails[0]?.bytes.includes(lost?.messageId ?? '?')).toBe(true)
  })

  it('is left to a person when it fails again and again', async () => {
    await doubtful('dot')
    for (let tries = 3; tries > 0; tries -= 1) {
      sink.inject('dot', { kind: 'drop' })
      product.clock.advance(SETTLE_MS)
      expect(await settle()).toBe(1)
      await run()
    }
    product.clock.advance(SETTLE_MS)
    expect(await settle()).toBe(0)
    expect(await welcome()).toMatchObject({ status: 'uncertain' })
    expect(await alerts()).toEqual(['mail-uncertain'])
  })

  it.each<[string, (leadId: string) => Promise<unknown>]>([
    ['says do-not-contact', leadId => product.app.engine.markDoNotContact({ leadId, by, because: 'asked' })],
    [
      'is qualified, which stops the workflow',
      leadId => product.app.engine.qualifyLead({ leadId, by, because: 'met' }),
    ],
    [
      'replies, which stops the workflow',
      leadId => product.app.engine.recordSignal({ leadId, kind: 'reply', at: null, data: {}, by }),
    ],
  ])('stays away from a lead who %s, before the evidence or after it', async (_what, happens) => {
    const { leadId } = (await doubtful('dot')) ?? { leadId: '' }
    product.clock.advance(SETTLE_MS)
    await happens(leadId)
    await settle()
    await run()
    expect((await welcome())?.status).toBe('suppressed')

    sink.inject('dot', { kind: 'drop' })
    await product.deliver(leadBody({ details: { email: 'ota@example.com', lastName: 'Malý' } }))
    await run()
    product.clock.advance(SETTLE_MS)
    await settle()
    await happens((await product.lead('ota@example.com')).lead.id)
    await run()
    const second = (await product.lead('ota@example.com')).messages.find(({ kind }) => kind === 'nurture')
    expect(['suppressed', 'cancelled']).toContain(second?.status)
    expect(sink.mails.flatMap(({ to }) => to).filter(to => to.endsWith('@example.com'))).toEqual([])
  })

  it('is skipped when that is found out too late for it to be news', async () => {
    await doubtful('dot')
    await product.app.engine.pauseWorkflow('asked')
    product.clock.advance(60 * DAY_MS)
    await settle()
    await product.app.engine.resumeWorkflow('asked')
    await run()
    expect(await welcome()).toMatchObject({ status: 'skipped' })
    expect(sink.mails).toEqual([])
  })

  it('waits when only a jump of the clock made its time go by', async () => {
    await doubtful('dot')
    await sweep(contextWith(silent))
    product.clock.step(40 * DAY_MS)
    expect(await settle()).toBe(0)
    expect(await welcome()).toMatchObject({ status: 'uncertain' })
  })
})

describe('a doubtful mail of which nobody can say anything', () => {
  it.each([
    ['no witness', null],
    ['a witness who cannot say', silent],
    ['a witness who fails', { ...silent, lookFor: () => Promise.reject(new Error('the disk is gone')) }],
  ])('stays for a person, with %s', async (_who, witness) => {
    await doubtful('dot')
    product.clock.advance(30 * DAY_MS)
    expect(await settle(witness)).toBe(0)
    expect(await welcome()).toMatchObject({ status: 'uncertain' })
    expect(await alerts()).toEqual(['mail-uncertain'])
  })

  it('is not looked for more often than every 20 seconds', async () => {
    await doubtful('dot')
    let looks = 0
    const counting: Witness = {
      ...silent,
      async lookFor() {
        looks += 1
        return new Map()
      },
    }
    for (let second = 0; second < 60; second += 2) {
      await sweep(contextWith(counting))
      product.clock.advance(2 * SECOND_MS)
    }
    expect(looks).toBe(3)
  })
})

describe('two processes with the same doubt', () => {
  it('settle it once', async () => {
    await doubtful('dot')
    product.clock.advance(SETTLE_MS)
    expect((await Promise.all([settle(), settle()])).toSorted()).toEqual([0, 1])
    await run()
    expect(await resolutions()).toEqual(['resend by the postman'])
    expect(sink.mails).toHaveLength(1)
  })

  it('do not act on what was seen before the mail was sent once more', async () => {
    await doubtful('dot')
    product.clock.advance(SETTLE_MS)
    const slow: Witness = {
      ...honest,
      async lookFor(mails) {
        const seen = await honest.lookFor(mails)
        sink.inject('accepted', { kind: 'drop' })
        await settle()
        await run()
        return seen
      },
    }
    expect(await settle(slow)).toBe(0)
    await run()
    expect(await welcome()).toMatchObject({ status: 'uncertain' })
    expect(sink.mails).toHaveLength(1)
    expect(await settle()).toBe(1)
    expect(await resolutions()).toEqual(['resend by the postman', 'sent by the postman'])
  })
})

describe('captured mail whose worker was lost past the gate', () => {
  const dying: Transport = {
    name: 'capture',
    trouble: () => null,
    async deliver(_mail, gate) {
      await gate()
      throw new Error('the worker is gone')
    },
    async close() {},
  }

  async function loseWorker(transports: Partial<EngineContext['transports']>): Promise<void> {
    const { app, clock } = product
    const context = { ...app.context, transports: { ...app.context.transports, capture: dying, ...transports } }
    for (const _round of ['step', 'mail']) {
      for (const alarm of await app.store.alarms.overdue(clock.now() + 1, 9)) {
        await answerAlarm(context, alarm).catch(() => undefined)
      }
    }
    expect(await welcome()).toMatchObject({ status: 'data' })
    clock.advance(MINUTE_MS)
    await sweep(contextWith(null))
  }

  it('is in our own store, so it arrived', async () => {
    await product.deliver(leadBody())
    await loseWorker({ smtp: null })
    expect(await welcome()).toMatchObject({ status: 'sent', transport: 'capture' })
    expect(await resolutions()).toEqual(['sent by capture mailbox'])
    expect(await alerts()).toEqual([])
  })

  it('is so for a test endpoint, too, although a mail server is set', async () => {
    const { engine } = product.app
    const { token } = await engine.addEndpoint({ label: 'trial', offer: null, environment: 'test' })
    const endpoint = await engine.findEndpoint(token)
    if (endpoint === null) throw new Error('the endpoint is missing')
    const body = Buffer.from(JSON.stringify(leadBody()))
    await engine.takeInDelivery({ endpoint, body, size: body.byteLength, contentType: null })
    await product.app.idle()
    await loseWorker({})
    expect(await welcome()).toMatchObject({ status: 'sent', environment: 'test' })
  })

  it('is told from mail that a server had, though the server is no longer set', async () => {
    await doubtful('accepted')
    const { transports } = product.app.context
    await settleDoubts({ ...contextWith(null), transports: { ...transports, smtp: null } })
    expect(await welcome()).toMatchObject({ status: 'uncertain' })
  })
})

describe('a mail that failed and that a person says was sent', () => {
  it('left when it failed, not when somebody said so', async () => {
    sink.inject('RCPT', { kind: 'reply', code: 554, text: '5.7.1 not today' })
    await product.deliver(leadBody())
    await run()
    const failed = await welcome()
    expect(failed?.status).toBe('failed')
    product.clock.advance(HOUR_MS)
    await product.app.engine.markDoNotContact({ leadId: failed?.leadId ?? '', by, because: 'asked' })
    await product.app.engine.resolveMessage(failed?.id ?? '', 'sent', by)
    expect(await welcome()).toMatchObject({ status: 'sent', gateAt: failed?.settledAt })
  })
})

describe('a doubtful notice to our own people', () => {
  const notice = async () => (await product.lead('eva@example.com')).messages.find(({ kind }) => kind === 'notice')

  it('is sent again without evidence after 15 minutes, three times at most, as the same mail', async () => {
    await product.deliver(leadBody())
    await run()
    const { lead } = await product.lead('eva@example.com')
    const toSam = ({ to }: { to: string | null }) => to === 'sam@contoso.example'
    sink.inject('accepted', { kind: 'drop' }, { times: 4, when: toSam })
    await product.app.engine.qualifyLead({ leadId: lead.id, by, because: 'met at the fair' })
    await run()
    for (let tries = 1; tries <= 3; tries += 1) {
      expect(await notice()).toMatchObject({ status: 'uncertain' })
      product.clock.advance(15 * MINUTE_MS - 1)
      expect(await settle(silent)).toBe(0)
      product.clock.advance(1)
      expect(await settle(silent)).toBe(1)
      await run()
    }
    product.clock.advance(DAY_MS)
    expect(await settle(silent)).toBe(0)
    expect(await notice()).toMatchObject({ status: 'uncertain' })
    const arrived = sink.mails.filter(({ to }) => to.includes('sam@contoso.example'))
    expect(arrived).toHaveLength(4)
    expect(new Set(arrived.map(({ bytes }) => bytes.toString())).size).toBe(1)
    expect(await resolutions()).toEqual(Array(3).fill('resend by clock'))
  })
})
