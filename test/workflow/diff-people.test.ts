import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/domain/time/units.ts'
import { outlookOf } from '../../src/workflow/versions/people-inside.ts'
import { versionOf } from './version-of.ts'

const { program } = versionOf(`- {send: asked/welcome, id: welcome}
- {wait: 24h, id: cool-down}
- id: hear
  wait-for: reply
  up-to: 3 days
  then: [{escalate: sales, id: hand-over}]
  otherwise: [{wait: 2h, id: breath}, {send: asked/last-call, id: last-call}]
- {send: asked/thanks, id: thanks, if: lead.score > 5}
- {finish: done, id: end}`)

function outlook(step: string | null, steps: Record<string, string> = {}) {
  return outlookOf(program, { step, count: 1 }, steps)
}

describe('people inside a version', () => {
  it('finish it without a map; what only some of them get is told apart', () => {
    const { moves, mayStay, still, words } = outlook('cool-down')
    expect({ moves, mayStay, words }).toEqual({ moves: [], mayStay: true, words: 'wait 24 hours' })
    expect(still.map(({ words, certain }) => `${certain ? '' : 'perhaps '}${words}`)).toEqual([
      'wait for reply, up to 3 days',
      'perhaps escalate to sales',
      'perhaps wait 2 hours',
      'perhaps send asked/last-call',
      'perhaps send asked/thanks',
      'finish: done',
    ])
  })

  it('move at the first boundary that the map names on each way, at the latest after the longest one', () => {
    expect(outlook('cool-down', { thanks: 'a', end: 'b' })).toMatchObject({
      moves: [{ old: 'thanks', new: 'a', withinMs: 24 * HOUR_MS + 3 * DAY_MS + HOUR_MS + 2 * HOUR_MS }],
      mayStay: false,
    })
    expect(outlook('hear', { 'hand-over': 'x' })).toMatchObject({
      moves: [{ old: 'hand-over', new: 'x' }],
      mayStay: true,
    })
  })

  it('finish the step at which they stand: a map of that very step comes too late', () => {
    expect(outlook('cool-down', { 'cool-down': 'x' })).toMatchObject({ moves: [], mayStay: true })
    expect(outlook('welcome', { 'cool-down': 'x' })).toMatchObject({
      moves: [{ old: 'cool-down', new: 'x', withinMs: 0 }],
      mayStay: false,
      still: [],
    })
  })

  it('who wait for their turn begin at the first step, at a time that nobody knows', () => {
    expect(outlook(null, { welcome: 'x', 'cool-down': 'y' })).toMatchObject({
      moves: [{ old: 'cool-down', new: 'y', withinMs: null }],
      still: [{ step: 'welcome', certain: true }],
    })
  })
})

describe('how long people stay, and what is certain', () => {
  const at = (steps: string, step: string | null, map: Record<string, string> = {}) =>
    outlookOf(versionOf(steps).program, { step, count: 1 }, map)

  it.each([
    ['wait: {until: 2026-12-24}', null],
    ['wait: {until: "09:00"}', DAY_MS + HOUR_MS],
    ['wait: {until: "09:00", days: mon-fri}', 7 * DAY_MS + HOUR_MS],
    ['wait: 6 business days', 6 * DAY_MS + 3 * 2 * DAY_MS + HOUR_MS],
    ['wait: 2 days', 2 * DAY_MS + HOUR_MS],
    ['wait-for: reply', null],
    ['score: 5, because: x', 0],
  ])('after `%s` at the latest %s ms later', (step, withinMs) => {
    const { moves } = at(`- {${step}, id: now}\n- {send: a, id: a}`, 'now', { a: 'x', now: 'y' })
    expect(moves).toEqual([{ old: 'a', new: 'x', withinMs }])
  })

  it('moves come in the order of the old file, whatever the order of the map', () => {
    const steps = '- {id: ask, choose: [{if: lead.score > 5, do: [{send: a, id: a}]}]}\n- {send: b, id: b}'
    expect(at(steps, 'ask', { b: 'y', a: 'x' }).moves.map(({ old }) => old)).toEqual(['a', 'b'])
  })

  it('arms that end by themselves leave nothing certain, and a choose is no step to tell', () => {
    const { still } = at(
      '- {wait: 24h, id: now}\n- id: ask\n  choose: [{if: lead.score > 5, do: [{finish: a}]}, {otherwise: [{finish: b}]}]',
      'now',
    )
    expect(still).toMatchObject([
      { words: 'finish: a', certain: false },
      { words: 'finish: b', certain: false },
    ])
  })

  it('what comes after branches is certain only when none of them can end before', () => {
    const inner = (last: string) => `- {wait: 24h, id: now}
- id: ask
  choose:
    - if: lead.score > 5
      do: [{id: inner, choose: [{if: lead.score > 9, do: [${last}]}]}]
    - otherwise: [{wait: 2h, id: rest}]
- {send: a, id: a}`
    const certain = (last: string) => at(inner(last), 'now').still.find(({ step }) => step === 'a')?.certain
    expect(certain('{finish: early}')).toBe(false)
    expect(certain('{wait: 1h, id: hour}')).toBe(true)
  })

  it('in a workflow without steps only the end is left', () => {
    const empty = { ...program, entry: null, steps: {} }
    expect(outlookOf(empty, { step: null, count: 1 }, {})).toMatchObject({ moves: [], mayStay: true, still: [] })
  })
})
