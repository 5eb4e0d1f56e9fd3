export type SaysIt = (words: string) => boolean

/** True for words that hold one of the patterns, in any letter case. */
export function says(patterns: string[]): SaysIt {
  const pattern = new RegExp(patterns.join('|'), 'iu')
  return words => pattern.test(words)
}
