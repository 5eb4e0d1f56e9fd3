import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/domain/time/units.ts'
import { latestByPaths, proveFirstTouch } from '../../src/workflow/proofs/prove-first-touch.ts'
import { latestTouch } from '../../src/workflow/proofs/prove-first-touch-moments.ts'
import { settings, story } from '../support/facts.ts'
import { someWorkflows } from '../support/random-workflows.ts'

const NOW = Date.parse('2026-11-22T00:00:00Z')
const NIGHT = { from: '20:00', to: '08:00', zone: 'lead' }
const ONE_OFFER = { one: { title: 'One', intents: {} } }

function touchOf(steps: string, changes: Parameters<typeof settings>[0] = {}) {
  const proof = proveFirstTouch([story(steps)], settings({ offers: ONE_OFFER, ...changes }), NOW)
  const [touch] = proof.workflows
  if (touch === undefined) throw new Error('no workflow')
  return { ...touch, breaches: proof.breaches }
}

describe('the proof of the first touch', () => {
  it('is never below what the planner does at any hour round the changes of the clock', () => {
    const night = fc.option(fc.constantFrom(NIGHT, { ...NIGHT, from: '21:30' }, { ...NIGHT, zone: 'Europe/Prague' }))
    const property = fc.property(someWorkflows, night, (programs, quietHours) => {
      const rules = settings({ quietHours, offers: ONE_OFFER })
      const proven = latestByPaths(programs, rules, NOW)
      programs.forEach((program, place) => {
        const tried = latestTouch({ program, programs, settings: rules, now: NOW, situation: 'new' })
        expect(tried?.ms).toBeLessThanOrEqual(proven[place]?.ms ?? 0)
      })
    })
    fc.assert(property, { numRuns: 20 })
  })

  it('says at once for a workflow that begins with a mail', () => {
    expect(touchOf('  - send: a/one')).toMatchObject({ provenMs: 0, because: [], breaches: [] })
  })

  it('adds the night in which the clocks go back to quiet hours, and names that moment', () => {
    const { provenMs, witness } = touchOf('  - send: a/one', { quietHours: NIGHT })
    expect(provenMs).toBe(14 * HOUR_MS)
    expect(witness).toMatchObject({ zone: 'Antarctica/Troll', ms: 14 * HOUR_MS, local: 'Sat, 30 Oct 2027, 20:00' })
  })

  it('takes waits before the first mail at their longest', () => {
    const { provenMs, breaches, because } = touchOf('  - wait: 2 business days\n  - send: a/one')
    expect(provenMs).toBe(4 * DAY_MS + 11 * HOUR_MS)
    expect(because).toEqual(['wait-2-business-days takes up to 107 hours'])
    expect(breaches[0]).toContain('a lead that is new to it is touched after 107 hours')
  })

  it('follows every way: a mail with a condition may not leave', () => {
    const steps = '  - send: a/one\n    if: lead.company != ""\n  - wait: 30h\n  - send: a/two'
    expect(touchOf(steps)).toMatchObject({ provenMs: 30 * HOUR_MS, witness: { ms: 30 * HOUR_MS } })
    const never = touchOf('  - send: a/one\n    if: lead.company != ""\n  - escalate: sales')
    expect(never).toMatchObject({ provenMs: Number.POSITIVE_INFINITY, witness: { ms: Number.POSITIVE_INFINITY } })
    expect(never.because).toEqual(['a way ends without a mail or a call'])
  })

  it('fears for a mail that expires in the quiet hours', () => {
    const steps = '  - send: a/one\n    expires: 2h\n  - finish: done'
    expect(touchOf(steps, { quietHours: NIGHT }).provenMs).toBe(Number.POSITIVE_INFINITY)
    expect(touchOf(steps).provenMs).toBe(0)
  })

  it('gives a call at once to a lead whose month is used up', () => {
    const month = touchOf('  - send: a/one').situations.find(({ situation }) => situation === 'month used up')
    expect(month?.ms).toBe(0)
  })
})
