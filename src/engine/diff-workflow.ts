import type { Problem } from '../workflow/problem.ts'
import { diffVersions, type VersionChange } from '../workflow/versions/diff-programs.ts'
import { mapProblem } from '../workflow/versions/map-problems.ts'
import { type Outlook, outlookOf } from '../workflow/versions/people-inside.ts'
import type { StepMap } from '../workflow/versions/step-map.ts'
import type { WorkflowVersion } from '../workflow/versions/version.ts'
import type { EngineContext } from './context.ts'

/** A workflow's file as it is now, against the versions that people are inside of. */
export interface WorkflowDiff {
  workflow: string
  /** Version that the file makes, and how many are inside it already. */
  file: { version: string; people: number }
  /** Version that new people enter; null when the product has never run with this workflow. */
  current: string | null
  /** Every other version with people inside, and the current one; newest first. */
  versions: VersionDiff[]
  /** Warnings: generated ids that moved, a kept map that leads out of the file's version. */
  problems: Problem[]
}

export interface VersionDiff {
  version: string
  createdAt: number
  changes: VersionChange[]
  people: number
  groups: Group[]
  /** The map that was kept for it; null: everybody finishes this version. */
  map: { to: string; steps: Record<string, string> } | null
}

export interface Group extends Outlook {
  /** True when the step is not in the file any more. */
  isGone: boolean
}

/** Compares the file with what the store holds. Changes nothing. `path` is the file's, for messages. */
export async function diffWorkflow(
  context: EngineContext,
  { file, path }: { file: WorkflowVersion; path: string },
): Promise<WorkflowDiff> {
  const inside = await peopleInside(context, file.workflowId)
  const others = await versionsBeside(context, file, inside)
  const versions = others.map(version => diffVersion(version, file, inside))
  const lost = new Map(versions.flatMap(({ changes }) => changes.flatMap(change => movedId(change, path))))
  return {
    workflow: file.workflowId,
    file: { version: file.hash, people: countOf(inside, file.hash) },
    current: inside.current,
    versions,
    problems: [...lost.values(), ...outwardMap(inside, file, path)],
  }
}

export interface PeopleInside {
  current: string | null
  standing: { version: string; step: string | null; count: number }[]
  maps: StepMap[]
}

/** Everybody in the workflow, by version and step, with the maps that were kept. */
export async function peopleInside({ store }: EngineContext, workflowId: string): Promise<PeopleInside> {
  const [workflows, standing, maps] = await Promise.all([
    store.workflows.list(),
    store.workflows.standing(workflowId),
    store.workflows.stepMaps(),
  ])
  return {
    current: workflows.find(({ id }) => id === workflowId)?.current ?? null,
    standing: standing.map(row => ({ ...row, step: row.step === '' ? null : row.step })),
    maps: maps.filter(map => map.workflowId === workflowId && Object.keys(map.steps).length > 0),
  }
}

/** The stored versions, other than the file's, that have people inside or take them in; newest first. */
export async function versionsBeside(
  context: EngineContext,
  file: WorkflowVersion,
  { current, standing }: PeopleInside,
): Promise<WorkflowVersion[]> {
  const hashes = new Set([...standing.map(({ version }) => version), ...(current === null ? [] : [current])])
  hashes.delete(file.hash)
  const versions = await Promise.all([...hashes].map(hash => context.version(hash)))
  return versions.toSorted((a, b) => b.createdAt - a.createdAt)
}

/** People of one version with what becomes of them, in the order of its steps. */
export function groupsOf(
  version: WorkflowVersion,
  file: WorkflowVersion,
  { standing, steps }: { standing: PeopleInside['standing']; steps: Record<string, string> },
): Group[] {
  const order = Object.keys(version.program.steps)
  return standing
    .filter(row => row.version === version.hash)
    .toSorted((a, b) => order.indexOf(a.step ?? '') - order.indexOf(b.step ?? ''))
    .map(({ step, count }) => ({
      ...outlookOf(version.program, { step, count }, steps),
      isGone: step !== null && !(step in file.program.steps),
    }))
}

function diffVersion(version: WorkflowVersion, file: WorkflowVersion, inside: PeopleInside): VersionDiff {
  const kept = inside.maps.find(({ from }) => from === version.hash)
  return {
    version: version.hash,
    createdAt: version.createdAt,
    changes: diffVersions(version, file),
    people: countOf(inside, version.hash),
    groups: groupsOf(version, file, { standing: inside.standing, steps: kept?.steps ?? {} }),
    map: kept === undefined ? null : { to: kept.to, steps: kept.steps },
  }
}

function countOf({ standing }: PeopleInside, hash: string): number {
  return standing.filter(({ version }) => version === hash).reduce((sum, { count }) => sum + count, 0)
}

function movedId(change: VersionChange, path: string): [string, Problem][] {
  if (change.kind !== 'id-changed' || !change.lostItsId) return []
  const { step, was, line } = change
  const message = `the step that was \`${was}\` is \`${step}\` now: its name is made from its place, and the place moved`
  const hint = `Write \`id: ${was}\` on it, so that history and maps find it.`
  return [[`${was} ${step}`, mapProblem('id-moved', { file: path, line, column: 1 }, { message, hint })]]
}

/** After a file went back to what it was, a map kept in between would lead new people out of it again. */
function outwardMap({ maps }: PeopleInside, file: WorkflowVersion, path: string): Problem[] {
  return maps
    .filter(({ from }) => from === file.hash)
    .map(({ to }) => {
      const message = `a kept map leads people of this very version into ${to.slice(0, 12)}`
      const hint = 'Committing a map into this version ends it; so does any other change of the file.'
      return mapProblem('map-in-force', { file: path, line: 1, column: 1 }, { message, hint })
    })
}
