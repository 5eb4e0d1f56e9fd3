import { type ContactAnswer, mayEverContact, type SentMail } from '../../domain/contact-policy.ts'
import type { Enrollment } from '../../domain/enrollment.ts'
import type { Inquiry } from '../../domain/inquiry/inquiry.ts'
import type { Lead } from '../../domain/people/lead.ts'
import type { Settings } from '../../domain/settings.ts'
import type { Signal } from '../../domain/signal.ts'
import { retag } from '../../domain/tags.ts'
import { localWords } from '../../domain/time/moment-words.ts'
import { DAY_MS } from '../../domain/time/units.ts'
import type { Decision, Effect, Facts } from '../planner/decision.ts'
import { enterWorkflow } from '../planner/enter-workflow.ts'
import { zoneOfLead } from '../planner/lead-zone.ts'
import { newEnrollment } from '../planner/new-enrollment.ts'
import { planNext } from '../planner/plan-next.ts'
import { HEARD, waitsFor } from '../planner/plan-wait.ts'
import type { WorkflowVersion } from '../versions/version.ts'

export const PERSONAS = ['silent', 'replies', 'clicks', 'bounces', 'unsubscribes'] as const
export type Persona = (typeof PERSONAS)[number]

export interface CalendarEntry {
  at: number
  /** Local time of the lead, in words. */
  local: string
  zone: string
  step: string
  kind: Effect['kind']
  template: string | null
  /** A mail that goes on from the ones before it. */
  thread?: true
  because: string[]
}

export interface Calendar {
  workflow: string
  /** In time order. */
  entries: CalendarEntry[]
  end: { at: number; status: string; reason: string }
}

export interface Simulation {
  version: WorkflowVersion
  lead: Lead
  inquiry: Inquiry
  settings: Settings
  startAt: number
  persona: Persona
  /** Workflows that a `start` may go on with. */
  others?: WorkflowVersion[]
  /** Mail that the lead has had before. */
  mailsBefore?: SentMail[]
}

/** What a persona does after each mail, and how long after it. */
const REACTIONS: Record<Persona, { kind: string; afterMs: number }> = {
  silent: { kind: 'silence', afterMs: Number.POSITIVE_INFINITY },
  replies: { kind: 'reply', afterMs: DAY_MS / 6 },
  clicks: { kind: 'click', afterMs: DAY_MS / 24 },
  bounces: { kind: 'bounce', afterMs: 0 },
  unsubscribes: { kind: 'unsubscribe', afterMs: DAY_MS / 12 },
}

/** End contact whatever `stop-on` says, as in `record-signal`. */
const SILENCING = ['bounce', 'unsubscribe']

/** Longer than any workflow that `check` accepts; a fault of ours must not loop for ever. */
const MOST_TICKS = 20_000

/** The calendar of what one lead would get, from the very planner that production runs. Sends nothing. Pure. */
export function simulate(simulation: Simulation): Calendar {
  const state = begin(simulation)
  for (let tick = 0; tick < MOST_TICKS && state.enrollment.status === 'active'; tick += 1) {
    const nextAt = Math.min(state.enrollment.dueAt ?? Number.POSITIVE_INFINITY, state.reactsAt)
    if (nextAt === Number.POSITIVE_INFINITY) break
    state.now = Math.max(state.now, nextAt)
    if (state.reactsAt <= state.now) react(simulation, state)
    else take(simulation, state)
  }
  return { workflow: simulation.version.workflowId, entries: state.entries, end: endOf(state) }
}

interface State {
  now: number
  version: WorkflowVersion
  enrollment: Enrollment
  /** Of this simulation, the running one left out. */
  ended: Enrollment[]
  lead: Lead
  mails: SentMail[]
  signals: Signal[]
  entries: CalendarEntry[]
  reasons: string[]
  reactsAt: number
  zone: string
}

function begin(simulation: Simulation): State {
  const { version, lead, settings, startAt } = simulation
  const state: State = {
    now: startAt,
    version,
    enrollment: enrollmentOf(simulation, { version, id: 'simulated', now: startAt }),
    ended: [],
    lead,
    mails: simulation.mailsBefore ?? [],
    signals: [],
    entries: [],
    reasons: ['the inquiry came in'],
    reactsAt: Number.POSITIVE_INFINITY,
    zone: zoneOfLead(lead, settings),
  }
  callWithoutAddress(state)
  return state
}

function enrollmentOf(
  { inquiry, settings }: Simulation,
  { version, id, now }: { version: WorkflowVersion; id: string; now: number },
): Enrollment {
  return newEnrollment({ id, version, inquiry, status: 'active', firstTouchMs: settings.firstTouchMs, now })
}

function callWithoutAddress(state: State): void {
  if (state.lead.email !== null) return
  const because = 'no address: call this lead'
  note(state, { kind: 'task', purpose: 'first-touch', team: null, because, dueWithinMs: null })
  state.enrollment = { ...state.enrollment, firstTouchAt: state.now }
}

/** A signal is first offered to the wait that it answers; else it may stop the workflow; else it is remembered. */
function react({ persona }: Simulation, state: State): void {
  const { enrollment, now } = state
  const { kind } = REACTIONS[persona]
  state.reactsAt = Number.POSITIVE_INFINITY
  const step = enrollment.step === null ? undefined : state.version.program.steps[enrollment.step]
  const signal: Signal = {
    id: `signal-${state.signals.length + 1}`,
    leadId: state.lead.id,
    kind,
    at: now,
    data: {},
    offer: null,
    consumedBy: null,
  }
  if (SILENCING.includes(kind)) return stop(state, kind)
  state.signals = [...state.signals, signal]
  if (step !== undefined && waitsFor(step, enrollment, kind)) {
    state.enrollment = { ...enrollment, arms: { ...enrollment.arms, [step.id]: HEARD }, dueAt: now }
    note(state, { kind: 'consume', step: step.id, signalId: signal.id })
  } else if (state.version.program.stopOn.includes(kind)) stop(state, kind)
}

function stop(state: State, reason: string): void {
  state.enrollment = { ...state.enrollment, status: 'stopped', endedAt: state.now, endReason: reason }
}

function take(simulation: Simulation, state: State): void {
  const facts = factsOf(simulation, state)
  const decision = planNext(state.version.program, state.enrollment, facts, state.now)
  state.enrollment = decision.enrollment
  for (const effect of decision.effects) note(state, effect)
  remember(simulation, state, decision)
  const started = decision.effects.find(effect => effect.kind === 'start')
  if (started?.kind === 'start') goOnWith(simulation, state, started.workflow)
}

function factsOf({ inquiry, settings }: Simulation, state: State): Facts {
  const { lead, mails, enrollment, signals } = state
  const own = mails.filter(({ enrollmentId }) => enrollmentId === enrollment.id)
  const gateAt = own.at(-1)?.at ?? state.now
  return {
    lead,
    inquiry,
    settings,
    contact: standingAnswer(lead, settings, state.now),
    mails,
    mailsOfEnrollment: own.length,
    templatesSent: mails.flatMap(sent => sent.template ?? []),
    signals,
    stepMap: null,
    mail: enrollment.phase === 'mail' ? { status: 'sent', gateAt, reason: null } : null,
  }
}

function standingAnswer(lead: Lead, settings: Settings, now: number): ContactAnswer {
  return mayEverContact({ lead, suppressions: [], offer: null, limits: settings.limits }, now)
}

/** What a decision leaves behind for the next one. */
function remember({ persona }: Simulation, state: State, { events, effects }: Decision): void {
  // A planning ends at the wait that it comes to, so what it waits for explains the entries of the next one.
  for (const happened of events) {
    if (happened.kind === 'step-waits') state.reasons.push(reasonWords(happened.data, state.zone))
  }
  const sent = effects.find(effect => effect.kind === 'send')
  if (sent?.kind !== 'send') return
  const { id: enrollmentId, firstTouchAt } = state.enrollment
  state.mails = [...state.mails, { at: state.now, template: sent.template, enrollmentId }]
  state.reactsAt = Math.min(state.reactsAt, state.now + REACTIONS[persona].afterMs)
  state.enrollment = { ...state.enrollment, firstTouchAt: firstTouchAt ?? state.now, dueAt: state.now }
}

/** `start` goes on in the other workflow, as far as its `again` allows. */
function goOnWith(simulation: Simulation, state: State, workflow: string): void {
  const versions = [simulation.version, ...(simulation.others ?? [])]
  const version = versions.find(({ workflowId }) => workflowId === workflow)
  if (version === undefined) return
  const past = [...state.ended, state.enrollment]
  if (enterWorkflow(version.program, state.enrollment.offer, past, state.now).kind !== 'start') return
  state.ended = past
  state.version = version
  state.enrollment = enrollmentOf(simulation, { version, id: `simulated-${past.length + 1}`, now: state.now })
  state.reasons = [`started by ${past.at(-1)?.workflowId}`]
  callWithoutAddress(state)
}

function endOf({ enrollment, now }: State): Calendar['end'] {
  if (enrollment.status === 'active') return { at: now, status: 'active', reason: 'waits for ever' }
  return { at: enrollment.endedAt ?? now, status: enrollment.status, reason: enrollment.endReason ?? '' }
}

function reasonWords(waited: { until: number | null; because: string }, zone: string): string {
  return waited.until === null ? waited.because : `${waited.because}: until ${localWords(waited.until, zone)}`
}

function note(state: State, effect: Effect): void {
  const own = 'because' in effect ? [effect.because].flat() : effect.kind === 'consume' ? ['it came'] : []
  state.entries.push({
    at: state.now,
    local: localWords(state.now, state.zone),
    zone: state.zone,
    step: 'step' in effect ? effect.step : effect.kind === 'task' ? effect.purpose : 'qualify',
    kind: effect.kind,
    template: 'template' in effect ? effect.template : null,
    ...(effect.kind === 'send' && effect.thread ? { thread: effect.thread } : {}),
    because: [...state.reasons, ...own],
  })
  state.lead = leadAfter(state.lead, effect)
  if (effect.kind === 'consume') {
    state.signals = state.signals.map(signal =>
      signal.id === effect.signalId ? { ...signal, consumedBy: state.enrollment.id } : signal,
    )
  }
  state.reasons = []
}

function leadAfter(lead: Lead, effect: Effect): Lead {
  switch (effect.kind) {
    case 'score':
      return { ...lead, score: lead.score + effect.points }
    case 'qualify':
      return { ...lead, status: 'qualified' }
    case 'set':
      return { ...lead, attributes: { ...lead.attributes, ...effect.values } }
    case 'tag':
      return { ...lead, tags: retag(lead.tags, effect) }
    default:
      return lead
  }
}
