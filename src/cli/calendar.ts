import type { ApiLead } from '../domain/inquiry/api-lead.ts'
import type { MailThread } from '../domain/mail/mail-thread.ts'
import type { Settings } from '../domain/settings.ts'
import { localIso } from '../domain/time/moment-words.ts'
import { fillTemplate } from '../email/compose/fill-template.ts'
import { nurtureContext } from '../engine/merge-contexts.ts'
import { pickTemplate } from '../workflow/planner/pick-template.ts'
import { calendarFor } from '../workflow/proofs/calendar-test.ts'
import type { Calendar, CalendarEntry, Persona } from '../workflow/proofs/simulate.ts'
import type { CompiledTemplate, WorkflowVersion } from '../workflow/versions/version.ts'
import { isoUtc } from './moments.ts'
import { type UnstoredLead, unstoredLead } from './unstored-lead.ts'

/** What `simulate --format json` prints; times in ISO 8601, `local` with the offset of the lead's zone. */
export interface PrintedCalendar {
  workflow: string
  calendar: PrintedEntry[]
  end: { at: string; status: string; reason: string }
}

export interface PrintedEntry {
  at: string
  local: string
  zone: string
  step: string
  kind: CalendarEntry['kind']
  template: string | null
  subject: string | null
  because: string[]
}

export interface CalendarRequest {
  version: WorkflowVersion
  body: ApiLead
  settings: Settings
  startAt: number
  persona: Persona
  /** Workflows that a `start` may go on with. */
  others?: WorkflowVersion[]
}

/** Everything one lead would get from the workflow, with the subjects as this lead would read them. */
export function calendarOf(request: CalendarRequest): PrintedCalendar {
  const { calendar, arrived } = simulatedCalendar(request)
  const { at, status, reason } = calendar.end
  return {
    workflow: calendar.workflow,
    calendar: printedEntries(calendar.entries, { ...request, ...arrived }),
    end: { at: isoUtc(at), status, reason },
  }
}

/** The same before it is printed, with the lead and inquiry that the body became. */
export function simulatedCalendar(request: CalendarRequest): { calendar: Calendar; arrived: UnstoredLead } {
  const { body, settings, startAt } = request
  const arrived = unstoredLead(body, settings, startAt)
  return { calendar: calendarFor({ ...request, ...arrived }), arrived }
}

export type EntryContext = UnstoredLead & Pick<CalendarRequest, 'version' | 'others' | 'settings'>

function printedEntries(entries: CalendarEntry[], context: EntryContext): PrintedEntry[] {
  const mails = mailsOf(entries, context)
  return entries.map(entry => {
    const { at, zone, step, kind, template, because } = entry
    const subject = mails.get(entry)?.subject ?? null
    return { at: isoUtc(at), local: localIso(at, zone), zone, step, kind, template, subject, because }
  })
}

export interface CalendarMail {
  mail: FilledTemplate
  subject: string
  messageId: string
}

/** The mails of a calendar as the lead would get them, by their entries; those whose template no version holds are left out. */
export function mailsOf(entries: CalendarEntry[], context: EntryContext): Map<CalendarEntry, CalendarMail> {
  const mails = new Map<CalendarEntry, CalendarMail>()
  let earlier: CalendarMail[] = []
  for (const entry of entries) {
    if (entry.kind === 'start') earlier = []
    const filled = entry.kind === 'send' && entry.template !== null ? mailOf(entry.template, context) : null
    if (filled === null) continue
    const mail = entry.thread ? { ...filled, thread: threadOf(earlier) } : filled
    const messageId = `<simulated-${mails.size + 1}@tend.example>`
    const made = { mail, subject: fillTemplate(mail).subject, messageId }
    mails.set(entry, made)
    earlier.push(made)
  }
  return mails
}

function threadOf(earlier: CalendarMail[]): MailThread | null {
  const [first] = earlier
  return first === undefined ? null : { subject: first.subject, references: earlier.map(({ messageId }) => messageId) }
}

function mailOf(name: string, context: EntryContext): FilledTemplate | null {
  const { settings, lead, inquiry } = context
  const template = templateOf(name, context)
  if (template === null) return null
  const merge = {
    ...nurtureContext(lead, inquiry, { settings, language: template.language }),
    unsubscribeUrl: SAMPLE_LINK,
  }
  return { template, context: merge, unsubscribeUrl: SAMPLE_LINK, utm: settings.links.utm }
}

type FilledTemplate = Parameters<typeof fillTemplate>[0] & { template: CompiledTemplate }

function templateOf(name: string, { version, others, lead }: EntryContext): CompiledTemplate | null {
  for (const { templates } of [version, ...(others ?? [])]) {
    const template = pickTemplate(templates, name, lead)
    if (template !== null) return template
  }
  return null
}

/** Mail that goes to nobody has nobody to unsubscribe. */
export const SAMPLE_LINK = 'https://tend.example/u/sample'
