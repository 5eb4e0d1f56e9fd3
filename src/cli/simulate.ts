import { type Command, Option } from 'commander'
import { TendError } from '../domain/errors.ts'
import { localIso } from '../domain/time/moment-words.ts'
import { systemClock } from '../system-clock.ts'
import { zoneOfLead } from '../workflow/planner/lead-zone.ts'
import { routeInquiry } from '../workflow/planner/route-inquiry.ts'
import { calendarTestText } from '../workflow/proofs/calendar-test-text.ts'
import { PERSONAS, type Persona } from '../workflow/proofs/simulate.ts'
import { type CalendarRequest, calendarOf, type PrintedCalendar, simulatedCalendar } from './calendar.ts'
import { calendarIcs } from './calendar-ics.ts'
import { calendarText } from './calendar-text.ts'
import { isoUtc } from './moments.ts'
import { print, printJson, tell, withFormat } from './print.ts'
import { type OpenedWorkflow, openWorkflow } from './project.ts'
import { readMoment } from './read-moment.ts'
import { readLeadFile, sampleLead } from './sample-lead.ts'
import { arrivalCondition, type UnstoredLead, unstoredLead } from './unstored-lead.ts'
import { writeInbox } from './write-inbox.ts'

interface SimulateOptions {
  lead?: string
  start?: string
  persona: Persona
  format: 'text' | 'json' | 'ics' | 'test'
  inbox?: string
}

export function define(command: Command): void {
  command
    .description('Shows what one lead would get from a workflow, when and why. Sends nothing and needs no database.')
    .argument('<workflow>', 'id of a workflow, or the path of a workflow file')
    .option(
      '--lead <file>',
      'lead as in the body of POST /api/v1/leads; - reads standard input (default: a made-up lead)',
    )
    .option(
      '--start <time>',
      'when the lead comes in, ISO 8601; without an offset in the local time of the lead (default: now)',
    )
    .addOption(new Option('--persona <persona>', 'what the lead does').choices(PERSONAS).default('silent'))
    .option('--inbox <folder>', 'write every mail of the calendar there, as .html, .txt and .eml')
  withFormat(command, ['text', 'json', 'ics', 'test'])
    .addHelpText(
      'after',
      '\nExample: tend simulate test-drive --start 2026-12-23T16:00 --persona replies\n--format test prints a calendar test: keep it in workflows/tests, and `tend check` watches over it.',
    )
    .action(simulate)
}

async function simulate(name: string, options: SimulateOptions): Promise<void> {
  const opened = await openWorkflow(name)
  const { settings } = opened.project
  const body =
    options.lead === undefined ? sampleLead(settings, opened.version.program.for) : readLeadFile(options.lead)
  const now = systemClock.now()
  const arrived = unstoredLead(body, settings, now)
  const startAt = options.start === undefined ? now : startOf(options.start, zoneOfLead(arrived.lead, settings))
  const request = { ...opened, body, settings, startAt, persona: options.persona }
  const calendar = calendarOf(request)
  warnOtherWorkflow(opened, arrived)
  noteQualified(arrived)
  if (options.format === 'json') printJson(calendar)
  else if (options.format === 'test') process.stdout.write(calendarTest(request))
  else if (options.format === 'ics') process.stdout.write(calendarIcs(calendar, isoUtc(startAt)))
  else printText(calendar, { opened, arrived, persona: options.persona })
  if (options.inbox !== undefined) writeInbox(options.inbox, request)
}

function calendarTest(request: CalendarRequest): string {
  const { body, settings, startAt, persona } = request
  const { calendar, arrived } = simulatedCalendar(request)
  const zone = zoneOfLead(arrived.lead, settings)
  const start = localIso(startAt, zone)
  return calendarTestText({ lead: body, persona, start, zone, calendar })
}

function startOf(text: string, zone: string): number {
  const at = readMoment(text, zone)
  if (at !== null) return at
  throw new TendError({
    code: 'wrong-use',
    message: `Expected --start as ISO 8601, came \`${text}\`.`,
    nextAction: 'Write for example 2026-11-23T09:00 (local time of the lead) or 2026-11-23T08:00:00Z.',
  })
}

/** A lead that would go elsewhere is simulated all the same, and said to. */
function warnOtherWorkflow({ project, version }: OpenedWorkflow, arrived: UnstoredLead): void {
  if (arrived.inquiry.action === 'DNC') return
  const { program, workflowId } = version
  if (routeInquiry([program], arrived.inquiry, arrivalCondition(arrived, project.settings)) !== null) return
  tell(`Note: by its \`for\`, ${workflowId} does not take this lead in; shown is what it would do.`)
}

function noteQualified({ lead }: UnstoredLead): void {
  if (lead.status !== 'qualified') return
  tell(`Note: with ${lead.score} points the lead qualifies as it comes in, so the default team is told at once.`)
}

function printText(
  calendar: PrintedCalendar,
  about: { opened: OpenedWorkflow; arrived: UnstoredLead; persona: Persona },
): void {
  const { lead } = about.arrived
  const who = [lead.firstName, lead.lastName].filter(Boolean).join(' ') || lead.email || lead.company || 'a lead'
  const { settings } = about.opened.project
  const title = about.opened.version.program.title
  print(calendarText(calendar, { title, who, persona: about.persona, zone: zoneOfLead(lead, settings) }))
}
