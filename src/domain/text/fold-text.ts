const LATIN_MARKS = /[\u0300-\u036f]/g
const LETTERS: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ı: 'i' }

/**
 * Text reduced to what two spellings of one name share: lower case, no accents, no punctuation, single spaces.
 * Accents go from Latin, Greek and Cyrillic only: in other scripts such marks are the vowels.
 */
export function foldText(text: string): string {
  const plain = text.normalize('NFKD').replace(LATIN_MARKS, '').normalize('NFC').toLowerCase()
  return plain
    .replace(LATIN_MARKS, '')
    .replace(/[ßæœøđðłþı]/g, letter => LETTERS[letter] ?? letter)
    .replace(/['’ʼ`´.]/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}
