import type { Limits, Settings } from '../../domain/settings.ts'
import { DAY_MS } from '../../domain/time/units.ts'
import type { Program } from '../program.ts'
import { pathsThrough } from './paths.ts'
import { type Entrances, entrancesOf } from './prove-budget-inquiries.ts'
import { type Packing, packShares } from './prove-budget-pack.ts'
import { type PlannedMail, quickestSends } from './prove-budget-sends.ts'
import { natureOf, sharesOf, type WorkflowSends } from './prove-budget-shares.ts'

/** One enrollment in the worst case; its mails count from the first mail of the whole window. */
export interface WorstRun {
  workflow: string
  /** What starts it, and how it gets its turn. */
  begins: string
  mails: PlannedMail[]
}

export interface WorstWindow {
  days: number
  most: number
  /** Null: unlimited, or no limit is set for such a window. */
  limit: number | null
  path: WorstRun[]
}

export interface WorstGap {
  ms: number
  between: [PlannedMail, PlannedMail]
}

export interface BudgetProof {
  /** In any 1, 7 and 30 days, over all workflows. */
  windows: WorstWindow[]
  /** Between two mails of which the second is no first answer to an inquiry; null when there are no such two. */
  gap: WorstGap | null
  /** Between any mail and the first answer to the next inquiry, which `limits.gap` lets pass. */
  gapToFirstAnswer: WorstGap | null
  gapLimitMs: number
  /** One enrollment alone. */
  workflows: { workflow: string; mails: number; in7Days: number; in30Days: number; gapMs: number | null }[]
  /** Which limits are exceeded, in words; empty: the proof holds. */
  breaches: string[]
}

const WINDOWS = [1, 7, 30] as const
const LONGEST_MS = 30 * DAY_MS

/** Beyond this no way is followed: what a workflow sends in all. */
const LIFE_MS = 3_650 * DAY_MS

/**
 * The most mail that one lead can get from these workflows with the run-time limits off, over all paths, signals and
 * moments of arrival: never below what a real run can reach. `docs/proofs.md` has the reasoning. Pure.
 */
export function proveBudget(programs: Program[], settings: Settings, now: number): BudgetProof {
  const graph = pathsThrough(programs, settings, now)
  const all = programs.map((program): WorkflowSends => {
    const sends = quickestSends(graph, program.workflow, LIFE_MS)
    return { program, sends, ...natureOf(program, programs, graph) }
  })
  const offers = Object.keys(settings.offers)
  const windows = WINDOWS.map(days => {
    const windowMs = days * DAY_MS
    const entrances = entrancesOf(programs, offers, windowMs)
    const packing = packShares(
      all.flatMap((one, place) => sharesOf(one, entranceAt(entrances, place))),
      windowMs,
    )
    const limit = limitOf(days, settings.limits)
    return { days, most: packing.count, limit, path: pathOf(packing, all, entrances) }
  })
  const entrances = entrancesOf(programs, offers, LONGEST_MS)
  const gap = gapInside(all)
  const gapLimitMs = settings.limits.gapMs
  return {
    windows,
    gap,
    gapToFirstAnswer: gapBefore(all, entrances),
    gapLimitMs,
    workflows: all.map(summaryOf),
    breaches: [...windows.flatMap(overLimit), ...(gap !== null && gap.ms < gapLimitMs ? [GAP_BREACH] : [])],
  }
}

const GAP_BREACH = 'two mails can be closer together than the gap'

function entranceAt(entrances: Entrances[], place: number): Entrances {
  return entrances[place] ?? { workflow: '', count: 0, actions: [] }
}

function limitOf(days: number, { per30Days, ceilingPerDay }: Limits): number | null {
  if (days === 30) return per30Days
  return days === 1 ? ceilingPerDay : null
}

function overLimit({ days, most, limit }: WorstWindow): string[] {
  if (limit === null || most <= limit) return []
  return [`${most} mails in ${days === 1 ? '24 hours' : `${days} days`}, the limit is ${limit}`]
}

/** The window's enrollments one after the other: the one it begins in first, then by rank, the one it ends in last. */
function pathOf({ shares }: Packing, all: WorkflowSends[], entrances: Entrances[]): WorstRun[] {
  const runs = [...shares]
    .sort((a, b) => Number(b.begins) - Number(a.begins) || Number(a.ends) - Number(b.ends))
    .flatMap(({ runs: own, begins }) => own.map((mails, index) => ({ mails, isFirst: begins && index === 0 })))
  const ranked = runs.sort(
    (a, b) => Number(b.isFirst) - Number(a.isFirst) || rankOf(a.mails, all) - rankOf(b.mails, all),
  )
  let elapsed = 0
  return ranked.map(({ mails }, index) => {
    const shifted = mails.map(mail => ({ ...mail, at: mail.at + elapsed }))
    elapsed = shifted.at(-1)?.at ?? elapsed
    const workflow = mails[0]?.workflow ?? ''
    const before = ranked.slice(0, index).map(run => run.mails)
    return { workflow, begins: beginWords({ workflow, mails, before }, { all, entrances }), mails: shifted }
  })
}

function rankOf(mails: PlannedMail[], all: WorkflowSends[]): number {
  return all.find(({ program }) => program.workflow === mails[0]?.workflow)?.program.rank ?? 0
}

function beginWords(
  { workflow, mails, before }: { workflow: string; mails: PlannedMail[]; before: PlannedMail[][] },
  { all, entrances }: { all: WorkflowSends[]; entrances: Entrances[] },
): string {
  const last = before.at(-1)
  if (last === undefined) return 'the window begins here'
  const actions = entrances.find(known => known.workflow === workflow)?.actions ?? []
  const again = before.some(run => run[0]?.workflow === workflow)
  const whose = again ? ' for another offer, and what was skipped or failed the first time leaves' : ''
  const cause = `${actions.length === 0 ? 'it is started' : `an inquiry comes in (${actions.join(' or ')})`}${whose}`
  if (rankOf(mails, all) > rankOf(last, all)) return `${cause}; its rank takes over`
  return `${cause}; its turn comes when the workflow before it ends`
}

function gapInside(all: WorkflowSends[]): WorstGap | null {
  const gaps = all.flatMap(({ sends }) => {
    const [one, other] = sends.fromMail[1]?.mails ?? []
    return one && other ? [{ ms: other.at - one.at, between: [one, other] as [PlannedMail, PlannedMail] }] : []
  })
  return leastGap(gaps)
}

/** The enrollment before may end with its mail, and the next inquiry come in that moment. */
function gapBefore(all: WorkflowSends[], entrances: Entrances[]): WorstGap | null {
  const entered = all.filter(
    ({ sends }, place) => sends.byTemplate.length > 0 && entranceAt(entrances, place).count > 0,
  )
  const gaps = entered.flatMap(next => {
    const { count } = entrances.find(({ workflow }) => workflow === next.program.workflow) ?? { count: 0 }
    const repeats = count > 1 && (!next.isOnce || next.sends.byTemplate.length > 1)
    const before = entered.find(other => other !== next) ?? (repeats ? next : undefined)
    const [one] = before?.sends.byTemplate.at(-1)?.mails.slice(-1) ?? []
    const [other] = next.sends.byTemplate[0]?.mails.slice(-1) ?? []
    if (!one || !other) return []
    const from = { ...one, at: 0 }
    return [{ ms: other.at, between: [from, other] as [PlannedMail, PlannedMail] }]
  })
  return leastGap(gaps)
}

function leastGap(gaps: WorstGap[]): WorstGap | null {
  return gaps.reduce<WorstGap | null>((least, gap) => (least === null || gap.ms < least.ms ? gap : least), null)
}

function summaryOf({ program, sends, isOnce }: WorkflowSends): BudgetProof['workflows'][number] {
  const most = isOnce ? sends.byTemplate.length : Number.POSITIVE_INFINITY
  const within = (days: number) => Math.min(most, sends.fromMail.filter(({ ms }) => ms < days * DAY_MS).length)
  return {
    workflow: program.workflow,
    mails: Math.min(most, sends.fromMail.length),
    in7Days: within(7),
    in30Days: within(30),
    gapMs: sends.fromMail[1]?.ms ?? null,
  }
}
