import { MINUTE_MS, SECOND_MS } from '../../domain/time/units.ts'
import type { RelayLine } from './relay-log-line.ts'

/** A mail that is looked for, and what the lines so far say of it. */
export interface SoughtMail {
  messageId: string
  gateAt: number
  isTaken: boolean
  /** Its header came in at its gate, so this is the log of the relay that had it. */
  hasHeader: boolean
  /** Time of the line from which on none is missing. */
  coveredFrom: number | null
  /** When it was first seen that the relay works on after the mail's settle time. */
  outlivedAt: number | null
}

/** All that has to be remembered of the lines so far. */
export interface RelayScan {
  mails: SoughtMail[]
  /** Mails whose header has come, by their place in the queue. */
  headers: Map<string, SoughtMail>
  /** What was begun to be handed over at a mail's gate, and has no header yet. */
  begun: Map<string, SoughtMail[]>
  /** Time of the newest line. */
  lastAt: number | null
  /** Time of the newest sign of life of the relay. */
  aliveAt: number | null
}

/** A line may be written a moment late, and its stamp may leave out the fraction of the second. */
const STAMP_SLACK_MS = 2 * SECOND_MS
/** Postfix writes `client=` between the recipient and the 354. */
const BEFORE_GATE_MS = MINUTE_MS
/** A clock that went back this far leaves no time in the log certain. */
const BACKWARDS_MS = MINUTE_MS

export function startScan(mails: { messageId: string; gateAt: number }[]): RelayScan {
  const sought = mails.map(({ messageId, gateAt }) => ({
    ...{ messageId, gateAt, isTaken: false, hasHeader: false },
    ...{ coveredFrom: null, outlivedAt: null },
  }))
  return { mails: sought, headers: new Map(), begun: new Map(), lastAt: null, aliveAt: null }
}

/** Where to begin to read for a mail. */
export function beginOf({ gateAt }: { gateAt: number }): number {
  return gateAt - MINUTE_MS
}

/** Takes in the next line. Lines come in the order in which they were written. */
export function scanLine(scan: RelayScan, { at, news }: RelayLine): void {
  if (news.kind === 'gap') return breakCover(scan)
  if (at !== null) advance(scan, at)
  switch (news.kind) {
    case 'client':
      noteClient(scan, news.queueId, at)
      break
    case 'header':
      noteHeader(scan, news, at)
      break
    case 'taken': {
      const mail = scan.headers.get(news.queueId)
      if (mail !== undefined) mail.isTaken = true
      scan.begun.delete(news.queueId)
    }
  }
  if (at !== null && news.kind !== 'other') scan.aliveAt = Math.max(scan.aliveAt ?? at, at)
}

/** Lines are missing here: what comes says nothing of what was before. */
export function breakCover(scan: RelayScan): void {
  for (const mail of scan.mails) {
    mail.coveredFrom = null
    mail.hasHeader = false
  }
  scan.begun.clear()
  scan.lastAt = null
}

/** The two have read up to the same line: from here on one remembers for both. */
export function joinScans(one: RelayScan, other: RelayScan): RelayScan {
  return {
    mails: [...one.mails, ...other.mails],
    headers: new Map([...one.headers, ...other.headers]),
    begun: joined(one.begun, other.begun),
    lastAt: one.lastAt === null || other.lastAt === null ? null : Math.max(one.lastAt, other.lastAt),
    aliveAt: Math.max(one.aliveAt ?? 0, other.aliveAt ?? 0) || null,
  }
}

/** The same without the mails that nobody looks for any more. */
export function keepMails(scan: RelayScan, isWanted: (mail: SoughtMail) => boolean): RelayScan {
  const begun = [...scan.begun].map(([id, mails]) => [id, mails.filter(isWanted)] as const)
  return {
    ...scan,
    mails: scan.mails.filter(isWanted),
    headers: new Map([...scan.headers].filter(([, mail]) => isWanted(mail))),
    begun: new Map(begun.filter(([, mails]) => mails.length > 0)),
  }
}

/** The log is read to its end, as it is now. */
export function endLook({ mails, aliveAt }: RelayScan, { now, settleMs }: { now: number; settleMs: number }): void {
  for (const mail of mails) {
    if (aliveAt !== null && aliveAt >= mail.gateAt + settleMs) mail.outlivedAt ??= now
  }
}

/**
 * Whether the mail was taken. True needs one line. False needs a log without a gap from before the gate on, the trace of the
 * try itself, and a relay that was at work after the settle time and for a minute since: one that was down meanwhile finds
 * the mail in its queue when it starts. Null: nobody can say.
 */
export function testify({ begun }: RelayScan, mail: SoughtMail, now: number): boolean | null {
  if (mail.isTaken) return true
  const isCovered = mail.coveredFrom !== null && mail.coveredFrom <= beginOf(mail)
  const hasTrace = mail.hasHeader || [...begun.values()].some(mails => mails.includes(mail))
  const hasOutlived = mail.outlivedAt !== null && now - mail.outlivedAt >= MINUTE_MS
  return isCovered && hasTrace && hasOutlived ? false : null
}

function advance(scan: RelayScan, at: number): void {
  if (scan.lastAt !== null && at < scan.lastAt - BACKWARDS_MS) breakCover(scan)
  if (scan.lastAt === null) for (const mail of scan.mails) mail.coveredFrom ??= at
  scan.lastAt = Math.max(scan.lastAt ?? at, at)
}

function noteClient(scan: RelayScan, queueId: string, at: number | null): void {
  scan.headers.delete(queueId)
  scan.begun.delete(queueId)
  if (at === null) return
  const near = scan.mails.filter(
    ({ gateAt }) => at >= gateAt - BEFORE_GATE_MS - STAMP_SLACK_MS && at <= gateAt + STAMP_SLACK_MS,
  )
  if (near.length > 0) scan.begun.set(queueId, near)
}

/** Places in the queue are used again: the newest header says whose it is. */
function noteHeader(scan: RelayScan, header: { queueId: string; messageId: string }, at: number | null): void {
  const { queueId, messageId } = header
  scan.begun.delete(queueId)
  scan.headers.delete(queueId)
  for (const mail of scan.mails) {
    if (mail.messageId !== messageId) continue
    scan.headers.set(queueId, mail)
    mail.hasHeader ||= at !== null && at >= mail.gateAt - STAMP_SLACK_MS
  }
}

function joined<T>(one: Map<string, T[]>, other: Map<string, T[]>): Map<string, T[]> {
  const both = new Map(one)
  for (const [key, items] of other) both.set(key, [...(one.get(key) ?? []), ...items])
  return both
}
