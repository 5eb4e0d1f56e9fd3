/**
 * The fewest positions of the list whose numbers must be taken out for the rest to rise: what moved when an order changed.
 * Quadratic, for lists of a few hundred.
 */
export function outOfOrder(numbers: readonly number[]): Set<number> {
  const length: number[] = []
  const before: number[] = []
  let last = -1
  numbers.forEach((number, index) => {
    length[index] = 1
    before[index] = -1
    for (let earlier = 0; earlier < index; earlier += 1) {
      const longer = (length[earlier] ?? 0) + 1
      if ((numbers[earlier] ?? 0) >= number || longer <= (length[index] ?? 0)) continue
      length[index] = longer
      before[index] = earlier
    }
    if (last < 0 || (length[index] ?? 0) > (length[last] ?? 0)) last = index
  })
  const moved = new Set(numbers.keys())
  for (let at = last; at >= 0; at = before[at] ?? -1) moved.delete(at)
  return moved
}
