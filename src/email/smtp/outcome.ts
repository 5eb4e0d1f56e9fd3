import { isPermanentCode, parseSmtpReply, wantsLogin, withoutAddresses } from '../../domain/bounces/smtp-reply.ts'
import type { FrozenMail } from '../../domain/mail/message.ts'
import type { DeliveryOutcome } from '../../engine/ports.ts'
import type { GatedBody } from './body.ts'

/** What nodemailer says about a failure; `command` is the SMTP command in flight. */
export interface SmtpFailure {
  message: string
  code?: string | undefined
  command?: string | undefined
  response?: string | undefined
  responseCode?: number | undefined
}

type Progress = Pick<GatedBody, 'gate' | 'fault' | 'isComplete'>

const STAGES: Record<string, string> = { 'MAIL FROM': 'MAIL', 'RCPT TO': 'RCPT', DATA: 'DATA' }

/** The server answered 2yz to the mail. An answer that came before the dot left proves nothing. */
export function outcomeOfReply(raw: string, body: Progress): DeliveryOutcome {
  if (body.gate() === 'open' && body.isComplete()) return { kind: 'accepted', reply: spoken(raw) }
  return outcomeOfFailure({ message: `the server answered before the mail was complete: ${spoken(raw)}` }, body)
}

/**
 * Sorts a failure by what is certain. Before the gate everything is a certain no; after it only an answer of 4yz or
 * 5yz is (RFC 5321 section 4.2.5), everything else is unknown.
 */
export function outcomeOfFailure(failure: SmtpFailure, body: Progress): DeliveryOutcome {
  const gate = body.gate()
  if (gate === 'shut') return { kind: 'gate-shut' }
  const fault = body.fault()
  if (fault !== null) return { kind: 'not-sent', reason: fault }
  const code = failure.responseCode ?? 0
  if (code >= 400 && code <= 599) return refusalOf(failure, code, gate === 'open')
  if (gate === 'open') return { kind: 'unknown', reason: reasonOf(failure) }
  return refusalByClient(failure) ?? { kind: 'not-sent', reason: reasonOf(failure) }
}

/** A certain no before any connection: an address that is not exactly one plain address never reaches the wire. */
export function envelopeFault(mail: FrozenMail): DeliveryOutcome | null {
  if (!isPlainAddress(mail.envelopeTo))
    return ownRefusal({ code: 553, enhanced: '5.1.3', stage: 'RCPT' }, 'the recipient is not one plain address')
  const isSenderGood = mail.envelopeFrom === '' || isPlainAddress(mail.envelopeFrom)
  return isSenderGood
    ? null
    : ownRefusal({ code: 553, enhanced: '5.1.7', stage: 'MAIL' }, 'the sender is not one plain address')
}

/** True when the outcome says that the server could not be talked to, whatever became of the mail. */
export function isLineFailure(outcome: DeliveryOutcome, body: Progress): boolean {
  if (outcome.kind === 'unknown') return true
  if (outcome.kind === 'refused') return outcome.code === 421
  return outcome.kind === 'not-sent' && body.gate() !== 'failed' && body.gate() !== 'asking'
}

/** A failure in words, without addresses. */
export function reasonOf(failure: SmtpFailure): string {
  return withoutAddresses(failure.message)
}

function refusalOf(failure: SmtpFailure, code: number, isAfterGate: boolean): DeliveryOutcome {
  const raw = failure.response ?? failure.message
  const stage = isAfterGate ? 'dot' : (STAGES[failure.command ?? ''] ?? 'session')
  const { enhanced } = parseSmtpReply(raw)
  if (wantsLogin({ code, stage })) return { kind: 'not-sent', reason: spoken(raw) }
  return { kind: 'refused', permanent: isPermanentCode(code), code, enhanced, stage, reply: spoken(raw) }
}

/** nodemailer refuses by itself what exceeds the server's SIZE or cannot be an envelope. */
function refusalByClient(failure: SmtpFailure): DeliveryOutcome | null {
  if (failure.code === 'EMESSAGE') return ownRefusal({ code: 552, enhanced: '5.3.4', stage: 'MAIL' }, reasonOf(failure))
  if (failure.code === 'EENVELOPE')
    return ownRefusal({ code: 553, enhanced: '5.1.3', stage: 'RCPT' }, reasonOf(failure))
  return null
}

function ownRefusal(status: { code: number; enhanced: string; stage: string }, why: string): DeliveryOutcome {
  return {
    kind: 'refused',
    permanent: true,
    ...status,
    reply: `${status.code} ${status.enhanced} ${why} (not sent by Tend)`,
  }
}

function spoken(raw: string): string {
  const { code, enhanced, text } = parseSmtpReply(raw)
  return [code === 0 ? '' : String(code), enhanced ?? '', text].filter(part => part !== '').join(' ')
}

function isPlainAddress(address: string): boolean {
  const parts = address.split('@')
  return parts.length === 2 && parts.every(part => part !== '' && !/[\s<>,;:()[\]"\\\p{Cc}\p{Cf}]/u.test(part))
}
