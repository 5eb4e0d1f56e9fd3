import { soundsLikeBounce, soundsLikeDelay } from '../../domain/bounces/bounce-words.ts'
import type { DeliveryReport } from '../../domain/bounces/delivery-report.ts'
import { withoutAddresses } from '../../domain/bounces/smtp-reply.ts'
import { isEmptyReturnPath } from '../../domain/inbound/automatic-mail.ts'
import { answersOf, firstAddress } from './addresses.ts'
import { returnedMessageId, type StatusEntry, statusEntries, textEntries } from './delivery-status.ts'
import { complaintsIn, type Told, writtenAt } from './feedback-report.ts'
import { headerOf, type ParsedMail, parseMail } from './parse-mail.ts'

const PASSED_ON = ['delayed', 'relayed', 'delivered', 'expanded']
const WRAPPERS_MAX = 3
const FRESH_WORDS = /\p{L}{3}/u

export interface Own {
  isOwn(address: string): boolean
  token: string | null
}

/** The reports in a mail: bounces (RFC 3464 and in words) and complaints (RFC 5965); null when it is no report at all. */
export async function readReports(mail: ParsedMail, own: Own, depth = 0): Promise<DeliveryReport[] | null> {
  if (isReadReceiptReport(mail)) return null
  const complaints = complaintsIn(mail)
  if (complaints !== null) return complaints.map(told => complaint(told, mail, own))
  const soundsSo = soundsLikeReport(mail)
  const entries = statusEntries(mail, soundsSo)
  if (entries.length > 0) return bounces(mail, entries, own)
  const wrapped = depth < WRAPPERS_MAX && isWrapper(mail) ? await wrappedReports(mail, own, depth) : null
  if (wrapped !== null) return wrapped
  return soundsSo ? bounces(mail, textEntries(mail, own.isOwn), own) : null
}

function isReadReceiptReport(mail: ParsedMail): boolean {
  const isReceipt = mail.parts.some(({ type }) => /^message\/(?:global-)?disposition-notification$/.test(type))
  return isReceipt || mail.type.includes('disposition-notification')
}

function soundsLikeReport(mail: ParsedMail): boolean {
  if (isDeliveryReport(mail.type) || headerOf(mail, 'x-failed-recipients') !== null) return true
  return soundsLikeBounce({
    ...senderOf(mail),
    hasEmptyReturnPath: isEmptyReturnPath(headerOf(mail, 'return-path')),
    subject: mail.subject.trim(),
    text: mail.text,
  })
}

// Other kinds tell of other things: report-type=tlsrpt of encryption (RFC 8460).
function isDeliveryReport(type: string): boolean {
  return type.includes('multipart/report') && !/report-type\s*=\s*"?(?!delivery-status)\w/.test(type)
}

function senderOf(mail: ParsedMail): { sender: string; senderName: string } {
  const from = headerOf(mail, 'from') ?? ''
  const address = firstAddress(from) ?? from
  return { sender: address.split('@')[0] ?? '', senderName: from.replace(/<[^>]*>/g, '').slice(0, 200) }
}

// A report inside a person's own letter is news that he passes on; a gateway writes nothing of its own.
function isWrapper(mail: ParsedMail): boolean {
  const isMachine = isEmptyReturnPath(headerOf(mail, 'return-path')) || soundsLikeReport(mail)
  return isMachine || !FRESH_WORDS.test(mail.text.slice(0, 5000))
}

async function wrappedReports(mail: ParsedMail, own: Own, depth: number): Promise<DeliveryReport[] | null> {
  for (const part of mail.parts.filter(({ type }) => type === 'message/rfc822').slice(0, 3)) {
    const reports = await readReports(await parseMail(part.bytes), own, depth + 1)
    if (reports !== null) return reports
  }
  return null
}

function complaint(told: Told, mail: ParsedMail, { token }: Own): DeliveryReport {
  const { recipient, messageId, diagnostic, at } = told
  const facts = { recipient, messageId, token, status: null, code: null, diagnostic, isFinal: true }
  return { kind: 'complaint', source: 'mailbox', ...facts, at: at ?? writtenAt(mail) }
}

function bounces(mail: ParsedMail, entries: StatusEntry[], { token }: Own): DeliveryReport[] {
  const messageId = returnedMessageId(mail) ?? answersOf(mail)[0] ?? null
  const isDelay = soundsLikeDelay(mail.subject, mail.text)
  return entries
    .filter(({ action }) => action !== 'delivered')
    .map(({ recipient, action, status, code, words, at }) => ({
      kind: 'bounce',
      source: 'mailbox',
      recipient,
      messageId,
      token,
      status,
      code,
      diagnostic: withoutAddresses(words),
      isFinal: action === null ? !isDelay || isPermanent(status, code) : !PASSED_ON.includes(action),
      at: at ?? writtenAt(mail),
    }))
}

function isPermanent(status: string | null, code: number | null): boolean {
  return status === null ? code !== null && code >= 500 : status.startsWith('5')
}
