import { durationHint } from './duration-hints.ts'

/** A length of time as a person writes it: elapsed time, or days that keep the wall time. */
export type WaitTime =
  /** Seconds, minutes, hours: elapsed time. */
  | { kind: 'elapsed'; ms: number }
  /** Days and weeks: the same wall time in the lead's zone. */
  | { kind: 'days'; days: number }
  | { kind: 'business days'; days: number }

export type DurationReading = { ok: true; time: WaitTime } | { ok: false; message: string; hint: string }

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * Reads `30s`, `15m`, `24h`, `3 days`, `2 weeks`, `3 business days`; singular and plural are the same. Zero is
 * read as zero: whether it makes sense is for the caller to say. Refuses everything else, with what to write instead.
 */
export function parseDuration(text: string): DurationReading {
  const trimmed = text.trim()
  const count = Number.parseInt(trimmed, 10)
  if (/^\d{1,9}[smh]$/.test(trimmed)) return { ok: true, time: { kind: 'elapsed', ms: count * unitMs(trimmed) } }
  if (/^\d{1,6} (business day|day|week)s?$/.test(trimmed)) return { ok: true, time: calendarTime(count, trimmed) }
  return { ok: false, message: `\`${shorten(trimmed)}\` is not a duration`, hint: durationHint(trimmed) }
}

/** Milliseconds, with a day, business days too, taken as 24 hours: for limits and comparisons, never for timetables. */
export function nominalMs(time: WaitTime): number {
  return time.kind === 'elapsed' ? time.ms : time.days * DAY
}

/** The duration in words (`24 hours`, `3 business days`). A number is milliseconds, and whole days count as days from two on. */
export function describeDuration(time: WaitTime | number): string {
  if (typeof time === 'number') return describeMs(time, true)
  if (time.kind === 'elapsed') return describeMs(time.ms, false)
  return counted(time.days, time.kind === 'days' ? 'day' : 'business day')
}

function unitMs(text: string): number {
  if (text.endsWith('s')) return SECOND
  return text.endsWith('m') ? MINUTE : HOUR
}

function calendarTime(count: number, text: string): WaitTime {
  if (text.includes('business')) return { kind: 'business days', days: count }
  return { kind: 'days', days: text.includes('week') ? count * 7 : count }
}

function describeMs(ms: number, wholeDays: boolean): string {
  if (ms < SECOND) return ms > 0 ? 'less than a second' : '0 seconds'
  if (wholeDays && ms >= 2 * DAY && ms % DAY === 0) return counted(ms / DAY, 'day')
  const parts = [
    counted(Math.floor(ms / HOUR), 'hour'),
    counted(Math.floor((ms % HOUR) / MINUTE), 'minute'),
    counted(Math.floor((ms % MINUTE) / SECOND), 'second'),
  ]
  return parts.filter(part => !part.startsWith('0 ')).join(' ')
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
