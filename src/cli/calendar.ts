import type { ApiLead } from '../domain/api-lead.ts'
import { localIso } from '../domain/moment-words.ts'
import type { Settings } from '../domain/settings.ts'
import { fillTemplate } from '../email/compose-mail.ts'
import { nurtureContext } from '../engine/merge-contexts.ts'
import { pickTemplate } from '../workflow/pick-template.ts'
import { type CalendarEntry, type Persona, simulate } from '../workflow/simulate.ts'
import type { WorkflowVersion } from '../workflow/version.ts'
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
}

/** Everything one lead would get from the workflow, with the subjects as this lead would read them. */
export function calendarOf({ version, body, settings, startAt, persona }: CalendarRequest): PrintedCalendar {
  const arrived = unstoredLead(body, settings, startAt)
  const workflow = version.workflowId
  if (arrived.inquiry.action === 'DNC') {
    const reason = 'a do-not-contact lead starts nothing'
    return { workflow, calendar: [], end: { at: isoUtc(startAt), status: 'stopped', reason } }
  }
  const simulated = simulate({ version, ...arrived, settings, startAt, persona })
  const { at, status, reason } = simulated.end
  return {
    workflow,
    calendar: simulated.entries.map(entry => printedEntry(entry, { version, settings, ...arrived })),
    end: { at: isoUtc(at), status, reason },
  }
}

type EntryContext = UnstoredLead & Pick<CalendarRequest, 'version' | 'settings'>

function printedEntry(entry: CalendarEntry, context: EntryContext): PrintedEntry {
  const { at, zone, step, kind, template, because } = entry
  const subject = kind === 'send' && template !== null ? subjectOf(template, context) : null
  return { at: isoUtc(at), local: localIso(at, zone), zone, step, kind, template, subject, because }
}

function subjectOf(name: string, { version, settings, lead, inquiry }: EntryContext): string | null {
  const template = pickTemplate(version.templates, name, lead)
  if (template === null) return null
  const context = {
    ...nurtureContext(lead, inquiry, { settings, language: template.language }),
    unsubscribeUrl: SAMPLE_LINK,
  }
  return fillTemplate({ template, context, unsubscribeUrl: SAMPLE_LINK }).subject
}

/** Mail that goes to nobody has nobody to unsubscribe. */
export const SAMPLE_LINK = 'https://tend.example/u/sample'
