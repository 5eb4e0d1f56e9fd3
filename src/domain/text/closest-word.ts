import { present } from './present.ts'

/** The candidate with the fewest letters to change, at most `allowed` of them; null when none is so close. Case does not count. */
export function closestWord(word: string, candidates: readonly string[], allowed: number): string | null {
  let best: string | null = null
  let bestDistance = allowed + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance]
  }
  return best
}

/** Levenshtein distance in which two letters that changed places count once. */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    let [diagonal, left] = [i - 1, i]
    const next = [left]
    for (const [j, above] of row.slice(1).entries()) {
      const changed = Math.min(diagonal + Number(a[i - 1] !== b[j]), above + 1, left + 1)
      const isSwapped = a[i - 1] === b[j - 1] && a[i - 2] === b[j]
      const swapped = isSwapped ? before[j - 1] : undefined
      left = swapped === undefined ? changed : Math.min(changed, swapped + 1)
      diagonal = above
      next.push(left)
    }
    before = row
    row = next
  }
  return present(row.at(-1), 'a last cell')
}
