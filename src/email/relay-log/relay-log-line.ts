import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/time/units.ts'

/** What one line of a log says to somebody who looks for mail. */
export type RelayNews =
  /** A client has begun to hand over a mail. */
  | { kind: 'client'; queueId: string }
  /** The header of a mail has come; it is not taken yet. */
  | { kind: 'header'; queueId: string; messageId: string }
  /** The whole mail is in the queue: from here on the relay answers for it. */
  | { kind: 'taken'; queueId: string }
  /** Another sign of life of the relay. */
  | { kind: 'alive' }
  /** Whoever writes the log says that lines are missing. */
  | { kind: 'gap' }
  | { kind: 'other' }

export interface RelayLine {
  /** Null: the line has no time, or none that is certain. */
  at: number | null
  news: RelayNews
}

const LINE = /^(\d{4}-\S+|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) \S+ ([^\s:[]+)(?:\[\d+\])?: (.*)$/
const LOST_LINES = /rate-limit|^Suppressed \d+ messages/i
/** What runs only while the whole relay does; `master`, scripts and commands write lines while it is down, too. */
const DAEMONS: ReadonlySet<string> = new Set([
  ...['smtpd', 'cleanup', 'qmgr', 'oqmgr', 'nqmgr', 'smtp', 'lmtp'],
  ...['local', 'virtual', 'pipe', 'bounce', 'anvil', 'pickup'],
])
const NEWS = /^([0-9A-Za-z]+): (client=|message-id=|from=)(.*)$/
const GAP: RelayNews = { kind: 'gap' }
const OTHER: RelayNews = { kind: 'other' }
const ALIVE: RelayNews = { kind: 'alive' }

/** Reads lines of Postfix as syslog, or Postfix itself, writes them; `now` tells the year of a stamp without one. */
export function relayLineReader(now: number): (line: string) => RelayLine {
  // Many lines in a row are of the same second.
  let last: { stamp: string; at: number | null } = { stamp: '', at: null }
  return line => {
    const [, stamp, program, words] = LINE.exec(line) ?? []
    if (stamp === undefined || program === undefined || words === undefined) {
      // What a file holds after a crash, or where it was shortened under its writer.
      return { at: null, news: line.includes('\0') ? GAP : OTHER }
    }
    if (stamp !== last.stamp) last = { stamp, at: readStamp(stamp, now) }
    return { at: last.at, news: newsOf(program, words) }
  }
}

function newsOf(program: string, words: string): RelayNews {
  const slash = program.lastIndexOf('/')
  if (slash < 0) return LOST_LINES.test(words) ? GAP : OTHER
  const daemon = program.slice(slash + 1)
  if (!DAEMONS.has(daemon)) return OTHER
  const [, queueId = '', said = '', rest = ''] = NEWS.exec(words) ?? []
  if (daemon === 'smtpd') return said === 'client=' && queueId !== 'NOQUEUE' ? { kind: 'client', queueId } : ALIVE
  if (daemon === 'cleanup') return said === 'message-id=' ? { kind: 'header', queueId, messageId: rest.trim() } : ALIVE
  const isTaken = daemon.endsWith('qmgr') && said === 'from=' && rest.includes('(queue active)')
  return isTaken ? { kind: 'taken', queueId } : ALIVE
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const FULL_STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

/** A time that is not certain, or lies ahead, proves nothing. */
function readStamp(stamp: string, now: number): number | null {
  const at = FULL_STAMP.test(stamp) ? Date.parse(stamp) : readYearlessStamp(stamp, now)
  return at === null || Number.isNaN(at) || at > now + MINUTE_MS ? null : at
}

/** `Nov 22 16:20:22` in the zone of this machine, in the newest year that lets it be past. */
function readYearlessStamp(stamp: string, now: number): number | null {
  const month = MONTHS.indexOf(stamp.slice(0, 3))
  const [day = 0, hour = 0, minute = 0, second = 0] = stamp.slice(4).split(/[ :]+/).filter(Boolean).map(Number)
  if (month < 0) return null
  const thisYear = new Date(now + DAY_MS).getFullYear()
  for (const year of [thisYear, thisYear - 1]) {
    const date = new Date(year, month, day, hour, minute, second)
    if (date.getTime() > now + DAY_MS) continue
    const isReal = date.getMonth() === month && date.getDate() === day && date.getHours() === hour
    return isReal && !comesTwice(date) ? date.getTime() : null
  }
  return null
}

/** True in the hour that is repeated when summer time ends: nobody knows which of the two was meant. */
function comesTwice(date: Date): boolean {
  return [-HOUR_MS, HOUR_MS].some(ms => new Date(date.getTime() + ms).getHours() === date.getHours())
}
