import { saysFull, saysNoSuchDomain, saysNoSuchUser } from './recipient-words.ts'
import {
  blamesOurSetup,
  blamesReputation,
  doubtsSender,
  plainWords,
  recipientRestricts,
  saysExpired,
  speaksOfOurselves,
} from './refusal-words.ts'

/** Whose fault a refusal is, and so what to do: only `address` may ever suppress the recipient. */
export type RefusalClass = 'address' | 'ours' | 'policy' | 'full' | 'temporary' | 'expired'

export interface SmtpRefusal {
  code: number
  /** Enhanced status such as `5.1.1` (RFC 3463), or null when the server gave none. */
  enhanced: string | null
  reply: string
  /** `MAIL`, `RCPT`, `DATA` or `dot`, or `report` when a third party tells of it; anything else counts as the session. */
  stage: string
}

export interface SmtpReply {
  code: number
  enhanced: string | null
  /** One line, at most 300 characters, without e-mail addresses. */
  text: string
}

export const REPORT_STAGE = 'report'

const ADDRESS = ['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1']
const NO_ROUTE = ['5.1.2', '5.4.4', '5.4.310']
const EXPIRED = ['4.4.7', '5.4.7', '5.4.300', '5.4.316', '5.4.317', '5.4.318']
const FULL = ['4.2.2', '5.2.2', '5.2.3', '5.3.4']
const OURS = [
  ...['5.1.7', '5.1.8', '5.2.252', '5.7.20', '5.7.21', '5.7.22', '5.7.23', '5.7.24', '5.7.25', '5.7.26', '5.7.27'],
  ...['5.7.29', '5.7.30', '5.7.32', '5.7.40', '5.7.60', '5.7.501', '5.7.502', '5.7.503', '5.7.509', '5.7.515'],
  ...['5.7.705', '5.7.708', '5.7.750'],
]
const LOGIN_CODES = [530, 534, 535, 538]
const NO_SUCH_USER_CODES = [550, 551, 553]
/** What a status 5.4.1 of Exchange Online means: its directory holds no such recipient. */
const MICROSOFT_EDGE = /recipient address rejected: access denied.{0,20}\bAS\(\d/i
/** Yahoo looks its user up and says so under 554. */
const YAHOO_LOOKUP = /delivery error: dd\b.*(?:mailbox unavailable|not a valid|doesn.t have|disabled or discontinued)/i

/**
 * Sorts a 4yz or 5yz answer by whose fault it is; the first match wins. What is not known to be about the address is
 * `policy` (5yz) or `temporary` (4yz), so that our own reputation never blames the lead. Codes: RFC 5321, RFC 3463,
 * the IANA enhanced status registry and Microsoft's list of codes in Exchange Online's reports.
 */
export function classifyRefusal(refusal: SmtpRefusal): RefusalClass {
  const { code, stage } = refusal
  const words = plainWords(refusal.reply)
  const status = tellingStatus(refusal.enhanced)
  if (isOneOf(EXPIRED, status) || (!isOneOf(ADDRESS, status) && saysExpired(words))) return 'expired'
  if (isFull(code, status, words)) return 'full'
  if (!isPermanentCode(code)) return 'temporary'
  if (doubtsSender(words)) return 'ours'
  if (blamesAddress(refusal, status, words)) return stage === 'MAIL' ? 'ours' : 'address'
  if (isOneOf(OURS, status) || (LOGIN_CODES.includes(code) && stage !== REPORT_STAGE)) return 'ours'
  if (blamesOurSetup(words)) return 'ours'
  if (blamesReputation(words) || recipientRestricts(words) || stage === REPORT_STAGE) return 'policy'
  return status === '5.7.1' || (status === null && stage === 'MAIL') ? 'ours' : 'policy'
}

/** True for an answer to MAIL by which the server wants a log-in or encryption first: no mail of ours passes, whoever it is for. */
export function wantsLogin({ code, stage }: Pick<SmtpRefusal, 'code' | 'stage'>): boolean {
  return stage === 'MAIL' && LOGIN_CODES.includes(code)
}

/** True for 5yz. 503 is about the state of the session, not about the mail: another connection may take it. */
export function isPermanentCode(code: number): boolean {
  return code >= 500 && code <= 599 && code !== 503
}

/**
 * The status when it says more than the code. A subject or detail of 0 means "other" (RFC 3463 section 3), except for content
 * and policy; Microsoft's 5.1.351 only wraps what another server said.
 */
export function tellingStatus(enhanced: string | null): string | null {
  return enhanced === null || /^\d\.(?:[0-5]\.0|0\.\d+|1\.351)$/.test(enhanced) ? null : enhanced
}

/** Reads a raw answer of one or more lines; code 0 when it does not start with three digits. Addresses are left out. */
export function parseSmtpReply(raw: string): SmtpReply {
  const lines = raw.slice(0, 2000).split(/\r?\n/)
  const first = /^(\d{3})(?:[ -]([245]\.\d{1,3}\.\d{1,3})(?= |$))?/.exec(lines[0] ?? '')
  const words = lines.map(line => line.replace(/^\d{3}[ -]?(?:[245]\.\d{1,3}\.\d{1,3}(?= |$))?/, '').trim())
  return {
    code: Number(first?.[1] ?? 0),
    enhanced: first?.[2] ?? null,
    text: withoutAddresses(words.filter(word => word !== '').join(' ')),
  }
}

/** The text on one line of at most 300 characters, with e-mail addresses taken out, so that it may be logged and kept. */
export function withoutAddresses(text: string): string {
  return text
    .slice(0, 300)
    .replace(/[^\s<>@"']*@[^\s<>@"']*/g, '(address)')
    .replace(/\s+/g, ' ')
    .trim()
}

function isOneOf(statuses: string[], status: string | null): boolean {
  return status !== null && statuses.includes(status)
}

// A full disk of the whole server (x.3.1) is no full mailbox.
function isFull(code: number, status: string | null, words: string): boolean {
  if (isOneOf(FULL, status)) return true
  if (saysFull(words)) return status === null || /^[45]\.(?:[0127]|5)\./.test(status)
  return status === null && code === 552 && !blamesReputation(words)
}

function blamesAddress(refusal: SmtpRefusal, status: string | null, words: string): boolean {
  if (status === '5.4.1') return MICROSOFT_EDGE.test(refusal.reply)
  if (refusal.code === 554 && YAHOO_LOOKUP.test(words)) return status === null
  if (speaksOfOurselves(words)) return false
  if (isOneOf(ADDRESS, status)) return true
  if (isOneOf(NO_ROUTE, status)) return saysNoSuchDomain(words)
  if (status !== null || !NO_SUCH_USER_CODES.includes(refusal.code)) return false
  return saysNoSuchUser(words)
}
