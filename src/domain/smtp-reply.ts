/** Whose fault a refusal is, and so what to do: only `address` may ever suppress the recipient. */
export type RefusalClass = 'address' | 'ours' | 'policy' | 'full' | 'temporary' | 'expired'

export interface SmtpRefusal {
  code: number
  /** Enhanced status such as `5.1.1` (RFC 3463), or null when the server gave none. */
  enhanced: string | null
  reply: string
  /** `MAIL`, `RCPT`, `DATA` or `dot`; anything else counts as the session. */
  stage: string
}

export interface SmtpReply {
  code: number
  enhanced: string | null
  /** One line, at most 300 characters, without e-mail addresses. */
  text: string
}

const ADDRESS = ['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1']
const EXPIRED = ['4.4.7', '5.4.7']
const FULL = ['4.2.2', '5.2.2', '5.2.3', '5.3.4']
const OURS = [
  '5.1.7',
  '5.1.8',
  '5.7.20',
  '5.7.21',
  '5.7.22',
  '5.7.23',
  '5.7.24',
  '5.7.25',
  '5.7.26',
  '5.7.27',
  '5.7.515',
]
const LOGIN_CODES = [530, 534, 535, 538]
const NO_SUCH_USER_CODES = [550, 551, 553]

const NO_SUCH_USER = [
  /\b(?:user|recipient|mailbox|address|account)(?: is| was)? (?:unknown|not found|not known)\b/i,
  /\b(?:unknown|invalid|no such|nonexistent) (?:local )?(?:user|recipient|mailbox|address|account|person)\b/i,
  /\b(?:user|recipient|mailbox|address|account) (?:does not|doesn't) exist\b/i,
  /\bnot a valid (?:user|recipient|mailbox|address|account)\b/i,
  /\bno mailbox (?:here )?by that name\b/i,
  /\bunrouteable address\b/i,
]
const SENDER_DOUBTED =
  /\bsender verif|\bverif\w* (?:the )?sender\b|\bsender (?:address )?(?:rejected|unknown|invalid)\b/i
const REPUTATION =
  /\bspam\b|\bblock(?:ed|list)|\bblacklist|\bd?nsbl\b|\brbl\b|\breputation\b|\bcontent\b|\bvirus\b|\bmalware\b/i

/**
 * Sorts a 4yz or 5yz answer by whose fault it is; the first match wins. What is not known to be about the address is
 * `policy` (5yz) or `temporary` (4yz), so that our own reputation never blames the lead. Codes: RFC 5321, RFC 3463,
 * the IANA enhanced status registry and Microsoft's 5.7.515.
 */
export function classifyRefusal(refusal: SmtpRefusal): RefusalClass {
  const { code, reply } = refusal
  const status = tellingStatus(refusal.enhanced)
  if (status !== null && EXPIRED.includes(status)) return 'expired'
  if ((status !== null && FULL.includes(status)) || (status === null && code === 552)) return 'full'
  if (!isPermanentCode(code)) return 'temporary'
  if (SENDER_DOUBTED.test(reply)) return 'ours'
  if (blamesAddress(refusal, status)) return refusal.stage === 'MAIL' ? 'ours' : 'address'
  if (LOGIN_CODES.includes(code) || (status !== null && OURS.includes(status))) return 'ours'
  if (REPUTATION.test(reply)) return 'policy'
  return status === '5.7.1' || (status === null && refusal.stage === 'MAIL') ? 'ours' : 'policy'
}

/** True for 5yz. 503 is about the state of the session, not about the mail: another connection may take it. */
export function isPermanentCode(code: number): boolean {
  return code >= 500 && code <= 599 && code !== 503
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

function blamesAddress(refusal: SmtpRefusal, status: string | null): boolean {
  if (status !== null) return ADDRESS.includes(status)
  return NO_SUCH_USER_CODES.includes(refusal.code) && NO_SUCH_USER.some(words => words.test(refusal.reply))
}

/** A detail of 0 means "other or undefined" (RFC 3463 section 3): it says no more than the code, but for content and policy. */
function tellingStatus(enhanced: string | null): string | null {
  return enhanced === null || /^\d\.[0-5]\.0$/.test(enhanced) ? null : enhanced
}
