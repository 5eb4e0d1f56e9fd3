import { hintFor } from '../workflow/language/nearest.ts'
import type { Problem } from '../workflow/problem.ts'
import { checkStepMap } from '../workflow/versions/check-step-map.ts'
import type { EarlierMap } from '../workflow/versions/earlier-mail.ts'
import { mapProblem } from '../workflow/versions/map-problems.ts'
import type { StepMapEntry, StepMapFile } from '../workflow/versions/read-step-map.ts'
import type { WorkflowVersion } from '../workflow/versions/version.ts'
import type { EngineContext } from './context.ts'
import { type Group, groupsOf, type PeopleInside, peopleInside, versionsBeside } from './diff-workflow.ts'

export interface MapRequest {
  /** The workflow's file as it is now. */
  file: WorkflowVersion
  map: StepMapFile
  /** False looks only. */
  commit: boolean
}

/** Who would move where, or moves: a preview is told before anything is kept. */
export interface MapPreview {
  workflow: string
  /** Version of the file, into which the map leads. */
  to: string
  /** True when the map is kept from now on. */
  isKept: boolean
  problems: Problem[]
  /** Empty when an error is among the problems. */
  versions: MappedVersion[]
  /** When the times count from. */
  at: number
}

export interface MappedVersion {
  version: string
  createdAt: number
  steps: Record<string, string>
  people: number
  groups: Group[]
}

/** Checks a map, tells what it would do, and keeps it when asked to and nothing speaks against it: all of it or nothing. */
export async function mapWorkflow(context: EngineContext, request: MapRequest): Promise<MapPreview> {
  const { file, map } = request
  const inside = await peopleInside(context, file.workflowId)
  const known = await versionsBeside(context, file, inside)
  const { versions, problems: unknown } = matchVersions(request, known, inside)
  const earlier = await earlierMaps(context, inside)
  const parts = versions.map(version => ({ version, steps: stepsFor(map, version, versions) }))
  const problems = parts.flatMap(({ version: from, steps }) => {
    const standing = inside.standing.flatMap(row => (row.version === from.hash ? [row.step] : []))
    return checkStepMap({ file: map.file, fromAt: map.fromAt, from, to: file, steps, standing, earlier })
  })
  const found = [...unknown, ...distinct(problems)]
  const isSound = found.every(({ severity }) => severity === 'warning')
  const used = isSound ? parts.filter(({ steps }) => steps.length > 0) : []
  const mapped = used.map(({ version, steps }) => mappedVersion(version, steps, { file, inside }))
  const isKept = request.commit && mapped.length > 0
  if (isKept) await keepMaps(context, { file, mapped, inside })
  return {
    workflow: file.workflowId,
    to: file.hash,
    isKept,
    problems: found,
    versions: mapped,
    at: context.clock.now(),
  }
}

const NOBODY = 'There is nobody to move: take the map out.'

function matchVersions(
  { file, map }: MapRequest,
  known: WorkflowVersion[],
  inside: PeopleInside,
): { versions: WorkflowVersion[]; problems: Problem[] } {
  const at = { file: map.file, ...map.fromAt }
  if (map.from === 'all') {
    const peopled = known.filter(({ hash }) => holdsPeople(inside, hash))
    if (peopled.length > 0) return { versions: peopled, problems: [] }
    const message = `nobody is inside an older version of \`${file.workflowId}\``
    return { versions: [], problems: [mapProblem('nobody-inside', at, { message, hint: NOBODY })] }
  }
  const hits = [...known, file].filter(({ hash }) => hash.startsWith(map.from))
  if (hits.length === 1 && map.from !== '') return { versions: hits, problems: [] }
  const names = known.map(({ hash }) => hash.slice(0, 12))
  if (hits.length > 1) {
    const message = `\`${map.from}\` is the beginning of ${hits.length} versions`
    const hint = `Write more of it: ${hits.map(({ hash }) => `\`${hash.slice(0, 12)}\``).join(', ')}.`
    return { versions: [], problems: [mapProblem('unclear-version', at, { message, hint })] }
  }
  const message = `no version of \`${file.workflowId}\` with people inside begins with \`${map.from.slice(0, 64)}\``
  const hint = hintFor(map.from, ['all', ...names])
  return { versions: [], problems: [mapProblem('unknown-version', at, { message, hint })] }
}

/** Or will hold some, because a kept map leads into it. */
function holdsPeople({ standing, maps }: PeopleInside, hash: string): boolean {
  return standing.some(({ version }) => version === hash) || maps.some(({ to }) => to === hash)
}

/** A map for all versions names steps of each: a step counts where it stands, and must stand somewhere. */
function stepsFor(map: StepMapFile, version: WorkflowVersion, all: WorkflowVersion[]): StepMapEntry[] {
  return map.steps.filter(({ old }) => old in version.program.steps || !all.some(({ program }) => old in program.steps))
}

/** Maps kept before, each with its version: they tell what people may have had, and how they came. */
function earlierMaps(context: EngineContext, { maps }: PeopleInside): Promise<EarlierMap[]> {
  return Promise.all(maps.map(async map => ({ map, version: await context.version(map.from) })))
}

function distinct(problems: Problem[]): Problem[] {
  const seen = new Set<string>()
  return problems.filter(({ code, line, column, message }) => {
    const key = `${code} ${line} ${column} ${message}`
    return !seen.has(key) && seen.add(key)
  })
}

function mappedVersion(
  version: WorkflowVersion,
  entries: StepMapEntry[],
  { file, inside }: { file: WorkflowVersion; inside: PeopleInside },
): MappedVersion {
  const steps = Object.fromEntries(entries.map(entry => [entry.old, entry.new]))
  const groups = groupsOf(version, file, { standing: inside.standing, steps })
  const people = groups.reduce((sum, { count }) => sum + count, 0)
  return { version: version.hash, createdAt: version.createdAt, steps, people, groups }
}

/**
 * The version goes into the store first, as the running product would put it there. A map that led out of it before is
 * emptied: whoever comes in stays in.
 */
async function keepMaps(
  { store, clock }: EngineContext,
  { file, mapped, inside }: { file: WorkflowVersion; mapped: MappedVersion[]; inside: PeopleInside },
): Promise<void> {
  const createdAt = clock.now()
  const workflowId = file.workflowId
  if (inside.current !== file.hash) await store.workflows.keep(file)
  if (inside.maps.some(({ from }) => from === file.hash)) {
    await store.workflows.keepStepMap({ from: file.hash, to: file.hash, workflowId, steps: {}, createdAt })
  }
  for (const { version, steps } of mapped) {
    await store.workflows.keepStepMap({ from: version, to: file.hash, workflowId, steps, createdAt })
  }
}
