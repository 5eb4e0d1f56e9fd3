/** The candidate that a mistyped word most likely means, or null when none is close. Case does not count. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  if (word.length > 80) return null
  const allowed = Math.max(1, Math.floor(word.length / 3))
  let best: string | null = null
  let bestDistance = allowed + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance]
  }
  return best
}

/** A hint for a word that is not known: the nearest one, else the list of those that are. */
export function hintFor(word: string, candidates: readonly string[]): string | null {
  const close = nearest(word, candidates)
  if (close !== null) return `Did you mean \`${close}\`?`
  if (candidates.length === 0) return null
  const shown = candidates.slice(0, 20).map(candidate => `\`${candidate}\``)
  return `Known: ${shown.join(', ')}${candidates.length > 20 ? ', …' : ''}.`
}

/** Levenshtein distance in which two letters that changed places count once. */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const replaced = (row[j - 1] ?? 0) + (same ? 0 : 1)
      const changed = Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1)
      next.push(swapped ? Math.min(changed, (before[j - 2] ?? 0) + 1) : changed)
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
