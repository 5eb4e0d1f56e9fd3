import { hintFor } from '../language/nearest.ts'
import { isSmallEnough } from '../language/pre-scan.ts'
import { type Report, reportOn } from '../language/report.ts'
import { entryOf, type MapNode, readSource, type ScalarNode, type SourceNode } from '../language/source.ts'
import type { Problem } from '../problem.ts'
import { mapProblem, type Place } from './map-problems.ts'

/** One line of a map: who would go on at `old` goes on at `new`. */
export interface StepMapEntry {
  old: string
  new: string
  oldAt: Place
  newAt: Place
}

/** A map as its author wrote it. */
export interface StepMapFile {
  file: string
  /** `all`, or the beginning of a version's hash. */
  from: string
  fromAt: Place
  steps: StepMapEntry[]
}

const HINT = 'A map is `from: all` (or a version) and `steps: {old-step: new-step}`.'

/** Reads a map file. Null with its problems when it cannot be used. Never throws. */
export function readStepMap(file: string, text: string): { map: StepMapFile | null; problems: Problem[] } {
  const report = reportOn(file, text.startsWith('\uFEFF') ? text.slice(1) : text)
  const root = isSmallEnough(report) ? readSource(report).root : null
  const broken = report
    .problems()
    .map(({ line, column, message, hint }) =>
      mapProblem(
        'not-readable',
        { file, line, column },
        { message: message.replace('in a workflow', 'in a map'), hint },
      ),
    )
  if (broken.length > 0) return { map: null, problems: broken }
  const reading: Reading = { file, report, problems: [] }
  const map = root?.kind === 'map' ? readTop(reading, root) : refuse(reading, root?.start ?? 0, 'the file is no map')
  return { map: reading.problems.length === 0 ? map : null, problems: reading.problems }
}

interface Reading {
  file: string
  report: Report
  problems: Problem[]
}

function readTop(reading: Reading, root: MapNode): StepMapFile | null {
  for (const { key, keyStart } of root.entries) {
    if (key === 'from' || key === 'steps') continue
    refuse(reading, keyStart, `\`${key.slice(0, 60)}\` is not a key here`, hintFor(key, ['from', 'steps']))
  }
  const [from, steps] = [entryOf(root, 'from')?.value, entryOf(root, 'steps')?.value]
  if (from?.kind !== 'scalar' || from.value === null) {
    return refuse(reading, from?.start ?? root.start, '`from` must be `all` or the beginning of a version')
  }
  if (steps?.kind !== 'map' || steps.entries.length === 0) {
    return refuse(reading, steps?.start ?? root.start, '`steps` must name one step or more: `{old-step: new-step}`')
  }
  const entries = steps.entries.flatMap(entry => readEntry(reading, entry) ?? [])
  return { file: reading.file, from: written(reading, from), fromAt: placeOf(reading, from.start), steps: entries }
}

function readEntry(
  reading: Reading,
  { key, keyStart, value }: { key: string; keyStart: number; value: SourceNode },
): StepMapEntry | null {
  if (value.kind !== 'scalar' || typeof value.value !== 'string' || value.value === '') {
    return refuse(reading, value.start, `\`${key.slice(0, 60)}\` must lead to the id of a step in the file`)
  }
  return { old: key, new: value.value, oldAt: placeOf(reading, keyStart), newAt: placeOf(reading, value.start) }
}

/** The letters in the file: a hash may look like a number. */
function written({ report }: Reading, node: ScalarNode): string {
  return node.style === 'plain' ? report.text.slice(node.start, node.end).trim() : String(node.value).trim()
}

function refuse(reading: Reading, offset: number, message: string, hint = HINT): null {
  const at = { file: reading.file, ...placeOf(reading, offset) }
  reading.problems.push(mapProblem('not-a-map', at, { message, hint }))
  return null
}

function placeOf({ report }: Reading, offset: number): Place {
  const lineStart = report.text.lastIndexOf('\n', offset - 1) + 1
  return { line: report.lineOf(offset), column: offset - lineStart + 1 }
}
