/** Which merge field a text is for: a company may hold digits and be long, a first name may not. */
export type NamePart = 'first' | 'last' | 'company'

const LENGTH_MAX: Record<NamePart, number> = { first: 30, last: 48, company: 100 }
const DIGITS_MAX: Record<NamePart, number> = { first: 0, last: 0, company: 5 }
const LINK = /:\/\/|https?:|www[.。．｡]|[\p{L}\p{N}-][.。．｡]\p{L}{2,}(?![\p{L}.])/iu
const MARKUP = /[@＠<>{}[\]|\\^$=]/u
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}/gu

/**
 * True when a name looks like an advertisement, a link, markup or anything but a name: such a text, merged into a
 * welcome mail, would make the publisher deliver somebody's spam. The text is expected cleaned.
 */
export function isDoubtfulName(text: string, part: NamePart): boolean {
  const plain = text.normalize('NFKC')
  if (text.length > LENGTH_MAX[part] || LINK.test(plain) || MARKUP.test(plain)) return true
  if ((plain.match(/\p{N}/gu)?.length ?? 0) > DIGITS_MAX[part]) return true
  if ((plain.match(EMOJI)?.length ?? 0) > 1) return true
  return !(part === 'company' ? /[\p{L}\p{N}]/u : /\p{L}/u).test(plain)
}
