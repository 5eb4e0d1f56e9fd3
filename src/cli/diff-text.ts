import type { Group, VersionDiff, WorkflowDiff } from '../engine/diff-workflow.ts'
import { problemLine } from '../workflow/problem.ts'
import type { Outlook, StillToCome } from '../workflow/versions/people-inside.ts'
import { momentWords } from './moments.ts'
import { counted } from './print.ts'
import { plainLine } from './table.ts'

/** The difference as a person reads it: for each version what changed, who is inside, and what becomes of them. */
export function diffText(diff: WorkflowDiff, zone: string): string[] {
  const warnings = diff.problems.map(problemLine)
  return [
    ...headLines(diff),
    ...diff.versions.flatMap(version => ['', ...versionLines(version, diff, zone)]),
    ...below(warnings),
  ]
}

/** `3f2a90c1b7de`: enough of a hash to name it. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12)
}

/** What comes next for people, in one line; what only some of them get is marked. */
export function stillWords(still: StillToCome[]): string {
  if (still.length === 0) return 'nothing more'
  return still.map(({ words, certain }) => (certain ? words : `perhaps ${words}`)).join('; ')
}

/** `2 people at \`cool-down\` (wait 24 hours)`. */
export function groupWords({ count, step, words }: Outlook): string {
  const who = counted(count, 'person', 'people')
  return step === null ? `${who} waiting behind another workflow` : plainLine(`${who} at \`${step}\` (${words})`)
}

function headLines({ workflow, file, current, versions }: WorkflowDiff): string[] {
  const people = counted(file.people, 'person', 'people')
  const inside = current === file.version || file.people > 0 ? ` (${people} inside)` : ''
  const head = `${workflow}: the file makes version ${shortHash(file.version)}${inside}.`
  if (current === null) return [head, 'The product has never run with this workflow, so nobody is inside.']
  if (versions.length === 0) return [head, 'It is the version that runs, and nobody is inside another one.']
  return [head]
}

function versionLines(version: VersionDiff, { current }: WorkflowDiff, zone: string): string[] {
  const runs = version.version === current ? ', the one that new people enter' : ''
  const people = counted(version.people, 'person', 'people')
  return [
    `Version ${shortHash(version.version)} of ${momentWords(version.createdAt, zone)}${runs}: ${people} inside.`,
    '  What the file changes:',
    ...version.changes.map(({ words }) => plainLine(words)).map(line => `    ${line}`),
    ...(version.groups.length === 0 ? [] : ['  The people inside:']),
    ...version.groups.flatMap(group => groupLines(group, version)).map(line => `    ${line}`),
  ]
}

function groupLines(group: Group, { map }: VersionDiff): string[] {
  const gone = group.isGone ? ['  Their step is gone in the file; they finish it in their version all the same.'] : []
  const moves = group.moves.map(
    ({ old, new: now }) =>
      `  In place of \`${old}\` they go on at \`${now}\` of ${shortHash(map?.to ?? '')}: a kept map moves them.`,
  )
  const stay = group.mayStay ? [`  They finish their version. Still to come: ${stillWords(group.still)}.`] : []
  return [groupWords(group), ...gone, ...moves, ...stay]
}

function below(lines: string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines]
}
