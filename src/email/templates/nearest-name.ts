import { closestWord } from '../../domain/text/closest-word.ts'

/** The name most like the given one, or null when none is near enough to be what was meant. */
export function nearestName(given: string, names: readonly string[]): string | null {
  // A word of which no letter would stay is another word.
  return closestWord(given, names, Math.min(given.length - 1, Math.max(2, Math.floor(given.length / 3))))
}

/** `Did you mean …?`, or the given sentence when nothing is near. */
export function didYouMean(given: string, names: readonly string[], otherwise: string): string {
  const near = nearestName(given, names)
  return near === null ? otherwise : `Did you mean \`${near}\`?`
}
