import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { mayHaveLeft } from '../../src/domain/mail/message.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/time/units.ts'
import type { LeadWorld } from '../../src/engine/ports.ts'
import { answerAlarm } from '../../src/engine/sweep.ts'
import { type Product, startProduct } from '../support/product.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { leadBody } from '../support/stories.ts'

const LEADS = 1_000
const SEED = 20261122
const START = Date.parse('2026-11-24T10:00:00Z')
const YEAR_MS = 365 * DAY_MS
const GAP_MS = 20 * HOUR_MS
const ACTIONS = ['PLT', 'INS', 'Create', 'StartTestDrive', 'SomethingNew', 'DNC']
const COUNTRIES = ['CZ', 'US', 'AU', 'NP', 'WS', 'MA', 'BR', 'IN', 'JP', '']
const SIGNALS = ['reply', 'purchase', 'unsubscribe', 'click', 'complaint']

interface Happening {
  at: number
  run(): Promise<void>
}

let product: Product
afterEach(() => product.close())

const random = seededRandom(SEED)
const pick = <T>(items: T[]): T => items[Math.floor(random() * items.length)] as T

function shippedSettings(): string {
  const text = readFileSync(join(import.meta.dirname, '../../tend.yaml'), 'utf8')
  return text.replace(/^quiet-hours: .*$/m, 'quiet-hours: {from: "20:00", to: "08:00", zone: lead}')
}

/** Arrivals over eleven months, some of them twice, and what people do afterwards. */
function happenings(): Happening[] {
  const found: Happening[] = []
  for (let index = 0; index < LEADS; index += 1) {
    const email = `person${index}@company${index % 200}.example`
    const at = START + random() * (YEAR_MS - 40 * DAY_MS)
    const arrive = (moment: number) => found.push({ at: moment, run: () => arrival(email) })
    arrive(at)
    if (random() < 0.3) arrive(at + random() * 30 * DAY_MS)
    if (random() < 0.4) found.push({ at: at + random() * 20 * DAY_MS, run: () => signal(email) })
  }
  return found.sort((a, b) => a.at - b.at)
}

async function arrival(email: string): Promise<void> {
  const details = { email, country: pick(COUNTRIES), firstName: 'Kim', lastName: email.split('@')[0] }
  await product.deliver(leadBody({ action: pick(ACTIONS), details }))
}

async function signal(email: string): Promise<void> {
  const { lead } = await product.lead(email)
  await product.app.engine.recordSignal({ leadId: lead.id, kind: pick(SIGNALS), at: null, data: {}, by: 'test' })
}

let upAgainAt = 0

/** Up to eight hours, now and then; never on two days running. */
function downtimeAt(at: number): number {
  if (at < upAgainAt + 2 * DAY_MS || random() > 0.2) return 0
  const ms = random() * 8 * HOUR_MS
  upAgainAt = at + ms
  return ms
}

/** Runs what is due up to the moment, side by side as workers do; during a downtime nothing runs until it is over. */
async function runUntil(end: number): Promise<void> {
  const { app, clock } = product
  for (;;) {
    const due = await app.store.alarms.overdue(end + 1, 64)
    const first = due[0]
    if (first === undefined) break
    clock.set(Math.max(clock.now(), first.dueAt + downtimeAt(first.dueAt)))
    const ready = due.filter(({ dueAt }) => dueAt <= clock.now() + MINUTE_MS)
    clock.set(Math.max(clock.now(), ...ready.map(({ dueAt }) => dueAt)))
    await Promise.all(ready.map(alarm => answerAlarm(app.context, alarm)))
  }
  clock.set(Math.max(clock.now(), end))
}

async function everybody(): Promise<LeadWorld[]> {
  const worlds: LeadWorld[] = []
  let cursor: string | null = null
  do {
    const page = await product.app.engine.listLeads({}, { limit: 200, cursor })
    for (const { id } of page.items) worlds.push((await product.app.engine.findLead(id)) as LeadWorld)
    cursor = page.next
  } while (cursor !== null)
  return worlds
}

function mailsOf(world: LeadWorld) {
  return world.messages
    .filter(({ kind, status }) => kind === 'nurture' && mayHaveLeft(status))
    .map(message => ({ ...message, at: message.gateAt ?? 0 }))
    .sort((a, b) => a.at - b.at)
}

function afterStop(world: LeadWorld): string[] {
  return mailsOf(world).flatMap(mail => {
    const enrollment = world.enrollments.find(({ id }) => id === mail.enrollmentId)
    const ended = enrollment?.endedAt != null && mail.at > enrollment.endedAt
    const silenced = world.suppressions.some(({ createdAt }) => mail.at > createdAt)
    return ended || silenced ? [`${mail.id} left after a stop`] : []
  })
}

function tooClose(world: LeadWorld): string[] {
  const mails = mailsOf(world)
  return mails.flatMap((mail, index) => {
    const before = mails[index - 1]
    const isFirst = !mails.slice(0, index).some(({ enrollmentId }) => enrollmentId === mail.enrollmentId)
    return before !== undefined && !isFirst && mail.at - before.at < GAP_MS ? [`${mail.id} left too soon`] : []
  })
}

function twice(world: LeadWorld): string[] {
  const mails = mailsOf(world)
  const steps = mails.map(({ enrollmentId, purpose }) => `${enrollmentId} ${purpose}`)
  const templates = mails.map(({ template }) => template)
  return [
    ...steps.filter((step, index) => steps.indexOf(step) !== index),
    ...templates.filter((template, index) => templates.indexOf(template) !== index),
  ].map(what => `${world.lead.id} got ${what} twice`)
}

/** Says enough to see why. */
function late(world: LeadWorld): string[] {
  const overdue = world.enrollments.filter(({ firstTouchAt, firstTouchBy }) => (firstTouchAt ?? 0) > firstTouchBy)
  return overdue.map(({ id, workflowId, startedAt, firstTouchAt, firstTouchBy }) => {
    const hours = (((firstTouchAt ?? 0) - firstTouchBy) / HOUR_MS).toFixed(1)
    const told = world.inquiries.map(({ action, at }) => `${action} ${new Date(at).toISOString()}`)
    return `${workflowId} ${id} of ${world.lead.country}: ${hours} h late, began ${new Date(startedAt).toISOString()}, ${told}`
  })
}

describe('a year of a thousand leads in the shipped workflows', () => {
  it('brings no mail after a stop, none too close, none twice, and no first touch late', {
    timeout: 120_000,
  }, async () => {
    product = await startProduct({ start: new Date(START).toISOString(), settings: shippedSettings() })
    for (const happening of happenings()) {
      await runUntil(happening.at)
      await happening.run()
    }
    await runUntil(START + YEAR_MS)
    const worlds = await everybody()
    expect(worlds).toHaveLength(LEADS)
    expect(worlds.flatMap(mailsOf).length).toBeGreaterThan(LEADS)
    expect(worlds.flatMap(afterStop)).toEqual([])
    expect(worlds.flatMap(tooClose)).toEqual([])
    expect(worlds.flatMap(twice)).toEqual([])
    expect(worlds.flatMap(late)).toEqual([])
    expect((await product.app.engine.readStats()).late24h).toBe(0)
    expect((await product.app.store.verifyChains()).broken).toEqual([])
  })
})
