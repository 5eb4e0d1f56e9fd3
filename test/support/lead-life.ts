import type { Enrollment } from '../../src/domain/enrollment.ts'
import type { Inquiry } from '../../src/domain/inquiry/inquiry.ts'
import type { Lead } from '../../src/domain/people/lead.ts'
import type { Settings } from '../../src/domain/settings.ts'
import type { Signal } from '../../src/domain/signal.ts'
import { conditionContext } from '../../src/workflow/conditions/conditions.ts'
import type { Facts } from '../../src/workflow/planner/decision.ts'
import { enterWorkflow } from '../../src/workflow/planner/enter-workflow.ts'
import { newEnrollment, startWaiting, WAITING_PLACE_MS } from '../../src/workflow/planner/new-enrollment.ts'
import { planNext } from '../../src/workflow/planner/plan-next.ts'
import { HEARD, waitsFor } from '../../src/workflow/planner/plan-wait.ts'
import { routeInquiry } from '../../src/workflow/planner/route-inquiry.ts'
import type { Program } from '../../src/workflow/program.ts'
import { facts, inquiry } from './facts.ts'

export type LifeEvent =
  | { at: number; kind: 'inquiry'; action: string; offer: string }
  | { at: number; kind: 'signal'; signal: string }

export interface LivedMail {
  at: number
  template: string
  enrollmentId: string
  workflow: string
}

export interface LifeRules {
  programs: Program[]
  settings: Settings
  lead: Lead
  events: LifeEvent[]
  /** Milliseconds from the plan of the n-th mail to its gate; null: the server turns it down for good. */
  gate?: (count: number) => number | null
}

interface Life extends LifeRules {
  now: number
  enrollments: Enrollment[]
  mails: LivedMail[]
  signals: Signal[]
  inquiries: Inquiry[]
  planned: number
  /** The one mail on its way: a lead is in one workflow at a time. */
  onItsWay: { at: number; failed: boolean; template: string; enrollmentId: string } | null
}

/** One lead's whole life with the planner, `enterWorkflow` and `routeInquiry` of production; mails that passed the gate. */
export function liveThrough(rules: LifeRules): LivedMail[] {
  const life: Life = {
    ...rules,
    now: 0,
    enrollments: [],
    mails: [],
    signals: [],
    inquiries: [],
    planned: 0,
    onItsWay: null,
  }
  const events = [...rules.events].sort((a, b) => a.at - b.at)
  for (let tick = 0; tick < 5_000; tick += 1) {
    const next = nextMoment(life, events[0])
    if (next === null) return life.mails
    life.now = Math.max(life.now, next)
    const event = events[0]
    if (event !== undefined && event.at <= life.now) happen(life, events.shift() ?? event)
    else if (life.onItsWay !== null && life.onItsWay.at <= life.now) passGate(life)
    else tend(life)
    promote(life)
  }
  throw new Error('the life does not end')
}

function nextMoment(life: Life, event: LifeEvent | undefined): number | null {
  const due = life.enrollments.flatMap(({ status, dueAt }) =>
    (status === 'active' || status === 'waiting') && dueAt !== null ? [dueAt] : [],
  )
  const moments = [...due, ...(event ? [event.at] : []), ...(life.onItsWay ? [life.onItsWay.at] : [])]
  return moments.length === 0 ? null : Math.min(...moments)
}

function happen(life: Life, event: LifeEvent): void {
  if (event.kind === 'signal') signalComes(life, event.signal)
  else inquiryComes(life, event)
}

function signalComes(life: Life, kind: string): void {
  const id = `signal_${life.signals.length}`
  const active = life.enrollments.find(({ status }) => status === 'active')
  const step = active?.step ? programOf(life, active).steps[active.step] : undefined
  const taken = active !== undefined && waitsFor(step, active, kind) ? active : null
  life.signals.push({
    id,
    leadId: life.lead.id,
    kind,
    at: life.now,
    data: {},
    offer: null,
    consumedBy: taken?.id ?? null,
  })
  if (taken !== null) {
    replace(life, { ...taken, arms: { ...taken.arms, [taken.step ?? '']: HEARD }, dueAt: life.now })
    return
  }
  for (const enrollment of life.enrollments) {
    const runs = enrollment.status === 'active' || enrollment.status === 'waiting'
    if (runs && programOf(life, enrollment).stopOn.includes(kind)) end(life, enrollment, 'stopped')
  }
}

function inquiryComes(life: Life, { action, offer }: Extract<LifeEvent, { kind: 'inquiry' }>): void {
  const arrived = inquiry({ id: `inq_${life.inquiries.length}`, action, offer, at: life.now })
  const condition = conditionContext({ lead: life.lead, inquiry: arrived, offerTitle: null, mails: 0, days: 0 })
  const program = routeInquiry(life.programs, arrived, condition)
  const repeats = life.inquiries.some(known => known.action === action && known.offer === offer)
  if (program === null || (repeats && program.again.kind === 'always')) return
  life.inquiries.push(arrived)
  enter(life, program, arrived)
}

function enter(life: Life, program: Program, arrived: Inquiry): void {
  const entry = enterWorkflow(program, arrived.offer, life.enrollments, life.now)
  if (entry.kind === 'join' || entry.kind === 'refuse') return
  if (entry.kind === 'start' && entry.replaces) end(life, entry.replaces, 'replaced')
  if (entry.kind === 'wait' && entry.drops) end(life, entry.drops, 'stopped')
  const version = { hash: 'v', workflowId: program.workflow, source: '', program, templates: {}, createdAt: 0 }
  const { firstTouchMs } = life.settings
  const status = entry.kind === 'start' ? 'active' : 'waiting'
  const id = `enr_${life.enrollments.length}`
  life.enrollments.push(newEnrollment({ id, version, inquiry: arrived, status, firstTouchMs, now: life.now }))
}

function tend(life: Life): void {
  const due = life.enrollments.find(
    ({ status, dueAt }) => (status === 'active' || status === 'waiting') && dueAt !== null && dueAt <= life.now,
  )
  if (due === undefined) return
  if (due.status === 'waiting') {
    const giveUpAt = due.startedAt + WAITING_PLACE_MS
    if (life.now >= giveUpAt) end(life, due, 'stopped')
    else replace(life, { ...due, dueAt: giveUpAt, firstTouchAt: life.now })
    return
  }
  const decision = planNext(programOf(life, due), due, factsFor(life, due), life.now)
  replace(life, decision.enrollment)
  for (const effect of decision.effects) {
    if (effect.kind === 'send') plan(life, effect.template, due.id)
    if (effect.kind === 'consume') {
      life.signals = life.signals.map(one => (one.id === effect.signalId ? { ...one, consumedBy: due.id } : one))
    }
    if (effect.kind === 'start') startOther(life, due, effect.workflow)
  }
}

function startOther(life: Life, ended: Enrollment, workflow: string): void {
  const program = life.programs.find(one => one.workflow === workflow)
  const arrived = life.inquiries.find(({ id }) => id === ended.inquiryId)
  if (program && arrived) enter(life, program, arrived)
}

function plan(life: Life, template: string, enrollmentId: string): void {
  const delayMs = life.gate?.(life.planned) ?? (life.gate === undefined ? 0 : null)
  life.planned += 1
  life.onItsWay = { at: life.now + (delayMs ?? 0), failed: delayMs === null, template, enrollmentId }
}

function passGate(life: Life): void {
  const { onItsWay } = life
  life.onItsWay = null
  const enrollment = life.enrollments.find(({ id }) => id === onItsWay?.enrollmentId)
  if (onItsWay === null || enrollment?.status !== 'active') return
  const { template, enrollmentId, failed } = onItsWay
  if (!failed) life.mails.push({ at: life.now, template, enrollmentId, workflow: enrollment.workflowId })
  replace(life, { ...enrollment, firstTouchAt: enrollment.firstTouchAt ?? life.now, dueAt: life.now })
}

function factsFor(life: Life, enrollment: Enrollment): Facts {
  const { lead, settings, mails, signals, now } = life
  const own = mails.filter(({ enrollmentId }) => enrollmentId === enrollment.id)
  const sent = own.find(({ at }) => at === now)
  const mail =
    enrollment.phase === 'mail'
      ? { status: sent ? ('sent' as const) : ('failed' as const), gateAt: sent?.at ?? null, reason: null }
      : null
  return facts({
    lead,
    settings,
    mails,
    signals,
    mail,
    inquiry: life.inquiries.find(({ id }) => id === enrollment.inquiryId) ?? inquiry(),
    mailsOfEnrollment: own.length,
    templatesSent: mails.map(({ template }) => template),
  })
}

function promote(life: Life): void {
  if (life.enrollments.some(({ status }) => status === 'active')) return
  const waiting = life.enrollments.find(({ status }) => status === 'waiting')
  if (waiting) replace(life, startWaiting(waiting, programOf(life, waiting).entry, life.now))
}

function end(life: Life, enrollment: Enrollment, status: 'stopped' | 'replaced'): void {
  replace(life, { ...enrollment, status, step: null, dueAt: null, endedAt: life.now })
}

function replace(life: Life, changed: Enrollment): void {
  life.enrollments = life.enrollments.map(known => (known.id === changed.id ? changed : known))
}

function programOf(life: Life, { workflowId }: Enrollment): Program {
  const program = life.programs.find(one => one.workflow === workflowId)
  if (program === undefined) throw new Error(`no program ${workflowId}`)
  return program
}
