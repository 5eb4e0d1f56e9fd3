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
  let best: Table = new Map([[keyOf({ count: 0, begins: false, ends: false }), EMPTY]])
  for (const group of groups) best = withGroup(best, group, windowMs)
  const packings = [...best.values()].filter(packing => packing.shares.some(share => share.begins))
  return packings.reduce((one, other) => (isBetter(other, one) ? other : one), EMPTY)
}

const EMPTY: Packing = { count: 0, ms: 0, shares: [] }

/** The least time for each number of mails, and for each use of the two ends of the window. */
type Table = Map<string, Packing>

function keyOf({ count, begins, ends }: { count: number; begins: boolean; ends: boolean }): string {
  return `${count} ${begins} ${ends}`
}

function withGroup(table: Table, group: Share[], windowMs: number): Table {
  const next = new Map(table)
  for (const packing of table.values()) {
    const begun = packing.shares.some(share => share.begins)
    const ended = packing.shares.some(share => share.ends)
    for (const share of group) {
      const ms = packing.ms + share.ms
      if (ms >= windowMs || (begun && share.begins) || (ended && share.ends)) continue
      const count = packing.count + share.count
      const key = keyOf({ count, begins: begun || share.begins, ends: ended || share.ends })
      if (ms < (next.get(key)?.ms ?? Number.POSITIVE_INFINITY))
        next.set(key, { count, ms, shares: [...packing.shares, share] })
    }
  }
  return next
}

function isBetter(one: Packing, other: Packing): boolean {
  return one.count > other.count || (one.count === other.count && one.ms < other.ms)
}
