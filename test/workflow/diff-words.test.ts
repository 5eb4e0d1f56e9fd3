import { describe, expect, it } from 'vitest'
import { diffVersions } from '../../src/workflow/versions/diff-programs.ts'
import { templateChanges } from '../../src/workflow/versions/diff-templates.ts'
import { outOfOrder } from '../../src/workflow/versions/out-of-order.ts'
import { mailOf, versionOf } from './version-of.ts'

function words(before: string, after: string): string[] {
  return diffVersions(versionOf(before), versionOf(after)).map(change => change.words)
}

describe('what changed in a step, as its author would say it', () => {
  it.each([
    [
      'wait: {until: "09:00"}',
      'wait: {until: "10:00", days: mon-wed}',
      '`wait` was until 09:00, is until 10:00 on Mon Tue Wed',
    ],
    [
      'wait: {until: 2026-12-24}',
      'wait: {until: 2026-12-24, offset: -2 days}',
      '`wait` was until "2026-12-24", is until "2026-12-24", moved',
    ],
    ['wait: 3 days', 'wait: 3 business days', '`wait` was 3 days, is 3 business days'],
    [
      '{escalate: sales, accept-within: 4h}',
      '{escalate: sales, accept-within: 2h}',
      '`accept-within` was 4 hours, is 2 hours',
    ],
    ['set: {stage: trial, seats: 5}', 'set: {stage: paid}', '`set` was stage: trial, seats: 5, is stage: paid'],
    ['{tag: vip}', '{tag: vip, remove: cold}', '`remove` was nothing, is `cold`'],
    ['{send: a, hours: any}', '{send: a}', '`hours` was `any`, is nothing'],
    ['{send: a}', '{send: a, thread: true}', '`thread` was nothing, is `true`'],
  ])('%s → %s', (before, after, expected) => {
    const step = (text: string) => (text.startsWith('{') ? `- ${text.replace('{', '{id: x, ')}` : `- {id: x, ${text}}`)
    expect(words(step(before), step(after))).toEqual([`step \`x\`: ${expected}`])
  })

  it('names arms that came and went, and other conditions and weights', () => {
    const choose = (arms: string) => `- {id: ask, choose: [${arms}]}`
    expect(
      words(
        choose('{if: lead.score > 5, do: []}, {otherwise: []}'),
        choose('{if: lead.score > 9, do: []}, {if: lead.score > 4, do: []}'),
      ),
    ).toEqual([
      'step `ask`: `arm 1` was `lead.score > 5`, is `lead.score > 9`',
      'step `ask`: `arm otherwise` was `always`, is `not there`',
      'step `ask`: `arm 2` was `not there`, is `lead.score > 4`',
    ])
    const split = (a: number) => `- {id: test, split: [{name: a, weight: ${a}, do: []}, {weight: ${100 - a}, do: []}]}`
    expect(words(split(50), split(30))).toEqual([
      'step `test`: `arm a` was `50 %`, is `30 %`',
      'step `test`: `arm 2` was `50 %`, is `70 %`',
    ])
  })
})

describe('which step is which', () => {
  it('a generated id that moved along with its step is no change but the move', () => {
    const before = '- send: a\n- send: b\n- send: c\n- send: d'
    expect(words(before, '- send: d\n- send: a\n- send: b\n- send: c')).toEqual([
      'step `send-d` moved: it comes first now',
    ])
  })

  it('a step with a generated id and other words is still itself by that id', () => {
    expect(words('- {task: call this lead!}', '- {task: call this lead}')).toEqual([
      'step `task-call-this-lead`: `task` was `call this lead!`, is `call this lead`',
    ])
  })

  it('a written id that now stands on another verb is a new step', () => {
    expect(words('- {id: x, wait: 2h}\n- send: a', '- {id: x, score: 5, because: y}\n- send: a')).toEqual([
      'step `x` is gone (wait 2 hours)',
      'step `x` is new (score +5)',
    ])
  })
})

describe('the steps that moved', () => {
  it('are the fewest that have to be taken out for the rest to rise', () => {
    expect([...outOfOrder([0, 1, 2])]).toEqual([])
    expect([...outOfOrder([3, 0, 1, 2])]).toEqual([0])
    expect([...outOfOrder([1, 2, 3, 0])]).toEqual([3])
    expect([...outOfOrder([4, 0, 3, 1, 2])]).toEqual([0, 2])
    expect([...outOfOrder([])]).toEqual([])
  })
})

describe('the difference of mails', () => {
  const old = mailOf('a', 'Hello', 'Hi there')

  function difference(now: Partial<typeof old>): string[] {
    return templateChanges({ a: old }, { a: { ...old, ...now } }).map(change => change.words)
  }

  it('is nothing for the same mail', () => {
    expect(difference({})).toEqual([])
  })

  it('names subject, preheader, kind and text', () => {
    expect(difference({ subject: 'Good day', preheader: 'News', kind: 'notice', text: 'x' })).toEqual([
      'mail `a` differs: subject was “Hello”, is “Good day”; preheader was “”, is “News”; kind was nurture, is notice; its text changed',
    ])
  })

  it('tells looks from words', () => {
    expect(difference({ html: '<b>Hi there</b>' })).toEqual([
      'mail `a` differs: its looks changed, the text is the same',
    ])
  })

  it('names mails that came and went, by name', () => {
    expect(templateChanges({ a: old, c: old }, { b: old, c: old })).toEqual([
      { kind: 'template-changed', template: 'a', words: 'mail `a` is not used any more' },
      { kind: 'template-changed', template: 'b', words: 'mail `b` is new here' },
    ])
  })
})
