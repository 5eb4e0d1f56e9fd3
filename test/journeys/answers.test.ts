import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DeliveryReport } from '../../src/domain/bounces/delivery-report.ts'
import type { InboundMail } from '../../src/domain/inbound/inbound-mail.ts'
import { DAY_MS, HOUR_MS } from '../../src/domain/time/units.ts'
import { takeInMail } from '../../src/engine/take-in-mail.ts'
import { takeInReports } from '../../src/engine/take-in-reports.ts'
import { type Product, startProduct } from '../support/product.ts'
import { FOLLOW_UP, leadBody, WELCOME } from '../support/stories.ts'

const ADDRESS = 'eva@example.com'

let product: Product
const fresh = (() => {
  let count = 0
  return (what: string) => {
    count += 1
    return `${what} ${count}`
  }
})()

async function begin(workflow: string) {
  product = await startProduct({
    workflows: { 'asked.yaml': workflow },
    templates: {
      'asked/welcome.hbs': WELCOME,
      'asked/follow-up.hbs': FOLLOW_UP,
      'asked/reminder.hbs': FOLLOW_UP,
      'asked/last-call.hbs': FOLLOW_UP,
    },
  })
  await product.deliver(leadBody())
  await product.drainDue(product.clock.now())
}

const STOPS =
  'title: Asked\nfor: {action: [PLT]}\nstop-on: [reply]\nsteps:\n  - send: asked/welcome\n  - wait: 3 days\n  - send: asked/follow-up\n'

beforeEach(() => begin(STOPS))
afterEach(() => product.close())

async function welcome() {
  const { messages } = await product.lead(ADDRESS)
  const sent = messages.find(({ kind }) => kind === 'nurture')
  if (sent === undefined) throw new Error('expected a welcome mail')
  return sent
}

const PERSON: InboundMail = {
  kind: 'person',
  messageId: '<1@example.com>',
  from: ADDRESS,
  to: ['jana@contoso.example'],
  subject: 'Re: Welcome',
  answers: [],
  token: null,
  text: 'Please call me on Monday.',
  backOn: null,
  reports: [],
}

async function welcomes(...names: string[]) {
  const addresses = names.map(name => `${name}@example.com`)
  for (const email of addresses) await product.deliver(leadBody({ details: { email } }))
  await product.drainDue(product.clock.now())
  return Promise.all(addresses.map(async address => (await product.lead(address)).messages[0]))
}

async function answer(part: Partial<InboundMail> = {}, id = fresh('mail')) {
  const { messageId } = await welcome()
  const mail: InboundMail = { ...PERSON, answers: [messageId], ...part }
  await takeInMail(product.app.context, { id, mail })
  return product.lead(ADDRESS)
}

async function report(part: Partial<DeliveryReport> = {}, id = fresh('report')) {
  const { messageId } = await welcome()
  const whole: DeliveryReport = {
    kind: 'bounce',
    source: 'mailbox',
    recipient: ADDRESS,
    messageId,
    token: null,
    status: '5.1.1',
    code: 550,
    diagnostic: 'user unknown',
    isFinal: true,
    at: null,
    ...part,
  }
  await takeInReports(product.app.context, [{ id, report: whole }])
  return product.lead(ADDRESS)
}

const FULL = { status: '5.2.2', diagnostic: 'mailbox full' }

const words = async () => {
  const { lead } = await product.lead(ADDRESS)
  return (await product.app.engine.readTimeline(lead.id)).map(({ words, text }) => `${words}${text ?? ''}`).join('\n')
}
const alerts = async () => (await product.app.engine.listAlerts()).map(({ key }) => key)
const later = () => product.drainDue(product.clock.now() + 30 * DAY_MS)
const sentMails = async () => (await product.mailsTo(ADDRESS)).filter(({ status }) => status === 'sent').length

describe('a reply', () => {
  it('stops the sequence, is kept with its words and asks a person to answer', async () => {
    const { enrollments, signals, tasks } = await answer()
    expect(enrollments[0]).toMatchObject({ status: 'stopped', endReason: 'reply' })
    expect(signals[0]).toMatchObject({ kind: 'reply', data: { text: 'Please call me on Monday.' } })
    expect(tasks).toMatchObject([{ status: 'open', because: 'answered: “Please call me on Monday.”' }])
    expect(await words()).toContain('Please call me on Monday.')
    await later()
    expect(await sentMails()).toBe(1)
    expect((await product.lead(ADDRESS)).messages.filter(({ kind }) => kind === 'notice')).toHaveLength(1)
  })

  it('acts once, however often it is found', async () => {
    await answer({}, 'the same')
    const { signals, tasks } = await answer({}, 'the same')
    expect([signals.length, tasks.length]).toEqual([1, 1])
  })

  it('acts once when two find it at the same moment', async () => {
    await Promise.all([answer({}, 'the same'), answer({}, 'the same'), answer({}, 'the same')])
    expect((await product.lead(ADDRESS)).signals).toHaveLength(1)
  })

  it('is found by the address of its author where it names no mail of ours', async () => {
    const { signals } = await answer({ answers: ['<other@example.com>'], from: 'EVA@Example.com' })
    expect(signals).toHaveLength(1)
  })

  it('of a colleague counts when it answers our mail', async () => {
    const { enrollments } = await answer({ from: 'boss@example.com' })
    expect(enrollments[0]?.status).toBe('stopped')
  })

  it('is nobody’s when neither mail nor author is known, and is not read again', async () => {
    const { signals } = await answer({ answers: [], from: 'stranger@example.net' }, 'strange')
    expect(signals).toEqual([])
    expect(await product.app.store.inbound.knows('strange')).toBe(true)
  })

  it.each(['jana@contoso.example', 'sam@contoso.example'])('is not what %s wrote: that is our own copy', async from => {
    const { signals, enrollments } = await answer({ from })
    expect(signals).toEqual([])
    expect(enrollments[0]?.status).toBe('active')
  })

  it('is not what a seller answers to a notice', async () => {
    await answer()
    const notice = (await product.lead(ADDRESS)).messages.find(({ kind }) => kind === 'notice')
    const { signals } = await answer({ answers: [notice?.messageId ?? ''], from: 'else@contoso.example' })
    expect(signals).toHaveLength(1)
  })

  it('of a person who was erased is kept nowhere and calls nobody', async () => {
    const { messageId } = await welcome()
    const { lead } = await product.lead(ADDRESS)
    await product.app.engine.eraseLead({ leadId: lead.id, by: 'api', because: 'asked for it' })
    const mail = { ...PERSON, answers: [messageId], text: 'Call me under 555 0100.' }
    await takeInMail(product.app.context, { id: 'late', mail })
    const world = await product.app.store.leads.world(lead.id)
    expect([world?.signals, world?.tasks]).toEqual([[], []])
    expect(JSON.stringify(await product.app.engine.readTimeline(lead.id))).not.toContain('555 0100')
    expect(await product.app.store.inbound.knows('late')).toBe(true)
  })

  it('does not make a second call while one waits to be made', async () => {
    await answer()
    const { tasks, signals } = await answer({ text: 'Or on Tuesday.' })
    expect([tasks.length, signals.length]).toEqual([1, 2])
  })

  it('that a step waits for is left to that step', async () => {
    await product.close()
    await begin(
      'title: Asked\nfor: {action: [PLT]}\nsteps:\n  - send: asked/welcome\n  - wait-for: reply\n    up-to: 5 days\n    then:\n      - escalate: sales\n        because: answered\n',
    )
    await answer()
    await product.drainDue(product.clock.now())
    const { escalations, tasks } = await product.lead(ADDRESS)
    expect(escalations).toMatchObject([{ because: 'answered' }])
    expect(tasks).toEqual([])
  })

  it('settles a doubt about the mail that it answers', async () => {
    const { transports } = product.app.context
    const { deliver } = transports.capture
    await product.deliver(leadBody({ details: { email: 'jan@example.com' } }))
    transports.capture.deliver = async (mail, gate) => {
      await gate()
      await deliver(mail, async () => true)
      return { kind: 'unknown', reason: 'the line broke' }
    }
    await product.drainDue(product.clock.now())
    const doubt = (await product.lead('jan@example.com')).messages[0]
    expect(doubt?.status).toBe('uncertain')
    await answer({ answers: [doubt?.messageId ?? ''], from: 'jan@example.com' })
    expect((await product.lead('jan@example.com')).messages[0]?.status).toBe('sent')
  })
})

describe('an automatic answer', () => {
  it('stops nothing, and is told', async () => {
    const { enrollments, signals } = await answer({ kind: 'automatic' })
    expect([enrollments[0]?.status, signals.length]).toEqual(['active', 0])
    expect(await words()).toContain('An automatic answer came')
    await later()
    expect(await sentMails()).toBe(2)
  })

  it('that names a day moves the next step to its morning', async () => {
    const before = (await product.lead(ADDRESS)).enrollments[0]?.dueAt ?? 0
    const { enrollments } = await answer({ kind: 'automatic', backOn: '2026-12-07' })
    // 9 o'clock in Prague.
    expect(new Date(enrollments[0]?.dueAt ?? 0).toISOString()).toBe('2026-12-07T08:00:00.000Z')
    expect(before).toBeLessThan(Date.parse('2026-12-01'))
    expect(await words()).toContain('moves by 9 days 22 hours: the person is away until 2026-12-07')
    await later()
    expect(await sentMails()).toBe(2)
  })

  it('that names a day before the next step moves nothing', async () => {
    const before = (await product.lead(ADDRESS)).enrollments
    const { enrollments } = await answer({ kind: 'automatic', backOn: '2026-11-25' })
    expect(enrollments).toEqual(before)
  })
})

describe('a mail to the unsubscribe address', () => {
  it('is an unsubscribe', async () => {
    const { suppressions, enrollments } = await answer({ kind: 'unsubscribe' })
    expect(suppressions.map(({ scope, reason }) => [scope, reason])).toContainEqual(['address', 'unsubscribed'])
    expect(enrollments[0]?.status).toBe('stopped')
    await later()
    expect(await sentMails()).toBe(1)
  })
})

describe('a mail that came back', () => {
  it('for good silences the address, ends what runs and asks for a call', async () => {
    const { suppressions, enrollments, tasks } = await report()
    expect(suppressions).toMatchObject([{ scope: 'address', reason: 'hard-bounce', until: null }])
    expect(enrollments[0]?.status).toBe('stopped')
    expect(tasks).toMatchObject([{ because: 'the address does not exist: call instead of writing' }])
    expect(await words()).toContain('user unknown')
  })

  it('acts once, however often it is told', async () => {
    await report({}, 'event-1')
    const { signals } = await report({}, 'event-1')
    expect(signals).toHaveLength(1)
  })

  it('from an address that it was forwarded to touches nobody', async () => {
    const { suppressions, enrollments } = await report({ recipient: 'elsewhere@example.org' })
    expect(suppressions).toEqual([])
    expect(enrollments[0]?.status).toBe('active')
  })

  it.each([
    ['our name', { status: '5.7.26', diagnostic: 'unauthenticated mail is prohibited' }, 'returned ours'],
    ['our reputation', { status: '5.7.1', diagnostic: 'blocked: listed at a blocklist' }, 'returned policy'],
  ])('because of %s blames nobody but us', async (_what, part, alert) => {
    const { suppressions, enrollments } = await report(part)
    expect(suppressions).toEqual([])
    expect(enrollments[0]?.status).toBe('active')
    expect(await alerts()).toContain(alert)
  })

  it('while the server still tries changes nothing', async () => {
    const { suppressions, signals } = await report({ isFinal: false, status: '4.4.1' })
    expect([suppressions, signals]).toEqual([[], []])
  })

  it('softly three times in a month gives the address a week of rest', async () => {
    await product.close()
    await begin(
      'title: Asked\nfor: {action: [PLT]}\nsteps:\n  - send: asked/welcome\n  - wait: 2 days\n  - send: asked/follow-up\n  - wait: 2 days\n  - send: asked/reminder\n  - wait: 20 days\n  - send: asked/last-call\n',
    )
    await product.drainDue(product.clock.now() + 8 * DAY_MS)
    const sent = (await product.lead(ADDRESS)).messages.filter(({ status }) => status === 'sent')
    expect(sent).toHaveLength(3)
    for (const { messageId } of sent) {
      expect((await product.lead(ADDRESS)).suppressions).toEqual([])
      await report({ ...FULL, messageId })
    }
    const { suppressions, enrollments } = await product.lead(ADDRESS)
    expect(suppressions).toMatchObject([
      { scope: 'address', reason: 'soft-bounce', until: product.clock.now() + 7 * DAY_MS },
    ])
    expect(enrollments[0]?.status).toBe('active')
    await later()
    expect(await sentMails()).toBe(4)
  })

  it('is one bounce, whether webhook, mailbox or both tell of it', async () => {
    await report({ ...FULL, source: 'amazon-ses' })
    await report(FULL)
    const soft = await report(FULL)
    expect([soft.signals.length, soft.suppressions]).toEqual([1, []])
    await report({ source: 'amazon-ses' })
    const { signals, tasks } = await report()
    expect(signals.map(({ data }) => data.type)).toEqual(['soft', 'hard'])
    expect(tasks).toHaveLength(1)
  })

  it('of which nothing is known is kept and changes nothing', async () => {
    const { suppressions } = await report({ messageId: '<other@example.org>' }, 'unknown')
    expect(suppressions).toEqual([])
    expect(await product.app.store.inbound.knows('unknown')).toBe(true)
  })
})

describe('a complaint', () => {
  it('silences the person for ever, also where it names the address alone', async () => {
    const { suppressions, enrollments } = await report({ kind: 'complaint', messageId: null })
    const known = suppressions.map(({ scope, reason, until }) => `${scope} ${reason} ${until}`)
    expect(known.sort()).toEqual(['address complaint null', 'lead complaint null'])
    expect(enrollments[0]?.status).toBe('stopped')
  })
})

describe('the sender', () => {
  it('is paused when mail keeps coming back because of us, and not again for what a person has seen', async () => {
    const ours = { status: '5.7.26', diagnostic: 'unauthenticated mail is prohibited' }
    const [first, second, third, fourth] = [await welcome(), ...(await welcomes('jan', 'petr', 'olga'))]
    await report({ ...ours, messageId: first?.messageId ?? null })
    expect(await alerts()).toContain('sender-warned')
    for (let again = 0; again < 3; again += 1) await report({ ...ours, messageId: second?.messageId ?? null })
    expect(await alerts()).not.toContain('sender-paused')
    await report({ ...ours, messageId: third?.messageId ?? null })
    expect(await alerts()).toContain('sender-paused')
    expect(await product.app.store.workflows.paused()).toEqual(['asked'])
    product.clock.advance(HOUR_MS)
    await product.app.engine.resumeWorkflow('asked')
    await report({ ...ours, messageId: fourth?.messageId ?? null })
    expect(await product.app.store.workflows.paused()).toEqual([])
  })

  it('is watched although the process died between the report and the look at the sender', async () => {
    const ours = { status: '5.7.26', diagnostic: 'unauthenticated mail is prohibited' }
    const { inbound } = product.app.store
    const { senderRecord } = inbound
    inbound.senderRecord = async () => {
      throw new Error('the end')
    }
    await expect(report(ours, 'told again')).rejects.toThrow('the end')
    inbound.senderRecord = senderRecord
    expect(await alerts()).not.toContain('sender-warned')
    await report(ours, 'told again')
    expect(await alerts()).toContain('sender-warned')
  })
})
