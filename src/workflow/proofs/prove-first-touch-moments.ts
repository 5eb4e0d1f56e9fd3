import type { SentMail } from '../../domain/contact-policy.ts'
import type { Enrollment } from '../../domain/enrollment.ts'
import type { Inquiry } from '../../domain/inquiry/inquiry.ts'
import type { Lead } from '../../domain/people/lead.ts'
import type { Settings } from '../../domain/settings.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/time/units.ts'
import { offsetAt, sinceMidnight } from '../../domain/time/zone-clock.ts'
import type { Facts } from '../planner/decision.ts'
import { newEnrollment, startWaiting, waitingDueAt } from '../planner/new-enrollment.ts'
import { planNext } from '../planner/plan-next.ts'
import type { Program } from '../program.ts'

export type Situation = 'new' | 'returning' | 'waiting' | 'month used up' | 'ceiling used up'

/** The latest first touch among the moments that were tried. */
export interface Witness {
  zone: string
  /** When the inquiry comes in. */
  at: number
  /** Until the first mail or call; Infinity when none comes. */
  ms: number
}

export interface Trying {
  program: Program
  programs: Program[]
  settings: Settings
  /** Moments are taken from the year after. */
  now: number
  situation: Situation
}

/** Zones round the world, with the odd ones: half hours, and clocks that move by half an hour or by two. */
export const ZONES_TRIED = [
  'UTC',
  'Europe/Prague',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Antarctica/Troll',
]

/**
 * The planner's own answer for every hour of the fortnights round the changes of the clock in several zones, and the
 * latest of them. Null when nothing can be tried. Pure.
 */
export function latestTouch(trying: Trying): Witness | null {
  const zones = [...new Set([trying.settings.zone, ...ZONES_TRIED])]
  let latest: Witness | null = null
  for (const zone of zones) {
    for (const at of momentsIn(zone, trying)) {
      const ms = touchAfter(trying, zone, at)
      if (latest === null || ms > latest.ms) latest = { zone, at, ms }
    }
  }
  return latest
}

/** Every hour, and the minute at which quiet hours begin, of a week before and after each change of the clock. */
function momentsIn(zone: string, { settings, now }: Trying): number[] {
  const first = Math.ceil(now / HOUR_MS) * HOUR_MS
  const days = Array.from({ length: 366 }, (_, day) => first + day * DAY_MS)
  const changes = days.filter(at => offsetAt(at, zone) !== offsetAt(at + DAY_MS, zone))
  const weeks = (changes.length === 0 ? [first + 7 * DAY_MS] : changes).slice(0, 2)
  const { quietHours } = settings
  const minuteMs = quietHours === null ? 0 : sinceMidnight(quietHours.from) % HOUR_MS
  return weeks.flatMap(change =>
    Array.from({ length: 14 * 24 }, (_, hour) => change + (hour - 7 * 24) * HOUR_MS).flatMap(at =>
      minuteMs === 0 ? [at] : [at, at + minuteMs],
    ),
  )
}

/** More steps than a workflow has before its first mail. */
const MOST_LOOKS = 600

/** From the inquiry to the first mail or call, for a silent lead of whom nothing is known. */
function touchAfter(trying: Trying, zone: string, at: number): number {
  let { program } = trying
  let enrollment = enrollmentFor(trying, program, at)
  let now = enrollment.startedAt
  const facts = factsFor(trying, zone, { at, now })
  for (let look = 0; look < MOST_LOOKS && enrollment.status === 'active'; look += 1) {
    const decision = planNext(program, enrollment, facts, now)
    if (decision.effects.some(({ kind }) => kind === 'send' || kind === 'task')) return now - at
    enrollment = decision.enrollment
    const started = decision.effects.find(effect => effect.kind === 'start')
    const next = started && trying.programs.find(({ workflow }) => workflow === started.workflow)
    if (next) {
      program = next
      enrollment = enrollmentFor({ ...trying, situation: 'new' }, next, now)
    } else if (enrollment.dueAt === null) return Number.POSITIVE_INFINITY
    now = Math.max(now, enrollment.dueAt ?? now)
  }
  return Number.POSITIVE_INFINITY
}

function enrollmentFor({ settings, situation }: Trying, program: Program, at: number): Enrollment {
  const { workflow: workflowId } = program
  const { firstTouchMs } = settings
  const begun = newEnrollment({
    id: 'tried',
    version: { hash: 'tried', workflowId, source: '', program, templates: {}, createdAt: at },
    inquiry: inquiryAt(at),
    status: situation === 'waiting' ? 'waiting' : 'active',
    firstTouchMs,
    now: at,
  })
  if (situation !== 'waiting') return begun
  // A minute later it would get a call instead.
  return startWaiting(begun, program.entry, waitingDueAt(at + firstTouchMs, at) - MINUTE_MS)
}

function factsFor({ program, settings, situation }: Trying, zone: string, when: { at: number; now: number }): Facts {
  const mails = mailsBefore(settings, situation, when.now)
  const had = Object.values(program.steps).flatMap(step => (step.kind === 'send' ? [step.template] : []))
  return {
    lead: leadIn(zone),
    inquiry: inquiryAt(when.at),
    settings,
    contact: { may: 'yes' },
    mails,
    mailsOfEnrollment: 0,
    templatesSent: situation === 'returning' ? had : [],
    signals: [],
    stepMap: null,
    mail: null,
  }
}

/** Mail of other workflows that uses up a limit and no other. */
function mailsBefore({ limits }: Settings, situation: Situation, now: number): SentMail[] {
  const mail = (at: number): SentMail => ({ at, template: null, enrollmentId: null })
  if (situation === 'ceiling used up') return Array.from({ length: limits.ceilingPerDay ?? 0 }, () => mail(now - 1))
  if (situation !== 'month used up') return []
  return Array.from({ length: limits.per30Days ?? 0 }, () => mail(now - 2 * DAY_MS))
}

function inquiryAt(at: number): Inquiry {
  return {
    id: 'tried',
    leadId: 'tried',
    receiptId: 'tried',
    endpointId: null,
    environment: 'live',
    action: '',
    source: '',
    offer: 'tried',
    offerTitle: null,
    intent: 'none',
    note: null,
    campaign: null,
    flags: [],
    extra: {},
    at,
  }
}

function leadIn(zone: string): Lead {
  return {
    id: 'tried',
    environment: 'live',
    status: 'open',
    email: 'tried@example.com',
    firstName: null,
    lastName: null,
    company: null,
    title: null,
    phone: null,
    country: null,
    phoneRaw: null,
    countryRaw: null,
    addressKey: null,
    domainKey: null,
    phoneKey: null,
    pairKey: null,
    zone,
    language: null,
    score: 0,
    tags: [],
    attributes: {},
    createdAt: 0,
    updatedAt: 0,
    revision: 0,
  }
}
