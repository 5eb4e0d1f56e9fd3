/** A rising row of numbers, from its end. */
interface Rise {
  position: number
  number: number
  length: number
  before: Rise | null
}

/**
 * The fewest positions of the list whose numbers must be taken out for the rest to rise: what moved when an order changed.
 * Quadratic, for lists of a few hundred.
 */
export function outOfOrder(numbers: readonly number[]): Set<number> {
  const rises: Rise[] = []
  for (const [position, number] of numbers.entries()) {
    const before = longest(rises.filter(rise => rise.number < number))
    rises.push({ position, number, length: before === null ? 1 : before.length + 1, before })
  }
  const moved = new Set(numbers.keys())
  for (let rise = longest(rises); rise !== null; rise = rise.before) moved.delete(rise.position)
  return moved
}

/** The first of the longest ones. */
function longest(rises: Rise[]): Rise | null {
  return rises.reduce<Rise | null>((best, rise) => (best === null || rise.length > best.length ? rise : best), null)
}
