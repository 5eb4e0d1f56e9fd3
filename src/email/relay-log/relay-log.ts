import type { Evidence } from '../../domain/settings.ts'
import { MINUTE_MS } from '../../domain/time/units.ts'
import type { Clock, Witness } from '../../engine/ports.ts'
import { closeLog, findBegin, findPlace, type LogPart, type LogPlace, openLog, readLines } from './log-tail.ts'
import { relayLineReader } from './relay-log-line.ts'
import {
  beginOf,
  breakCover,
  endLook,
  joinScans,
  keepMails,
  type RelayScan,
  scanLine,
  startScan,
  testify,
} from './relay-log-scan.ts'

type Mail = Parameters<Witness['lookFor']>[0][number]

/** What was read so far, and how far that is. */
interface Followed {
  scan: RelayScan
  place: LogPlace
}

interface RelayLog {
  evidence: Evidence
  clock: Pick<Clock, 'now'>
  followed: Followed | null
  /** Mail whose gate opened before this moment cannot be called missing: lines may have been cut off with the file. */
  cutAt: number
}

/** The witness that the settings name, as they are now; it keeps its place in the log while they stay. */
export function liveRelayLog(evidence: () => Evidence | null, clock: Pick<Clock, 'now'>): () => Witness | null {
  let known: { evidence: Evidence; witness: Witness } | null = null
  return () => {
    const now = evidence()
    const isKnown = now?.relayLog === known?.evidence.relayLog && now?.settleMs === known?.evidence.settleMs
    if (!isKnown) known = now === null ? null : { evidence: now, witness: createRelayLog(now, clock) }
    return known?.witness ?? null
  }
}

/**
 * The log of our own Postfix as a witness. It has taken a mail when its queue manager names the mail's place in the queue;
 * the header alone, which is logged before the whole mail is there, proves nothing. Reads what is new since the last look,
 * and for a new doubt from its gate on.
 */
export function createRelayLog(evidence: Evidence, clock: Pick<Clock, 'now'>): Witness {
  const log: RelayLog = { evidence, clock, followed: null, cutAt: Number.NEGATIVE_INFINITY }
  let turn: Promise<unknown> = Promise.resolve()
  return {
    name: 'relay log',
    settleMs: evidence.settleMs,
    trouble: () => troubleOf(evidence.relayLog),
    lookFor(mails) {
      const look = turn.then(() => lookFor(log, mails))
      turn = look.catch(() => undefined)
      return look
    },
  }
}

async function troubleOf(file: string): Promise<string | null> {
  try {
    await closeLog(await openLog(file))
    return null
  } catch (error) {
    return `the log of the relay cannot be read, so doubtful mail waits for a person: ${file} (${whyNot(error)})`
  }
}

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'the user of Tend may not read it',
  EPERM: 'the user of Tend may not read it',
  EISDIR: 'it is no file',
}

function whyNot(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return REASONS[code] ?? (code || String(error))
}

async function lookFor(log: RelayLog, mails: Mail[]): Promise<Map<string, boolean>> {
  forget(log, mails)
  if (mails.length === 0) return new Map()
  // An unreadable log is told by `trouble`; what is known of it keeps.
  const parts = await openLog(log.evidence.relayLog).catch(() => null)
  if (parts === null) return new Map()
  try {
    await readOn(log, parts)
    await takeUp(log, parts, mails)
  } finally {
    await closeLog(parts)
  }
  return answersOf(log)
}

function forget(log: RelayLog, mails: Mail[]): void {
  if (log.followed === null) return
  const wanted = new Set(mails.map(keyOf))
  const scan = keepMails(log.followed.scan, mail => wanted.has(keyOf(mail)))
  log.followed = scan.mails.length === 0 ? null : { ...log.followed, scan }
}

/** A mail that was sent again and is in doubt once more is another doubt. */
function keyOf({ messageId, gateAt }: Mail): string {
  return `${gateAt} ${messageId}`
}

/** Reads what was written since the last look; when the place is lost, everything is looked for anew. */
async function readOn(log: RelayLog, parts: LogPart[]): Promise<void> {
  if (log.followed === null) return
  const { scan, place } = log.followed
  const spot = await findPlace(parts, place)
  if (spot === 'cut') log.cutAt = log.clock.now()
  log.followed = typeof spot === 'string' ? null : { scan, place: await readLines(parts, spot, readerOf(log, scan)) }
}

/** Looks for the mails that are new, from before the first of their gates on. */
async function takeUp(log: RelayLog, parts: LogPart[], mails: Mail[]): Promise<void> {
  const known = new Set(log.followed?.scan.mails.map(keyOf))
  const fresh = mails.filter(mail => !known.has(keyOf(mail)))
  if (fresh.length === 0) return
  const read = relayLineReader(log.clock.now())
  const scan = startScan(fresh)
  // The minute beside it is for stamps without fractions of a second.
  const since = Math.min(...fresh.map(beginOf)) - MINUTE_MS
  const begin = await findBegin(parts, { since, timeOf: line => read(line).at })
  const place = await readLines(parts, begin, readerOf(log, scan))
  log.followed = { place, scan: log.followed === null ? scan : joinScans(log.followed.scan, scan) }
}

function readerOf({ clock }: RelayLog, scan: RelayScan) {
  const read = relayLineReader(clock.now())
  return {
    line: (line: string) => scanLine(scan, read(line)),
    gap: () => breakCover(scan),
    nextFile({ bornAt }: LogPart) {
      // Older than the last line of the file before it: it was copied and cut, and lines were lost between.
      if (scan.lastAt !== null && bornAt < scan.lastAt - MINUTE_MS) breakCover(scan)
    },
  }
}

function answersOf({ followed, clock, evidence, cutAt }: RelayLog): Map<string, boolean> {
  const answers = new Map<string, boolean>()
  if (followed === null) return answers
  const now = clock.now()
  endLook(followed.scan, { now, settleMs: evidence.settleMs })
  for (const mail of followed.scan.mails) {
    const answer = testify(followed.scan, mail, now)
    if (answer === true || (answer === false && mail.gateAt > cutAt)) answers.set(mail.messageId, answer)
  }
  return answers
}
