const INVISIBLE =
  /[[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]--[\t\n\v\f\r\u0085\p{Variation_Selector}]]/gv
const SPARE_SELECTORS = /(?<=^|[\s\u0085\u2800\p{Variation_Selector}])\p{Variation_Selector}+/gv
const PILED_MARKS = /(\p{M}{8})\p{M}+/gu
const LINE_END = /\r\n?|[\n\v\f\u0085\u2028\u2029]/gu
/** Clean already, as nearly all texts are. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/
const BLANKS = /[\s\u0085\u2800]+/gu

/**
 * One line of text as a person may have typed it: NFC, without control, bidi, zero-width and tag characters, blanks
 * collapsed, at most `limit` code points. Null when nothing visible is left. Cleaning twice changes nothing.
 */
export function cleanLine(text: string | null, limit: number): string | null {
  if (text === null) return null
  if (text.length <= limit && PLAIN.test(text)) return text
  const line = compose(bounded(text, limit)).replace(BLANKS, ' ').trim()
  return cut(line, limit) || null
}

/** Like `cleanLine`, but keeps line breaks and single empty lines: for the customer's own words. */
export function cleanParagraphs(text: string | null, limit: number): string | null {
  if (text === null) return null
  const lines = compose(bounded(text, limit).replace(LINE_END, '\n')).split('\n')
  const paragraphs = lines.map(line => line.replace(BLANKS, ' ').trim()).join('\n')
  return cut(paragraphs.replace(/\n{3,}/g, '\n\n').trim(), limit) || null
}

// Far more than fits is never looked at: composing a megabyte of piled marks would take seconds.
function bounded(text: string, limit: number): string {
  return text
    .trimStart()
    .slice(0, limit * 16)
    .toWellFormed()
}

function compose(text: string): string {
  const visible = text.replace(INVISIBLE, '').replace(SPARE_SELECTORS, '')
  return visible.replace(PILED_MARKS, '$1').normalize('NFC').replace(PILED_MARKS, '$1')
}

function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  return Array.from(text.slice(0, limit * 2))
    .slice(0, limit)
    .join('')
    .toWellFormed()
    .trimEnd()
}
