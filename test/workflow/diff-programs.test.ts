import { describe, expect, it } from 'vitest'
import { diffVersions } from '../../src/workflow/versions/diff-programs.ts'
import { outOfOrder } from '../../src/workflow/versions/out-of-order.ts'
import type { WorkflowVersion } from '../../src/workflow/versions/version.ts'
import { mailOf, versionOf } from './version-of.ts'

const BEFORE = versionOf(`- send: asked/welcome
- wait: 24h
- send: asked/follow-up`)

function changes(before: WorkflowVersion, after: WorkflowVersion): string[] {
  return diffVersions(before, after).map(({ words }) => words)
}

describe('the difference of two versions', () => {
  it('is nothing for the same content', () => {
    expect(diffVersions(BEFORE, versionOf('- {send: asked/welcome}\n- wait: 24h\n- send: asked/follow-up'))).toEqual([])
  })

  it('names steps that are new and steps that are gone, in words', () => {
    const after = versionOf('- send: asked/welcome\n- wait: 24h\n- escalate: sales')
    expect(changes(BEFORE, after)).toEqual([
      'step `send-asked-follow-up` is gone (send asked/follow-up)',
      'step `escalate-sales` is new (escalate to sales)',
    ])
  })

  it('names the key of a changed step as the file calls it, from what to what', () => {
    const before = versionOf('- send: asked/welcome\n- {wait: 24h, id: rest}\n- send: asked/follow-up')
    const after = versionOf(`- send: asked/welcome
- {wait: 72h, id: rest}
- send: asked/follow-up
  if: lead.company != ""
  expires: 2 days`)
    expect(changes(before, after)).toEqual([
      'step `rest`: `wait` was 24 hours, is 72 hours',
      'step `send-asked-follow-up`: `if` was nothing, is `lead.company != ""`',
      'step `send-asked-follow-up`: `expires` was 7 days, is 2 days',
    ])
  })

  it('names changed keys of the file', () => {
    const after = versionOf(
      '- send: asked/welcome\n- wait: 24h\n- send: asked/follow-up',
      'rank: 30\nagain: after 30 days\nstop-on: [reply]\nhours: {days: mon-fri, from: "09:00", to: "17:00", zone: lead}\n',
    )
    expect(changes(BEFORE, after)).toEqual([
      '`again` was per offer, is after 30 days',
      '`rank` was 0, is 30',
      '`stop-on` was nothing, is `reply`',
      '`hours` was nothing, is 09:00–17:00 on Mon Tue Wed Thu Fri (lead)',
    ])
  })

  it('tells the fewest steps that moved, and a step that changed its branch', () => {
    const old = versionOf(`- {send: a, id: a}
- {send: b, id: b}
- {send: c, id: c}
- {send: d, id: d}`)
    const moved = versionOf(`- {send: b, id: b}
- {send: c, id: c}
- {send: a, id: a}
- id: pick
  choose:
    - if: lead.score > 5
      do: [{send: d, id: d}]`)
    expect(changes(old, moved)).toEqual([
      'step `a` moved: it comes after `c` now',
      'step `pick` is new (choose from 1 arm)',
      'step `d` moved: it stood in the main way, stands in branch 1 of `pick`',
    ])
  })

  it('recognises a step whose generated id moved, and says so instead of a change of both', () => {
    const before = versionOf(`- wait: 24h
- send: asked/welcome
- wait: 24h
- send: asked/follow-up`)
    const after = versionOf(`- send: asked/welcome
- wait: 24h
- send: asked/follow-up`)
    const found = diffVersions(before, after)
    expect(found.map(({ words }) => words)).toEqual([
      'step `wait-24h` is gone (wait 24 hours)',
      'step `wait-24h` was called `wait-24h-2` (wait 24 hours)',
    ])
    expect(found[1]).toMatchObject({ kind: 'id-changed', was: 'wait-24h-2', lostItsId: true, line: 5 })
  })

  it('does not call it lost when the author gave the step an id', () => {
    const after = versionOf('- send: asked/welcome\n- {wait: 24h, id: cool-down}\n- send: asked/follow-up')
    expect(diffVersions(BEFORE, after)).toMatchObject([{ kind: 'id-changed', was: 'wait-24h', lostItsId: false }])
  })

  it('keeps a step with a written id the same step, whatever it sends', () => {
    const old = versionOf('- {send: asked/welcome, id: hello}')
    expect(changes(old, versionOf('- {send: asked/welcome-2, id: hello}'))).toEqual([
      'step `hello`: `send` was `asked/welcome`, is `asked/welcome-2`',
    ])
  })

  it('tells changed conditions and weights of arms', () => {
    const old = versionOf('- id: pick\n  choose:\n    - {if: lead.score > 5, do: [{escalate: sales}]}')
    const now = versionOf('- id: pick\n  choose:\n    - {if: lead.score > 9, do: [{escalate: sales}]}')
    expect(changes(old, now)).toEqual(['step `pick`: `arm 1` was `lead.score > 5`, is `lead.score > 9`'])
  })

  it('tells mails that read differently while the steps are the same', () => {
    const steps = '- send: asked/welcome'
    const old = versionOf(steps, '', { 'asked/welcome': mailOf('asked/welcome', 'Hello', 'one') })
    const now = versionOf(steps, '', { 'asked/welcome': mailOf('asked/welcome', 'Welcome', 'two') })
    expect(changes(old, now)).toEqual([
      'mail `asked/welcome` differs: subject was “Hello”, is “Welcome”; its text changed',
    ])
  })
})

describe('what is out of order', () => {
  it.each([
    [[], []],
    [[0, 1, 2], []],
    [[2, 0, 1], [0]],
    [[0, 3, 1, 2], [1]],
    [
      [2, 1, 0],
      [0, 1],
    ],
  ])('of %j are the positions %j', (numbers, expected) => {
    expect(outOfOrder(numbers).size).toBe(expected.length)
    const rest = numbers.filter((_, index) => !outOfOrder(numbers).has(index))
    expect(rest).toEqual(rest.toSorted((a, b) => a - b))
  })
})
