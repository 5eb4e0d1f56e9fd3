/** How alike two items are; 0: not the same thing. */
export type Likeness<Item> = (one: Item, other: Item) => number

/** Pairs of two lists in the order of both, chosen so that the sum of their likenesses is the greatest. */
export function align<Item>(one: readonly Item[], other: readonly Item[], likeness: Likeness<Item>): [Item, Item][] {
  const best = bestSums(one, other, likeness)
  const at = (row: number, column: number) => best[row]?.[column] ?? 0
  const pairs: [Item, Item][] = []
  let [row, column] = [0, 0]
  while (row < one.length && column < other.length) {
    const [first, second] = [one[row] as Item, other[column] as Item]
    const value = likeness(first, second)
    const isPair = value > 0 && at(row, column) === value + at(row + 1, column + 1)
    if (isPair) pairs.push([first, second])
    if (!isPair && at(row, column) === at(row + 1, column)) row += 1
    else if (!isPair) column += 1
    else [row, column] = [row + 1, column + 1]
  }
  return pairs
}

/** By the places from which both lists are still to be paired. */
function bestSums<Item>(one: readonly Item[], other: readonly Item[], likeness: Likeness<Item>): number[][] {
  const best = Array.from({ length: one.length + 1 }, () => new Array<number>(other.length + 1).fill(0))
  for (let row = one.length - 1; row >= 0; row -= 1) {
    for (let column = other.length - 1; column >= 0; column -= 1) {
      const value = likeness(one[row] as Item, other[column] as Item)
      const paired = value > 0 ? value + (best[row + 1]?.[column + 1] ?? 0) : 0
      const line = best[row]
      if (line !== undefined) line[column] = Math.max(paired, best[row + 1]?.[column] ?? 0, line[column + 1] ?? 0)
    }
  }
  return best
}
