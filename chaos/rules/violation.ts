/** Something that was promised and did not hold: which promise, and the row that shows it. */
export interface Violation {
  rule: string
  words: string
}

export function violated(rule: string, words: string): Violation {
  return { rule, words }
}
