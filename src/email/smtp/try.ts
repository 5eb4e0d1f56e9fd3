import type { FrozenMail } from '../../domain/mail/message.ts'
import type { DeliveryOutcome } from '../../engine/ports.ts'
import { createGatedBody, type GatedBody } from './body.ts'
import { isLineFailure, outcomeOfFailure, outcomeOfReply, type SmtpFailure } from './outcome.ts'
import type { SmtpSession } from './session.ts'

/** One mail and the question that lets it go. */
export interface Delivery {
  mail: FrozenMail
  gate(): Promise<boolean>
}

/** How one mail fared over one connection. */
export interface SmtpTry {
  outcome: DeliveryOutcome
  isLineBad: boolean
  isGateAsked: boolean
}

export interface TryTimeouts {
  /** From MAIL to the gate's answer. */
  envelopeMs: number
  /** From the gate to the answer to the dot: RFC 5321 section 4.5.3.2.6 asks for ten minutes. */
  replyMs: number
}

/**
 * Sends one mail over an open connection. Afterwards the connection is either ready for the next mail or dropped.
 * Never rejects, and gives its answer only when the gate has given its own.
 */
export async function trySession(session: SmtpSession, delivery: Delivery, timeouts: TryTimeouts): Promise<SmtpTry> {
  const patience = createPatience(session, timeouts)
  const body = createGatedBody({
    bytes: delivery.mail.bytes,
    ask: delivery.gate,
    isServerReady: session.isReadyForData,
    onOpen: patience.startOver,
    onClosed: session.drop,
  })
  const answer = await session.send(delivery.mail, body).then(
    reply => ({ reply }),
    (error: unknown) => ({ failure: patience.explain(failureOf(error)) }),
  )
  if (!body.isComplete()) body.stream.destroy()
  await Promise.race([body.whenAnswered(), patience.whenLost()])
  patience.end()
  const outcome = 'reply' in answer ? outcomeOfReply(answer.reply, body) : outcomeOfFailure(answer.failure, body)
  const isLineBad = isLineFailure(outcome, body)
  await tidy(session, body, isLineBad)
  return { outcome, isLineBad, isGateAsked: body.gate() !== 'unasked' }
}

/** What was thrown, as far as it is known; `message` is always there. */
export function failureOf(error: unknown): SmtpFailure {
  return error instanceof Error ? error : { message: String(error) }
}

/** A refusal before the gate leaves an open envelope behind; an incomplete body leaves nothing that can be trusted. */
async function tidy(session: SmtpSession, body: GatedBody, isLineBad: boolean): Promise<void> {
  if (body.isComplete() && !isLineBad) return
  if (isLineBad || body.isStarted()) return session.drop()
  await session.reset().catch(() => {}) // it is closed then
}

interface Patience {
  startOver(): void
  explain(failure: SmtpFailure): SmtpFailure
  whenLost(): Promise<void>
  end(): void
}

/** Drops the connection when the server, or the gate, takes too long; the gate's opening starts the second wait. */
function createPatience(session: SmtpSession, timeouts: TryTimeouts): Patience {
  const { promise: lost, resolve: lose } = Promise.withResolvers<void>()
  let lostBecause: string | null = null
  const wait = (ms: number, what: string) =>
    setTimeout(() => {
      lostBecause = `${what} within ${ms / 1000} s`
      session.drop()
      lose()
    }, ms)
  let timer = wait(timeouts.envelopeMs, 'the server did not ask for the mail')
  return {
    startOver() {
      clearTimeout(timer)
      timer = wait(timeouts.replyMs, 'the server did not answer the mail')
    },
    explain: failure => (lostBecause === null ? failure : { message: lostBecause }),
    whenLost: () => lost,
    end: () => clearTimeout(timer),
  }
}
