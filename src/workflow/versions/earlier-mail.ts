import { present } from '../../domain/text/present.ts'
import type { Program, SendStep } from '../program.ts'
import { pathBetween, stepsAfter } from './step-graph.ts'
import type { StepMap } from './step-map.ts'
import type { WorkflowVersion } from './version.ts'

/** A map that was kept before, with the version that it leads out of. */
export interface EarlierMap {
  map: Pick<StepMap, 'to' | 'steps'>
  version: WorkflowVersion
}

export interface EarlierSend {
  step: string
  template: string
  /** From the mail to the step, by step ids. */
  path: string[]
}

/**
 * Every mail that somebody who is about to go to `step` can have had in this workflow, on any path of the version and,
 * where a kept map leads into it, of the versions before it.
 */
export function sendsBefore(version: WorkflowVersion, step: string, earlier: EarlierMap[]): EarlierSend[] {
  return collect({ version, step, earlier, seen: new Set() })
}

interface Search {
  version: WorkflowVersion
  step: string
  earlier: EarlierMap[]
  /** Version and step that were looked at, against maps that lead in a circle. */
  seen: Set<string>
}

function collect({ version, step, earlier, seen }: Search): EarlierSend[] {
  const key = `${version.hash} ${step}`
  if (seen.has(key)) return []
  seen.add(key)
  const { program } = version
  const leading = earlier.filter(({ map }) => map.to === version.hash)
  const inherited = leading.flatMap(({ map, version: before }) =>
    Object.entries(map.steps)
      .filter(([, target]) => target === step || stepsAfter(program, target).has(step))
      .flatMap(([old, target]) =>
        collect({ version: before, step: old, earlier, seen }).map(send => ({
          ...send,
          path: [...send.path, ...present(pathBetween(program, target, step), `a way from ${target} to ${step}`)],
        })),
      ),
  )
  return [...ownSends(program, step), ...inherited]
}

function ownSends(program: Program, step: string): EarlierSend[] {
  return sendsOf(program).flatMap(({ id, template }) => {
    const path = id === step ? null : pathBetween(program, id, step)
    return path === null ? [] : [{ step: id, template, path }]
  })
}

function sendsOf(program: Program): SendStep[] {
  return Object.values(program.steps).flatMap(step => (step.kind === 'send' ? step : []))
}
