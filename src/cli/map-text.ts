import type { Group } from '../engine/diff-workflow.ts'
import type { MapPreview, MappedVersion } from '../engine/map-workflow.ts'
import { problemLine } from '../workflow/problem.ts'
import type { Move } from '../workflow/versions/people-inside.ts'
import { groupWords, shortHash, stillWords } from './diff-text.ts'
import { momentWords } from './moments.ts'
import { counted } from './print.ts'

export interface MapTextOptions {
  /** Of whoever reads. */
  zone: string
  commit: boolean
  /** The command line that keeps the map. */
  again: string
}

/** Who moves where, when at the latest, and who stays. */
export function mapText(preview: MapPreview, options: MapTextOptions): string[] {
  const problems = preview.problems.map(problemLine)
  const isRefused = preview.problems.some(({ severity }) => severity === 'error')
  if (isRefused) return [...problems, '', 'The map is refused: nothing is written.']
  return [
    ...problems,
    ...(problems.length === 0 ? [] : ['']),
    ...preview.versions.flatMap(version => [...versionLines(version, preview, options.zone), '']),
    ...endLines(preview, options),
  ]
}

function versionLines(version: MappedVersion, { to, at }: MapPreview, zone: string): string[] {
  const people = counted(version.people, 'person', 'people')
  return [
    `From version ${shortHash(version.version)} into ${shortHash(to)}: ${people} inside.`,
    ...version.groups.flatMap(group => groupLines(group, at, zone)).map(line => `  ${line}`),
  ]
}

function groupLines(group: Group, at: number, zone: string): string[] {
  const moves = group.moves.map(
    move => `  move to \`${move.new}\` when \`${move.old}\` would come: ${whenWords(move, at, zone)}`,
  )
  const before =
    group.moves.length > 0 && group.still.length > 0
      ? [`  before that, or if they stay: ${stillWords(group.still)}`]
      : []
  if (group.moves.length === 0)
    return [groupWords(group), `  stay and finish their version: ${stillWords(group.still)}`]
  const stay = group.mayStay ? ['  whoever comes to the end another way stays'] : []
  return [groupWords(group), ...moves, ...before, ...stay]
}

function whenWords({ withinMs }: Move, at: number, zone: string): string {
  if (withinMs === null) return 'when what they wait for is over'
  return withinMs === 0 ? 'as soon as their step is done' : `at the latest ${momentWords(at + withinMs, zone)}`
}

function endLines({ isKept, versions }: MapPreview, { commit, again }: MapTextOptions): string[] {
  const moved =
    'People move at their next step boundary, never while a mail is on its way; opening hours, budget and pauses can make it later.'
  if (isKept) return [moved, `The map is kept for ${counted(versions.length, 'version')}.`]
  if (commit || versions.length === 0) return ['There is nobody to move: nothing is written.']
  return [moved, `This was a dry run: nothing is written. To keep the map: ${again}`]
}
