import type { Lead } from './people/lead.ts'
import type { Limits } from './settings.ts'
import type { Suppression } from './suppression.ts'
import { DAY_MS } from './time/units.ts'

/** A mail that left or may have left. */
export interface SentMail {
  at: number
  template: string | null
  enrollmentId: string | null
}

export type Refusal = 'erased' | 'do-not-contact' | 'disqualified' | 'suppressed' | 'no-address' | 'limit-zero'

export type Delay = 'gap' | 'ceiling' | 'per-30-days' | 'snooze' | 'hours' | 'pause'

/** May we write to this lead now? Always with a reason, never a bare boolean. */
export type ContactAnswer =
  | { may: 'yes' }
  | { may: 'never'; refusal: Refusal; because: string }
  | { may: 'later'; delay: Delay; until: number; because: string }

export interface ContactFacts {
  lead: Pick<Lead, 'status' | 'email'>
  /** Every suppression that matches the lead or the address, lifted and past ones included. */
  suppressions: Suppression[]
  /** What the mail is about; null: no offer in particular. */
  offer: string | null
  mails: SentMail[]
  limits: Limits
  /** The first mail of an inquiry ignores the gap. */
  first: boolean
}

/**
 * The one question of the house: may we write to this lead now? Asked when a step is planned and again inside the gate,
 * with the same facts read anew. Standing refusals come first, then the budget; the hour of the day is not its business.
 */
export function mayContact(facts: ContactFacts, now: number): ContactAnswer {
  return standingAnswer(facts, now) ?? budgetAnswer(facts, now) ?? { may: 'yes' }
}

/** The part of the question that no waiting mends: status, suppressions, address. A snooze says until when. */
export function mayEverContact(facts: Omit<ContactFacts, 'mails' | 'first'>, now: number): ContactAnswer {
  return standingAnswer(facts, now) ?? { may: 'yes' }
}

/** True while the suppression holds. */
export function isInForce(suppression: Suppression, now: number): boolean {
  return suppression.liftedAt === null && (suppression.until === null || suppression.until > now)
}

/** When the last suppression ends: now where none holds, never where one holds for ever. */
export function endOfSilence(facts: Pick<ContactFacts, 'suppressions' | 'offer'>, now: number): number {
  const longest = longestInForce(facts, now)
  return longest === null ? now : endOf(longest)
}

function standingAnswer(facts: Omit<ContactFacts, 'mails' | 'first'>, now: number): ContactAnswer | null {
  return (
    statusAnswer(facts.lead.status) ??
    suppressionAnswer(facts, now) ??
    addressAnswer(facts.lead.email) ??
    zeroAnswer(facts.limits)
  )
}

function statusAnswer(status: Lead['status']): ContactAnswer | null {
  switch (status) {
    case 'erased':
      return never('erased', 'the person was erased')
    case 'do-not-contact':
      return never('do-not-contact', 'the lead is do-not-contact')
    case 'disqualified':
      return never('disqualified', 'the lead was disqualified')
    default:
      return null
  }
}

function suppressionAnswer(facts: Pick<ContactFacts, 'suppressions' | 'offer'>, now: number): ContactAnswer | null {
  const longest = longestInForce(facts, now)
  if (longest === null) return null
  const { until, because } = longest
  if (until === null) return never('suppressed', `suppressed: ${because}`)
  return { may: 'later', delay: 'snooze', until, because: `suppressed for a time: ${because}` }
}

function longestInForce(
  { suppressions, offer }: Pick<ContactFacts, 'suppressions' | 'offer'>,
  now: number,
): Suppression | null {
  let longest: Suppression | null = null
  for (const suppression of suppressions) {
    if (!isInForce(suppression, now) || !isAbout(suppression, offer)) continue
    if (longest === null || endOf(suppression) > endOf(longest)) longest = suppression
  }
  return longest
}

function isAbout(suppression: Suppression, offer: string | null): boolean {
  return suppression.offer === null || suppression.offer === offer
}

function endOf({ until }: Suppression): number {
  return until ?? Number.POSITIVE_INFINITY
}

function addressAnswer(email: string | null): ContactAnswer | null {
  return email === null ? never('no-address', 'no address') : null
}

function zeroAnswer(limits: Limits): ContactAnswer | null {
  return limits.per30Days === 0 || limits.ceilingPerDay === 0
    ? never('limit-zero', 'the limits allow no mail at all')
    : null
}

function budgetAnswer(facts: ContactFacts, now: number): ContactAnswer | null {
  const times = facts.mails.map(mail => mail.at).sort((a, b) => a - b)
  const { limits } = facts
  const ceiling = windowAnswer({ times, now, windowMs: DAY_MS, most: limits.ceilingPerDay, delay: 'ceiling' })
  const month = windowAnswer({ times, now, windowMs: 30 * DAY_MS, most: limits.per30Days, delay: 'per-30-days' })
  const gap = facts.first ? null : gapAnswer(times, limits.gapMs, now)
  return latest([month, ceiling, gap])
}

type Later = Extract<ContactAnswer, { may: 'later' }>

interface BudgetWindow {
  times: number[]
  now: number
  windowMs: number
  most: number | null
  delay: 'ceiling' | 'per-30-days'
}

function windowAnswer({ times, now, windowMs, most, delay }: BudgetWindow): Later | null {
  if (most === null) return null
  const inside = times.filter(at => at > now - windowMs)
  const leaves = inside[inside.length - most]
  if (inside.length < most || leaves === undefined) return null
  const days = windowMs / DAY_MS
  const because = `the limit of ${most} mails in ${days === 1 ? 'a day' : `${days} days`} is used up`
  return { may: 'later', delay, until: leaves + windowMs, because }
}

function gapAnswer(times: number[], gapMs: number, now: number): Later | null {
  const last = times.at(-1)
  if (last === undefined || last + gapMs <= now) return null
  return { may: 'later', delay: 'gap', until: last + gapMs, because: 'too soon after the last mail' }
}

function latest(answers: (Later | null)[]): Later | null {
  let found: Later | null = null
  for (const answer of answers) {
    if (answer !== null && (found === null || answer.until > found.until)) found = answer
  }
  return found
}

function never(refusal: Refusal, because: string): ContactAnswer {
  return { may: 'never', refusal, because }
}
