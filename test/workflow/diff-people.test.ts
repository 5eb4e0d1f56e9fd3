import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/domain/units.ts'
import { outlookOf } from '../../src/workflow/people-inside.ts'
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
