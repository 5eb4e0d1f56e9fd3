import { describe, expect, it } from 'vitest'
import { HOUR_MS } from '../../src/domain/time/units.ts'
import type { Program } from '../../src/workflow/program.ts'
import { type Persona, simulate } from '../../src/workflow/proofs/simulate.ts'
import type { WorkflowVersion } from '../../src/workflow/versions/version.ts'
import { inquiry, lead, settings, story } from '../support/facts.ts'

const START = Date.parse('2026-11-24T10:00:00Z')

function versionOf(program: Program): WorkflowVersion {
  return { hash: 'v', workflowId: program.workflow, source: '', program, templates: {}, createdAt: 0 }
}

function calendar(steps: string, given: { persona?: Persona; head?: string; others?: Program[]; email?: null } = {}) {
  const { entries, end } = simulate({
    version: versionOf(story(steps, given.head)),
    lead: lead(given.email === null ? { email: null } : {}),
    inquiry: inquiry({ at: START }),
    settings: settings({ limits: { gapMs: 0, per30Days: null, ceilingPerDay: null } }),
    startAt: START,
    persona: given.persona ?? 'silent',
    others: (given.others ?? []).map(versionOf),
  })
  const lines = entries.map(
    ({ at, kind, template, step, thread }) =>
      `+${(at - START) / HOUR_MS} ${kind} ${template ?? step}${thread ? ' in the thread' : ''}`,
  )
  return { lines, end: `+${(end.at - START) / HOUR_MS} ${end.status}: ${end.reason}` }
}

const WAITING = `
  - send: story/one
  - wait-for: reply
    up-to: 2 days
    then: [{notify: sales, because: answered}]
    otherwise: [{send: story/two}]
  - finish: done`

describe('a mail that goes on from the ones before it', () => {
  it('is told from one that stands alone', () => {
    const steps = '  - send: story/one\n  - wait: 24h\n  - send: story/two\n    thread: true'
    expect(calendar(steps).lines).toEqual(['+0 send story/one', '+24 send story/two in the thread'])
  })
})

describe('a persona', () => {
  it('that replies is heard by the wait for it, even where a reply stops the workflow', () => {
    const heard = ['+0 send story/one', '+4 consume wait-for-reply', '+4 notify wait-for-reply.then.notify-sales']
    const ended = { lines: heard, end: '+4 finished: done' }
    expect(calendar(WAITING, { persona: 'replies' })).toEqual(ended)
    expect(calendar(WAITING, { persona: 'replies', head: 'stop-on: [reply]' })).toEqual(ended)
  })

  it('that stays silent takes the other branch when the time is up', () => {
    expect(calendar(WAITING)).toEqual({ lines: ['+0 send story/one', '+48 send story/two'], end: '+48 finished: done' })
  })

  it('that replies ends the workflow where nobody waits for it', () => {
    const steps = '  - send: story/one\n  - wait: 24h\n  - send: story/two'
    expect(calendar(steps, { persona: 'replies', head: 'stop-on: [reply]' }).end).toBe('+4 stopped: reply')
    expect(calendar(steps, { persona: 'replies' }).lines).toHaveLength(2)
  })

  it('that clicks before anybody waits is remembered', () => {
    const steps = '  - send: story/one\n  - wait: 3h\n  - wait-for: click\n    then: [{finish: clicked}]'
    expect(calendar(steps, { persona: 'clicks' }).end).toBe('+3 finished: clicked')
  })

  it('whose address bounces or who unsubscribes ends it, whatever it waits for', () => {
    const steps = '  - send: story/one\n  - wait-for: unsubscribe\n  - send: story/two'
    expect(calendar(steps, { persona: 'unsubscribes' }).end).toBe('+2 stopped: unsubscribe')
    expect(calendar(steps, { persona: 'bounces' }).end).toBe('+0 stopped: bounce')
  })
})

describe('a simulation', () => {
  it('says when the workflow waits for ever', () => {
    const steps = '  - send: story/one\n  - wait-for: reply\n  - send: story/two'
    expect(calendar(steps)).toEqual({ lines: ['+0 send story/one'], end: '+0 active: waits for ever' })
  })

  it('goes on in the workflow that a start names, once', () => {
    const other = { ...story('  - send: other/one\n  - start: story'), workflow: 'other' }
    const { lines, end } = calendar('  - send: story/one\n  - start: other', { others: [other] })
    expect(lines).toEqual(['+0 send story/one', '+0 start start-other', '+0 send other/one', '+0 start start-story'])
    expect(end).toBe('+0 finished: goes on with story')
  })

  it('begins with a call where there is no address', () => {
    expect(calendar('  - send: story/one', { email: null }).lines).toEqual([
      '+0 task first-touch',
      '+0 skip-mail story/one',
    ])
  })
})
