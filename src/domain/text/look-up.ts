/** What the table says under a word of a stranger. Words such as `constructor`, which every object knows, say nothing. */
export function lookUp<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined
}
