import type { ApiLead } from '../domain/api-lead.ts'
import { localIso } from '../domain/moment-words.ts'
import type { Settings } from '../domain/settings.ts'
import { fillTemplate } from '../email/compose-mail.ts'
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
    calendar: calendar.entries.map(entry => printedEntry(entry, { ...request, ...arrived })),
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

function printedEntry(entry: CalendarEntry, context: EntryContext): PrintedEntry {
  const { at, zone, step, kind, template, because } = entry
  const mail = kind === 'send' && template !== null ? mailOf(template, context) : null
  const subject = mail === null ? null : fillTemplate(mail).subject
  return { at: isoUtc(at), local: localIso(at, zone), zone, step, kind, template, subject, because }
}

/** The template with the data of the lead, as the composer takes it; null when no version holds it. */
export function mailOf(name: string, context: EntryContext): FilledTemplate | null {
  const { settings, lead, inquiry } = context
  const template = templateOf(name, context)
  if (template === null) return null
  const merge = {
    ...nurtureContext(lead, inquiry, { settings, language: template.language }),
    unsubscribeUrl: SAMPLE_LINK,
  }
  return { template, context: merge, unsubscribeUrl: SAMPLE_LINK }
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
