import { type ContactAnswer, mayContact } from '../domain/contact-policy.ts'
import type { Lease, Message } from '../domain/message.ts'
import type { Settings } from '../domain/settings.ts'
import { MINUTE_MS } from '../domain/units.ts'
import { sendSlot } from '../workflow/planner/send-slot.ts'
import type { WorkflowVersion } from '../workflow/versions/version.ts'
import { alarmMail } from './alarm-mail.ts'
import type { EngineContext } from './context.ts'
import type { Alarm, DeliveryOutcome, GateAnswer, GateFacts, Transport } from './ports.ts'
import { settlementOf } from './settle-message.ts'

/** Longer than any try may take; the lease is renewed while one runs. */
const LEASE_MS = MINUTE_MS
const RENEW_EVERY_MS = LEASE_MS / 3

/**
 * One try at one message: claim, connect, ask the gate at the receiver's 354, send, write the end. Whoever comes second
 * finds no claim. A crash before the gate is a certain no; after it the row stays `data` and becomes `uncertain`.
 */
export async function deliverMessage(context: EngineContext, alarm: Pick<Alarm, 'id'>): Promise<void> {
  const owner = context.newId('token')
  const claimed = await context.store.messages.claim(alarm.id, owner, context.clock.now(), LEASE_MS)
  if (claimed === null) return
  const { message, mail, lease } = claimed
  const transport = transportFor(context, message)
  const version = message.version === null ? null : await context.version(message.version)
  const gate = gateOf(context, lease, version)
  const stopRenewing = keepLease(context, lease)
  try {
    const outcome = await transport.deliver(mail, gate.ask)
    await settle(context, { message, lease, transport, outcome, gate: gate.answer() })
  } finally {
    stopRenewing()
  }
}

/** Mail of a test environment, and all mail without an SMTP server, is captured. */
function transportFor(context: EngineContext, message: Message): Transport {
  const { smtp, capture } = context.transports
  return smtp === null || message.environment === 'test' ? capture : smtp
}

function gateOf(context: EngineContext, lease: Lease, version: WorkflowVersion | null) {
  let answer: GateAnswer | null = null
  const settings = context.settings()
  return {
    answer: () => answer,
    ask: async () => {
      const now = context.clock.now()
      const ask = (facts: GateFacts) => question(facts, { settings, version, now })
      answer = await context.store.messages.openGate({ lease, now, limits: settings.limits, ask })
      return answer.open
    },
  }
}

interface Circumstances {
  settings: Settings
  version: WorkflowVersion | null
  now: number
}

/** The contact question with the facts of this very moment; mail that is no longer wanted is a plain no. */
function question(facts: GateFacts, { settings, version, now }: Circumstances): ContactAnswer {
  if (facts.message.kind === 'notice') return { may: 'yes' }
  if (!facts.stillWanted) {
    return { may: 'never', refusal: 'suppressed', because: 'the workflow no longer waits for this mail' }
  }
  const { lead, suppressions, mails, first } = facts
  const answer = mayContact({ lead, suppressions, mails, limits: settings.limits, first }, now)
  if (answer.may === 'never') return answer
  // It is claimed again only when the workflow runs again.
  if (facts.isPaused) return { may: 'later', delay: 'pause', until: now, because: 'the workflow is paused' }
  if (answer.may !== 'yes' || version === null) return answer
  return clockAnswer(facts, { settings, version, now })
}

/** A mail that could not leave in its hours (the line was down, the workflow paused) waits for the next ones. */
function clockAnswer({ message, lead, first }: GateFacts, { settings, version, now }: Circumstances): ContactAnswer {
  if (version === null) return { may: 'yes' }
  const step = version.program.steps[message.purpose]
  const slot = sendSlot({ program: version.program, step, lead, settings, first }, now)
  return slot.at <= now
    ? { may: 'yes' }
    : { may: 'later', delay: 'hours', until: slot.at, because: slot.because.join(', ') }
}

function keepLease(context: EngineContext, lease: Lease): () => void {
  const timer = setInterval(() => {
    context.store.messages.renew(lease, context.clock.now() + LEASE_MS).catch(error => {
      context.log.error('a lease could not be renewed', error)
    })
  }, RENEW_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}

interface Ended {
  message: Message
  lease: Lease
  transport: Transport
  outcome: DeliveryOutcome
  gate: GateAnswer | null
}

async function settle(context: EngineContext, ended: Ended): Promise<void> {
  const settlement = settlementOf(context, ended)
  const { written, alarms } = await context.store.messages.settle(settlement)
  context.queue.arm(alarms)
  if (!written) return
  const isBounce = (settlement.suppressions ?? []).length > 0
  const { id, leadId } = ended.message
  if (!isBounce) await alarmMail(context, { id, leadId, status: settlement.status, reason: settlement.reason })
}
