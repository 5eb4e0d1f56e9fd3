import type { DeliveryReport } from '../../domain/bounces/delivery-report.ts'
import { isAutomaticMail, isReadReceipt } from '../../domain/inbound/automatic-mail.ts'
import type { InboundMail } from '../../domain/inbound/inbound-mail.ts'
import { replyText } from '../../domain/inbound/reply-text.ts'
import { returnDay } from '../../domain/inbound/return-day.ts'
import { wishesToUnsubscribe } from '../../domain/inbound/unsubscribe-wish.ts'
import { tokenIn } from '../../domain/mail/token-address.ts'
import { readEmailAddress } from '../../domain/people/email-address.ts'
import { cleanLine } from '../../domain/text/clean-text.ts'
import { answersOf, firstAddress, messageIdsIn, recipientsOf } from './addresses.ts'
import { headerOf, type ParsedMail, parseMail } from './parse-mail.ts'
import { readReports } from './read-report.ts'

const SUBJECT_MAX = 500

/** What the reading needs to know of us. */
export interface OurAddresses {
  /** Base of the return path; `bounce@host` stands for `bounce+TOKEN@host`. */
  returnPath: string | null
  /** Base of the unsubscribe address. */
  unsubscribe: string | null
  receivedAt: number
}

/** Reads one mail of our mailbox, however it is made. Never throws; at most 2 MB and 200 parts of it are looked at. */
export async function readInboundMail(bytes: Uint8Array, ours: OurAddresses): Promise<InboundMail> {
  const mail = await parseMail(bytes)
  const recipients = recipientsOf(mail)
  const token = tokenAmong(recipients, ours)
  const isOwn = (address: string) => isOurs(address, recipients, ours)
  const reports = await readReports(mail, { isOwn, token })
  const subject = cleanLine(mail.subject, SUBJECT_MAX) ?? ''
  const text = replyText(mail.text)
  const kind = kindOf(mail, { reports, subject, text, recipients, ours })
  return {
    kind,
    messageId: messageIdsIn(headerOf(mail, 'message-id') ?? '')[0] ?? null,
    from: firstAddress(headerOf(mail, 'from')) ?? firstAddress(headerOf(mail, 'sender')),
    to: recipients.flatMap(address => readEmailAddress(address)?.normalised ?? []),
    subject,
    answers: answersOf(mail),
    token,
    text,
    backOn: kind === 'automatic' ? returnDay(`${subject}\n\n${text}`, ours.receivedAt) : null,
    reports: reports ?? [],
  }
}

function tokenAmong(recipients: string[], { returnPath, unsubscribe }: OurAddresses): string | null {
  const bases = [returnPath, unsubscribe].filter(base => base !== null)
  for (const base of bases) {
    for (const address of recipients) {
      const token = tokenIn(address, base)
      if (token !== null) return token
    }
  }
  return null
}

function isOurs(address: string, recipients: string[], { returnPath, unsubscribe }: OurAddresses): boolean {
  const own = [returnPath, unsubscribe, ...recipients].filter(base => base !== null)
  return own.some(base => isSame(address, base) || tokenIn(address, base) !== null)
}

function isSame(address: string, other: string): boolean {
  return address.toLowerCase() === other.toLowerCase()
}

interface Signs {
  reports: DeliveryReport[] | null
  subject: string
  text: string
  recipients: string[]
  ours: OurAddresses
}

function kindOf(mail: ParsedMail, { reports, subject, text, recipients, ours }: Signs): InboundMail['kind'] {
  if (reports !== null) return 'report'
  if (cameToUnsubscribe(recipients, ours)) return 'unsubscribe'
  if (isAutomaticMail(name => headerOf(mail, name), subject) || isMachineForm(mail, subject, text)) return 'automatic'
  return wishesToUnsubscribe(subject, text) ? 'unsubscribe' : 'person'
}

// Mail programs that press the button for their owner mark what they send as automatic: the address decides first.
function cameToUnsubscribe(recipients: string[], { returnPath, unsubscribe }: OurAddresses): boolean {
  if (unsubscribe === null || (returnPath !== null && isSame(returnPath, unsubscribe))) return false
  return recipients.some(address => isSame(address, unsubscribe) || tokenIn(address, unsubscribe) !== null)
}

function isMachineForm(mail: ParsedMail, subject: string, text: string): boolean {
  const isReceipt = mail.type.includes('multipart/report') || isReadReceipt(subject, text)
  const isReceiptPart = mail.parts.some(({ type }) => type === 'message/disposition-notification')
  return isReceipt || isReceiptPart || mail.parts.some(({ method }) => method === 'REPLY' || method === 'COUNTER')
}
