import { classifyRefusal } from '../domain/bounces/smtp-reply.ts'
import { TendError } from '../domain/errors.ts'
import type { FrozenMail, Lease, Message } from '../domain/mail/message.ts'
import { SECOND_MS } from '../domain/time/units.ts'
import type { EngineContext } from './context.ts'
import { gateQuestion } from './gate-question.ts'
import { nextAfterMail } from './go-on-after-mail.ts'
import type {
  Alarm,
  Change,
  DeliveryOutcome,
  GateAnswer,
  GateFacts,
  GateRequest,
  Settlement,
  Transport,
} from './ports.ts'
import { logAlerts } from './raise-alert.ts'
import { putOff, settlementOf } from './settle-message.ts'
import { watchSender } from './watch-sender.ts'

/** Renewed while a try runs. What a lost worker had under way is taken up again within a minute, sweep included. */
export const LEASE_MS = 45 * SECOND_MS
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
  const leavesAt = placeOf(context, { message, mail, transport })
  if (leavesAt > context.clock.now()) return end(context, putOff(context, { message, lease, transport }, leavesAt))
  const gate = gateOf(context, { lease, message, transport: transport.name })
  const stopRenewing = keepLease(context, lease)
  try {
    const outcome = await transport.deliver(mail, gate.ask, { urgent: message.kind === 'notice' })
    context.paces.hear(mail.envelopeTo, outcome)
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

/** Notices to the publisher's own people wait for nobody's pace. */
function placeOf(
  { paces, clock }: EngineContext,
  { message, mail, transport }: { message: Message; mail: FrozenMail; transport: Transport },
): number {
  if (message.kind === 'notice' || transport.name !== 'smtp') return clock.now()
  return paces.placeFor({ id: message.id, to: mail.envelopeTo })
}

interface Asking extends Pick<GateRequest, 'lease' | 'transport'> {
  message: Message
}

function gateOf(context: EngineContext, { lease, message, transport }: Asking) {
  let answer: GateAnswer | null = null
  return {
    answer: () => answer,
    ask: async () => {
      const version = message.version === null ? null : await context.version(message.version)
      const settings = context.settings()
      const now = context.clock.now()
      const ask = (facts: GateFacts) => gateQuestion(facts, { settings, version, now })
      answer = await context.store.messages.openGate({ lease, now, transport, limits: settings.limits, ask })
      return answer.open
    },
  }
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

/** A refusal that blames us meets the next mail, too: the sender is looked at before that leaves. */
async function settle(context: EngineContext, ended: Ended): Promise<void> {
  const settlement = settlementOf(context, ended)
  await end(context, settlement, await nextAfterMail(context, ended.message, settlement))
  if (ended.outcome.kind === 'refused' && classifyRefusal(ended.outcome) === 'ours') await watchSender(context)
}

async function end(context: EngineContext, settlement: Settlement, next: Change | null = null): Promise<void> {
  const { written, wentOn, alarms } = await writeEnd(context, settlement, next)
  context.queue.arm(alarms)
  if (written) logAlerts(context, settlement.alerts ?? [])
  if (wentOn) logAlerts(context, next?.alerts ?? [])
}

/** Whatever is wrong with the next step, the end of the mail is not held up by it. */
async function writeEnd(context: EngineContext, settlement: Settlement, next: Change | null) {
  const { messages } = context.store
  try {
    return await messages.settle({ ...settlement, next })
  } catch (error) {
    if (next === null || isNotDurable(error)) throw error
    context.log.warn(`the step after a mail could not be written; it is tried again: ${String(error)}`)
    return messages.settle(settlement)
  }
}

function isNotDurable(error: unknown): boolean {
  return error instanceof TendError && error.code === 'not-durable'
}
