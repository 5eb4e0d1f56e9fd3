import { isDoubtfulName, type NamePart } from '../people/doubtful-name.ts'
import { cleanLine } from '../text/clean-text.ts'

const NAME_CHARACTERS = /^[\p{L}\p{M}\p{Extended_Pictographic} .,'’ʼ‘`´·・&()\p{Pd}]+$/u
const WORDS_MAX = 4
const PLACEHOLDERS = new Set(['null', 'undefined', 'none', 'unknown', 'anonymous', 'n.a.', 'test', 'first name'])

/** The first name where a greeting may use it; empty where it is missing, a placeholder, or anything but a name. */
export function greetingName(firstName: string | null): string {
  const name = cleanLine(firstName, 64)
  if (name === null || isDoubtfulName(name, 'first') || PLACEHOLDERS.has(name.toLowerCase())) return ''
  return NAME_CHARACTERS.test(name) && name.split(' ').length <= WORDS_MAX ? name : ''
}

/** A last name or company where a mail to the lead may show it; empty where it could carry somebody's message. */
export function mergeableName(text: string | null, part: NamePart): string {
  const name = cleanLine(text, 128)
  return name === null || isDoubtfulName(name, part) ? '' : name
}
