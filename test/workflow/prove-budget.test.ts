import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/domain/time/units.ts'
import { parseWorkflow } from '../../src/workflow/language/parse-workflow.ts'
import { addWait } from '../../src/workflow/planner/wait-time.ts'
import type { Program } from '../../src/workflow/program.ts'
import { CLOCK_CHANGE_MS, spanOf } from '../../src/workflow/proofs/paths-times.ts'
import { proveBudget } from '../../src/workflow/proofs/prove-budget.ts'
import { lead, settings, story } from '../support/facts.ts'
import { type LifeEvent, type LivedMail, liveThrough } from '../support/lead-life.ts'
import { someWorkflows, straightWorkflow } from '../support/random-workflows.ts'

const NOW = Date.parse('2026-11-22T00:00:00Z')
/** A fortnight before the clocks of Europe and of Antarctica/Troll change. */
const SPRING = Date.parse('2027-03-20T00:00:00Z')
const RUNS = 2_000
const NO_LIMITS = { gapMs: 0, per30Days: null, ceilingPerDay: null }
const OFFERS = { one: { title: 'One', intents: {} }, two: { title: 'Two', intents: {} } }
const ZONES = ['UTC', 'Europe/Prague', 'Antarctica/Troll', 'America/Los_Angeles', 'Australia/Lord_Howe']

function shipped(): Program[] {
  const folder = join(import.meta.dirname, '..', '..', 'workflows')
  const files = readdirSync(folder).filter(name => name.endsWith('.yaml'))
  return files.map(file => {
    const { program } = parseWorkflow({ file, id: file.slice(0, -5), text: readFileSync(join(folder, file), 'utf8') })
    if (program === null) throw new Error(`${file} is bad`)
    return program
  })
}

function mostWithin(mails: LivedMail[], days: number): number {
  const counts = mails.map(({ at }) => mails.filter(mail => mail.at >= at && mail.at < at + days * DAY_MS).length)
  return Math.max(0, ...counts)
}

function proved(programs: Program[], changes: Parameters<typeof settings>[0] = {}) {
  return proveBudget(programs, settings({ limits: NO_LIMITS, offers: OFFERS, ...changes }), NOW)
}

const lifeEvent: fc.Arbitrary<LifeEvent> = fc
  .record({
    hours: fc.integer({ min: 0, max: 18 * 24 }),
    what: fc.constantFrom('PLT', 'INS', 'Create', 'unknown', 'reply', 'click'),
    offer: fc.constantFrom('one', 'two'),
  })
  .map(({ hours, what, offer }) => {
    const at = SPRING + hours * HOUR_MS
    return what === 'reply' || what === 'click'
      ? { at, kind: 'signal', signal: what }
      : { at, kind: 'inquiry', action: what, offer }
  })

describe('the proof of the budget', () => {
  it('is never below what a lead can live through', () => {
    let mailsSeen = 0
    const property = fc.property(
      someWorkflows,
      fc.array(lifeEvent, { minLength: 8, maxLength: 24 }),
      fc.record({
        zone: fc.constantFrom(...ZONES),
        title: fc.constantFrom('CTO', null),
        id: fc.constantFrom('lead_1', 'lead_2', 'lead_3'),
        gates: fc.array(fc.constantFrom(0, 0, 0, HOUR_MS, 9 * HOUR_MS, null), { minLength: 1, maxLength: 7 }),
      }),
      (programs, events, { zone, title, id, gates }) => {
        const rules = settings({ limits: NO_LIMITS, offers: OFFERS, zone })
        const proof = proveBudget(programs, rules, NOW)
        const gate = (count: number) => gates[count % gates.length] ?? null
        const mails = liveThrough({ programs, settings: rules, lead: lead({ id, title }), events, gate })
        mailsSeen += mails.length
        for (const { days, most } of proof.windows) expect(mostWithin(mails, days)).toBeLessThanOrEqual(most)
        mails.forEach((mail, index) => {
          const before = mails[index - 1]
          if (before === undefined) return
          const inside = before.enrollmentId === mail.enrollmentId
          const gaps = inside ? [proof.gap] : [proof.gap, proof.gapToFirstAnswer]
          const least = Math.min(...gaps.map(gap => gap?.ms ?? Number.POSITIVE_INFINITY))
          expect(mail.at - before.at).toBeGreaterThanOrEqual(least)
        })
      },
    )
    fc.assert(property, { numRuns: RUNS })
    expect(mailsSeen).toBeGreaterThan(RUNS / 2)
  })

  it('is met exactly by a single straight workflow', () => {
    const waits = fc.array(fc.record({ hours: fc.integer({ min: 1, max: 200 }) }), { minLength: 1, maxLength: 8 })
    const property = fc.property(waits, hours => {
      const program = straightWorkflow(hours)
      const rules = settings({ limits: NO_LIMITS, offers: { one: OFFERS.one } })
      const proof = proveBudget([program], rules, NOW)
      const events: LifeEvent[] = [{ at: NOW, kind: 'inquiry', action: 'PLT', offer: 'one' }]
      const mails = liveThrough({ programs: [program], settings: rules, lead: lead(), events })
      for (const { days, most } of proof.windows) expect(mostWithin(mails, days)).toBe(most)
      const gaps = mails.slice(1).map((mail, index) => mail.at - (mails[index]?.at ?? 0))
      expect(proof.gap?.ms).toBe(Math.min(...gaps))
    })
    fc.assert(property, { numRuns: 200 })
  })

  it('takes every wait at its shortest, over all zones and moments', () => {
    const time = fc.oneof(
      fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 30 }) }),
      fc.record({ kind: fc.constant('business days' as const), days: fc.integer({ min: 1, max: 30 }) }),
      fc.record({ kind: fc.constant('elapsed' as const), ms: fc.integer({ min: 1, max: 9 * DAY_MS }) }),
    )
    const moment = fc.integer({ min: 0, max: 365 * 24 * 4 }).map(quarter => SPRING + quarter * 15 * 60_000)
    const free = settings({ holidays: ['2027-03-26', '2027-03-29', '2027-12-24'] })
    const property = fc.property(time, moment, fc.constantFrom(...ZONES), (length, at, zone) => {
      const { leastMs, mostMs } = spanOf(length, free, NOW)
      const taken = addWait(at, length, free, zone) - at
      expect(taken).toBeGreaterThanOrEqual(leastMs)
      expect(taken).toBeLessThanOrEqual(mostMs)
    })
    fc.assert(property, { numRuns: 300 })
  })

  it('knows no zone whose clocks move by more than it allows for', () => {
    const moved = Intl.supportedValuesOf('timeZone').map(zone => {
      const offsets = Array.from({ length: 30 }, (_, month) => {
        const at = NOW + month * 30 * DAY_MS
        const words = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).format(at)
        const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(words) ?? []
        return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
      })
      return Math.max(...offsets) - Math.min(...offsets)
    })
    expect(Math.max(...moved)).toBe(CLOCK_CHANGE_MS)
  })

  it('adds up workflows that take over from one another, and names the way', () => {
    const lower = { ...story('  - send: a/one\n  - wait: 24h\n  - send: a/two'), workflow: 'lower', rank: 1 }
    const upper = { ...story('  - send: b/one\n  - wait: 24h\n  - send: b/two'), workflow: 'upper', rank: 2 }
    upper.for = { ...upper.for, actions: ['Create'] }
    const { windows, gap, gapToFirstAnswer } = proved([lower, upper], { offers: { one: OFFERS.one } })
    expect(windows.map(({ most }) => most)).toEqual([2, 4, 4])
    expect(windows[1]?.path).toMatchObject([
      { workflow: 'lower', mails: [{ at: 0 }, { at: DAY_MS }] },
      { workflow: 'upper', begins: expect.stringContaining('Create'), mails: [{ at: DAY_MS }, { at: 2 * DAY_MS }] },
    ])
    expect([gap?.ms, gapToFirstAnswer?.ms]).toEqual([DAY_MS, 0])
  })

  it('lets the strongest workflow run to its end when nothing may end it', () => {
    const head = 'again: never\n'
    const strong = {
      ...story('  - send: a/one\n  - wait: 10 days\n  - send: a/two\n  - wait: 30 days', head),
      workflow: 'a',
    }
    const weak = { ...story('  - send: b/one', head), workflow: 'b', rank: -1 }
    weak.for = { ...weak.for, actions: ['Create'] }
    strong.again = { kind: 'never' }
    expect(proved([strong, weak]).windows.at(-1)?.most).toBe(3)
  })

  it('lets what waits begin at any moment when a signal may end what runs', () => {
    const steps = '  - wait: 10 days\n  - send: a/one\n  - wait: 10 days\n  - send: a/two\n  - wait: 30 days'
    const long = { ...story(steps), workflow: 'a', again: { kind: 'never' as const } }
    const short = { ...story('  - send: b/one'), workflow: 'b', again: { kind: 'never' as const } }
    short.for = { ...short.for, actions: ['Create'] }
    expect(proved([long, short]).windows[0]?.most).toBe(1)
    expect(proved([{ ...long, stopOn: ['reply'] }, short]).windows[0]?.most).toBe(2)
  })

  it('adds up what several offers bring, each template once', () => {
    const steps = `
  - choose:
      - if: inquiry.offer == "one"
        do: [{send: a/one}]
      - otherwise: [{send: a/other}]
  - finish: done`
    expect(proved([story(steps, 'stop-on: [reply]')]).windows[0]?.most).toBe(2)
    expect(proved([story('  - send: a/one', 'stop-on: [reply]')]).windows[0]?.most).toBe(1)
    expect(proved([story(steps)], { offers: { one: OFFERS.one } }).windows[0]?.most).toBe(1)
  })

  it('counts a workflow again when its window has passed', () => {
    const again = story('  - send: a/one', 'again: after 10 days\nstop-on: [reply]')
    expect(proved([again]).windows.at(-1)?.most).toBe(1)
    const always = story('  - send: a/one', 'again: always')
    expect(proved([always]).windows.at(-1)?.most).toBe(2)
  })

  it('names the limits that are exceeded', () => {
    const busy = story('  - send: a/one\n  - wait: 1h\n  - send: a/two\n  - wait: 1h\n  - send: a/three')
    const limits = { gapMs: 20 * HOUR_MS, per30Days: 2, ceilingPerDay: 4 }
    const { breaches } = proved([busy], { limits })
    expect(breaches).toEqual(['3 mails in 30 days, the limit is 2', 'two mails can be closer together than the gap'])
    expect(proved([busy]).breaches).toEqual([])
  })

  it('takes well under two seconds for the workflows that ship', () => {
    const begun = process.hrtime.bigint()
    const { windows, gap } = proved(shipped())
    expect(Number(process.hrtime.bigint() - begun) / 1e6).toBeLessThan(2_000)
    expect(windows.map(({ most }) => most)).toEqual([6, 12, 17])
    expect(gap?.ms).toBe(24 * HOUR_MS)
  })
})
