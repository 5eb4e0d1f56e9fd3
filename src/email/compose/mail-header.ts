import { domainToASCII } from 'node:url'
import { TendError } from '../../domain/errors.ts'
import { cleanLine } from './merge-context.ts'

const LONGEST_LINE = 76
const LONGEST_NAME = 100
const LONGEST_SUBJECT = 250
// An encoded word of these bytes fits behind `Subject: ` on a line of 76, in whole groups of base64.
const ENCODED_BYTES = 39
const LONGEST_WORD = 60
const ATOMS = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*$/
const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const DOMAIN = /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/

/**
 * The one address in a text, with its domain in ASCII. Refuses (`bad-request`) lists, comments, quotes, line breaks and
 * local parts outside ASCII: what is left reads the same to every server (RFC 5321 section 4.1.2, dot-string only).
 */
export function mailAddress(text: string): string {
  const at = text.lastIndexOf('@')
  const local = text.slice(0, Math.max(at, 0))
  const domain = at === -1 ? '' : asciiDomain(text.slice(at + 1))
  const isGood = local.length <= 64 && domain.length <= 253 && LOCAL_PART.test(local) && DOMAIN.test(domain)
  if (!isGood) {
    throw new TendError({
      code: 'bad-request',
      message: `Expected one plain mail address, got ${JSON.stringify(cleanLine(text, 80))}.`,
      nextAction: 'Correct the address, or call the person instead.',
    })
  }
  return `${local}@${domain}`
}

/** One header with its line ends, folded where it has a space. */
export function header(name: string, value: string): string {
  const words = value.split(' ')
  let line = `${name}:`
  let folded = ''
  for (const word of words) {
    if (line.length + 1 + word.length > LONGEST_LINE && line !== `${name}:`) {
      folded += `${line}\r\n`
      line = ''
    }
    line += ` ${word}`
  }
  return `${folded}${line}\r\n`
}

/** A mailbox with its display name, quoted or encoded as it needs (RFC 5322 section 3.4, RFC 2047). */
export function mailbox(name: string | null, address: string): string {
  const shown = cleanLine(name, LONGEST_NAME)
  const angle = `<${mailAddress(address)}>`
  if (shown === '') return angle
  if (!isPlain(shown)) return `${encodedWords(shown)} ${angle}`
  const quoted = ATOMS.test(shown) ? shown : `"${shown.replace(/[\\"]/g, match => `\\${match}`)}"`
  return `${quoted} ${angle}`
}

/** A subject as a header value. */
export function subjectText(subject: string): string {
  return isPlain(subject) ? subject : encodedWords(subject)
}

/** A subject as a person reads it: one line, bounded. */
export function cleanSubject(subject: string): string {
  return cleanLine(subject, LONGEST_SUBJECT)
}

// domainToASCII drops and maps characters: what it is given must be letters, digits, dots and dashes of some script.
function asciiDomain(domain: string): string {
  if (DOMAIN.test(domain)) return domain
  return /^[\p{L}\p{M}\p{N}.-]+$/u.test(domain) ? domainToASCII(domain) : ''
}

function isPlain(text: string): boolean {
  const isAscii = /^[\x20-\x7E]*$/.test(text) && !text.includes('=?')
  return isAscii && text.split(' ').every(word => word.length < LONGEST_WORD)
}

function encodedWords(text: string): string {
  const words: string[] = []
  let chunk = ''
  for (const character of text) {
    if (Buffer.byteLength(chunk + character) > ENCODED_BYTES) {
      words.push(chunk)
      chunk = ''
    }
    chunk += character
  }
  words.push(chunk)
  return words.map(word => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ')
}
