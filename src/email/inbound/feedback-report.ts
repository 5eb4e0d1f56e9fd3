import type { DeliveryReport } from '../../domain/bounces/delivery-report.ts'
import { firstAddress } from './addresses.ts'
import { headerOf, type ParsedMail } from './parse-mail.ts'
import { messageIdIn, returnedHeader, returnedMails } from './returned-mail.ts'
import { type FieldBlock, fieldBlocks, withoutType } from './status-fields.ts'

/** What makes a report a complaint: `not-spam` takes one back and `auth-failure` is about forgery (RFC 6591). */
const COMPLAINTS = ['abuse', 'fraud', 'other', 'opt-out', 'opt-out-list', 'miscategorized']
const MICROSOFT_SUBJECT = /^complaint about message from \S/i
const HIDDEN = /^(?:redacted|hidden|removed|undisclosed|suppressed|anonymous)\b|\bredacted\b/i

export type Told = Pick<DeliveryReport, 'recipient' | 'messageId' | 'diagnostic' | 'at'>

/** Complaints in a feedback report (RFC 5965), also Microsoft's older form without fields; null when the mail is none. */
export function complaintsIn(mail: ParsedMail): Told[] | null {
  const returned = returnedMails(mail)
  const fields = feedbackFields(mail)
  if (fields !== null) {
    const kind = fields.get('feedback-type')?.toLowerCase() ?? 'abuse'
    return COMPLAINTS.includes(kind) ? [told(fields, `feedback type ${kind}`, returned)] : []
  }
  const isMicrosoft =
    MICROSOFT_SUBJECT.test(mail.subject) || returned.some(text => /^x-hmxmroriginalrecipient:/im.test(text))
  return isMicrosoft && returned.length > 0 ? [told(new Map(), 'reported as junk', returned)] : null
}

function feedbackFields(mail: ParsedMail): FieldBlock | null {
  const part = mail.parts.find(({ type }) => type === 'message/feedback-report')
  if (part !== undefined) return merged(fieldBlocks(part.text))
  const isReport =
    mail.type.includes('feedback-report') || /^\s*feedback-type[ \t]*:[ \t]*\S/im.test(mail.text.slice(0, 5000))
  if (!isReport) return null
  const fields = merged([mail.text, ...mail.parts.map(({ text }) => text)].flatMap(fieldBlocks))
  return fields.has('feedback-type') || mail.type.includes('feedback-report') ? fields : null
}

function merged(blocks: FieldBlock[]): FieldBlock {
  return new Map(blocks.reverse().flatMap(block => [...block]))
}

function told(fields: FieldBlock, diagnostic: string, returned: string[]): Told {
  const original = returned[0] ?? ''
  const candidates = [
    ...['original-rcpt-to', 'removal-recipient', 'original-recipient', 'final-recipient'].map(name =>
      withoutType(fields.get(name)),
    ),
    ...['x-hmxmroriginalrecipient', 'x-original-to', 'to'].map(name => returnedHeader(original, name)),
  ]
  const readable = candidates.map(value => firstAddress(value)).filter(address => address !== null)
  return {
    recipient: readable.find(address => !HIDDEN.test(address)) ?? null,
    messageId: messageIdIn(original),
    diagnostic,
    at: momentIn(fields.get('arrival-date') ?? fields.get('received-date') ?? null),
  }
}

/** A date as mail writes it, in epoch milliseconds; null when it says no moment. */
export function momentIn(value: string | null): number | null {
  if (value === null || value.length > 100) return null
  const at = Date.parse(value.replace(/\([^)]*\)/g, '').trim())
  return Number.isFinite(at) && at > 0 ? at : null
}

/** When the report itself was written. */
export function writtenAt(mail: ParsedMail): number | null {
  return momentIn(headerOf(mail, 'date'))
}
