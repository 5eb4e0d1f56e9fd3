import { hintFor } from '../language/nearest.ts'
import { isSmallEnough } from '../language/pre-scan.ts'
import type { Report } from '../language/report.ts'
import { reportOn } from '../language/report-on.ts'
import { entryOf, plainValue, readSource } from '../language/source.ts'
import type { MapNode, ScalarNode, SourceNode } from '../language/source-node.ts'
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
  const strange = root.entries.filter(({ key }) => key !== 'from' && key !== 'steps')
  const hints = strange.map(({ key, keyStart }) => {
    const hint = keyHint(key)
    refuse(reading, keyStart, `\`${key.slice(0, 60)}\` is not a key here`, hint)
    return hint
  })
  const [from, steps] = [entryOf(root, 'from')?.value, entryOf(root, 'steps')?.value]
  const isMeant = (key: string) => hints.includes(`Did you mean \`${key}\`?`)
  if (from?.kind !== 'scalar' || from.value === null) {
    if (from === undefined && isMeant('from')) return null
    const hint = `${from === undefined ? 'Add' : 'Write'} \`from: all\`, or the beginning of a version: \`from: 0a1b2c\`.`
    return refuse(reading, from?.start ?? root.start, '`from` must be `all` or the beginning of a version', hint)
  }
  if (steps?.kind !== 'map' || steps.entries.length === 0) {
    if (steps === undefined && isMeant('steps')) return null
    const message = '`steps` must name one step or more: `{old-step: new-step}`'
    return refuse(reading, steps?.start ?? root.start, message, stepsHint(steps))
  }
  const entries = steps.entries.flatMap(entry => readEntry(reading, entry) ?? [])
  return { file: reading.file, from: written(reading, from), fromAt: placeOf(reading, from.start), steps: entries }
}

/** The key that was meant, by its spelling or by another word for it. */
function keyHint(key: string): string {
  if (/^(version|old|since|hash)$/.test(key)) return 'Did you mean `from`?'
  return /^(map|mapping|moves?|to)$/.test(key) ? 'Did you mean `steps`?' : hintFor(key, ['from', 'steps'])
}

/** `[old, new]` as a map. */
function stepsHint(steps: SourceNode | undefined): string {
  if (steps === undefined) return 'Add `steps: {old-step: new-step}`, with ids of steps.'
  const [old, fresh, ...more] = steps.kind === 'list' ? steps.items.map(plainValue) : []
  return typeof old === 'string' && typeof fresh === 'string' && more.length === 0
    ? `Write \`steps: {${old}: ${fresh}}\`.`
    : 'Write `steps: {old-step: new-step}`, with ids of steps.'
}

function readEntry(
  reading: Reading,
  { key, keyStart, value }: { key: string; keyStart: number; value: SourceNode },
): StepMapEntry | null {
  if (value.kind !== 'scalar' || typeof value.value !== 'string' || value.value === '') {
    const [only] = value.kind === 'list' ? value.items.map(plainValue) : []
    const hint = typeof only === 'string' ? `Write \`${key}: ${only}\`.` : `Write, for example, \`${key}: ${key}\`.`
    return refuse(reading, value.start, `\`${key.slice(0, 60)}\` must lead to the id of a step in the file`, hint)
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
