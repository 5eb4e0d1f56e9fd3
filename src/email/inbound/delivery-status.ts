import { addressesIn } from './addresses.ts'
import { failuresInText, messageIdInText, readReply } from './bounce-text.ts'
import { momentIn } from './feedback-report.ts'
import { headerOf, type ParsedMail } from './parse-mail.ts'
import { messageIdIn, returnedMails } from './returned-mail.ts'
import { type FieldBlock, fieldBlocks, withoutType } from './status-fields.ts'

const STATUS_TYPES = ['message/delivery-status', 'message/global-delivery-status']
const STATUS_FIELD = /^[> \t]*(?:final|original)-recipient[ \t]*:/im
const RECIPIENTS_MAX = 100

export interface StatusEntry {
  recipient: string | null
  /** `failed`, `delayed`, `delivered`, `relayed`, `expanded`; null when the report does not say. */
  action: string | null
  status: string | null
  code: number | null
  words: string
  at: number | null
}

/** The recipients of a delivery status (RFC 3464), also where its part lost its type; empty when the mail has none. */
export function statusEntries(mail: ParsedMail, soundsLikeReport: boolean): StatusEntry[] {
  const typed = mail.parts.filter(({ type }) => STATUS_TYPES.includes(type)).map(({ text }) => text)
  const untyped = mail.parts.filter(({ type }) => type !== 'message/rfc822').map(({ text }) => text)
  const loose = soundsLikeReport ? [mail.text, ...untyped].filter(text => STATUS_FIELD.test(text)) : []
  const texts = typed.length > 0 ? typed : loose.slice(0, 1)
  const blocks = texts
    .flatMap(fieldBlocks)
    .filter(block => block.has('final-recipient') || block.has('original-recipient'))
  return blocks.slice(0, RECIPIENTS_MAX).map(entry)
}

/** What a report without fields says in words. */
export function textEntries(mail: ParsedMail, own: (address: string) => boolean): StatusEntry[] {
  const named = addressesIn(headerOf(mail, 'x-failed-recipients') ?? '')
  const failures = failuresInText(mail.text, named, own)
  return failures.map(failure => ({ ...failure, action: null, at: null }))
}

/** Message-ID of our mail, from what the report gives back of it. */
export function returnedMessageId(mail: ParsedMail): string | null {
  for (const text of returnedMails(mail)) {
    const id = messageIdIn(text)
    if (id !== null) return id
  }
  const loose = mail.parts.filter(({ type }) => !STATUS_TYPES.includes(type)).map(({ text }) => text)
  return [mail.text, ...loose].map(messageIdInText).find(id => id !== null) ?? null
}

function entry(block: FieldBlock): StatusEntry {
  const diagnostic = withoutType(block.get('diagnostic-code')) ?? ''
  const reply = readReply(diagnostic)
  const field = /[245]\.\d{1,3}\.\d{1,3}/.exec(block.get('status') ?? '')?.[0] ?? null
  return {
    recipient: recipientOf(block),
    action: /^[a-z]+/.exec(block.get('action')?.toLowerCase() ?? '')?.[0] ?? null,
    status: tellsMore(reply.status, field) ? reply.status : field,
    code: reply.code,
    words: diagnostic,
    at: momentIn(block.get('last-attempt-date') ?? null),
  }
}

// Who forwards our mail elsewhere and loses it there still has a mailbox of his own: another domain is another person.
function recipientOf(block: FieldBlock): string | null {
  const final = bare(block.get('final-recipient'))
  const original = bare(block.get('original-recipient'))
  if (final === null || original === null) return final ?? original
  const isSameHouse = domainOf(final) === domainOf(original) || domainOf(final).endsWith('.onmicrosoft.com')
  return isSameHouse ? original : final
}

function bare(value: string | undefined): string | null {
  const address = withoutType(value)?.replace(/^[<"']+|[>"']+$/g, '') ?? null
  return address?.includes('@') ? address.slice(0, 320) : null
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}

/** Some servers write `5.0.0` into the field whatever the other server said. */
function tellsMore(inWords: string | null, field: string | null): boolean {
  if (inWords === null) return false
  return field === null || (/^[45]\.\d\.0$/.test(field) && !/\.0$/.test(inWords))
}
