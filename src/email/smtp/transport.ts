import { TRANSPORT_CLOSING } from '../../domain/mail/retry.ts'
import type { Clock, DeliveryOutcome, Transport } from '../../engine/ports.ts'
import { createBreaker, type SmtpLogger } from './breaker.ts'
import { createIdleSessions } from './idle.ts'
import { envelopeFault, reasonOf } from './outcome.ts'
import { openSession, type SmtpSession } from './session.ts'
import { createSlots } from './slots.ts'
import { type Delivery, failureOf, type SmtpTry, type TryTimeouts, trySession } from './try.ts'
import { parseSmtpUrl, type SmtpServer } from './url.ts'

/**
 * Longest waits, in milliseconds. A delivery that has a connection ends within `envelopeMs` + `replyMs`;
 * with a stale and a fresh one within `connectMs` + twice `envelopeMs` + `replyMs`.
 */
export interface SmtpTimeouts extends TryTimeouts {
  /** From the look-up of the host to the end of log-in. */
  connectMs: number
  /** How long an unused connection is kept. */
  idleMs: number
  /** How long closing waits for running deliveries. */
  closeMs: number
}

export interface SmtpTransportOptions {
  /** See `parseSmtpUrl`. */
  url: string
  /** Most connections at once, so also most deliveries at once; one more is kept for urgent mail. */
  poolSize?: number
  timeouts?: Partial<SmtpTimeouts>
  /** Only for the circuit's back-off, which a clock that is set must not lengthen; without it the time since the start of the process. */
  clock?: Pick<Clock, 'uptime'>
  logger?: SmtpLogger
}

export interface SmtpTransport extends Transport {
  /** Why nothing can be sent at present, in words; null when all is well. */
  trouble(): string | null
}

const LOOPBACK_TIMEOUTS: SmtpTimeouts = {
  connectMs: 10_000,
  envelopeMs: 30_000,
  replyMs: 60_000,
  idleMs: 30_000,
  closeMs: 60_000,
}
const REMOTE_TIMEOUTS: SmtpTimeouts = {
  connectMs: 60_000,
  envelopeMs: 300_000,
  replyMs: 600_000,
  idleMs: 30_000,
  closeMs: 60_000,
}
const UPTIME = { uptime: () => process.uptime() * 1000 }

/**
 * Delivers over SMTP with at most `poolSize` connections. The gate is asked once per delivery, between the server's
 * 354 and the first byte. Nothing is ever sent twice in here: the one retry is of a connection that died while it was
 * idle, before the gate was asked. `deliver` never rejects. Throws `bad-settings` for a URL that it cannot read.
 */
export function createSmtpTransport(options: SmtpTransportOptions): SmtpTransport {
  const server = parseSmtpUrl(options.url)
  const timeouts = { ...(server.isLoopback ? LOOPBACK_TIMEOUTS : REMOTE_TIMEOUTS), ...options.timeouts }
  const breaker = createBreaker({ clock: options.clock ?? UPTIME, server, logger: options.logger })
  const slots = createSlots(options.poolSize ?? 5)
  const connections = createConnections(server, timeouts)

  async function deliver(delivery: Delivery): Promise<DeliveryOutcome> {
    const admission = breaker.admit()
    if (admission === 'refused') return circuitOpen()
    const { outcome, isLineBad } = await connections.try(delivery)
    if (isLineBad) breaker.noteFailure(outcome, admission)
    else breaker.noteAnswer()
    return outcome
  }

  const circuitOpen = (): DeliveryOutcome => ({
    kind: 'not-sent',
    reason: breaker.trouble() ?? 'circuit open',
    waitMs: breaker.waitMs(),
  })

  return {
    name: 'smtp',
    trouble: breaker.trouble,
    async deliver(mail, gate, { urgent } = { urgent: false }) {
      const fault = envelopeFault(mail)
      if (fault !== null) return fault
      if (breaker.isRefusing()) return circuitOpen()
      const giveBack = await slots.take(urgent)
      if (giveBack === null) return notSent(TRANSPORT_CLOSING)
      return await deliver({ mail, gate }).finally(giveBack)
    },
    async close() {
      const timer = setTimeout(connections.abandon, timeouts.closeMs)
      await slots.close()
      clearTimeout(timer)
      await connections.quitIdle()
    },
  }
}

/** The connections of one transport: the idle ones, and those at work. */
function createConnections(server: SmtpServer, timeouts: SmtpTimeouts) {
  const silenceMs = 2 * Math.max(timeouts.envelopeMs, timeouts.replyMs, timeouts.idleMs)
  const idle = createIdleSessions(timeouts.idleMs)
  const working = new Set<SmtpSession>()
  let isAbandoned = false

  async function tryOn(session: SmtpSession, delivery: Delivery): Promise<SmtpTry> {
    working.add(session)
    if (isAbandoned) session.drop()
    const result = await trySession(session, delivery, timeouts)
    working.delete(session)
    idle.keep(session)
    return result
  }

  async function tryFresh(delivery: Delivery): Promise<SmtpTry> {
    try {
      return await tryOn(await openSession(server, { connectMs: timeouts.connectMs, silenceMs }), delivery)
    } catch (error) {
      return { outcome: notSent(reasonOf(failureOf(error))), isLineBad: true, isGateAsked: false }
    }
  }

  return {
    async try(delivery: Delivery): Promise<SmtpTry> {
      const rested = idle.take()
      if (rested === null) return tryFresh(delivery)
      const first = await tryOn(rested, delivery)
      return first.isLineBad && !first.isGateAsked ? tryFresh(delivery) : first
    },
    abandon() {
      isAbandoned = true
      for (const session of working) session.drop()
    },
    quitIdle: idle.quitAll,
  }
}

function notSent(reason: string): DeliveryOutcome {
  return { kind: 'not-sent', reason }
}
