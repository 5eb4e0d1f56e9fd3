import type { Inquiry } from '../../domain/inquiry/inquiry.ts'
import type { Lead } from '../../domain/people/lead.ts'
import type { Settings } from '../../domain/settings.ts'
import { readMoment } from '../conditions/read-moment.ts'
import { hintFor } from '../language/nearest.ts'
import { zoneOfLead } from '../planner/lead-zone.ts'
import type { Problem } from '../problem.ts'
import type { WorkflowVersion } from '../versions/version.ts'
import { type CalendarTest, type CalendarTestReading, type ReportAt, readCalendarTest } from './calendar-test-file.ts'
import { asScalar, endLine, entryLine } from './calendar-test-text.ts'
import { type Calendar, simulate } from './simulate.ts'

export interface CalendarTestRun {
  file: string
  text: string
  versions: WorkflowVersion[]
  /** Every id that has a file; a workflow with errors has no version, and its tests are left out. */
  workflowIds: string[]
  settings: Settings
  /** Lead and inquiry that the body of `POST /leads` becomes at the time. Throws when it says nothing of a person. */
  arrive(body: Record<string, unknown>, settings: Settings, at: number): { lead: Lead; inquiry: Inquiry }
}

/** Runs one calendar test; no problem means that the workflow does what the test states. Pure. */
export function runCalendarTest(run: CalendarTestRun): { problems: Problem[] } {
  const reading = readCalendarTest(run)
  if (reading.test !== null) judge(run, reading, reading.test)
  return { problems: reading.problems }
}

function judge(run: CalendarTestRun, { report }: CalendarTestReading, test: CalendarTest): void {
  const version = run.versions.find(({ workflowId }) => workflowId === test.workflow)
  if (version === undefined) return reportMissing(run, report, test.workflow)
  const settings = withOwn(run.settings, test.settings)
  const arrived = arrivalOf(run, report, { test, settings })
  if (arrived === null) return
  const { lead, inquiry, startAt } = arrived
  const others = run.versions.filter(other => other !== version)
  const calendar = calendarFor({ version, lead, inquiry, settings, startAt, persona: test.persona, others })
  const zone = zoneOfLead(lead, settings)
  if (!reportDifference(report, test.expect, calendar.entries.map(entryLine))) return
  const end = endLine(calendar.end, zone)
  if (folded(test.end) === folded(end)) return
  const message = `expected the end \`${test.end}\`, came \`${end}\``
  report('other-end', ['end'], { message, hint: `If it is right now, write: end: ${asScalar(end)}` })
}

function reportMissing({ workflowIds }: CalendarTestRun, report: ReportAt, workflow: string): void {
  if (workflowIds.includes(workflow)) return
  report('unknown-workflow', ['workflow'], {
    message: `there is no workflow \`${workflow}\``,
    hint: hintFor(workflow, workflowIds),
  })
}

function withOwn(settings: Settings, own: CalendarTest['settings']): Settings {
  const quiet = own['quiet-hours']
  return {
    ...settings,
    zone: own.zone ?? settings.zone,
    holidays: own.holidays ?? settings.holidays,
    quietHours: quiet === undefined ? settings.quietHours : quiet === 'none' ? null : quiet,
  }
}

function arrivalOf(
  run: CalendarTestRun,
  report: ReportAt,
  { test, settings }: { test: CalendarTest; settings: Settings },
): { lead: Lead; inquiry: Inquiry; startAt: number } | null {
  try {
    // The zone of the lead is needed to read a local time.
    const { lead } = run.arrive(test.lead, settings, 0)
    const startAt = readMoment(test.start, zoneOfLead(lead, settings))
    if (startAt !== null) return { ...run.arrive(test.lead, settings, startAt), startAt }
    const message = `expected a time in ISO 8601, came \`${test.start}\``
    report('bad-start', ['start'], { message, hint: 'Write for example 2026-11-24T10:00, the local time of the lead.' })
  } catch (error) {
    const message = error instanceof Error ? error.message : 'the lead cannot be read'
    report('bad-lead', ['lead'], { message, hint: 'Write it as the body of `POST /api/v1/leads` (docs/api.md).' })
  }
  return null
}

/** What `simulate` gives, and for a do-not-contact inquiry what intake does: nothing. */
export function calendarFor(simulation: Parameters<typeof simulate>[0]): Calendar {
  const { version, inquiry, startAt } = simulation
  if (inquiry.action !== 'DNC') return simulate(simulation)
  const end = { at: startAt, status: 'stopped', reason: 'a do-not-contact lead starts nothing' }
  return { workflow: version.workflowId, entries: [], end }
}

/** True when nothing differs. */
function reportDifference(report: ReportAt, expected: string[], came: string[]): boolean {
  const count = Math.max(expected.length, came.length)
  const index = Array.from({ length: count }, (_, place) => place).find(
    place => folded(expected[place] ?? '') !== folded(came[place] ?? ''),
  )
  if (index === undefined) return true
  const path = expected.length === 0 ? ['expect'] : ['expect', Math.min(index, expected.length - 1)]
  report('other-calendar', path, differenceWords(expected[index], came[index]))
  return false
}

function differenceWords(expected: string | undefined, came: string | undefined): { message: string; hint: string } {
  if (came === undefined)
    return { message: `expected \`${expected}\`, but nothing more comes`, hint: 'Take the line out.' }
  const line = `- ${asScalar(came)}`
  if (expected === undefined)
    return { message: `after the last line comes \`${came}\``, hint: `If it is right, add: ${line}` }
  return { message: `expected \`${expected}\`, came \`${came}\``, hint: `If it is right now, write: ${line}` }
}

function folded(line: string): string {
  return line.trim().replace(/\s+/g, ' ')
}
