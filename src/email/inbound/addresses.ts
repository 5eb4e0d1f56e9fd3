import { addressParser } from 'postal-mime'
import { readEmailAddress } from '../../domain/people/email-address.ts'
import type { ParsedMail } from './parse-mail.ts'

const RECIPIENT_HEADERS = [
  ...['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-delivered-to', 'apparently-to', 'to', 'cc'],
]
const RECIPIENTS_MAX = 100
const ANSWERS_MAX = 30
const MESSAGE_ID = /<[^<>\s"]{1,200}@[^<>\s"@]{1,250}>/g

/** The addresses in a header value, as they are spelled. */
export function addressesIn(value: string): string[] {
  try {
    return addressParser(value, { flatten: true }).flatMap(({ address }) => (address ? [address] : []))
  } catch {
    return []
  }
}

/** The normalised address in a header value; null when there is none that can be read. */
export function firstAddress(value: string | null): string | null {
  if (value === null) return null
  for (const address of addressesIn(value)) {
    const read = readEmailAddress(address)
    if (read !== null) return read.normalised
  }
  return null
}

/** Every address a mail went to, as it is spelled: its own headers and what servers noted of the envelope. */
export function recipientsOf(mail: ParsedMail): string[] {
  const named = RECIPIENT_HEADERS.flatMap(name => (mail.headers.get(name) ?? []).slice(0, 5).flatMap(addressesIn))
  const received = (mail.headers.get('received') ?? []).slice(0, 10)
  const noted = received.flatMap(value => /\sfor\s+<?([^\s<>;]+@[^\s<>;]+)>?/i.exec(value)?.[1] ?? [])
  return [...new Set([...named, ...noted])].slice(0, RECIPIENTS_MAX)
}

/** In-Reply-To, then References from the end: nearest first. */
export function answersOf(mail: ParsedMail): string[] {
  const inReplyTo = (mail.headers.get('in-reply-to') ?? []).flatMap(messageIdsIn)
  const references = (mail.headers.get('references') ?? []).flatMap(messageIdsIn).reverse()
  return [...new Set([...inReplyTo, ...references])].slice(0, ANSWERS_MAX)
}

/** Well-formed message ids, with angle brackets (RFC 5322 section 3.6.4). */
export function messageIdsIn(value: string): string[] {
  return value.match(MESSAGE_ID) ?? []
}
