import type { SentMail } from '../../domain/contact-policy.ts'
import type { Enrollment } from '../../domain/enrollment.ts'
import type { Inquiry } from '../../domain/inquiry/inquiry.ts'
import type { Lead } from '../../domain/people/lead.ts'
import { crossesThreshold } from '../../domain/qualification.ts'
import type { Settings } from '../../domain/settings.ts'
import type { ScoreEntry } from '../../domain/signal.ts'
import { type ConditionContext, conditionContext, evaluateCondition, fieldsRead } from '../conditions/conditions.ts'
import { type Entry, enterWorkflow } from '../planner/enter-workflow.ts'
import { newEnrollment, WAITING_PLACE_MS } from '../planner/new-enrollment.ts'
import { routeInquiry } from '../planner/route-inquiry.ts'
import type { WorkflowVersion } from '../versions/version.ts'
import { type Calendar, simulate } from './simulate.ts'

/** A lead with what it did in the period; everything as the store has it. */
export interface ReplayedLead {
  lead: Lead
  /** Of the period, oldest first. */
  inquiries: Inquiry[]
  /** Enrollments that began before the period. */
  earlier: Enrollment[]
  scores: ScoreEntry[]
  /** Mail before the period. */
  mails: SentMail[]
}

export type ReplayAnswer = 'starts' | 'waits' | 'joins' | 'not started' | 'unrouted' | 'do-not-contact'

export interface ReplayedInquiry {
  inquiryId: string
  answer: ReplayAnswer
  /** Null when none matches. */
  workflow: string | null
  because: string | null
  /** What would happen in it until it ends or another workflow takes over; null when it does not start. */
  calendar: Calendar | null
  qualifies: boolean
}

/**
 * What the workflows would do with the real inquiries of one lead that stays silent, one workflow at a time, with `again`
 * and rank. Conditions see the lead as it is known today with the points it had then. Sends and stores nothing. Pure.
 */
export function replayLead(replayed: ReplayedLead, versions: WorkflowVersion[], settings: Settings): ReplayedInquiry[] {
  const state: State = { ...replayed, versions, settings, runs: [], results: new Map() }
  for (const inquiry of replayed.inquiries) state.results.set(inquiry.id, answerTo(state, inquiry))
  return replayed.inquiries.flatMap(({ id }) => state.results.get(id) ?? [])
}

interface Run {
  enrollment: Enrollment
  stopOn: string[]
  inquiryId: string
}

interface State extends ReplayedLead {
  versions: WorkflowVersion[]
  settings: Settings
  runs: Run[]
  results: Map<string, ReplayedInquiry>
}

function answerTo(state: State, inquiry: Inquiry): ReplayedInquiry {
  const inquiryId = inquiry.id
  const nothing = { inquiryId, workflow: null, because: null, calendar: null, qualifies: false }
  if (inquiry.action === 'DNC') {
    stopRuns(state, state.runs, { at: inquiry.at, because: 'do-not-contact' })
    return { ...nothing, answer: 'do-not-contact' }
  }
  if (inquiry.action === 'Create') {
    const concerned = state.runs.filter(
      ({ enrollment, stopOn }) => enrollment.offer === inquiry.offer && stopOn.includes('purchase'),
    )
    stopRuns(state, concerned, { at: inquiry.at, because: 'purchase' })
  }
  const lead = leadThen(state, inquiry)
  const qualifies = lead.status === 'qualified'
  const program = routeInquiry(
    state.versions.map(version => version.program),
    inquiry,
    conditionOf(lead, inquiry, state.settings),
  )
  const version = state.versions.find(one => one.program === program)
  if (version === undefined) return { ...nothing, answer: 'unrouted', qualifies }
  const past = [...state.earlier, ...state.runs.map(run => run.enrollment)].map(one => asOf(one, inquiry.at))
  const entry = enterWorkflow(version.program, inquiry.offer, past, inquiry.at)
  return enter(state, entry, { version, lead, inquiry, qualifies })
}

interface Entering {
  version: WorkflowVersion
  lead: Lead
  inquiry: Inquiry
  qualifies: boolean
}

function enter(state: State, entry: Entry, entering: Entering): ReplayedInquiry {
  const { version, inquiry, qualifies } = entering
  const workflow = version.workflowId
  const base = { inquiryId: inquiry.id, workflow, because: null, calendar: null, qualifies }
  switch (entry.kind) {
    case 'join':
      return { ...base, answer: 'joins', because: 'the same workflow is running for this lead' }
    case 'refuse':
      return { ...base, answer: 'not started', because: entry.because }
    case 'start': {
      const replaced = state.runs.find(run => run.enrollment.id === entry.replaces?.id)
      if (replaced)
        cutShort(state, replaced, { at: inquiry.at, status: 'replaced', because: `${workflow} has a higher rank` })
      return { ...base, answer: 'starts', ...run(state, entering, inquiry.at) }
    }
    case 'wait': {
      const turnAt = entry.behind.endedAt
      if (turnAt === null || turnAt > inquiry.at + WAITING_PLACE_MS) {
        return { ...base, answer: 'waits', because: `waits 7 days behind ${entry.behind.workflowId}, and is dropped` }
      }
      return {
        ...base,
        answer: 'waits',
        because: `waits behind ${entry.behind.workflowId}`,
        ...run(state, entering, turnAt),
      }
    }
  }
}

function run(
  state: State,
  { version, lead, inquiry, qualifies }: Entering,
  startAt: number,
): Pick<ReplayedInquiry, 'calendar' | 'qualifies'> {
  const { settings, versions } = state
  const others = versions.filter(other => other !== version)
  const calendar = simulate({
    version,
    lead,
    inquiry,
    settings,
    startAt,
    persona: 'silent',
    others,
    mailsBefore: mailsSoFar(state),
  })
  const { firstTouchMs } = settings
  const id = `replayed-${inquiry.id}`
  const begun = newEnrollment({ id, version, inquiry, status: 'active', firstTouchMs, now: startAt })
  const endedAt = calendar.end.status === 'active' ? null : calendar.end.at
  state.runs.push({
    enrollment: { ...begun, endedAt, endReason: calendar.end.reason },
    inquiryId: inquiry.id,
    stopOn: version.program.stopOn,
  })
  return { calendar, qualifies: qualifies || calendar.entries.some(({ kind }) => kind === 'qualify') }
}

/** Of the store before the period, and of what was replayed since. */
function mailsSoFar({ mails, results }: State): SentMail[] {
  const replayed = [...results.values()].flatMap(({ inquiryId, calendar }) =>
    (calendar?.entries ?? []).flatMap(({ kind, at, template }) =>
      kind === 'send' ? [{ at, template, enrollmentId: `replayed-${inquiryId}` }] : [],
    ),
  )
  return [...mails, ...replayed].sort((a, b) => a.at - b.at)
}

interface Cut {
  at: number
  status: 'replaced' | 'stopped'
  because: string
}

function stopRuns(state: State, runs: Run[], end: Omit<Cut, 'status'>): void {
  for (const one of runs) cutShort(state, one, { ...end, status: 'stopped' })
}

/** What was still to come does not. */
function cutShort(state: State, { enrollment, inquiryId }: Run, end: Cut): void {
  const result = state.results.get(inquiryId)
  if (result?.calendar == null || (enrollment.endedAt ?? Number.POSITIVE_INFINITY) <= end.at) return
  const { at, status, because: reason } = end
  const entries = result.calendar.entries.filter(entry => entry.at < at)
  const calendar = { ...result.calendar, entries, end: { at, status, reason } }
  state.results.set(inquiryId, { ...result, calendar })
  state.runs = state.runs.map(known =>
    known.inquiryId === inquiryId ? { ...known, enrollment: { ...enrollment, endedAt: at } } : known,
  )
}

/** The enrollment as it stood at the moment; its end, known today, stays readable. */
function asOf(enrollment: Enrollment, at: number): Enrollment {
  const { startedAt, endedAt } = enrollment
  if (startedAt > at) return { ...enrollment, status: 'waiting' }
  return { ...enrollment, status: endedAt === null || endedAt > at ? 'active' : 'finished' }
}

/** With the points given before the inquiry and those that the rules of today give for it. */
function leadThen({ lead, scores, settings, earlier }: State, inquiry: Inquiry): Lead {
  const before = scores.filter(({ at }) => at < inquiry.at)
  const score = before.reduce((sum, { points }) => sum + points, 0)
  const condition = conditionOf({ ...lead, score }, inquiry, settings)
  const given = settings.scoring.rules.filter(rule => !hasScored(rule, before) && evaluateCondition(rule.if, condition))
  const total = score + given.reduce((sum, { points }) => sum + points, 0)
  const { qualifiedAt } = settings.scoring
  const wasQualified = qualifiedAt !== null && earlier.length > 0 && score >= qualifiedAt
  const qualifies = wasQualified || crossesThreshold('open', score, total, settings)
  return { ...lead, score: total, status: qualifies ? 'qualified' : 'open' }
}

/** A rule that reads the lead only scores once. */
function hasScored(rule: { if: string; because: string }, before: ScoreEntry[]): boolean {
  const perInquiry = fieldsRead(rule.if).some(field => !field.startsWith('lead.'))
  return !perInquiry && before.some(({ because }) => because === rule.because)
}

function conditionOf(lead: Lead, inquiry: Inquiry, settings: Settings): ConditionContext {
  const offerTitle = settings.offers[inquiry.offer]?.title ?? inquiry.offerTitle ?? inquiry.offer
  return conditionContext({ lead, inquiry, offerTitle, mails: 0, days: 0 })
}
