import { localWords } from '../domain/time/moment-words.ts'
import type { PrintedCalendar, PrintedEntry } from './calendar.ts'
import { plainLine } from './table.ts'

export interface CalendarTitle {
  title: string
  who: string
  persona: string
  zone: string
}

/** The calendar as a person reads it: by day, in the lead's local time, with the reason for every moment. */
export function calendarText({ workflow, calendar, end }: PrintedCalendar, about: CalendarTitle): string {
  const lines = [
    `${about.title} (${workflow})`,
    `for ${about.who}, who ${PERSONA_WORDS[about.persona] ?? about.persona}; local times of the lead (${about.zone})`,
  ]
  let day = ''
  for (const entry of calendar) {
    const [date, time] = split(entry.at, about.zone)
    if (date !== day) lines.push('', date)
    day = date
    lines.push(...entryLines(entry, time))
  }
  if (calendar.length === 0) lines.push('', 'Nothing is sent and nobody is told.')
  const [date, time] = split(end.at, about.zone)
  lines.push('', `It is ${end.status} on ${date} at ${time}: ${end.reason}.`)
  return lines.join('\n')
}

const PERSONA_WORDS: Record<string, string> = {
  silent: 'stays silent',
  replies: 'replies 4 hours after a mail',
  clicks: 'clicks an hour after a mail',
  bounces: 'has an address that bounces',
  unsubscribes: 'unsubscribes 2 hours after the first mail',
}

/** Other kinds are called what the file calls them. */
const KIND_WORDS: Record<string, string> = {
  'skip-mail': 'skip',
  escalate: 'hand over',
  task: 'call',
  consume: 'hear',
}

const INDENT = ' '.repeat(20)

function entryLines(entry: PrintedEntry, time: string): string[] {
  const subject = entry.subject === null ? '' : `  “${plainLine(entry.subject)}”`
  const what = `${entry.template ?? entry.step}${subject}`
  const reasons = entry.because.map(reason => `${INDENT}because ${plainLine(reason)}`)
  return [`  ${time}  ${(KIND_WORDS[entry.kind] ?? entry.kind).padEnd(9)}  ${what}`, ...reasons]
}

function split(at: string, zone: string): [date: string, time: string] {
  const words = localWords(Date.parse(at), zone)
  const comma = words.lastIndexOf(', ')
  return [words.slice(0, comma), words.slice(comma + 2)]
}
