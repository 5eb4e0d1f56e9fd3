import type { Alert } from '../domain/alert.ts'
import { classifyRefusal } from '../domain/bounces/smtp-reply.ts'
import { event } from '../domain/event.ts'
import type { Lease, Message } from '../domain/mail/message.ts'
import { GATE_UNASKED, retryDelayMs, TRANSPORT_CLOSING } from '../domain/mail/retry.ts'
import type { Suppression } from '../domain/suppression.ts'
import { MINUTE_MS } from '../domain/time/units.ts'
import type { EngineContext } from './context.ts'
import { mailAlert, needsPeople } from './mail-alert.ts'
import type { DeliveryOutcome, GateAnswer, Settlement, Transport } from './ports.ts'
import { alertOf } from './raise-alert.ts'

/** Tries that a server may turn down for the time being before a person has to look. */
const MOST_ATTEMPTS = 12
const LINE_DOWN = 'waits for the mail server: '

interface Ended {
  message: Message
  lease: Lease
  transport: Transport
  outcome: DeliveryOutcome
  gate: GateAnswer | null
}

/** What the end of a try means for the message row. */
export function settlementOf(context: EngineContext, ended: Ended): Settlement {
  const { outcome } = ended
  switch (outcome.kind) {
    case 'accepted':
      return sent(context, ended, outcome.reply)
    case 'gate-shut':
      return shut(context, ended)
    case 'not-sent':
      return notSent(context, ended, outcome)
    case 'unknown':
      return final(context, ended, { status: 'uncertain', kind: 'mail-uncertain', because: outcome.reason })
    case 'refused':
      return refused(context, ended, outcome)
  }
}

/** The mail has not been tried: its provider wants it later. */
export function putOff(context: EngineContext, ended: Omit<Ended, 'outcome' | 'gate'>, until: number): Settlement {
  const because = 'the mail provider asks for less at a time'
  const outcome: DeliveryOutcome = { kind: 'not-sent', reason: because }
  const delayMs = until - context.clock.now()
  return again(context, { ...ended, outcome, gate: null }, { because, delayMs, countsAsAttempt: false })
}

function sent(context: EngineContext, ended: Ended, reply: string): Settlement {
  const { message, transport } = ended
  const at = context.clock.now()
  const { id: messageId, template } = message
  const events = [event('mail-sent', at, { messageId, template, transport: transport.name })]
  return { ...base(ended, at), status: 'sent', serverReply: reply, countsAsAttempt: true, events }
}

function shut(context: EngineContext, ended: Ended): Settlement {
  const answer = ended.gate?.open === false ? ended.gate.answer : { may: 'lost-lease' as const }
  switch (answer.may) {
    case 'never':
      return final(context, ended, { status: 'suppressed', kind: 'mail-suppressed', because: answer.because })
    case 'skip':
      return final(context, ended, { status: 'skipped', kind: 'mail-skipped', because: answer.because })
    case 'later': {
      const delayMs = Math.max(MINUTE_MS, answer.until - context.clock.now())
      return again(context, ended, { because: answer.because, delayMs, countsAsAttempt: false })
    }
    default:
      return again(context, ended, { because: 'another worker took over', delayMs: MINUTE_MS, countsAsAttempt: false })
  }
}

/** The line is down, or we ourselves are in trouble: that costs no attempt, and is told once, however often it is tried. */
function notSent(
  context: EngineContext,
  ended: Ended,
  outcome: Extract<DeliveryOutcome, { kind: 'not-sent' }>,
): Settlement {
  const { message } = ended
  const isOurs = outcome.reason === TRANSPORT_CLOSING || outcome.reason.startsWith(GATE_UNASKED)
  const because = isOurs ? outcome.reason : `${LINE_DOWN}${outcome.reason}`
  const settlement = again(context, ended, { because, delayMs: lineDelayMs(outcome), countsAsAttempt: false })
  const isTold = isOurs ? message.reason === because : message.reason?.startsWith(LINE_DOWN)
  if (!isTold) return settlement
  return {
    ...settlement,
    events: [],
    alerts: outcome.reason.startsWith(GATE_UNASKED) ? [stuck(context, ended, because)] : [],
  }
}

/** The database or a workflow version may be gone: waiting alone does not mend that. */
function stuck(context: EngineContext, { message }: Ended, because: string): Alert {
  return alertOf(context, {
    key: `stuck ${message.id}`,
    kind: 'step-stuck',
    message: `A mail that is due cannot leave, and is tried again twice a minute: ${because}`,
    nextAction: `Mend what is named, or read the log for the cause; the row is the message ${message.id}.`,
  })
}

function refused(
  context: EngineContext,
  ended: Ended,
  refusal: Extract<DeliveryOutcome, { kind: 'refused' }>,
): Settlement {
  const { message } = ended
  const because = refusal.reply
  const kind = classifyRefusal(refusal)
  if (kind === 'address') return bounced(context, ended, because)
  if (refusal.permanent) return final(context, ended, { status: 'failed', kind: 'mail-failed', because })
  if (message.attempts + 1 >= MOST_ATTEMPTS)
    return final(context, ended, { status: 'held', kind: 'mail-held', because })
  const delayMs = retryDelayMs(message.attempts + 1, context.random())
  return again(context, ended, { because, delayMs, countsAsAttempt: true })
}

/** The address does not exist: nobody writes to it again, and the enrollment ends at its next look. */
function bounced(context: EngineContext, ended: Ended, because: string): Settlement {
  const { message } = ended
  const settlement = final(context, ended, { status: 'failed', kind: 'mail-failed', because })
  if (message.kind === 'notice') return settlement
  const suppression: Suppression = {
    id: context.newId('suppression'),
    scope: 'address',
    key: message.recipientKey,
    label: message.to,
    leadId: message.leadId,
    offer: null,
    reason: 'hard-bounce',
    because: 'the mail server says that the address does not exist',
    by: 'smtp',
    createdAt: settlement.at,
    until: null,
    liftedAt: null,
    liftedBecause: null,
  }
  const { id: suppressionId, scope, reason, by, until } = suppression
  const words = suppression.because
  const told = event('suppressed', settlement.at, { suppressionId, scope, reason, because: words, by, until })
  // The bounce tells itself: the address is silenced and the workflow calls or ends.
  return { ...settlement, alerts: [], suppressions: [suppression], events: [...settlement.events, told] }
}

type FinalKind = 'mail-uncertain' | 'mail-suppressed' | 'mail-failed' | 'mail-held' | 'mail-skipped'

function final(
  context: EngineContext,
  ended: Ended,
  end: { status: 'uncertain' | 'suppressed' | 'failed' | 'held' | 'skipped'; kind: FinalKind; because: string },
): Settlement {
  const at = context.clock.now()
  const { id: messageId, leadId, template } = ended.message
  const { status, kind, because } = end
  const events = [event(kind, at, { messageId, template, because })]
  const alerts = needsPeople(status) ? [mailAlert(context, { id: messageId, leadId, status, reason: because })] : []
  return { ...base(ended, at), status, reason: because, countsAsAttempt: true, events, alerts }
}

function again(
  context: EngineContext,
  ended: Ended,
  put: { because: string; delayMs: number; countsAsAttempt: boolean },
): Settlement {
  const at = context.clock.now()
  const { id: messageId, template, attempts } = ended.message
  const { because, countsAsAttempt } = put
  const until = at + put.delayMs
  const attempt = attempts + (countsAsAttempt ? 1 : 0)
  const events = [event('mail-delayed', at, { messageId, template, until, because, attempt })]
  return { ...base(ended, at), status: 'due', reason: because, dueAt: until, countsAsAttempt, events }
}

function base({ lease, transport }: Ended, at: number): Settlement {
  return {
    lease,
    status: 'due',
    reason: null,
    serverReply: null,
    transport: transport.name,
    dueAt: null,
    countsAsAttempt: false,
    at,
    events: [],
  }
}

/** A short pause keeps the tries from spinning. An orderly end waits for nothing. */
function lineDelayMs({ reason, waitMs }: Extract<DeliveryOutcome, { kind: 'not-sent' }>): number {
  if (reason === TRANSPORT_CLOSING) return 0
  return waitMs === undefined ? MINUTE_MS / 2 : Math.max(MINUTE_MS / 6, waitMs)
}
