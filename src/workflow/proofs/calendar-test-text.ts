import { stringify } from 'yaml'
import { localWords } from '../../domain/time/moment-words.ts'
import type { Calendar, CalendarEntry } from './simulate.ts'

/** A calendar entry as a test states it: `Tue 24 Nov 2026, 10:00 send contact-request/welcome`. */
export function entryLine({ at, zone, kind, template, step }: CalendarEntry): string {
  return `${momentLine(at, zone)} ${kind} ${template ?? step}`
}

/** `finished Tue 15 Dec 2026, 09:00, no answer to five mails`. */
export function endLine({ at, status, reason }: Calendar['end'], zone: string): string {
  return `${status} ${momentLine(at, zone)}, ${reason}`
}

/** A text as one YAML value, in quotes only where it must be. */
export function asScalar(text: string): string {
  return stringify(text, { lineWidth: 0 }).trimEnd()
}

export interface TestDraft {
  lead: object
  persona: string
  /** ISO 8601. */
  start: string
  zone: string
  calendar: Calendar
}

/** A test file that states what the workflow does now, to be read, corrected and kept. */
export function calendarTestText({ lead, persona, start, zone, calendar }: TestDraft): string {
  return [
    `# What ${calendar.workflow} does for this lead. \`tend check\` says when it would do something else.`,
    `workflow: ${calendar.workflow}`,
    `lead: ${stringify(lead, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd()}`,
    `persona: ${persona}`,
    `start: ${asScalar(start)}`,
    calendar.entries.length === 0 ? 'expect: []' : 'expect:',
    ...calendar.entries.map(entry => `  - ${asScalar(entryLine(entry))}`),
    `end: ${asScalar(endLine(calendar.end, zone))}`,
    '',
  ].join('\n')
}

function momentLine(at: number, zone: string): string {
  return localWords(at, zone).replace(', ', ' ')
}
