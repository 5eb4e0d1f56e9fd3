import { describeCondition } from './describe-condition.ts'
import { describeStep } from './describe-step.ts'
import type { ChooseStep, Program, Step } from './program.ts'

/** The program as a Mermaid flowchart, top down: one node for each step, labelled in words. */
export function diagramOf(program: Program): string {
  const steps = Object.values(program.steps)
  const names = new Map(steps.map((step, index) => [step.id, `s${index + 1}`]))
  const nameOf = (id: string | null) => (id === null ? 'end' : (names.get(id) ?? 'end'))
  const edges = steps.flatMap(step => edgesOf(step).map(edge => drawEdge(nameOf(step.id), nameOf(edge.to), edge.label)))
  const nodes = steps.map(step => drawNode(nameOf(step.id), step))
  const ended = edges.some(edge => edge.endsWith(' end_')) || program.entry === null
  return [
    'flowchart TD',
    `  start(["${clean(program.title)}"])`,
    ...nodes,
    ...(ended ? ['  end_(["end"])'] : []),
    drawEdge('start', nameOf(program.entry), null),
    ...edges,
    '',
  ].join('\n')
}

interface Edge {
  to: string | null
  label: string | null
}

function edgesOf(step: Step): Edge[] {
  if (step.kind === 'choose') return armEdges(step)
  if (step.kind !== 'finish') return [{ to: step.next, label: null }]
  return step.if === null ? [] : [{ to: step.next, label: 'else' }]
}

function armEdges(step: ChooseStep): Edge[] {
  const arms = step.arms.map(arm => ({
    to: arm.to ?? step.next,
    label: arm.if === null ? 'otherwise' : describeCondition(arm.if),
  }))
  const decided = step.if === null && step.arms.at(-1)?.if === null
  return decided ? arms : [...arms, { to: step.next, label: 'else' }]
}

function drawNode(name: string, step: Step): string {
  const words = step.kind === 'choose' ? 'choose' : describeStep(step)
  const label = clean(step.if === null ? words : `${words}, if ${describeCondition(step.if)}`)
  if (step.kind === 'choose') return `  ${name}{"${label}"}`
  return step.kind === 'finish' ? `  ${name}(["${label}"])` : `  ${name}["${label}"]`
}

/** `end` alone is a keyword of Mermaid. */
function drawEdge(from: string, to: string, label: string | null): string {
  const target = to === 'end' ? 'end_' : to
  return label === null ? `  ${from} --> ${target}` : `  ${from} -->|"${clean(label)}"| ${target}`
}

/** Takes out what Mermaid would take for its own signs. */
function clean(text: string): string {
  const plain = text
    .replace(/["`]/g, "'")
    .replace(/[[{]/g, '(')
    .replace(/[\]}]/g, ')')
    .replace(/[|<>#;\\]/g, ' ')
  const line = plain.replace(/\s+/g, ' ').trim()
  return line.length > 80 ? `${line.slice(0, 79)}…` : line
}
