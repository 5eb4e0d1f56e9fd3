import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import type { Enrollment } from '../../src/domain/enrollment.ts'
import type { Signal } from '../../src/domain/signal.ts'
import { DAY_MS, HOUR_MS } from '../../src/domain/time/units.ts'
import type { Decision, Facts } from '../../src/workflow/planner/decision.ts'
import { planNext } from '../../src/workflow/planner/plan-next.ts'
import type { Program, Step } from '../../src/workflow/program.ts'
import { enrollmentIn, facts, inquiry, lead, settings } from '../support/facts.ts'
import { someWorkflows } from '../support/random-workflows.ts'

const ZONES = [
  'Europe/Prague',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Africa/Casablanca',
]
const MOST_PLANNINGS = 60

const zones = fc.constantFrom(...ZONES)
const anyInstant = fc.integer({ min: Date.parse('2024-01-01T00:00:00Z'), max: Date.parse('2032-12-31T23:59:59Z') })

/** Half of them within a day and a half of a change of the clock, forward or back; zones without one have any instant. */
const moments = fc
  .tuple(zones, anyInstant, fc.integer({ min: -36, max: 36 }), fc.boolean())
  .map(([zone, at, hours, isNear]) => {
    const change = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).getTimeZoneTransition('next')
    return { zone, now: isNear && change !== null ? change.epochMilliseconds + hours * HOUR_MS : at }
  })

/** Steps that the other random workflows do not have: dates with their offsets, and changes of the lead. */
const more = fc.constantFrom<Partial<Step>>(
  {
    kind: 'wait',
    time: { kind: 'date', expression: 'inquiry.at', offset: { sign: -1, time: { kind: 'days', days: 2 } } },
  },
  {
    kind: 'wait',
    time: { kind: 'date', expression: 'inquiry.at', offset: { sign: 1, time: { kind: 'business days', days: 3 } } },
  },
  { kind: 'wait', time: { kind: 'date', expression: 'inquiry.note', offset: null } },
  { kind: 'set', values: { stage: 'trial' } },
  { kind: 'tag', add: ['vip'], remove: ['cold'] },
  { kind: 'task', team: null, because: 'call', dueWithinMs: null },
  { kind: 'notify', team: 'sales', because: 'look' },
  { kind: 'escalate', team: 'sales', because: null, acceptWithinMs: null },
)

/** A workflow, one of whose steps may be replaced by another kind at the same place. */
const programs: fc.Arbitrary<Program> = fc
  .tuple(someWorkflows, fc.option(more), fc.nat(4))
  .map(([[first], other, place]) => {
    if (first === undefined) throw new Error('expected a workflow')
    const step = first.steps[`s${place}`]
    if (step === undefined || other === null) return first
    const { id, next, if: condition, note, line } = step
    return { ...first, steps: { ...first.steps, [id]: { ...other, id, next, if: condition, note, line } as Step } }
  })

const worlds = fc
  .record({
    moment: moments,
    quiet: fc.boolean(),
    gapMs: fc.constantFrom(0, 20 * HOUR_MS),
    title: fc.constantFrom('', 'Engineer'),
    score: fc.constantFrom(0, 59),
    note: fc.constantFrom('', 'soon', '2028-02-29', '2031-03-30T02:30'),
    mailsBefore: fc.array(fc.integer({ min: 0, max: 40 * DAY_MS }), { maxLength: 6 }),
    reply: fc.option(fc.integer({ min: -DAY_MS, max: 4 * DAY_MS })),
    mayContact: fc.constantFrom<Facts['contact']>(
      { may: 'yes' },
      { may: 'yes' },
      { may: 'never', refusal: 'do-not-contact', because: 'the lead is do-not-contact' },
      { may: 'never', refusal: 'no-address', because: 'no address' },
    ),
  })
  .map(({ moment: { zone, now }, ...world }) => ({
    now,
    facts: facts({
      lead: lead({ zone, title: world.title, score: world.score }),
      inquiry: inquiry({ at: now, note: world.note }),
      contact: world.mayContact,
      mails: world.mailsBefore.toSorted((a, b) => b - a).map(ago => mailAt(now - ago, 'enr_0')),
      signals: world.reply === null ? [] : [replyAt(now + world.reply)],
      settings: settings({
        quietHours: world.quiet ? { from: '20:00', to: '08:00', zone: 'lead' } : null,
        limits: { gapMs: world.gapMs, per30Days: 5, ceilingPerDay: 4 },
      }),
    }),
  }))

function mailAt(at: number, enrollmentId: string) {
  return { at, template: 't', enrollmentId }
}

function replyAt(at: number): Signal {
  return { id: 'sig_1', leadId: 'lead_1', kind: 'reply', at, data: {}, offer: null, consumedBy: null }
}

interface Planning {
  now: number
  before: Enrollment
  known: Facts
  decision: Decision
}

/** Every planning of one life, each at its due time; mail leaves two seconds after it was decided. */
function lifeOf(program: Program, world: { now: number; facts: Facts }): Planning[] {
  const life: Planning[] = []
  let { now, facts: known } = world
  let before = enrollmentIn(program, now)
  while (before.status === 'active') {
    const decision = planNext(program, before, known, now)
    life.push({ now, before, known, decision })
    if (life.length > MOST_PLANNINGS) throw new Error('expected the enrollment to end')
    before = decision.enrollment
    if (before.phase === 'mail') {
      const gateAt = now + 2_000
      const mails = [...known.mails, mailAt(gateAt, before.id)]
      known = {
        ...known,
        mails,
        mailsOfEnrollment: known.mailsOfEnrollment + 1,
        mail: { status: 'sent', gateAt, reason: null },
      }
      before = { ...before, firstTouchAt: before.firstTouchAt ?? gateAt }
      now = gateAt + 500
    } else if (before.dueAt !== null) now = before.dueAt
    else if (before.status === 'active') return life
  }
  return life
}

function actsOf({ effects, events }: Decision): string[] {
  return [
    ...effects.flatMap(effect => ('step' in effect ? [`${effect.kind} ${effect.step}`] : [])),
    ...events.flatMap(({ kind, data }) => ('step' in data ? [`${kind} ${data.step}`] : [])),
  ]
}

describe('whatever the workflow, the zone and the moment', () => {
  const holds = (claim: (life: Planning[], program: Program) => void, numRuns = 1_000) =>
    fc.assert(
      fc.property(programs, worlds, (program, world) => claim(lifeOf(program, world), program)),
      { numRuns },
    )

  it('an enrollment ends, or waits for a signal that has no end', () => {
    holds((life, program) => {
      const { enrollment } = life.at(-1)?.decision ?? {}
      if (enrollment?.status !== 'active') return
      const step = program.steps[enrollment.step ?? '']
      expect(step).toMatchObject({ kind: 'wait-for', upTo: null })
    })
  })

  it('the same question gets the same answer, and what was given stays as it was', () => {
    holds((life, program) => {
      for (const { now, before, known, decision } of life) {
        const given = structuredClone([program, before, known])
        expect(planNext(program, before, known, now)).toEqual(decision)
        expect([program, before, known]).toEqual(given)
      }
    }, 100)
  })

  it('each planning raises the generation by one', () => {
    holds(life => {
      for (const { before, decision } of life) expect(decision.enrollment.generation).toBe(before.generation + 1)
    })
  })

  it('what is due next lies ahead, and an enrollment that ended has nothing due', () => {
    holds(life => {
      for (const { now, decision } of life) {
        const { dueAt, status } = decision.enrollment
        if (status === 'active') expect(dueAt === null || dueAt > now).toBe(true)
        else expect(dueAt).toBeNull()
      }
    })
  })

  it('no step acts or explains itself twice in one planning, and no mail leaves in the same one as another', () => {
    holds(life => {
      for (const { decision } of life) {
        const acts = actsOf(decision)
        expect(acts.filter((act, place) => acts.indexOf(act) !== place)).toEqual([])
        expect(decision.effects.filter(effect => effect.kind === 'send').length).toBeLessThanOrEqual(1)
      }
    })
  })

  it('looking before the due time changes nothing but the generation', () => {
    holds((life, program) => {
      for (const { before, known, decision } of life) {
        const after = decision.enrollment
        if (after.status !== 'active' || after.dueAt === null) continue
        const early = planNext(program, after, { ...known, mail: null }, after.dueAt - 1)
        expect(early).toEqual({ effects: [], events: [], enrollment: { ...after, generation: before.generation + 2 } })
      }
    })
  })
})
