import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/domain/time/units.ts'
import { planNext } from '../../src/workflow/planner/plan-next.ts'
import { enrollmentIn, facts, lead, settings, story } from '../support/facts.ts'

const NOON = Date.parse('2026-11-24T12:00:00Z')
const WELCOME = '  - send: story/welcome\n  - wait: 24h\n  - send: story/follow-up'
const never = { may: 'never', refusal: 'do-not-contact', because: 'the lead is do-not-contact' } as const

function reasons(decision: ReturnType<typeof planNext>) {
  return decision.events.flatMap(({ data }) => ('because' in data ? [data.because] : []))
}

describe('an enrollment', () => {
  it('sends its first mail at once and then waits for the mail row', () => {
    const steps = story(WELCOME)
    const decision = planNext(steps, enrollmentIn(steps, NOON), facts(), NOON)
    expect(decision.effects).toMatchObject([{ kind: 'send', template: 'story/welcome' }])
    expect(decision.enrollment).toMatchObject({ phase: 'mail', dueAt: null, step: 'send-story-welcome' })
  })

  it('counts a wait from the gate of the mail before it', () => {
    const steps = story(WELCOME)
    const sent = enrollmentIn(steps, NOON, { phase: 'mail', dueAt: NOON + 1_000 })
    const mail = { status: 'sent', gateAt: NOON + 400, reason: null } as const
    const decision = planNext(steps, sent, facts({ mail }), NOON + 1_000)
    expect(decision.enrollment).toMatchObject({ step: 'wait-24h', phase: 'wait', dueAt: NOON + 400 + 24 * HOUR_MS })
  })

  it('stays at a mail that is not settled', () => {
    const steps = story(WELCOME)
    const sent = enrollmentIn(steps, NOON, { phase: 'mail', dueAt: NOON })
    const mail = { status: 'held', gateAt: null, reason: null } as const
    const decision = planNext(steps, sent, facts({ mail }), NOON)
    expect(decision.enrollment).toMatchObject({ step: 'send-story-welcome', phase: 'mail', dueAt: null })
  })

  it('takes an uncertain mail for sent, as far as the timetable goes', () => {
    const steps = story(WELCOME)
    const sent = enrollmentIn(steps, NOON, { phase: 'mail', dueAt: NOON })
    const mail = { status: 'uncertain', gateAt: NOON, reason: null } as const
    expect(planNext(steps, sent, facts({ mail }), NOON).enrollment.step).toBe('wait-24h')
  })

  it('changes nothing when it is looked at too early', () => {
    const steps = story(WELCOME)
    const waiting = enrollmentIn(steps, NOON, { step: 'wait-24h', phase: 'wait', dueAt: NOON + HOUR_MS })
    const decision = planNext(steps, waiting, facts(), NOON)
    expect(decision).toMatchObject({ effects: [], events: [], enrollment: { dueAt: NOON + HOUR_MS } })
  })

  it('finishes after its last step', () => {
    const steps = story('  - score: 5\n    because: patient')
    const decision = planNext(steps, enrollmentIn(steps, NOON), facts(), NOON)
    expect(decision.enrollment).toMatchObject({ status: 'finished', endReason: 'came to the end', step: null })
  })

  it('finishes from within a branch with its reason', () => {
    const steps = story(
      '  - choose:\n      - if: lead.score == 0\n        do: [{finish: not a fit}]\n  - send: story/welcome',
    )
    const decision = planNext(steps, enrollmentIn(steps, NOON), facts(), NOON)
    expect(decision.enrollment).toMatchObject({ status: 'finished', endReason: 'not a fit' })
    expect(decision.effects).toEqual([])
  })
})

describe('a mail', () => {
  it('is skipped when its condition is false, and the workflow goes on', () => {
    const steps = story('  - send: story/welcome\n    if: lead.company == "Other"\n  - send: story/follow-up')
    const decision = planNext(steps, enrollmentIn(steps, NOON), facts(), NOON)
    expect(decision.effects).toMatchObject([{ kind: 'send', template: 'story/follow-up' }])
    expect(reasons(decision)[0]).toContain('is false')
  })

  it('is skipped without an address, with the reason', () => {
    const steps = story('  - send: story/welcome')
    const contact = { may: 'never', refusal: 'no-address', because: 'no address' } as const
    const decision = planNext(steps, enrollmentIn(steps, NOON), facts({ contact }), NOON)
    expect(decision.effects).toMatchObject([{ kind: 'skip-mail', reason: 'no address' }])
    expect(decision.enrollment.status).toBe('finished')
  })

  it('ends the enrollment when the contact question says never', () => {
    const steps = story(WELCOME)
    const decision = planNext(steps, enrollmentIn(steps, NOON), facts({ contact: never }), NOON)
    expect(decision.effects).toEqual([])
    expect(decision.enrollment).toMatchObject({ status: 'stopped', endReason: 'the lead is do-not-contact' })
  })

  it('never leaves twice for one lead', () => {
    const steps = story('  - send: story/welcome')
    const known = enrollmentIn(steps, NOON, { firstTouchAt: NOON - DAY_MS })
    const decision = planNext(steps, known, facts({ templatesSent: ['story/welcome'] }), NOON)
    expect(decision.effects).toMatchObject([{ kind: 'skip-mail', reason: 'this lead has had this mail already' }])
  })

  it('that the lead has had makes way for a call when it would be the first answer', () => {
    const steps = story('  - send: story/welcome')
    const decision = planNext(steps, enrollmentIn(steps, NOON), facts({ templatesSent: ['story/welcome'] }), NOON)
    expect(decision.effects).toMatchObject([{ kind: 'skip-mail' }, { kind: 'task', purpose: 'first-touch' }])
    expect(decision.enrollment.firstTouchAt).toBe(NOON)
  })

  it('that would be the first answer and come too late is preceded by a call', () => {
    const steps = story('  - send: story/welcome')
    const begun = enrollmentIn(steps, NOON, { firstTouchBy: NOON + HOUR_MS })
    const quietHours = { from: '11:00', to: '16:00', zone: 'UTC' }
    const decision = planNext(steps, begun, facts({ settings: settings({ quietHours }) }), NOON)
    expect(decision.effects).toMatchObject([{ kind: 'task', purpose: 'first-touch' }])
    expect(decision.enrollment).toMatchObject({ phase: 'arrive', dueAt: NOON + 4 * HOUR_MS, firstTouchAt: NOON })
  })

  it('may leave again where the workflow says always', () => {
    const steps = story('  - send: story/welcome', 'again: always')
    const decision = planNext(steps, enrollmentIn(steps, NOON), facts({ templatesSent: ['story/welcome'] }), NOON)
    expect(decision.effects).toMatchObject([{ kind: 'send' }])
  })

  it('is put off by quiet hours, the first one too', () => {
    const steps = story(WELCOME)
    const quietHours = { from: '20:00', to: '08:00', zone: 'Europe/Prague' }
    const late = Date.parse('2026-11-24T21:30:00Z')
    const decision = planNext(steps, enrollmentIn(steps, late), facts({ settings: settings({ quietHours }) }), late)
    expect(decision.effects).toEqual([])
    expect(decision.enrollment).toMatchObject({ phase: 'arrive', dueAt: Date.parse('2026-11-25T07:00:00Z') })
    expect(reasons(decision)[0]).toContain('quiet hours')
  })

  it('keeps the hours of its workflow, except the first one', () => {
    const head = 'hours: {days: mon-fri, from: "09:00", to: "17:00", zone: UTC}'
    const steps = story(WELCOME, head)
    const saturday = Date.parse('2026-11-28T12:00:00Z')
    const first = planNext(steps, enrollmentIn(steps, saturday), facts(), saturday)
    expect(first.effects).toMatchObject([{ kind: 'send' }])
    const later = enrollmentIn(steps, saturday, { step: 'send-story-follow-up', firstTouchAt: saturday - 2 * DAY_MS })
    const second = planNext(steps, later, facts(), saturday)
    expect(second.enrollment.dueAt).toBe(Date.parse('2026-11-30T09:00:00Z'))
  })

  it('waits for the gap after the mail before it', () => {
    const steps = story('  - send: story/follow-up')
    const later = enrollmentIn(steps, NOON, { firstTouchAt: NOON - HOUR_MS })
    const mails = [{ at: NOON - HOUR_MS, template: 'other/welcome', enrollmentId: 'enr_0' }]
    const decision = planNext(steps, later, facts({ mails }), NOON)
    expect(decision.enrollment.dueAt).toBe(NOON + 19 * HOUR_MS)
  })

  it('as the first one does not wait for the gap', () => {
    const steps = story('  - send: story/welcome')
    const mails = [{ at: NOON - HOUR_MS, template: 'other/welcome', enrollmentId: 'enr_0' }]
    expect(planNext(steps, enrollmentIn(steps, NOON), facts({ mails }), NOON).effects).toMatchObject([{ kind: 'send' }])
  })

  it('as the first one becomes a call when the month is used up', () => {
    const steps = story('  - send: story/welcome')
    const mails = [1, 2, 3, 4, 5].map(day => ({
      at: NOON - day * 2 * DAY_MS,
      template: `t${day}`,
      enrollmentId: 'enr_0',
    }))
    const decision = planNext(steps, enrollmentIn(steps, NOON), facts({ mails }), NOON)
    expect(decision.effects).toMatchObject([{ kind: 'skip-mail' }, { kind: 'task', purpose: 'first-touch' }])
    expect(decision.enrollment.firstTouchAt).toBe(NOON)
  })

  it('is skipped when it is later than it may be', () => {
    const steps = story('  - send: story/follow-up\n    expires: 3 days')
    const late = enrollmentIn(steps, NOON - 4 * DAY_MS, { firstTouchAt: NOON - 9 * DAY_MS })
    const decision = planNext(steps, late, facts(), NOON)
    expect(decision.effects).toMatchObject([{ kind: 'skip-mail', reason: expect.stringContaining('expired') }])
  })

  it('that runs an hour behind keeps twenty hours from the mail before, even where the gap allows more', () => {
    const steps = story('  - send: story/follow-up')
    const late = enrollmentIn(steps, NOON - 2 * HOUR_MS, { firstTouchAt: NOON - 5 * HOUR_MS })
    const limits = { gapMs: 0, per30Days: null, ceilingPerDay: null }
    const mails = [{ at: NOON - 5 * HOUR_MS, template: 'story/welcome', enrollmentId: 'enr_1' }]
    const decision = planNext(steps, late, facts({ mails, settings: settings({ limits }) }), NOON)
    expect(decision.enrollment.dueAt).toBe(NOON + 15 * HOUR_MS)
  })
})

describe('points', () => {
  it('qualify at the threshold, and a workflow that stops on it ends there', () => {
    const steps = story('  - score: 40\n    because: patient\n  - send: story/welcome', 'stop-on: [qualified]')
    const decision = planNext(steps, enrollmentIn(steps, NOON), facts({ lead: lead({ score: 30 }) }), NOON)
    expect(decision.effects).toMatchObject([{ kind: 'score' }, { kind: 'qualify' }])
    expect(decision.enrollment).toMatchObject({ status: 'stopped', endReason: 'qualified' })
  })

  it('count for the conditions after them', () => {
    const choose = '  - choose:\n      - if: lead.score >= 50\n        do: [{escalate: sales}]'
    const steps = story(`  - score: 40\n    because: patient\n${choose}`)
    const decision = planNext(steps, enrollmentIn(steps, NOON), facts({ lead: lead({ score: 15 }) }), NOON)
    expect(decision.effects).toMatchObject([{ kind: 'score' }, { kind: 'escalate', team: 'sales' }])
    expect(decision.enrollment.arms).toEqual({ 'choose-1': '1' })
  })

  it('no arm of a choose being true, the way goes on with an event', () => {
    const steps = story(
      '  - choose:\n      - if: lead.score >= 50\n        do: [{escalate: sales}]\n  - send: story/welcome',
    )
    const decision = planNext(steps, enrollmentIn(steps, NOON), facts(), NOON)
    expect(decision.events[0]).toMatchObject({ kind: 'arm-taken', data: { arm: 'none' } })
    expect(decision.effects).toMatchObject([{ kind: 'send' }])
  })
})

describe('days and hours', () => {
  it('differ across a daylight-saving change: 24h is elapsed, a day keeps the wall time', () => {
    const friday = Date.parse('2027-03-27T09:00:00Z')
    const inPrague = facts({ lead: lead({ country: 'CZ' }) })
    const elapsed = story('  - wait: 24h\n  - score: 1\n    because: x')
    const day = story('  - wait: 1 day\n  - score: 1\n    because: x')
    expect(planNext(elapsed, enrollmentIn(elapsed, friday), inPrague, friday).enrollment.dueAt).toBe(
      friday + 24 * HOUR_MS,
    )
    expect(planNext(day, enrollmentIn(day, friday), inPrague, friday).enrollment.dueAt).toBe(friday + 23 * HOUR_MS)
  })

  it('a wait whose condition is false is no wait', () => {
    const steps = story('  - wait: 24h\n    if: lead.company == ""\n  - send: story/welcome')
    expect(planNext(steps, enrollmentIn(steps, NOON), facts(), NOON).effects).toMatchObject([{ kind: 'send' }])
  })
})
