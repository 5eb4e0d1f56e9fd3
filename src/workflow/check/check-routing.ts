import { globsOverlap } from '../language/glob.ts'
import type { WorkflowReading } from '../language/read-workflow.ts'
import type { Matcher, Program } from '../program.ts'

/** Reports inquiries that two workflows would both take, and ids that are not unique. */
export function reportRouting(readings: WorkflowReading[]): void {
  readings.forEach((reading, index) => {
    for (const earlier of readings.slice(0, index)) {
      reportAmbiguity(reading, earlier)
      reportSameId(reading, earlier)
    }
    for (const other of readings) reportOldIds(reading, other)
  })
}

/** Number of `for` keys: among workflows of equal rank the one with more of them starts. */
export function countForKeys(matcher: Matcher): number {
  const { actions, sources, offers } = matcher
  return [actions, sources, offers].filter(list => list.length > 0).length + (matcher.if === null ? 0 : 1)
}

/** False for a workflow to which only a `start` leads: `for: {if: "false"}`. */
export function startsByItself(matcher: Matcher): boolean {
  return matcher.if?.trim() !== 'false'
}

/** True when some inquiry may fit both. Conditions are taken as true: whether two of them exclude each other cannot be known. */
function matchersOverlap(one: Matcher, other: Matcher): boolean {
  return (
    listsMeet(one.actions, other.actions) &&
    listsMeet(one.sources, other.sources) &&
    (one.offers.length === 0 ||
      other.offers.length === 0 ||
      one.offers.some(a => other.offers.some(b => globsOverlap(a, b))))
  )
}

function listsMeet(one: string[], other: string[]): boolean {
  return one.length === 0 || other.length === 0 || one.some(word => other.includes(word))
}

function reportAmbiguity(reading: WorkflowReading, earlier: WorkflowReading): void {
  const [one, other] = [reading.program, earlier.program]
  if (one === null || other === null || !areTied(one, other)) return
  reading.report.add('ambiguous-routing', reading.places.for, {
    message: `the same inquiry could start \`${other.workflow}\` (${earlier.file}): both have rank ${one.rank} and ${countForKeys(one.for)} keys in \`for\``,
    hint: 'Give one of them a higher `rank`, or narrow its `for`.',
  })
}

function areTied(one: Program, other: Program): boolean {
  if (!startsByItself(one.for) || !startsByItself(other.for)) return false
  return (
    one.rank === other.rank && countForKeys(one.for) === countForKeys(other.for) && matchersOverlap(one.for, other.for)
  )
}

function reportSameId(reading: WorkflowReading, earlier: WorkflowReading): void {
  if (reading.id !== earlier.id) return
  reading.report.add('duplicate-workflow', 0, {
    message: `${earlier.file} is already the workflow \`${reading.id}\``,
    hint: 'Rename one of the files.',
  })
}

/** An old id belongs to one file only, and to none that bears it today. */
function reportOldIds(reading: WorkflowReading, other: WorkflowReading): void {
  for (const { name, offset } of reading.places.formerly) {
    const claimed = other !== reading && other.places.formerly.some(old => old.name === name)
    if (other.id !== name && !claimed) continue
    reading.report.add('duplicate-workflow', offset, {
      message: claimed
        ? `${other.file} also says that it was formerly \`${name}\``
        : `\`${name}\` is the id of ${other.file} today`,
      hint: 'Keep the history with one of them.',
    })
  }
}
