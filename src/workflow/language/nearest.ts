import { closestWord } from '../../domain/text/closest-word.ts'
import { present } from '../../domain/text/present.ts'
import { meantWord } from './other-words.ts'

/** The candidate that a mistyped word most likely means, or null when none is close. Case does not count. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  if (word.length > 80) return null
  const meant = meantWord(word, candidates)
  if (meant !== null) return meant
  return closestWord(word, candidates, Math.max(1, Math.floor(word.length / 3)))
}

/** A hint for a word that is not known: the nearest one, else the list of those that are; `none` where there are none at all. */
export function hintFor(word: string, candidates: readonly string[], none = 'Take it out.'): string {
  const close = nearest(word, candidates) ?? sharesWords(word, candidates)
  if (close !== null) return `Did you mean \`${close}\`?`
  if (candidates.length === 0) return none
  const shown = candidates.slice(0, 20).map(candidate => `\`${candidate}\``)
  return `Known: ${shown.join(', ')}${candidates.length > 20 ? ', …' : ''}.`
}

/** `send-mail` for `send`, `TestDrive` for `StartTestDrive`: the one candidate whose words are all in it, or the other way round. */
function sharesWords(written: string, candidates: readonly string[]): string | null {
  const words = wordsOf(written)
  const alike = candidates.filter(candidate => {
    const others = wordsOf(candidate)
    return (
      others.every(other => words.includes(other)) ||
      words.every(word => others.includes(word)) ||
      (words.length > 1 && words.some(word => meantWord(word, [candidate]) !== null))
    )
  })
  return alike.length === 1 && words.length > 0 ? present(alike[0], 'a candidate') : null
}

function wordsOf(text: string): string[] {
  const parts = text.slice(0, 80).replace(/([a-z])([A-Z])/g, '$1 $2')
  return parts.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}
