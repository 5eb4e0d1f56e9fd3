import { describe, expect, it } from 'vitest'
import type { PrintedEntry } from '../../src/cli/calendar.ts'
import { calendarIcs } from '../../src/cli/calendar-ics.ts'

const START = '2026-11-23T08:00:00.000Z'

function entry(changes: Partial<PrintedEntry> = {}): PrintedEntry {
  return {
    at: START,
    local: '2026-11-23T09:00:00+01:00',
    zone: 'Europe/Prague',
    step: 'send-welcome',
    kind: 'send',
    template: 'welcome',
    subject: 'Welcome',
    because: ['the inquiry came in'],
    ...changes,
  }
}

function ics(...calendar: PrintedEntry[]): string {
  return calendarIcs({ workflow: 'installed', calendar, end: { at: START, status: 'finished', reason: 'end' } }, START)
}

/** As a calendar program reads it (RFC 5545, section 3.1). */
function unfolded(text: string): string[] {
  return text.replaceAll('\r\n ', '').split('\r\n')
}

describe('a calendar as iCalendar', () => {
  it('has one event for each entry, at its moment in UTC', () => {
    const lines = unfolded(ics(entry(), entry({ at: '2026-11-24T08:00:00.000Z', step: 'send-2' })))
    expect(lines.filter(line => line === 'BEGIN:VEVENT')).toHaveLength(2)
    expect(lines.filter(line => line.startsWith('DTSTART'))).toEqual([
      'DTSTART:20261123T080000Z',
      'DTSTART:20261124T080000Z',
    ])
    expect(new Set(lines.filter(line => line.startsWith('UID'))).size).toBe(2)
  })

  it('ends every line with CR LF, the last one too', () => {
    const text = ics(entry())
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  })

  it('folds at 75 octets without cutting a character', () => {
    const subject = 'Příliš žluťoučký kůň úpěl ďábelské ódy 🐎 '.repeat(6)
    const text = ics(entry({ subject }))
    const lines = text.split('\r\n')
    expect(Math.max(...lines.map(line => Buffer.byteLength(line)))).toBe(75)
    expect(unfolded(text)).toContain(`SUMMARY:send: ${subject}`)
  })

  it('escapes what would end a value', () => {
    const lines = unfolded(ics(entry({ subject: 'a,b;c\\d\ne' })))
    expect(lines).toContain('SUMMARY:send: a\\,b\\;c\\\\d\\ne')
  })
})
