import { describe, expect, it } from 'vitest'
import { pathBetween, stepsAfter, stepsFrom, waysOn } from '../../src/workflow/versions/step-graph.ts'
import { versionOf } from './version-of.ts'

const { program } = versionOf(`- id: ask
  choose:
    - {if: lead.score > 5, do: [{send: a, id: a}]}
    - {if: lead.score > 4, do: []}
    - otherwise: [{send: b, id: b}]
- id: perhaps
  choose: [{if: lead.score > 3, do: [{send: c, id: c}]}]
- id: arms
  split: [{weight: 50, do: []}, {weight: 50, do: [{send: d, id: d}]}]
- id: hear
  wait-for: reply
  up-to: 3 days
- id: listen
  wait-for: click
- {start: other, id: over, if: lead.score > 9}
- {finish: done, id: end}`)

function ways(id: string) {
  const step = program.steps[id]
  if (step === undefined) throw new Error(`expected a step ${id}`)
  return waysOn(step)
}

describe('the ways on from a step', () => {
  it('are the arms of a choose; the next step too unless `otherwise` takes the rest', () => {
    expect(ways('ask')).toEqual(['a', 'perhaps', 'b'])
    expect(ways('perhaps')).toEqual(['c', 'arms'])
  })

  it('are the arms of a split, an empty one going on', () => {
    expect(ways('arms')).toEqual(['hear', 'd'])
  })

  it('are both branches of a wait for a signal, and one where it has no end', () => {
    expect(ways('hear')).toEqual(['listen'])
    expect(ways('listen')).toEqual(['over'])
  })

  it('end where the workflow does, but for a condition that may pass it over', () => {
    expect(ways('over')).toEqual([null, 'end'])
    expect(ways('end')).toEqual([null])
  })
})

describe('what comes after a step', () => {
  it('is every step that may run, and nothing after one that is not there', () => {
    expect([...stepsAfter(program, 'arms')].sort()).toEqual(['d', 'end', 'hear', 'listen', 'over'])
    expect([...stepsFrom(program, 'over')]).toEqual(['over', 'end'])
    expect(stepsAfter(program, 'gone').size).toBe(0)
    expect(stepsFrom(program, null).size).toBe(0)
  })

  it('is reached on a shortest way, where branches rejoin too', () => {
    expect(pathBetween(program, 'ask', 'hear')).toEqual(['ask', 'perhaps', 'arms', 'hear'])
    expect(pathBetween(program, 'ask', 'ask')).toEqual(['ask'])
    expect(pathBetween(program, 'hear', 'ask')).toBeNull()
  })
})
