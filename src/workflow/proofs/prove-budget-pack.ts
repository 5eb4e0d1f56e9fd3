import type { PlannedMail } from './prove-budget-sends.ts'

/** A number of mails that one workflow may add to a window, with the least time that this takes. */
export interface Share {
  count: number
  ms: number
  /** Enrollments one after the other, each with its mails counted from its begin. */
  runs: PlannedMail[][]
  /** The window begins inside this workflow: at one of its mails. One share of a packing at the most. */
  begins: boolean
  /** The window ends inside this workflow, which nothing but its end would end. One share at the most. */
  ends: boolean
}

export interface Packing {
  count: number
  ms: number
  shares: Share[]
}

/**
 * The most mails that fit into a window shorter than `windowMs`, taking at the most one share of each group: since a lead
 * runs one workflow at a time, times add up. Answers the fewest milliseconds for that number. Pure.
 */
export function packShares(groups: Share[][], windowMs: number): Packing {
  let best: Table = new Map([[keyOf(EMPTY), EMPTY]])
  for (const group of groups) best = withGroup(best, group, windowMs)
  const packings = [...best.values()].filter(packing => packing.shares.some(share => share.begins))
  return packings.reduce((one, other) => (isBetter(other, one) ? other : one), EMPTY)
}

const EMPTY: Packing = { count: 0, ms: 0, shares: [] }

/** The least time for each number of mails, and for each use of the two ends of the window. */
type Table = Map<string, Packing>

function keyOf({ count, shares }: Packing): string {
  return `${count} ${shares.some(share => share.begins)} ${shares.some(share => share.ends)} ${shares.some(isWhole)}`
}

/** The window begins and ends in it: there is no room for another. */
function isWhole({ begins, ends }: Share): boolean {
  return begins && ends
}

function withGroup(table: Table, group: Share[], windowMs: number): Table {
  const next = new Map(table)
  for (const packing of table.values()) {
    for (const share of group) {
      const ms = packing.ms + share.ms
      if (ms >= windowMs || !goesWith(share, packing)) continue
      const larger = { count: packing.count + share.count, ms, shares: [...packing.shares, share] }
      const key = keyOf(larger)
      if (ms < (next.get(key)?.ms ?? Number.POSITIVE_INFINITY)) next.set(key, larger)
    }
  }
  return next
}

function goesWith(share: Share, { shares }: Packing): boolean {
  if (shares.length > 0 && (isWhole(share) || shares.some(isWhole))) return false
  return !shares.some(known => (known.begins && share.begins) || (known.ends && share.ends))
}

function isBetter(one: Packing, other: Packing): boolean {
  return one.count > other.count || (one.count === other.count && one.ms < other.ms)
}
