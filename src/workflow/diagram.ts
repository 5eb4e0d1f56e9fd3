import { present } from '../domain/text/present.ts'
import { describeCondition } from './conditions/describe-condition.ts'
import { describeStep } from './describe-step.ts'
import type { Program, Step } from './program.ts'
import { waysOn } from './step-ways.ts'

/** The program as a Mermaid flowchart, top down: one node for each step, labelled in words. */
export function diagramOf(program: Program): string {
  const steps = Object.values(program.steps)
  const names = new Map<string | null, string>(steps.map((step, index) => [step.id, `s${index + 1}`]))
  names.set(null, 'end')
  const nameOf = (id: string | null) => present(names.get(id), `a step \`${id}\``)
  const edges = steps.flatMap(step => waysOn(step).map(way => drawEdge(nameOf(step.id), nameOf(way.to), way.label)))
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

function drawNode(name: string, step: Step): string {
  const words = step.kind === 'choose' || step.kind === 'split' ? step.kind : describeStep(step)
  const label = clean(step.if === null ? words : `${words}, if ${describeCondition(step.if)}`)
  const [open, close] = SHAPES[step.kind] ?? ['[', ']']
  return `  ${name}${open}"${label}"${close}`
}

/** Mermaid's: a diamond decides, a stadium ends. */
const SHAPES: Partial<Record<Step['kind'], [string, string]>> = {
  choose: ['{', '}'],
  split: ['{', '}'],
  'wait-for': ['{', '}'],
  start: ['([', '])'],
  finish: ['([', '])'],
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
