import { createHash } from 'node:crypto'
import type { PrintedCalendar, PrintedEntry } from './calendar.ts'

const LINE_BYTES_MAX = 75

/** The calendar as iCalendar (RFC 5545), one event per entry; the same calendar gives the same bytes. */
export function calendarIcs({ workflow, calendar }: PrintedCalendar, stampAt: string): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tend//simulate//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escapeText(`Tend: ${workflow}`)}`,
    ...calendar.flatMap((entry, index) => eventLines(entry, { workflow, index, stampAt })),
    'END:VCALENDAR',
  ]
  return lines.map(line => `${fold(line)}\r\n`).join('')
}

function eventLines(entry: PrintedEntry, from: { workflow: string; index: number; stampAt: string }): string[] {
  const uid = createHash('sha256')
    .update(JSON.stringify([from.workflow, from.index, entry.at, entry.step]))
    .digest('hex')
  const what = entry.subject ?? entry.template ?? entry.step
  const description = [`Step ${entry.step}`, ...entry.because.map(reason => `because ${reason}`)].join('\n')
  return [
    'BEGIN:VEVENT',
    `UID:${uid.slice(0, 32)}@tend`,
    `DTSTAMP:${basicUtc(from.stampAt)}`,
    `DTSTART:${basicUtc(entry.at)}`,
    `SUMMARY:${escapeText(`${entry.kind}: ${what}`)}`,
    `DESCRIPTION:${escapeText(description)}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]
}

/** `20261123T080000Z`. */
function basicUtc(iso: string): string {
  return `${iso.slice(0, 19).replace(/[-:]/g, '')}Z`
}

/** RFC 5545 section 3.3.11. */
function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\n|\r/g, '\\n')
}

/** RFC 5545 section 3.1: at most 75 octets in a line, never cutting a character. */
function fold(line: string): string {
  const parts: string[] = []
  let part = ''
  for (const character of line) {
    const room = parts.length === 0 ? LINE_BYTES_MAX : LINE_BYTES_MAX - 1
    if (Buffer.byteLength(part + character) > room) {
      parts.push(part)
      part = ''
    }
    part += character
  }
  return [...parts, part].join('\r\n ')
}
