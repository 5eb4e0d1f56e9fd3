import type { Mustache } from './mustaches.ts'

/**
 * Markdown and MJML would quote and encode mustaches: while they work, an alphanumeric word stands for each of them,
 * and an HTML comment with that word for a block tag that has its lines to itself.
 */
export interface Tokens {
  keep(mustache: Mustache): string
  /** The mustache that a word stands for. */
  find(word: string): Mustache | undefined
  /** Puts the mustaches back. */
  restore(text: string): string
}

const WORD = /(?:<!--)?(tendm[a-z]\d+q)(?:-->)?/g

/** A fresh table; `letter` keeps the words of two tables apart. */
export function createTokens(letter: string): Tokens {
  const kept = new Map<string, Mustache>()
  return {
    keep(mustache) {
      const word = `tendm${letter}${kept.size}q`
      kept.set(word, mustache)
      return mustache.alone && mustache.form !== 'value' ? `<!--${word}-->` : word
    },
    find: word => kept.get(word),
    restore: text => text.replace(WORD, (whole, word: string) => kept.get(word)?.raw ?? whole),
  }
}

/** Every token word of a text, in order. */
export function tokenWords(text: string): string[] {
  return [...text.matchAll(WORD)].map(match => match[1] ?? '')
}
