import { describe, expect, it } from 'vitest'
import type { Refusal } from '../../src/domain/contact-policy.ts'
import type { Enrollment } from '../../src/domain/enrollment.ts'
import { DAY_MS, HOUR_MS } from '../../src/domain/time/units.ts'
import type { Facts } from '../../src/workflow/planner/decision.ts'
import { planNext } from '../../src/workflow/planner/plan-next.ts'
import { versionHash } from '../../src/workflow/versions/version-hash.ts'
import { enrollmentIn, facts, lead, settings, story } from '../support/facts.ts'

const NOON = Date.parse('2026-11-24T12:00:00Z')
const STEPS = story('  - send: story/follow-up\n    expires: 3 days\n    id: mail')
const FREE = { gapMs: 0, per30Days: null, ceilingPerDay: null }
const lastMailAt = (at: number) => [{ at, template: 'story/welcome', enrollmentId: 'enr_1' }]

function plan(changes: Partial<Enrollment>, given: Parameters<typeof facts>[0] = {}, now = NOON) {
  const later = enrollmentIn(STEPS, NOON, { firstTouchAt: NOON - 9 * DAY_MS, ...changes })
  return planNext(STEPS, later, facts(given), now)
}

describe('a mail that comes late', () => {
  it('still leaves at the last moment before it expires, and not after', () => {
    expect(plan({}, {}, NOON + 3 * DAY_MS).effects).toMatchObject([{ kind: 'send' }])
    const { effects, enrollment } = plan({}, {}, NOON + 3 * DAY_MS + 1)
    expect(effects).toMatchObject([{ kind: 'skip-mail', reason: 'expired: more than 3 days late' }])
    expect(enrollment.firstTouchAt).toBe(NOON - 9 * DAY_MS)
  })

  it('expires from its arrival, however often it was put off', () => {
    const { effects } = plan({ arrivedAt: NOON - 3 * DAY_MS - 1, dueAt: NOON })
    expect(effects).toMatchObject([{ kind: 'skip-mail' }])
  })

  it('by more than an hour keeps twenty hours from the mail before', () => {
    const given = { mails: lastMailAt(NOON - 5 * HOUR_MS), settings: settings({ limits: FREE }) }
    expect(plan({ dueAt: NOON - HOUR_MS - 1 }, given).enrollment.dueAt).toBe(NOON + 15 * HOUR_MS)
    expect(plan({ dueAt: NOON - HOUR_MS }, given).effects).toMatchObject([{ kind: 'send' }])
    const rested = { ...given, mails: lastMailAt(NOON - 20 * HOUR_MS) }
    expect(plan({ dueAt: NOON - 2 * HOUR_MS }, rested).effects).toMatchObject([{ kind: 'send' }])
    expect(plan({ dueAt: NOON - 2 * HOUR_MS }, { ...given, mails: [] }).effects).toMatchObject([{ kind: 'send' }])
  })
})

describe('a mail that goes on from the ones before it', () => {
  const effectOf = (steps: string) =>
    planNext(story(steps), enrollmentIn(story(steps), NOON), facts(), NOON).effects.find(({ kind }) => kind === 'send')

  it('is planned as such, and no other mail is', () => {
    expect(effectOf('  - send: story/welcome\n    thread: true')).toMatchObject({ thread: true })
    for (const alone of ['  - send: story/welcome', '  - send: story/welcome\n    thread: false']) {
      expect(effectOf(alone)).not.toHaveProperty('thread')
    }
  })

  it('makes another version only where the file asks for it', () => {
    const hashOf = (steps: string) => versionHash(story(steps), {})
    const plain = hashOf('  - send: story/welcome')
    expect(hashOf('  - send: story/welcome\n    thread: false')).toBe(plain)
    expect(hashOf('  - send: story/welcome\n    thread: true')).not.toBe(plain)
  })
})

describe('a mail that may never leave', () => {
  const refused = (refusal: Refusal) => plan({}, { contact: { may: 'never', refusal, because: `it is ${refusal}` } })

  it('is passed over where a person is not the reason', () => {
    for (const refusal of ['no-address', 'limit-zero'] as const) {
      const { effects, enrollment } = refused(refusal)
      expect(effects).toMatchObject([{ kind: 'skip-mail', reason: `it is ${refusal}` }])
      expect(enrollment.status).toBe('finished')
    }
  })

  it('ends the enrollment where the lead must not be written to', () => {
    for (const refusal of ['erased', 'do-not-contact', 'disqualified', 'suppressed'] as const) {
      const { effects, enrollment } = refused(refusal)
      expect(effects).toEqual([])
      expect(enrollment).toMatchObject({ status: 'stopped', endReason: `it is ${refusal}` })
    }
  })
})

describe('a mail that its gate found too late', () => {
  const mail = { status: 'skipped' as const, gateAt: null, reason: 'expired: more than 3 days late' }

  it('is answered by a call when it was the first, and the workflow goes on', () => {
    const { effects, enrollment } = plan({ phase: 'mail', firstTouchAt: null }, { mail })
    expect(effects).toMatchObject([{ kind: 'task', purpose: 'first-touch', because: `call this lead: ${mail.reason}` }])
    expect(enrollment).toMatchObject({ status: 'finished', firstTouchAt: NOON })
  })

  it('is passed over when the lead has heard from us before', () => {
    expect(plan({ phase: 'mail' }, { mail })).toMatchObject({ effects: [], enrollment: { status: 'finished' } })
  })
})

describe('a mail that never came to its gate', () => {
  it('counts as completed when it is looked at', () => {
    for (const status of ['failed', 'skipped', 'suppressed'] as const) {
      const steps = story('  - send: story/welcome\n    id: mail\n  - wait: 24h\n    id: rest')
      const sent = enrollmentIn(steps, NOON - HOUR_MS, { phase: 'mail', dueAt: null })
      const { enrollment } = planNext(steps, sent, facts({ mail: { status, gateAt: null, reason: null } }), NOON)
      expect(enrollment).toMatchObject({ step: 'rest', completedAt: NOON, dueAt: NOON + DAY_MS })
    }
  })
})

describe('a lead that must not be written to', () => {
  const contact = { may: 'never', refusal: 'do-not-contact', because: 'the lead is do-not-contact' } as const

  it('is not written to even where the standing answer has not heard of it', () => {
    const { effects, enrollment } = plan({}, { lead: lead({ status: 'do-not-contact' }) })
    expect(effects).toEqual([])
    expect(enrollment).toMatchObject({ status: 'stopped', endReason: 'the lead is do-not-contact' })
  })

  it('stays at a mail that is on its way, which is asked at its own gate, and ends when that is final', () => {
    const onItsWay = (mail: Facts['mail']) => plan({ phase: 'mail' }, { contact, mail }).enrollment
    expect(onItsWay(null)).toMatchObject({ status: 'active', step: 'mail', dueAt: null })
    expect(onItsWay({ status: 'claimed', gateAt: null, reason: null })).toMatchObject({ status: 'active' })
    expect(onItsWay({ status: 'suppressed', gateAt: null, reason: null })).toMatchObject({ status: 'stopped' })
  })
})

describe('a mail that may leave later', () => {
  it('waits for the end of a snooze, with the reason', () => {
    const contact = { may: 'later', delay: 'snooze', until: NOON + DAY_MS, because: 'on holiday' } as const
    const { enrollment, events, effects } = plan({}, { contact })
    expect(enrollment).toMatchObject({ step: 'mail', phase: 'arrive', dueAt: NOON + DAY_MS })
    expect(events).toMatchObject([{ kind: 'step-waits', data: { until: NOON + DAY_MS, because: 'on holiday' } }])
    expect(effects).toEqual([])
  })

  it('that is a later one waits out a month that is used up, without a call', () => {
    const mails = [2, 4, 6, 8, 10].flatMap(days => lastMailAt(NOON - days * DAY_MS)).reverse()
    const { enrollment, effects } = plan({}, { mails })
    expect(enrollment.dueAt).toBe(NOON + 20 * DAY_MS)
    expect(effects).toEqual([])
  })

  it('and would answer too late is preceded by a call, once', () => {
    const contact = { may: 'later', delay: 'snooze', until: NOON + 2 * DAY_MS, because: 'on holiday' } as const
    const first = plan({ firstTouchAt: null }, { contact })
    expect(first.effects).toMatchObject([
      { kind: 'task', purpose: 'first-touch', because: 'call this lead: on holiday' },
    ])
    expect(first.enrollment).toMatchObject({ firstTouchAt: NOON, dueAt: NOON + 2 * DAY_MS })
    expect(planNext(STEPS, { ...first.enrollment, dueAt: NOON }, facts({ contact }), NOON).effects).toEqual([])
  })
})
