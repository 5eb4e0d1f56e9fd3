import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseMermaid, renderMermaidASCII } from 'beautiful-mermaid'
import { expect, test } from 'vitest'
import { describeCondition } from '../../src/workflow/conditions/describe-condition.ts'
import { describeStep } from '../../src/workflow/describe-step.ts'
import { diagramOf } from '../../src/workflow/diagram.ts'
import { parseWorkflow } from '../../src/workflow/language/parse-workflow.ts'
import type { Program } from '../../src/workflow/program.ts'

const right = join(import.meta.dirname, '../fixtures/workflows/right')

function programOf(text: string): Program {
  const { program } = parseWorkflow({ file: 'a.yaml', id: 'a', text })
  if (!program) throw new Error('the sample must be a good workflow')
  return program
}

const whole = programOf(readFileSync(join(right, 'whole-language.yaml'), 'utf8'))

test('steps in words', () => {
  expect(Object.values(whole.steps).map(describeStep)).toEqual([
    'send test-drive/welcome',
    'wait 24 hours',
    'send test-drive/follow-up',
    'wait 3 business days',
    'choose from 3 arms',
    'escalate to sales',
    'finish: handed over',
    'send test-drive/last-call',
    'send test-drive/last-call',
    'choose from 1 arm',
    'score -5',
    'score +10',
    'finish: done',
    'wait 14 days',
  ])
})

const every = programOf(readFileSync(join(right, 'every-step.yaml'), 'utf8'))

test('the steps that wait, split, tell and write in words', () => {
  const said = Object.values(every.steps).map(describeStep)
  expect(said).toEqual(
    expect.arrayContaining([
      'wait until 09:00 on Mon, Tue, Wed, Thu, Fri',
      'wait until 09:00',
      'wait until 2 business days before attribute.trialEnds',
      'wait until 24 hours after inquiry.at + duration("336h")',
      'wait until enrollment.startedAt',
      'wait for reply, up to 3 business days',
      'split 50 : 30 : 20',
      'task: call about the trial',
      'notify sales',
      'set plan to trial, trialEnds to 2026-12-24, seats to 5, warm to true, reason to nothing',
      'tag hot, trial, not cold',
      'start installed',
    ]),
  )
  expect(describeStep(programOf('for: {}\nsteps: [{wait-for: click}]\n').steps['wait-for-click'] ?? missing())).toBe(
    'wait for click',
  )
})

test('branches of waits and splits are drawn', () => {
  const graph = parseMermaid(diagramOf(every))
  const labels = new Map([...graph.nodes.values()].map(node => [node.id, node.label]))
  const from = (words: string) =>
    graph.edges
      .filter(edge => labels.get(edge.source) === words)
      .map(edge => [edge.label ?? null, labels.get(edge.target)])
  expect(from('wait for reply, up to 3 business days')).toEqual([
    ['reply', 'escalate to sales'],
    ['no reply in 3 business days', 'task: call about the trial'],
  ])
  expect(from('split')).toEqual([
    ['1: 50 %', 'send second'],
    ['no-mail: 30 %', 'notify sales'],
    ['3: 20 %', 'finish: left alone'],
  ])
  expect(from('wait for purchase, up to 24 hours, if attribute.reason is empty')).toEqual([
    ['purchase', 'finish: bought'],
    ['no purchase in 24 hours', 'finish: did not buy'],
    ['else', "start every-step, if lead.country is 'CZ'"],
  ])
  expect(from("start every-step, if lead.country is 'CZ'")).toEqual([['else', 'score +1']])
  expect(from('start installed')).toEqual([])
  const endless = parseMermaid(diagramOf(programOf('for: {}\nsteps: [{wait-for: click}, {send: a}]\n')))
  expect(endless.edges.filter(edge => edge.source === 's1').map(edge => edge.label)).toEqual(['click'])
})

function missing(): never {
  throw new Error('the step must be there')
}

test.each([
  ['lead.score >= 60 && lead.company != ""', 'lead.score ≥ 60 and lead.company is not empty'],
  ["lead.company == '' || !(lead.score<5)", 'lead.company is empty or not (lead.score under 5)'],
  [
    'lead.title == "a && b" && lead.score <= 3 || lead.score > 9',
    "lead.title is 'a && b' and lead.score ≤ 3 or lead.score over 9",
  ],
])('the condition %s in words', (text, words) => {
  expect(describeCondition(text)).toBe(words)
})

test('a flowchart with every step and every jump', () => {
  const graph = parseMermaid(diagramOf(whole))
  const labels = new Map([...graph.nodes.values()].map(node => [node.id, node.label]))
  expect(labels.size).toBe(Object.keys(whole.steps).length + 2)
  expect(labels.get('s3')).toBe('send test-drive/follow-up, if lead.company is not empty')
  expect(graph.edges.filter(edge => edge.source === 's5').map(edge => [edge.label, labels.get(edge.target)])).toEqual([
    ['lead.score ≥ 60', 'escalate to sales'],
    ["not (lead.country in ('CZ', 'SK'))", 'score +10'],
    ['otherwise', 'send test-drive/last-call'],
  ])
  expect(graph.edges.filter(edge => edge.source === 's10').map(edge => edge.label)).toEqual([
    'enrollment.mails over 3 and enrollment.days under 30',
    'else',
  ])
  expect(graph.edges.filter(edge => edge.source === 's7')).toEqual([])
  expect(graph.edges.filter(edge => edge.source === 's13').map(edge => [edge.label, labels.get(edge.target)])).toEqual([
    ['else', 'wait 14 days'],
  ])
  expect(graph.edges.at(-1)).toMatchObject({ source: 's14', target: 'end_' })
})

test('a workflow that always finishes has no other end', () => {
  expect(diagramOf(programOf('title: T\nfor: {}\nsteps: [{finish: done}]\n'))).toBe(
    'flowchart TD\n  start(["T"])\n  s1(["finish: done"])\n  start --> s1\n',
  )
})

test('a workflow without steps goes from start to end', () => {
  const empty: Program = { ...whole, entry: null, steps: {} }
  expect(diagramOf(empty)).toContain('start --> end_')
  const { nodes } = parseMermaid(diagramOf(empty))
  expect([...nodes.keys()]).toEqual(['start', 'end_'])
})

test('signs of Mermaid in titles and reasons do no harm', () => {
  const program = programOf(
    'title: \'A ["quoted"] {x} | <b>; #1\'\nfor: {}\nsteps:\n  - finish: \'end]; s1 --> s2 "x"\'\n',
  )
  const graph = parseMermaid(diagramOf(program))
  expect([...graph.nodes.values()].map(node => node.label)).toEqual([
    "A ('quoted') (x) b 1",
    "finish: end) s1 -- s2 'x'",
  ])
  expect(graph.edges).toHaveLength(1)
  const long = programOf(`title: ${'long '.repeat(38)}\nfor: {}\nsteps: [{finish: done}]\n`)
  expect(parseMermaid(diagramOf(long)).nodes.get('start')?.label).toHaveLength(80)
})

test.each(readdirSync(right))('%s can be drawn as text', name => {
  const program = programOf(readFileSync(join(right, name), 'utf8'))
  expect(renderMermaidASCII(diagramOf(program))).toContain('send')
})
