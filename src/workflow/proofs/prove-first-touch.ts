import type { QuietHours, Settings } from '../../domain/settings.ts'
import { describeDuration } from '../../domain/time/duration.ts'
import { localWords } from '../../domain/time/moment-words.ts'
import { DAY_MS } from '../../domain/time/units.ts'
import { sinceMidnight } from '../../domain/time/zone-clock.ts'
import type { Program } from '../program.ts'
import { type PathGraph, pathsThrough } from './paths.ts'
import { CLOCK_CHANGE_MS, spanOf } from './paths-times.ts'
import { entrancesOf } from './prove-budget-inquiries.ts'
import { latestTouch, type Situation, type Witness } from './prove-first-touch-moments.ts'

export interface TouchWitness extends Omit<Witness, 'at'> {
  at: number
  /** The lead's local time at which the inquiry comes in, in words. */
  local: string
}

export interface WorkflowTouch {
  workflow: string
  /** A lead that is new to the workflow is touched within this time; Infinity when a way leads past every mail and call. */
  provenMs: number
  /** What adds up to it, in words. */
  because: string[]
  /** The latest that was found by trying moments, with the moment. */
  witness: TouchWitness | null
  /** Special leads that were tried at the same moments, and what came of it. */
  situations: { situation: Situation; ms: number; witness: TouchWitness | null }[]
}

export interface FirstTouchProof {
  promisedMs: number
  workflows: WorkflowTouch[]
  breaches: string[]
}

/**
 * When the first mail or call task comes at the latest, over all ways through each workflow and all zones: never below
 * what a real run can need. Special leads are tried, not proved. `docs/proofs.md` has the reasoning. Pure.
 */
export function proveFirstTouch(programs: Program[], settings: Settings, now: number): FirstTouchProof {
  const proven = latestByPaths(programs, settings, now)
  const workflows = programs.map((program, place): WorkflowTouch => {
    const trying = { program, programs, settings, now }
    return {
      workflow: program.workflow,
      provenMs: proven[place]?.ms ?? Number.POSITIVE_INFINITY,
      because: proven[place]?.because ?? [],
      witness: told(latestTouch({ ...trying, situation: 'new' })),
      situations: situationsOf(program, programs, settings).map(situation => {
        const witness = told(latestTouch({ ...trying, situation }))
        return { situation, ms: witness?.ms ?? 0, witness }
      }),
    }
  })
  const promisedMs = settings.firstTouchMs
  return { promisedMs, workflows, breaches: workflows.flatMap(touch => breachesOf(touch, promisedMs)) }
}

/** The proof itself, without trying anything: of each workflow the slowest way to a mail or a call. */
export function latestByPaths(programs: Program[], settings: Settings, now: number): Latest[] {
  const graph = pathsThrough(programs, settings, now)
  return programs.map(({ workflow }) =>
    latestFrom(graph, graph.entries.get(workflow) ?? null, { settings, now, above: [] }),
  )
}

/** What makes a lead special, for people. */
export const SITUATION_WORDS: Record<Situation, string> = {
  new: 'a lead that is new to it',
  returning: 'a lead that has had its mails before',
  waiting: 'a lead that waits behind another workflow',
  'month used up': 'a lead that has had its 30 days’ mails',
  'ceiling used up': 'a lead that has had its day’s mails',
}

function breachesOf({ workflow, provenMs, situations }: WorkflowTouch, promisedMs: number): string[] {
  const cases = [{ situation: 'new' as Situation, ms: provenMs }, ...situations].filter(({ ms }) => ms > promisedMs)
  return cases.map(({ situation, ms }) => `${workflow}: ${SITUATION_WORDS[situation]} is touched ${lateness(ms)}`)
}

/** How long after the inquiry. */
export function lateness(ms: number): string {
  return Number.isFinite(ms) ? `after ${describeDuration(ms)}` : 'perhaps never'
}

function told(witness: Witness | null): TouchWitness | null {
  return witness === null ? null : { ...witness, local: localWords(witness.at, witness.zone) }
}

interface Latest {
  /** Infinity: a way leads past every mail and call. */
  ms: number
  because: string[]
}

interface Walking {
  settings: Settings
  now: number
  /** Steps on the way here. */
  above: number[]
}

const AT_ONCE: Latest = { ms: 0, because: [] }

function latestFrom(graph: PathGraph, place: number | null, walking: Walking): Latest {
  const node = place === null ? undefined : graph.nodes[place]
  if (node === undefined || place === null) return never('a way ends without a mail or a call')
  if (walking.above.includes(place)) return never('`start` leads in a circle')
  const { step } = node
  const inside = { ...walking, above: [...walking.above, place] }
  const onwards = () =>
    node.ways
      .map(({ to, mostMs }) => later(latestFrom(graph, to, inside), mostMs, `${step.id} takes ${timeWords(mostMs)}`))
      .reduce(latestOf, AT_ONCE)
  if (step.kind === 'task') return step.if === null ? AT_ONCE : onwards()
  if (step.kind !== 'send') return onwards()
  const quiet = quietest(walking.settings.quietHours)
  const sent = later(AT_ONCE, quiet, `quiet hours hold ${step.id} for ${timeWords(quiet)}`)
  const mayExpire = spanOf(step.expires, walking.settings, walking.now).leastMs < quiet
  if (step.if === null && !mayExpire) return sent
  return latestOf(sent, later(onwards(), mayExpire ? quiet : 0, `${step.id} expires in the quiet hours`))
}

function later({ ms, because }: Latest, more: number, words: string): Latest {
  return more === 0 ? { ms, because } : { ms: ms + more, because: [words, ...because] }
}

function latestOf(one: Latest, other: Latest): Latest {
  return other.ms > one.ms ? other : one
}

function never(because: string): Latest {
  return { ms: Number.POSITIVE_INFINITY, because: [because] }
}

function timeWords(ms: number): string {
  return Number.isFinite(ms) ? `up to ${describeDuration(ms)}` : 'nobody knows how long'
}

/** The longest stretch of quiet hours, the night included in which the clocks go back. */
function quietest(quiet: QuietHours | null): number {
  if (quiet === null) return 0
  const length = sinceMidnight(quiet.to) - sinceMidnight(quiet.from)
  return (length <= 0 ? length + DAY_MS : length) + CLOCK_CHANGE_MS
}

/** Special leads that these files and settings allow. */
function situationsOf(program: Program, programs: Program[], settings: Settings): Situation[] {
  const entrances = entrancesOf(programs, Object.keys(settings.offers), 365 * DAY_MS)
  const own = entrances.find(({ workflow }) => workflow === program.workflow)?.count ?? 0
  const others = programs.filter(other => other !== program && other.rank >= program.rank).length
  const { per30Days, ceilingPerDay } = settings.limits
  const found: [Situation, boolean][] = [
    ['returning', own > 1],
    ['waiting', own > 1 || others > 0],
    ['month used up', per30Days !== null && per30Days > 0],
    ['ceiling used up', ceilingPerDay !== null && ceilingPerDay > 0],
  ]
  return found.flatMap(([situation, isPossible]) => (isPossible ? [situation] : []))
}
