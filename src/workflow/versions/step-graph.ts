import type { Program, Step } from '../program.ts'

/** Where a step may lead: each branch may be taken, each `if` may be true or false. Null is the end. */
export function waysOn(step: Step): (string | null)[] {
  const ways = step.if === null ? waysWhenRun(step) : [...waysWhenRun(step), step.next]
  return [...new Set(ways)]
}

/** Every step that may run after this one; programs have no way back, so never the step itself. */
export function stepsAfter(program: Program, id: string | null): Set<string> {
  const found = new Set<string>()
  const open = id === null ? [] : [id]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const next of nextSteps(program, at)) {
      if (found.has(next)) continue
      found.add(next)
      open.push(next)
    }
  }
  return found
}

/** The step itself and every step that may run after it. */
export function stepsFrom(program: Program, id: string | null): Set<string> {
  return new Set([...(id === null ? [] : [id]), ...stepsAfter(program, id)])
}

/** A shortest way from one step to another, both named; null when there is none. */
export function pathBetween(program: Program, from: string, to: string): string[] | null {
  const cameFrom = new Map<string, string | null>([[from, null]])
  for (const at of cameFrom.keys()) {
    if (at === to) return backFrom(cameFrom, to)
    for (const next of nextSteps(program, at)) if (!cameFrom.has(next)) cameFrom.set(next, at)
  }
  return null
}

/** A branch of a step: `2` of a `choose`, a named arm of a `split`, `then` of a `wait-for`. */
export interface Arm {
  step: string
  arm: string
}

/** By step id, the branches that it stands in, outermost first. */
export function armsAround(program: Program): Map<string, Arm[]> {
  const around = new Map<string, Arm[]>(Object.keys(program.steps).map(id => [id, []]))
  for (const step of Object.values(program.steps)) {
    for (const { name, to } of armsOf(step)) {
      for (const inside of insideOf(program, to, step.next)) around.get(inside)?.push({ step: step.id, arm: name })
    }
  }
  return around
}

function waysWhenRun(step: Step): (string | null)[] {
  switch (step.kind) {
    case 'choose': {
      const decided = step.arms.some(arm => arm.if === null)
      return [...step.arms.map(arm => arm.to ?? step.next), ...(decided ? [] : [step.next])]
    }
    case 'split':
      return step.arms.map(arm => arm.to ?? step.next)
    case 'wait-for':
      return [step.then ?? step.next, ...(step.upTo === null ? [] : [step.otherwise ?? step.next])]
    case 'finish':
    case 'start':
      return [null]
    default:
      return [step.next]
  }
}

function nextSteps(program: Program, id: string): string[] {
  const step = program.steps[id]
  return step === undefined ? [] : waysOn(step).flatMap(way => way ?? [])
}

function backFrom(cameFrom: Map<string, string | null>, to: string): string[] {
  const path: string[] = []
  for (let at: string | null = to; at !== null; at = cameFrom.get(at) ?? null) path.unshift(at)
  return path
}

function armsOf(step: Step): { name: string; to: string | null }[] {
  switch (step.kind) {
    case 'choose':
    case 'split':
      return step.arms
    case 'wait-for':
      return [
        { name: 'then', to: step.then },
        { name: 'otherwise', to: step.otherwise },
      ]
    default:
      return []
  }
}

/** Steps of a branch: from its first one up to where the branches rejoin. */
function insideOf(program: Program, first: string | null, rejoin: string | null): string[] {
  if (first === null || first === rejoin) return []
  const beyond = stepsFrom(program, rejoin)
  return [...stepsFrom(program, first)].filter(id => !beyond.has(id))
}
