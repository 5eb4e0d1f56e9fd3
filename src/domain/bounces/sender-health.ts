import { classifyRefusal, parseSmtpReply } from './smtp-reply.ts'

/** What became of the nurture mail of the last seven days. */
export interface SenderRecord {
  /** Mails that a server took. */
  sent: number
  /** Addresses that turned out not to exist. */
  hardBounces: number
  complaints: number
  /** Mails that came back because of us: our signature, our name, our address. */
  ours: number
  /** Answers of servers that took no mail, in their own words: some of them blame us, too. */
  refusals: string[]
}

export type SenderVerdict = { may: 'go on' } | { may: 'go on' | 'pause'; because: string }

/** Fewer prove nothing. */
const LEAST_SENT = 50
const LEAST_FAULTS = 2

const COMPLAINTS = { warn: 0.0008, pause: 0.002 }
const BOUNCES = { warn: 0.02, pause: 0.05 }
const OURS_PAUSE = 3

/**
 * Whether the sender should stop before the mailbox providers stop it. Gmail and Yahoo ask for less than 0.1 % of complaints
 * and never 0.3 %: warned at 0.08 %, paused at 0.2 %; bounces at 2 % and 5 %; anything that is our own fault at once.
 */
export function judgeSender(record: SenderRecord): SenderVerdict {
  const { sent } = record
  const ours = record.ours + record.refusals.filter(blamesUs).length
  if (ours >= OURS_PAUSE) return { may: 'pause', because: `${ours} mails came back because of how we send` }
  const verdicts = [
    rateVerdict(record.complaints, sent, COMPLAINTS, 'complaints'),
    rateVerdict(record.hardBounces, sent, BOUNCES, 'addresses that do not exist'),
  ].filter(verdict => verdict !== null)
  const worst = verdicts.find(({ may }) => may === 'pause') ?? verdicts[0]
  if (worst !== undefined) return worst
  return ours > 0 ? { may: 'go on', because: 'a mail came back because of how we send' } : { may: 'go on' }
}

function blamesUs(answer: string): boolean {
  const { code, enhanced } = parseSmtpReply(answer)
  return classifyRefusal({ code, enhanced, reply: answer, stage: 'RCPT' }) === 'ours'
}

function rateVerdict(
  faults: number,
  sent: number,
  limits: { warn: number; pause: number },
  what: string,
): { may: 'go on' | 'pause'; because: string } | null {
  if (sent < LEAST_SENT || faults < LEAST_FAULTS) return null
  const rate = faults / sent
  if (rate < limits.warn) return null
  const because = `${faults} ${what} among ${sent} mails in seven days`
  return { may: rate >= limits.pause ? 'pause' : 'go on', because }
}
