/** How alike two items are; 0: not the same thing. */
export type Likeness<Item> = (one: Item, other: Item) => number

/** Pairs of two lists in the order of both, chosen so that the sum of their likenesses is the greatest. */
export function align<Item>(one: readonly Item[], other: readonly Item[], likeness: Likeness<Item>): [Item, Item][] {
  const at = bestSums(one, other, likeness)
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

type SumFrom = (row: number, column: number) => number

/** The best sum from two places on, one in each list; 0 past an end, where nothing is left to pair. */
function bestSums<Item>(one: readonly Item[], other: readonly Item[], likeness: Likeness<Item>): SumFrom {
  const best: number[][] = []
  const at: SumFrom = (row, column) => best[row]?.[column] ?? 0
  for (let row = one.length - 1; row >= 0; row -= 1) {
    const line: number[] = []
    best[row] = line
    for (let column = other.length - 1; column >= 0; column -= 1) {
      const value = likeness(one[row] as Item, other[column] as Item)
      const paired = value > 0 ? value + at(row + 1, column + 1) : 0
      line[column] = Math.max(paired, at(row + 1, column), at(row, column + 1))
    }
  }
  return at
}
