import type { Clock, DeliveryOutcome } from '../../engine/ports.ts'
import {
  type Admission,
  admit,
  afterAnswer,
  afterFailure,
  CLOSED_CIRCUIT,
  circuitTrouble,
  circuitWaitMs,
  isRefusing,
} from './circuit.ts'

export interface SmtpLogger {
  info(message: string, fields: { host: string; port: number }): void
  warn(message: string, fields: { host: string; port: number }): void
}

/** Keeps the circuit of one server and logs its changes. */
export interface Breaker {
  isRefusing(): boolean
  admit(): Admission
  noteAnswer(): void
  noteFailure(outcome: DeliveryOutcome, admission: Admission): void
  trouble(): string | null
  /** How long until a try may be of use. */
  waitMs(): number
}

export function createBreaker(parts: {
  clock: Pick<Clock, 'uptime'>
  server: { host: string; port: number }
  logger?: SmtpLogger | undefined
}): Breaker {
  const { clock, logger } = parts
  const { host, port } = parts.server
  let circuit = CLOSED_CIRCUIT
  const trouble = () => circuitTrouble(circuit, clock.uptime())

  return {
    trouble,
    waitMs: () => circuitWaitMs(circuit, clock.uptime()),
    isRefusing: () => isRefusing(circuit, clock.uptime()),
    admit() {
      const asked = admit(circuit, clock.uptime())
      circuit = asked.circuit
      return asked.admission
    },
    noteAnswer() {
      if (circuit.openUntil !== null) logger?.info('circuit closed: the mail server answers again', { host, port })
      circuit = afterAnswer()
    },
    noteFailure(outcome, admission) {
      circuit = afterFailure(circuit, { now: clock.uptime(), reason: wordsOf(outcome), admission })
      const words = trouble()
      if (words !== null) logger?.warn(words, { host, port })
    },
  }
}

function wordsOf(outcome: DeliveryOutcome): string {
  if (outcome.kind === 'refused') return outcome.reply
  return 'reason' in outcome ? outcome.reason : outcome.kind
}
