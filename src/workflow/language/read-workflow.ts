import { KNOWN_ACTIONS } from '../../domain/inquiry/inquiry.ts'
import { present } from '../../domain/text/present.ts'
import type { Problem } from '../problem.ts'
import type { Matcher, Program } from '../program.ts'
import type { Reference } from '../steps/step-kind.ts'
import { SLUG } from './keys.ts'
import { linkSteps } from './link-steps.ts'
import { isSmallEnough } from './pre-scan.ts'
import { PROBLEM_KINDS } from './problem-codes.ts'
import { readKeys } from './reading.ts'
import type { Report } from './report.ts'
import { reportOn } from './report-on.ts'
import { entryOf, plainValue, readSource } from './source.ts'
import type { MapNode, SourceNode } from './source-node.ts'
import { readStepList } from './step-list.ts'
import { FOR_KEYS, TOP_KEYS } from './top-level.ts'

export interface WorkflowText {
  /** Path as the reader knows it. */
  file: string
  /** File name without its ending. */
  id: string
  text: string
}

/** One file as far as it could be read, with what is needed to say more about it. */
export interface WorkflowReading {
  id: string
  file: string
  report: Report
  /** Null when something that it is made of is wrong. */
  program: Program | null
  references: Reference[]
  /** What stands in the file, as far as it is YAML. */
  root: SourceNode | null
  places: Places
  /** Line of the first syntax error; 1 when nothing was parsed; null when the text is good YAML. */
  brokenAt: number | null
}

/** Offsets of what is judged across files. */
interface Places {
  for: number
  hours: number
  actions: { name: string; offset: number }[]
  offers: { name: string; offset: number }[]
  formerly: { name: string; offset: number }[]
  /** By step id. */
  steps: Record<string, number>
}

/** Reads one file by itself. Never throws. */
export function readWorkflow({ file, id, text }: WorkflowText): WorkflowReading {
  const report = reportOn(file, text.startsWith('\uFEFF') ? text.slice(1) : text)
  const reading: WorkflowReading = {
    id,
    file,
    report,
    program: null,
    references: [],
    root: null,
    places: noPlaces(),
    brokenAt: 1,
  }
  if (!SLUG.test(id)) reportFileName(report, id)
  if (!isSmallEnough(report)) return reading
  const { root, brokenAt } = readSource(report)
  reading.root = root
  reading.brokenAt = brokenAt
  if (root?.kind === 'map') readTop(reading, root)
  else if (root?.kind !== 'refused') reportNoWorkflow(report)
  return reading
}

/** Its problems so far, in the order of the file. Below a syntax error, and about what is missing, nothing certain can be said. */
export function problemsOf({ report, brokenAt }: WorkflowReading): Problem[] {
  if (brokenAt === null) return report.problems()
  return report.problems().filter(({ code, line }) => WHATEVER.has(code) || (line < brokenAt && !MISSING.has(code)))
}

const WHATEVER: ReadonlySet<string> = new Set(
  (['too-large', 'too-deep', 'not-yaml', 'needs-quotes', 'bad-file-name'] as const).map(
    name => PROBLEM_KINDS[name].code,
  ),
)
const MISSING: ReadonlySet<string> = new Set(
  (['missing-key', 'no-steps', 'not-a-workflow'] as const).map(name => PROBLEM_KINDS[name].code),
)

/** Where a step of the file stands in its text. */
export function placeOf({ steps }: Pick<Places, 'steps'>, step: string): number {
  return present(steps[step], `a place of step \`${step}\``)
}

function noPlaces(): Places {
  return { for: 0, hours: 0, actions: [], offers: [], formerly: [], steps: {} }
}

function reportFileName(report: Report, id: string): void {
  const better = id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  report.add('bad-file-name', 0, {
    message: `the file name \`${id.slice(0, 60)}\` is not an id: it takes small letters, digits and single hyphens`,
    hint: better === '' ? 'Rename the file.' : `Rename the file to \`${better.slice(0, 60)}.yaml\`.`,
  })
}

function reportNoWorkflow(report: Report): void {
  report.add('not-a-workflow', 0, {
    message: 'the file holds no workflow: a map with `for` and `steps` was expected',
    hint: 'Start with `title: …`, `for: {action: [INS]}` and `steps:`.',
  })
}

function readTop(reading: WorkflowReading, root: MapNode): void {
  const top = readKeys(root, TOP_KEYS, { report: reading.report, elsewhere: ['for', 'steps'] })
  const matcher = readMatcher(reading, root)
  const linked = readSteps(reading, root)
  reading.places.formerly = namesIn(root, 'formerly')
  reading.places.hours = entryOf(root, 'hours')?.keyStart ?? 0
  if (top === null || matcher === null || linked === null) return
  reading.program = {
    workflow: reading.id,
    title: top.title ?? reading.id,
    for: matcher,
    again: top.again ?? { kind: 'per offer' },
    rank: top.rank ?? 0,
    stopOn: unique(top['stop-on']),
    hours: top.hours ?? null,
    formerly: unique(top.formerly),
    ...linked,
  }
}

function readMatcher({ report, places }: WorkflowReading, root: MapNode): Matcher | null {
  const entry = entryOf(root, 'for')
  if (!entry) {
    report.add('missing-key', root.start, {
      message: '`for` is missing: expected the inquiries it is for',
      hint: 'Add `for: {action: [INS]}`, or `for: {}` for all.',
    })
    return null
  }
  places.for = entry.keyStart
  if (entry.value.kind === 'refused') return null
  if (entry.value.kind !== 'map') {
    report.add('wrong-value', entry.value.start, {
      message: '`for` must be a map such as `{action: [INS]}`',
      hint: `Write \`for: {action: [${actionsIn(entry.value)}]}\`, without dashes, or \`for: {}\` for all inquiries.`,
    })
    return null
  }
  places.actions = namesIn(entry.value, 'action')
  places.offers = namesIn(entry.value, 'offer')
  const values = readKeys(entry.value, FOR_KEYS, { report })
  if (values === null) return null
  return {
    actions: unique(values.action),
    sources: unique(values.source),
    offers: unique(values.offer),
    if: values.if ?? null,
  }
}

/** The action codes that stand there, as a list. */
function actionsIn(node: SourceNode): string {
  const written = [plainValue(node)].flat().map(String)
  const codes = written.filter(word => KNOWN_ACTIONS.some(action => action === word))
  return codes.join(', ') || 'INS'
}

function namesIn(map: MapNode, key: string): { name: string; offset: number }[] {
  const list = entryOf(map, key)?.value
  if (list?.kind !== 'list') return []
  return list.items.flatMap(item =>
    item.kind === 'scalar' ? { name: String(item.value).trim(), offset: item.start } : [],
  )
}

function readSteps(reading: WorkflowReading, root: MapNode): Pick<Program, 'entry' | 'steps'> | null {
  const { report } = reading
  const list = entryOf(root, 'steps')?.value
  if (list?.kind === 'refused') return null
  if (!list || (list.kind === 'list' && list.items.length === 0) || (list.kind === 'scalar' && list.value === null)) {
    report.add('no-steps', list?.start ?? root.start, {
      message: 'the workflow has no steps',
      hint: 'Add `steps:`, and below it for example `- task: call the customer`.',
    })
    return null
  }
  if (list.kind !== 'list') {
    report.add('wrong-value', list.start, {
      message: '`steps` must be a list',
      hint: 'Put `- ` before each step, for example `- task: call the customer`.',
    })
    return null
  }
  const { steps, ids, references } = readStepList(report, list)
  reading.references = references
  if (steps === null) return null
  const { entry, steps: linked, offsets } = linkSteps(steps, ids)
  reading.places.steps = offsets
  return { entry, steps: linked }
}

function unique(list: string[] | undefined): string[] {
  return [...new Set(list ?? [])]
}
