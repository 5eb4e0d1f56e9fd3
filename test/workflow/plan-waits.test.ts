import { describe, expect, it } from 'vitest'
import type { Signal } from '../../src/domain/signal.ts'
import { DAY_MS, HOUR_MS } from '../../src/domain/time/units.ts'
import { planNext } from '../../src/workflow/planner/plan-next.ts'
import { waitsFor } from '../../src/workflow/planner/plan-wait.ts'
import { enrollmentIn, facts, inquiry, lead, settings, story } from '../support/facts.ts'

const NOON = Date.parse('2026-11-24T12:00:00Z')
const IN_PRAGUE = lead({ country: 'CZ' })

function dueAfter(wait: string, changes: Parameters<typeof facts>[0] = {}, now = NOON) {
  const steps = story(`  - wait: ${wait}\n    id: rest\n  - send: story/welcome`)
  const { enrollment, events, effects } = planNext(
    steps,
    enrollmentIn(steps, now),
    facts({ lead: IN_PRAGUE, ...changes }),
    now,
  )
  const [because] = events.flatMap(({ data }) => ('because' in data ? [data.because] : []))
  return { at: enrollment.dueAt === null ? null : new Date(enrollment.dueAt).toISOString(), because, effects }
}

describe('a wait', () => {
  it('until a time of the day ends at the next one on an allowed day', () => {
    expect(dueAfter('{until: "09:00", days: fri}')).toMatchObject({
      at: '2026-11-27T08:00:00.000Z',
      because: 'wait until 09:00',
    })
    expect(dueAfter('{until: "13:00"}').effects).toMatchObject([{ kind: 'send' }])
  })

  it('of business days keeps the wall time and skips the weekend', () => {
    expect(dueAfter('4 business days')).toMatchObject({
      at: '2026-11-30T12:00:00.000Z',
      because: 'wait 4 business days',
    })
  })

  it('until a date begins that day in the zone of the lead', () => {
    expect(dueAfter('{until: 2026-12-24}')).toMatchObject({
      at: '2026-12-23T23:00:00.000Z',
      because: 'wait until "2026-12-24"',
    })
  })

  it('until a date moves by its offset, before or after, in days that keep the wall time', () => {
    expect(dueAfter('{until: 2026-12-24, offset: -2 days}')).toMatchObject({
      at: '2026-12-21T23:00:00.000Z',
      because: 'wait until 2 days before "2026-12-24"',
    })
    expect(dueAfter('{until: 2026-12-24, offset: +36h}')).toMatchObject({
      at: '2026-12-25T11:00:00.000Z',
      because: 'wait until 36 hours after "2026-12-24"',
    })
    expect(dueAfter('{until: inquiry.at, offset: 1 week}', { inquiry: inquiry({ at: NOON }) }).at).toBe(
      '2026-12-01T12:00:00.000Z',
    )
  })

  it('until so many business days before a date counts back over the weekend', () => {
    expect(dueAfter('{until: 2026-12-15, offset: -2 business days}').at).toBe('2026-12-10T23:00:00.000Z')
    expect(dueAfter('{until: 2026-12-14, offset: -1 business day}').at).toBe('2026-12-10T23:00:00.000Z')
  })

  it('until a date in the past is no wait', () => {
    expect(dueAfter('{until: 2026-11-20}').effects).toMatchObject([{ kind: 'send' }])
    expect(dueAfter('{until: 2026-12-01, offset: -3 weeks}').effects).toMatchObject([{ kind: 'send' }])
  })

  it('until a text that is no date is no wait, so that nobody is kept for ever', () => {
    const noted = (note: string) => ({ inquiry: inquiry({ note }) })
    expect(dueAfter('{until: inquiry.note}', noted('soon')).effects).toMatchObject([{ kind: 'send' }])
    expect(dueAfter('{until: inquiry.note, offset: 1 day}', noted('soon')).effects).toMatchObject([{ kind: 'send' }])
    expect(dueAfter('{until: inquiry.note}', noted('2026-12-03T10:00:00Z')).at).toBe('2026-12-03T10:00:00.000Z')
  })

  it('that is over completes at its own end, not when somebody looked', () => {
    const steps = story('  - wait: 24h\n    id: rest\n  - wait: 24h\n    id: again')
    const waiting = enrollmentIn(steps, NOON, { step: 'rest', phase: 'wait', dueAt: NOON + DAY_MS })
    const { enrollment } = planNext(steps, waiting, facts(), NOON + DAY_MS + HOUR_MS)
    expect(enrollment).toMatchObject({ step: 'again', completedAt: NOON + DAY_MS, dueAt: NOON + 2 * DAY_MS })
  })
})

describe('the zone of a wait', () => {
  const at = (changes: Parameters<typeof lead>[0]) =>
    dueAfter('{until: "20:00"}', { lead: lead(changes), settings: settings({ zone: 'Asia/Kathmandu' }) }).at

  it('is the one set for the lead, else its country`s, else the publisher`s', () => {
    expect(at({ zone: 'America/New_York', country: 'CZ' })).toBe('2026-11-25T01:00:00.000Z')
    expect(at({ country: 'CZ' })).toBe('2026-11-24T19:00:00.000Z')
    expect(at({})).toBe('2026-11-24T14:15:00.000Z')
    expect(at({ country: 'XX' })).toBe('2026-11-24T14:15:00.000Z')
  })
})

const HEAR = '  - id: hear\n    wait-for: click\n    up-to: 3 days\n'
const BRANCHES = '    then: [{escalate: sales}]\n    otherwise: [{finish: silent}]\n  - send: story/follow-up'

function signal(changes: Partial<Signal> = {}): Signal {
  return { id: 'sig_1', leadId: 'lead_1', kind: 'click', at: NOON, data: {}, offer: null, consumedBy: null, ...changes }
}

describe('a wait for a signal', () => {
  const steps = story(HEAR + BRANCHES)
  const mails = [
    { at: NOON - 3 * HOUR_MS, template: 'story/welcome', enrollmentId: 'enr_1' },
    { at: NOON - HOUR_MS, template: 'other/welcome', enrollmentId: 'enr_0' },
  ]
  const begun = { startedAt: NOON - 5 * HOUR_MS }
  const ask = (signals: Signal[], program = steps, own = mails) =>
    planNext(program, enrollmentIn(program, NOON, begun), facts({ signals, mails: own }), NOON)

  it('waits as long as it may, counted from arrival', () => {
    const { enrollment, events } = ask([])
    expect(enrollment).toMatchObject({ step: 'hear', phase: 'wait', dueAt: NOON + 3 * DAY_MS })
    expect(events).toMatchObject([{ kind: 'step-waits', data: { because: 'wait for click, up to 3 days' } }])
  })

  it('without an end has no due time', () => {
    const endless = story(`  - id: hear\n    wait-for: click\n    then: [{escalate: sales}]\n  - send: story/follow-up`)
    const { enrollment, events } = ask([], endless)
    expect(enrollment).toMatchObject({ phase: 'wait', dueAt: null })
    expect(events).toMatchObject([{ data: { because: 'wait for click', until: null } }])
    expect(planNext(endless, enrollment, facts(), NOON + 900 * DAY_MS).enrollment).toMatchObject({ step: 'hear' })
  })

  it('takes one that came since the last mail of this enrollment', () => {
    const { effects, enrollment } = ask([signal({ at: NOON - 3 * HOUR_MS })])
    expect(effects).toMatchObject([{ kind: 'consume', signalId: 'sig_1' }, { kind: 'escalate' }, { kind: 'send' }])
    expect(enrollment.arms).toEqual({ hear: 'then' })
  })

  it('takes one that came since the begin when it has sent no mail', () => {
    expect(ask([signal({ at: NOON - 5 * HOUR_MS })], steps, []).enrollment.arms).toEqual({ hear: 'then' })
    expect(ask([signal({ at: NOON - 5 * HOUR_MS - 1 })], steps, []).enrollment.phase).toBe('wait')
  })

  it('looks past what came before that mail, what somebody took, and other signals', () => {
    const others = [
      signal({ at: NOON - 3 * HOUR_MS - 1 }),
      signal({ at: NOON, consumedBy: 'enr_0' }),
      signal({ at: NOON, kind: 'reply' }),
    ]
    expect(ask(others).enrollment).toMatchObject({ phase: 'wait', arms: {} })
  })

  it('takes one about its own offer, and passes over one about another', () => {
    expect(ask([signal({ offer: 'contoso.analytics' })]).enrollment.arms).toEqual({ hear: 'then' })
    expect(ask([signal({ offer: 'contoso.backup' })]).enrollment).toMatchObject({ phase: 'wait', arms: {} })
  })

  it('does not look back for a signal that stops the workflow', () => {
    const stopping = story(HEAR + BRANCHES, 'stop-on: [click]')
    expect(ask([signal({ at: NOON - HOUR_MS })], stopping).enrollment.phase).toBe('wait')
  })

  it('goes on behind itself when the signal came and there is nothing to do then', () => {
    const plain = story(`${HEAR}    otherwise: [{finish: silent}]\n  - send: story/follow-up`)
    expect(ask([signal({ at: NOON - HOUR_MS })], plain).effects).toMatchObject([{ kind: 'consume' }, { kind: 'send' }])
  })
})

describe('a wait for a signal that is over', () => {
  const steps = story(HEAR + BRANCHES)
  const silent = story(`${HEAR}    then: [{escalate: sales}]\n  - send: story/follow-up`)
  const deaf = story(`${HEAR}    otherwise: [{finish: silent}]\n  - send: story/follow-up`)
  const waiting = { step: 'hear', phase: 'wait', dueAt: NOON } as const

  it('takes the other branch when nothing came, or goes on behind itself', () => {
    const ended = planNext(steps, enrollmentIn(steps, NOON, waiting), facts(), NOON)
    expect(ended.enrollment).toMatchObject({ endReason: 'silent', arms: { hear: 'otherwise' } })
    const went = planNext(silent, enrollmentIn(silent, NOON, waiting), facts(), NOON)
    expect(went.effects).toMatchObject([{ kind: 'send' }])
  })

  it('takes its first branch when the signal came, before its time too', () => {
    const answered = { ...waiting, arms: { hear: 'then' }, dueAt: null }
    const heard = planNext(steps, enrollmentIn(steps, NOON, answered), facts(), NOON)
    expect(heard.effects).toMatchObject([{ kind: 'escalate' }, { kind: 'send' }])
    const went = planNext(deaf, enrollmentIn(deaf, NOON, { ...answered, dueAt: NOON + DAY_MS }), facts(), NOON)
    expect(went.effects).toMatchObject([])
    expect(went.enrollment).toMatchObject({ step: 'send-story-follow-up', phase: 'arrive' })
  })
})

describe('who waits for a signal', () => {
  const steps = story(HEAR + BRANCHES)
  const step = steps.steps.hear
  const at = enrollmentIn(steps, NOON, { step: 'hear', phase: 'wait' })

  it('waits for this kind, at this step, while it has not come', () => {
    expect(waitsFor(step, at, 'click')).toBe(true)
    expect(waitsFor(step, at, 'reply')).toBe(false)
    expect(waitsFor(step, { ...at, phase: 'arrive' }, 'click')).toBe(false)
    expect(waitsFor(step, { ...at, arms: { hear: 'then' } }, 'click')).toBe(false)
    expect(waitsFor(steps.steps['send-story-follow-up'], at, 'click')).toBe(false)
    expect(waitsFor(undefined, at, 'click')).toBe(false)
  })
})
