import { describe, expect, it } from 'vitest'
import type { Enrollment } from '../../src/domain/enrollment.ts'
import { DAY_MS, HOUR_MS } from '../../src/domain/time/units.ts'
import { conditionContext } from '../../src/workflow/conditions/conditions.ts'
import { enterWorkflow } from '../../src/workflow/planner/enter-workflow.ts'
import {
  newEnrollment,
  startWaiting,
  WAITING_PLACE_MS,
  waitingDueAt,
} from '../../src/workflow/planner/new-enrollment.ts'
import { pickTemplate } from '../../src/workflow/planner/pick-template.ts'
import { routeInquiry } from '../../src/workflow/planner/route-inquiry.ts'
import type { Matcher, Program } from '../../src/workflow/program.ts'
import { enrollmentIn, inquiry, lead, story } from '../support/facts.ts'
import { mailOf, versionOf } from './version-of.ts'

const NOON = Date.parse('2026-11-24T12:00:00Z')
const STEPS = story('  - send: story/welcome')

function workflow(name: string, matcher: Partial<Matcher>, more: Partial<Program> = {}): Program {
  return {
    ...STEPS,
    workflow: name,
    for: { actions: [], sources: [], offers: [], if: null, ...matcher },
    ...more,
  }
}

function routed(programs: Program[], changes: Parameters<typeof inquiry>[0] = {}) {
  const came = inquiry(changes)
  const facts = { lead: lead(), inquiry: came, offerTitle: null, mails: 0, days: 0 }
  return routeInquiry(programs, came, conditionContext(facts))?.workflow ?? null
}

describe('the workflow of an inquiry', () => {
  it('is none when none matches, and one for everything matches everything', () => {
    expect(routed([workflow('a', { actions: ['INS'] })])).toBeNull()
    expect(routed([workflow('a', {})], { action: '', offer: '', source: '' })).toBe('a')
  })

  it('matches known actions by name, and what Microsoft does not document as unknown', () => {
    const both = [workflow('plt', { actions: ['PLT'] }), workflow('rest', { actions: ['unknown'] })]
    expect(routed(both)).toBe('plt')
    expect(routed(both, { action: 'Something' })).toBe('rest')
    expect(routed(both, { action: '' })).toBe('rest')
    expect(routed(both, { action: 'INS' })).toBeNull()
  })

  it('matches sources by name', () => {
    expect(routed([workflow('a', { sources: ['AppSource'] })])).toBe('a')
    expect(routed([workflow('a', { sources: ['AzurePortal'] })])).toBeNull()
  })

  it('matches offers by pattern; an unknown offer is matched by a star alone', () => {
    const contoso = workflow('contoso', { offers: ['other.*', 'contoso.*'] })
    const any = workflow('any', { offers: ['*'] }, { rank: -1 })
    expect(routed([contoso, any])).toBe('contoso')
    expect(routed([contoso], { offer: 'fabrikam.tool' })).toBeNull()
    expect(routed([contoso, any], { flags: ['unknown-offer'] })).toBe('any')
    expect(routed([contoso], { flags: ['unknown-offer'] })).toBeNull()
  })

  it('asks the condition', () => {
    expect(routed([workflow('a', { if: 'lead.company != ""' })])).toBe('a')
    expect(routed([workflow('a', { if: 'lead.company == ""' })])).toBeNull()
  })

  it('is the one of the highest rank, then the one that says more, then the first by name', () => {
    const plain = [workflow('b', {}), workflow('a', {})]
    expect(routed(plain)).toBe('a')
    const narrow = workflow('narrow', { sources: ['AppSource'], actions: ['PLT'] })
    expect(routed([...plain, narrow])).toBe('narrow')
    expect(routed([...plain, narrow, workflow('z', {}, { rank: 1 })])).toBe('z')
  })
})

describe('entering a workflow', () => {
  const past = (changes: Partial<Enrollment>) =>
    enrollmentIn(STEPS, NOON - 90 * DAY_MS, { workflowId: 'a', offer: 'contoso.analytics', ...changes })
  const done = (changes: Partial<Enrollment> = {}) =>
    past({ status: 'finished', endedAt: NOON - 30 * DAY_MS, ...changes })
  const enter = (again: Program['again'], enrollments: Enrollment[], more: Partial<Program> = {}) =>
    enterWorkflow(workflow('a', {}, { again, ...more }), 'contoso.analytics', enrollments, NOON)

  it('starts at once when the lead is in none', () => {
    expect(enter({ kind: 'per offer' }, [])).toEqual({ kind: 'start', replaces: null })
  })

  it('joins the same workflow that runs or waits already, but for `again: always`', () => {
    for (const status of ['active', 'waiting'] as const) {
      expect(enter({ kind: 'never' }, [past({ status })])).toMatchObject({ kind: 'join', enrollment: { status } })
    }
    expect(enter({ kind: 'always' }, [past({ status: 'active' })])).toMatchObject({ kind: 'wait', drops: null })
  })

  it('once per offer means this offer; never means any', () => {
    const elsewhere = done({ offer: 'contoso.backup' })
    expect(enter({ kind: 'per offer' }, [elsewhere])).toMatchObject({ kind: 'start' })
    expect(enter({ kind: 'per offer' }, [done()])).toMatchObject({ kind: 'refuse' })
    expect(enter({ kind: 'never' }, [elsewhere])).toMatchObject({
      kind: 'refuse',
      because: expect.stringContaining('again: never'),
    })
    expect(enter({ kind: 'always' }, [done()])).toMatchObject({ kind: 'start' })
  })

  it('counts what went by the name that the file had before', () => {
    const renamed = done({ workflowId: 'old-name' })
    expect(enter({ kind: 'per offer' }, [renamed])).toMatchObject({ kind: 'start' })
    expect(enter({ kind: 'per offer' }, [renamed], { formerly: ['old-name'] })).toMatchObject({ kind: 'refuse' })
  })

  it('after a time counts from the last end; an end that nobody noted counts as now', () => {
    const older = done({ endedAt: NOON - 60 * DAY_MS })
    expect(enter({ kind: 'after', ms: 30 * DAY_MS }, [done(), older])).toMatchObject({ kind: 'start' })
    expect(enter({ kind: 'after', ms: 30 * DAY_MS + 1 }, [older, done()])).toMatchObject({ kind: 'refuse' })
    expect(enter({ kind: 'after', ms: 1 }, [done({ endedAt: null })])).toMatchObject({ kind: 'refuse' })
  })

  it('takes over from a lower rank, and takes the waiting place behind any other', () => {
    const lower = past({ workflowId: 'b', status: 'active', rank: 1 })
    const equal = past({ workflowId: 'b', status: 'active', rank: 2 })
    const waiting = past({ id: 'enr_2', workflowId: 'c', status: 'waiting' })
    expect(enter({ kind: 'per offer' }, [lower], { rank: 2 })).toEqual({ kind: 'start', replaces: lower })
    expect(enter({ kind: 'per offer' }, [equal], { rank: 2 })).toEqual({ kind: 'wait', behind: equal, drops: null })
    expect(enter({ kind: 'per offer' }, [equal, waiting])).toEqual({ kind: 'wait', behind: equal, drops: waiting })
  })
})

describe('a new enrollment', () => {
  const parts = {
    id: 'enr_9',
    version: versionOf('- {send: asked/welcome, id: hello}'),
    firstTouchMs: DAY_MS,
    now: NOON,
  }

  it('that is active is due at once at its first step', () => {
    expect(newEnrollment({ ...parts, inquiry: inquiry({ at: NOON - HOUR_MS }), status: 'active' })).toMatchObject({
      step: 'hello',
      phase: 'arrive',
      dueAt: NOON,
      firstTouchBy: NOON + 23 * HOUR_MS,
      generation: 1,
    })
  })

  it('that waits stands before its first step, until its turn', () => {
    const waiting = newEnrollment({ ...parts, inquiry: inquiry({ at: NOON }), status: 'waiting' })
    expect(waiting).toMatchObject({ step: null, status: 'waiting', dueAt: NOON + 12 * HOUR_MS })
    expect(startWaiting(waiting, 'hello', NOON + DAY_MS)).toMatchObject({
      status: 'active',
      step: 'hello',
      startedAt: NOON + DAY_MS,
      dueAt: NOON + DAY_MS,
      generation: 2,
    })
  })

  it('that waits is looked at half-way to the promise, then when its place is given up', () => {
    expect(waitingDueAt(NOON + 10 * HOUR_MS, NOON)).toBe(NOON + 5 * HOUR_MS)
    expect(waitingDueAt(NOON - HOUR_MS, NOON)).toBe(NOON + WAITING_PLACE_MS)
    expect(waitingDueAt(NOON + 90 * DAY_MS, NOON)).toBe(NOON + WAITING_PLACE_MS)
  })
})

describe('the variant of a mail', () => {
  const templates = Object.fromEntries(
    ['hello', 'hello.cs', 'hello.pt', 'hello.pt-br'].map(name => [name, mailOf(name, name, '')]),
  )
  const picked = (language: string | null, country: string | null, name = 'hello') =>
    pickTemplate(templates, name, { language, country })?.name ?? null

  it('is in the language of the lead, its region first', () => {
    expect(picked('pt-BR', 'CZ')).toBe('hello.pt-br')
    expect(picked('pt-PT', null)).toBe('hello.pt')
    expect(picked('CS', null)).toBe('hello.cs')
  })

  it('is in the language of the country when the lead has none', () => {
    expect(picked(null, 'CZ')).toBe('hello.cs')
    expect(picked(null, 'CH')).toBe('hello')
  })

  it('is the one for everybody otherwise, and none for a mail that is not there', () => {
    expect(picked('fr', null)).toBe('hello')
    expect(picked(null, null)).toBe('hello')
    expect(picked('cs', null, 'gone')).toBeNull()
  })
})
