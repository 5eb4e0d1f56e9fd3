import { type ContactAnswer, mayEverContact, type SentMail } from '../domain/contact-policy.ts'
import type { Enrollment } from '../domain/enrollment.ts'
import type { Inquiry } from '../domain/inquiry.ts'
import type { Lead } from '../domain/lead.ts'
import { localWords } from '../domain/schedule.ts'
import type { Settings } from '../domain/settings.ts'
import { DAY_MS } from '../domain/units.ts'
import type { Decision, Effect, Facts } from './decision.ts'
import { zoneOfLead } from './lead-zone.ts'
import { newEnrollment } from './new-enrollment.ts'
import { planNext } from './plan-next.ts'
import type { WorkflowVersion } from './version.ts'

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
  because: string[]
}

export interface Calendar {
  workflow: string
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
}

/** How long after a mail a persona does what it does. */
const REACTION_MS: Record<Persona, number> = {
  silent: Number.POSITIVE_INFINITY,
  replies: DAY_MS / 6,
  clicks: DAY_MS / 24,
  bounces: 0,
  unsubscribes: DAY_MS / 12,
}

/** Longer than any workflow that `check` accepts; a fault of ours must not loop for ever. */
const MOST_TICKS = 20_000

/** The calendar of what one lead would get, from the very planner that production runs. Sends nothing. Pure. */
export function simulate(simulation: Simulation): Calendar {
  const state = begin(simulation)
  for (let tick = 0; tick < MOST_TICKS && state.enrollment.status === 'active'; tick += 1) {
    const { dueAt } = state.enrollment
    if (dueAt !== null) state.now = Math.max(state.now, dueAt)
    if (reacts(simulation, state)) break
    take(simulation, state, planNext(simulation.version.program, state.enrollment, factsOf(simulation, state), state.now))
  }
  return {
    workflow: simulation.version.workflowId,
    entries: state.entries,
    end: {
      at: state.enrollment.endedAt ?? state.now,
      status: state.enrollment.status,
      reason: state.enrollment.endReason ?? 'still running',
    },
  }
}

interface State {
  now: number
  enrollment: Enrollment
  score: number
  status: Lead['status']
  mails: SentMail[]
  entries: CalendarEntry[]
  reasons: string[]
  reactsAt: number
  zone: string
}

function begin({ version, lead, inquiry, settings, startAt }: Simulation): State {
  const enrollment = newEnrollment({
    id: 'simulated',
    version,
    inquiry,
    status: 'active',
    firstTouchMs: settings.firstTouchMs,
    now: startAt,
  })
  const zone = zoneOfLead(lead, settings)
  const state: State = {
    now: startAt,
    enrollment,
    score: lead.score,
    status: lead.status,
    mails: [],
    entries: [],
    reasons: ['the inquiry came in'],
    reactsAt: Number.POSITIVE_INFINITY,
    zone,
  }
  if (lead.email === null) note(state, { kind: 'task', purpose: 'first-touch', because: 'no address: call this lead' })
  return state
}

function reacts({ persona, version }: Simulation, state: State): boolean {
  if (state.reactsAt > state.now) return false
  const signal = { silent: '', replies: 'reply', clicks: 'click', bounces: 'bounce', unsubscribes: 'unsubscribe' }[persona]
  state.reactsAt = Number.POSITIVE_INFINITY
  const always = persona === 'bounces' || persona === 'unsubscribes'
  if (!always && !version.program.stopOn.includes(signal)) return false
  state.enrollment = { ...state.enrollment, status: 'stopped', endedAt: state.now, endReason: signal }
  return true
}

function factsOf({ lead, inquiry, settings }: Simulation, state: State): Facts {
  const mail = state.mails.at(-1)
  const current = { ...lead, score: state.score, status: state.status }
  return {
    lead: current,
    inquiry,
    settings,
    contact: standingAnswer(current, settings, state.now),
    mails: state.mails,
    mailsOfEnrollment: state.mails.length,
    templatesSent: state.mails.flatMap(sent => sent.template ?? []),
    mail: state.enrollment.phase === 'mail' ? { status: 'sent', gateAt: mail?.at ?? state.now, reason: null } : null,
  }
}

function standingAnswer(lead: Lead, settings: Settings, now: number): ContactAnswer {
  return mayEverContact({ lead, suppressions: [], limits: settings.limits }, now)
}

function take(simulation: Simulation, state: State, decision: Decision): void {
  state.enrollment = decision.enrollment
  for (const effect of decision.effects) note(state, effect)
  // A planning ends at the wait that it comes to, so what it waits for explains the entries of the next one.
  for (const happened of decision.events) {
    if (happened.kind === 'step-waits') state.reasons.push(reasonWords(happened.data, state.zone))
  }
  const sent = decision.effects.find(effect => effect.kind === 'send')
  if (sent?.kind === 'send') {
    state.mails = [...state.mails, { at: state.now, template: sent.template, enrollmentId: 'simulated' }]
    state.reactsAt = Math.min(state.reactsAt, state.now + REACTION_MS[simulation.persona])
    const firstTouchAt = state.enrollment.firstTouchAt ?? state.now
    state.enrollment = { ...state.enrollment, firstTouchAt, dueAt: state.now }
  }
}

function reasonWords(waited: { until: number; because: string }, zone: string): string {
  return `${waited.because}: until ${localWords(waited.until, zone)}`
}

function note(state: State, effect: Effect): void {
  const own = 'because' in effect ? [effect.because].flat() : []
  state.entries.push({
    at: state.now,
    local: localWords(state.now, state.zone),
    zone: state.zone,
    step: 'step' in effect ? effect.step : effect.kind === 'task' ? effect.purpose : 'qualify',
    kind: effect.kind,
    template: 'template' in effect ? effect.template : null,
    because: [...state.reasons, ...own],
  })
  if (effect.kind === 'score') state.score += effect.points
  if (effect.kind === 'qualify') state.status = 'qualified'
  state.reasons = []
}
