import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/domain/time/units.ts'
import { planNext } from '../../src/workflow/planner/plan-next.ts'
import type { Program } from '../../src/workflow/program.ts'
import { enrollmentIn, facts, inquiry, lead, settings, story } from '../support/facts.ts'

const NOON = Date.parse('2026-11-24T12:00:00Z')

function plan(steps: Program, changes: Parameters<typeof facts>[0] = {}, now = NOON) {
  return planNext(steps, enrollmentIn(steps, now), facts(changes), now)
}

describe('an enrollment that stands nowhere', () => {
  it('is at the end, whether its step is none or one that the workflow does not have', () => {
    const steps = story('  - send: story/welcome')
    for (const step of [null, 'gone']) {
      const decision = planNext(steps, enrollmentIn(steps, NOON, { step }), facts(), NOON)
      expect(decision.effects).toEqual([])
      expect(decision.enrollment).toMatchObject({ status: 'finished', endReason: 'came to the end', dueAt: null })
    }
  })

  it('does nothing before its first step is due', () => {
    const steps = story('  - send: story/welcome')
    const early = enrollmentIn(steps, NOON, { dueAt: NOON + 1 })
    expect(planNext(steps, early, facts(), NOON)).toMatchObject({ effects: [], enrollment: { dueAt: NOON + 1 } })
    expect(planNext(steps, early, facts(), NOON + 1).effects).toMatchObject([{ kind: 'send' }])
  })

  it('without a due time counts as due, and as not late', () => {
    const steps = story('  - send: story/follow-up')
    const limits = { gapMs: 0, per30Days: null, ceilingPerDay: null }
    const mails = [{ at: NOON - 2 * HOUR_MS, template: 'other/welcome', enrollmentId: 'enr_0' }]
    const timeless = enrollmentIn(steps, NOON - 3 * HOUR_MS, { dueAt: null, firstTouchAt: NOON - 2 * HOUR_MS })
    const decision = planNext(steps, timeless, facts({ mails, settings: settings({ limits }) }), NOON)
    expect(decision.effects).toMatchObject([{ kind: 'send' }])
  })
})

describe('what a step changes about the lead', () => {
  const ask = (condition: string) =>
    `  - choose:\n      - if: '${condition}'\n        do: [{escalate: sales}]\n      - otherwise: [{finish: unseen}]`

  it('is seen by the conditions after it: an attribute', () => {
    const steps = story(
      `  - set: {stage: trial, seats: 5}\n${ask('attribute.stage == "trial" && attribute.seats > 4')}`,
    )
    expect(plan(steps).effects).toMatchObject([
      { kind: 'set', values: { stage: 'trial', seats: 5 } },
      { kind: 'escalate', team: 'sales', reason: 'qualified', because: 'qualified' },
    ])
  })

  it('is seen by the conditions after it: a tag that came and one that went', () => {
    const steps = story(
      `  - tag: [vip]\n    remove: [cold]\n${ask('"vip" in lead.tags && !("cold" in lead.tags) && "old" in lead.tags')}`,
    )
    const { effects } = plan(steps, { lead: lead({ tags: ['cold', 'old'] }) })
    expect(effects).toMatchObject([{ kind: 'tag', add: ['vip'], remove: ['cold'] }, { kind: 'escalate' }])
  })

  it('does not change the lead that it was given', () => {
    const given = lead({ tags: ['cold'] })
    plan(story('  - set: {stage: trial}\n  - tag: [vip]\n  - score: 5\n    because: patient'), { lead: given })
    expect(given).toMatchObject({ tags: ['cold'], attributes: {}, score: 0 })
  })
})

describe('steps that take no time', () => {
  it('open a task and tell a team, in order and at once', () => {
    const steps = story(
      '  - task: call this lead\n    team: sales\n    due-within: 4h\n  - notify: sales\n    because: a big one\n  - escalate: sales\n    because: asked for it\n    accept-within: 2h',
    )
    const { effects, enrollment } = plan(steps)
    expect(effects).toMatchObject([
      { kind: 'task', team: 'sales', because: 'call this lead', dueWithinMs: 4 * HOUR_MS },
      { kind: 'notify', team: 'sales', because: 'a big one' },
      { kind: 'escalate', reason: 'asked for it', acceptWithinMs: 2 * HOUR_MS },
    ])
    expect(enrollment).toMatchObject({ status: 'finished', completedAt: NOON })
  })

  it('start another workflow, which ends this one', () => {
    const { effects, enrollment } = plan(story('  - start: nurture\n    if: lead.score == 0\n  - send: story/welcome'))
    expect(effects).toMatchObject([{ kind: 'start', workflow: 'nurture' }])
    expect(enrollment).toMatchObject({ status: 'finished', endReason: 'goes on with nurture' })
  })

  it('qualify at the threshold, and go on where qualifying does not stop the workflow', () => {
    const steps = story('  - score: 40\n    because: patient\n  - send: story/welcome')
    expect(plan(steps, { lead: lead({ score: 30 }) }).effects).toMatchObject([
      { kind: 'score', points: 40 },
      { kind: 'qualify', because: 'score 70: patient' },
      { kind: 'send' },
    ])
  })
})

describe('a choose', () => {
  it('goes on behind itself when the arm that is true has no steps', () => {
    const steps = story(
      '  - choose:\n      - if: lead.score == 0\n        do: []\n      - otherwise: [{finish: b}]\n  - send: story/welcome',
    )
    const { effects, enrollment } = plan(steps)
    expect(effects).toMatchObject([{ kind: 'send' }])
    expect(enrollment.arms).toEqual({ 'choose-1': '1' })
  })
})

describe('a split', () => {
  const steps = story(
    '  - split:\n      - {name: a, weight: 30, do: [{finish: a}]}\n      - {name: b, weight: 70, do: [{finish: b}]}\n    id: test',
  )
  const armOf = (id: string, program = steps) => plan(program, { lead: lead({ id }) }).enrollment.arms.test

  it('gives the same lead the same arm, and all leads about their weights', () => {
    const arms = Array.from({ length: 1000 }, (_, index) => armOf(`lead_${index}`))
    expect(armOf('lead_7')).toBe(arms[7])
    const share = arms.filter(arm => arm === 'a').length / arms.length
    expect(share).toBeGreaterThan(0.25)
    expect(share).toBeLessThan(0.35)
  })

  it('keeps an arm that was taken before, whatever the weights say', () => {
    for (const arm of ['a', 'b']) {
      const again = enrollmentIn(steps, NOON, { arms: { test: arm } })
      expect(planNext(steps, again, facts(), NOON).enrollment.endReason).toBe(arm)
    }
  })

  it('goes on behind itself where an arm has no steps, and where no weight reaches', () => {
    const empty = story(
      '  - split:\n      - {name: a, weight: 50, do: []}\n      - {name: b, weight: 50, do: []}\n    id: test\n  - send: story/welcome',
    )
    expect(plan(empty)).toMatchObject({ effects: [{ kind: 'send' }], enrollment: { arms: { test: armOf('lead_1') } } })
    const nobody = structuredClone(empty)
    for (const step of Object.values(nobody.steps)) if (step.kind === 'split') step.arms = []
    expect(plan(nobody)).toMatchObject({ effects: [{ kind: 'send' }], enrollment: { arms: { test: 'none' } } })
  })
})

describe('a step map', () => {
  const steps = story('  - score: 1\n    because: x\n    id: old\n  - send: story/welcome\n    id: mail')

  it('moves the enrollment at the boundary, and leaves the rest to the new version', () => {
    const decision = plan(steps, { stepMap: { to: 'v2', steps: { mail: 'mail-2' } } })
    expect(decision.effects).toMatchObject([{ kind: 'score' }])
    expect(decision.enrollment).toMatchObject({ version: 'v2', step: 'mail-2', phase: 'arrive', dueAt: NOON })
    expect(decision.events.at(-1)).toMatchObject({
      kind: 'enrollment-moved',
      data: { from: 'v1', to: 'v2', step: 'mail-2' },
    })
  })

  it('that does not name the next step changes nothing', () => {
    const decision = plan(steps, { stepMap: { to: 'v2', steps: { other: 'x' } } })
    expect(decision.effects).toMatchObject([{ kind: 'score' }, { kind: 'send' }])
    expect(decision.enrollment).toMatchObject({ version: 'v1', step: 'mail' })
  })
})

describe('the hours of a step', () => {
  const head = 'hours: {days: mon-fri, from: "09:00", to: "17:00", zone: UTC}'
  const saturday = Date.parse('2026-11-28T12:00:00Z')
  const later = (steps: Program) =>
    planNext(steps, enrollmentIn(steps, saturday, { firstTouchAt: saturday - 3 * DAY_MS }), facts(), saturday)

  it('`any` lets a mail leave when its workflow is closed', () => {
    expect(later(story('  - send: story/follow-up\n    hours: any', head)).effects).toMatchObject([{ kind: 'send' }])
  })

  it('of its own count instead of its workflow`s', () => {
    const steps = story(
      '  - send: story/follow-up\n    hours: {days: sun, from: "10:00", to: "12:00", zone: UTC}',
      head,
    )
    expect(later(steps).enrollment.dueAt).toBe(Date.parse('2026-11-29T10:00:00Z'))
  })
})

describe('the facts of a condition', () => {
  it('name the offer as the settings call it, else as it came, else by its id', () => {
    const titled = (title: string, offer: Parameters<typeof inquiry>[0]) => {
      const steps = story(`  - escalate: sales\n    if: offer.title == "${title}"`)
      return plan(steps, { inquiry: inquiry(offer) }).effects.length
    }
    expect(titled('Contoso Analytics', { offerTitle: 'analytics (preview)' })).toBe(1)
    expect(titled('Backup', { offer: 'contoso.backup', offerTitle: 'Backup' })).toBe(1)
    expect(titled('contoso.backup', { offer: 'contoso.backup', offerTitle: null })).toBe(1)
  })
})
