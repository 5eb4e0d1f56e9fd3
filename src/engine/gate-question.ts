import { mayContact } from '../domain/contact-policy.ts'
import type { Settings } from '../domain/settings.ts'
import { catchUpAnswer } from '../workflow/planner/catch-up.ts'
import { mailExpiry } from '../workflow/planner/mail-expiry.ts'
import { sendSlot } from '../workflow/planner/send-slot.ts'
import type { WorkflowVersion } from '../workflow/versions/version.ts'
import type { GateFacts, GateVerdict } from './ports.ts'

export interface Circumstances {
  settings: Settings
  /** Null for mail that belongs to no workflow. */
  version: WorkflowVersion | null
  now: number
}

/**
 * The contact question with the facts of this very moment, asked inside the gate's transaction. Mail that is no longer
 * wanted is a plain no, mail that is too late is skipped, and mail that may leave, but not now, waits.
 */
export function gateQuestion(facts: GateFacts, circumstances: Circumstances): GateVerdict {
  if (facts.message.kind === 'notice') return { may: 'yes' }
  if (!isWanted(facts)) {
    return { may: 'never', refusal: 'suppressed', because: 'the workflow no longer waits for this mail' }
  }
  const { lead, suppressions, mails } = facts
  if (hasLeftBefore(facts, circumstances)) return { may: 'skip', because: 'the same mail went to this lead before' }
  const { settings, now } = circumstances
  const offer = facts.enrollment?.offer ?? null
  const { limits } = settings
  const answer = mayContact({ lead, suppressions, offer, mails, limits, first: isFirst(facts) }, now)
  if (answer.may === 'never') return answer
  const lateness = expiredAnswer(facts, circumstances)
  if (lateness !== null) return lateness
  // It is claimed again only when the workflow runs again.
  if (facts.isPaused) return { may: 'later', delay: 'pause', until: now, because: 'the workflow is paused' }
  return answer.may === 'yes' ? timetableAnswer(facts, circumstances) : answer
}

function isWanted(facts: GateFacts): boolean {
  return facts.isResent || isWaitedFor(facts) || (facts.isRepeated && hasMovedOn(facts))
}

/** The workflow took the mail for sent and went on; one that was stopped meanwhile wants nothing any more. */
function hasMovedOn({ enrollment, lead }: GateFacts): boolean {
  return enrollment?.status === 'active' || (enrollment?.status === 'finished' && lead.status === 'open')
}

function isWaitedFor({ message, enrollment }: GateFacts): boolean {
  return enrollment?.status === 'active' && enrollment.phase === 'mail' && enrollment.step === message.purpose
}

/** The plan knew of no other; another workflow's may have left since. What a person resends is wanted all the same. */
function hasLeftBefore({ message, mails, isResent }: GateFacts, { version }: Circumstances): boolean {
  if (isResent || message.template === null || version?.program.again.kind === 'always') return false
  return mails.some(({ template }) => template === message.template)
}

function isFirst({ enrollment }: GateFacts): boolean {
  return enrollment === null || enrollment.firstTouchAt === null
}

/** A line that was down for days must not bring the news of last week; what a person resends is wanted all the same. */
function expiredAnswer(facts: GateFacts, { settings, version, now }: Circumstances): GateVerdict | null {
  const { message, enrollment, lead, isResent, isPaused } = facts
  const step = version?.program.steps[message.purpose]
  if (isResent || isPaused || enrollment === null || step?.kind !== 'send') return null
  const arrivedAt = isWaitedFor(facts) ? enrollment.arrivedAt : message.createdAt
  const expiry = mailExpiry(step, { arrivedAt, lead, settings })
  return now > expiry.at ? { may: 'skip', because: expiry.because } : null
}

/** Mail that could not leave in its hours (the line was down, the workflow paused) waits for the next ones. */
function timetableAnswer(facts: GateFacts, { settings, version, now }: Circumstances): GateVerdict {
  const { message, lead, mails, isResent } = facts
  if (version === null) return { may: 'yes' }
  const first = isFirst(facts)
  const caughtUp =
    first || isResent ? null : catchUpAnswer({ dueAt: message.createdAt, lastMailAt: mails.at(-1)?.at, now })
  if (caughtUp !== null) return caughtUp
  const step = version.program.steps[message.purpose]
  const slot = sendSlot({ program: version.program, step, lead, settings, first }, now)
  if (slot.at <= now) return { may: 'yes' }
  return { may: 'later', delay: 'hours', until: slot.at, because: slot.because.join(', ') }
}
